"""Addresses of rosters and leave."""

from django.urls import path

from sojourn.faces.workspace.rosters import views

urlpatterns = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/leave/<uuid:leave_id>/drop/", views.drop, name="leave_drop"),
]
