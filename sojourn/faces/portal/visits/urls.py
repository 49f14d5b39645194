"""Addresses of visits."""

from django.urls import path

from sojourn.faces.portal.visits import views

VISIT = "appointments/<uuid:visit_id>/"

urlpatterns = [
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/book/<slug:service>/", views.book, name="appointments_book"),
    path(VISIT, views.visit, name="appointments_visit"),
    path(f"{VISIT}move/", views.move, name="appointments_move"),
    path(f"{VISIT}cancel/", views.cancel, name="appointments_cancel"),
    path(f"{VISIT}calendar.ics", views.calendar_file, name="appointments_calendar"),
]
