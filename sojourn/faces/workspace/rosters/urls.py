"""Addresses of rosters, leave and hours."""

from django.urls import path

from sojourn.faces.workspace.rosters import hours_views, views

urlpatterns = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/day/", hours_views.person_day, name="roster_day"),
    path("rosters/week/<uuid:staff_id>/", hours_views.person_week, name="roster_week"),
    path("rosters/opening/day/", hours_views.opening_day, name="opening_day"),
    path("rosters/opening/week/", hours_views.opening_week, name="opening_week"),
    path("rosters/leave/<uuid:leave_id>/drop/", views.drop, name="leave_drop"),
]
