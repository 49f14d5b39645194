"""Addresses that exist in demo mode alone."""

from django.urls import path

from sojourn.faces.demo import views

app_name = "demo"
urlpatterns = [
    path("people", views.people, name="people"),
    path("become", views.become, name="become"),
    path("mailbox", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:letter_id>", views.letter, name="letter"),
]
