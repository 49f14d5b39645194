"""Addresses of today."""

from django.urls import path

from sojourn.faces.workspace.today import views

urlpatterns = [
    path("", views.today, name="today"),
    path("visits/<uuid:visit_id>/arrive/", views.arrive, name="arrive"),
    path("visits/<uuid:visit_id>/readiness/", views.readiness, name="visit_readiness"),
]
