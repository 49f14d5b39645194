"""Addresses that exist in demo mode alone."""

from django.urls import URLPattern

app_name = "demo"
urlpatterns: list[URLPattern] = []
