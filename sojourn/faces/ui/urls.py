"""Addresses of the design system."""

from django.urls import URLPattern

app_name = "ui"
urlpatterns: list[URLPattern] = []
