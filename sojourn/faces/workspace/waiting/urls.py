"""Addresses of the waiting list."""

from django.urls import path

from sojourn.faces.workspace.waiting import views

urlpatterns = [
    path("waiting/", views.waiting, name="waiting"),
    path("waiting/<uuid:patient_id>/<slug:service>/", views.join, name="waiting_join"),
    path("waiting/<uuid:wish_id>/stop/", views.stop, name="waiting_stop"),
]
