"""Addresses of the design system."""

from django.urls import path

from sojourn.faces.ui.gallery import gallery
from sojourn.faces.ui.light import choose_light

app_name = "ui"
urlpatterns = [
    path("gallery", gallery, name="gallery"),
    path("light/<str:light>", choose_light, name="light"),
]
