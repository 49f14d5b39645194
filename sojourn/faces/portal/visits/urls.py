"""Addresses of visits."""

from django.urls import path

from sojourn.faces.portal.visits import choosing_views, views, waiting_views

VISIT = "appointments/<uuid:visit_id>/"

urlpatterns = [
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/book/<slug:service>/", choosing_views.book, name="appointments_book"),
    path("appointments/wait/<slug:service>/", waiting_views.wait, name="appointments_wait"),
    path("appointments/offers/<uuid:offer_id>/", waiting_views.answer_offer, name="appointments_offer"),
    path("appointments/places/<uuid:entry_id>/", waiting_views.answer_place, name="appointments_place"),
    path("appointments/waiting/<uuid:wish_id>/stop/", waiting_views.stop, name="appointments_stop"),
    path(VISIT, views.visit, name="appointments_visit"),
    path(f"{VISIT}comes/", views.comes, name="appointments_comes"),
    path(f"{VISIT}sharing/", waiting_views.sharing, name="appointments_sharing"),
    path(f"{VISIT}move/", choosing_views.move, name="appointments_move"),
    path(f"{VISIT}cancel/", views.cancel, name="appointments_cancel"),
    path(f"{VISIT}calendar.ics", views.calendar_file, name="appointments_calendar"),
]
