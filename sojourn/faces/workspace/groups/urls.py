"""Addresses of groups."""

from django.urls import path

from sojourn.faces.workspace.groups import calling_off_views, views

GROUP = "groups/<uuid:group_id>/seats/"

urlpatterns = [
    path("groups/", views.groups, name="groups"),
    path(GROUP, views.seats, name="group_seats"),
    path(f"{GROUP}take/", views.take_seat, name="group_take_seat"),
    path(f"{GROUP}wait/", views.wait, name="group_wait"),
    path(f"{GROUP}<uuid:seat_id>/give-up/", views.give_up, name="group_give_up"),
    path(f"{GROUP}call-off/", calling_off_views.call_off, name="group_call_off"),
    path(f"{GROUP}no-date/<uuid:visit_id>/", calling_off_views.wants_none, name="group_wants_none"),
    path(f"{GROUP}waiting/<uuid:entry_id>/leave/", views.leave, name="group_leave"),
]
