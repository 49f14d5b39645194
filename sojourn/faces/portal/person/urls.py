"""Addresses: progress, care team, details."""

from django.urls import path

from sojourn.faces.portal.person import escort_views, progress_views, views

urlpatterns = [
    path("progress/", progress_views.progress, name="progress"),
    path("care-team/", views.care_team, name="care_team"),
    path("care-team/add/", views.add_member, name="care_team_add"),
    path("care-team/<uuid:member_id>/contact/", views.contact, name="care_team_contact"),
    path("care-team/<uuid:member_id>/remove/", views.remove_member, name="care_team_remove"),
    path("way-home/", escort_views.escort, name="escort"),
    path("my-details/", views.details, name="details"),
]
