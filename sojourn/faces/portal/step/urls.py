"""Addresses: the next step and the list of all pages."""

from django.urls import path

from sojourn.faces.portal.step import views

urlpatterns = [path("", views.next_step, name="next_step"), path("more/", views.more, name="more")]
