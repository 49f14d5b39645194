"""Addresses of the calendar."""

from django.urls import path

from sojourn.faces.workspace.calendar import link_views, views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/link/", link_views.link, name="calendar_link"),
    path("calendar/link/make/", link_views.make_link, name="calendar_link_make"),
    path("calendar/link/off/", link_views.revoke_link, name="calendar_link_off"),
    path("calendar/of/<str:secret>.ics", link_views.feed, name="calendar_feed"),
]
