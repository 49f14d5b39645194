"""Addresses of the design system."""

from django.urls import path

from sojourn.faces.ui.gallery import gallery

app_name = "ui"
urlpatterns = [path("gallery", gallery, name="gallery")]
