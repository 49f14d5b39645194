"""Addresses of what a patient sets out to do."""

from django.urls import path

from sojourn.faces.portal.aims import views

urlpatterns = [
    path("set-out/", views.aims, name="aims"),
    path("set-out/<uuid:commitment_id>/", views.word, name="aims_word"),
]
