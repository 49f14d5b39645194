"""Addresses: the medication list."""

from django.urls import path

from sojourn.faces.portal.medicines import views

urlpatterns = [
    path("medications/", views.medications, name="medications"),
    path("medications/add/", views.add, name="medications_add"),
    path("medications/names", views.names, name="medications_names"),
    path("medications/everything/", views.everything, name="medications_everything"),
    path("medications/<uuid:medication_id>/", views.change, name="medications_change"),
    path("medications/<uuid:medication_id>/stop/", views.stop, name="medications_stop"),
]
