"""Addresses of oversight."""

from django.urls import path

from sojourn.faces.workspace.oversight import views

urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("audit/", views.audit, name="audit"),
    path("settings/", views.settings, name="settings"),
]
