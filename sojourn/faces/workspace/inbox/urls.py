"""Addresses of the inbox."""

from django.urls import path

from sojourn.faces.workspace.inbox import views

ALERT = "alerts/<uuid:alert_id>/"

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path(ALERT, views.alert, name="alert"),
    path(f"{ALERT}take/", views.take, name="alert_take"),
    path("taken-back/<uuid:withdrawal_id>/", views.taken_back, name="taken_back"),
    path("questions/<uuid:enquiry_id>/answered/", views.answered, name="enquiry_answered"),
]
