"""Addresses: forms to fill and the intake form."""

from django.urls import path

from sojourn.faces.portal.intake import views

urlpatterns = [
    path("forms/", views.forms, name="forms"),
    path("forms/intake/", views.start, name="forms_intake"),
    path("forms/intake/review/", views.review, name="forms_review"),
    path("forms/intake/sent/", views.sent, name="forms_sent"),
    path("forms/intake/<slug:topic>/", views.topic, name="forms_topic"),
    path("forms/intake/<slug:topic>/save", views.save, name="forms_save"),
]
