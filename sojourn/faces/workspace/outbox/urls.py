"""Addresses of the outbox."""

from django.urls import path

from sojourn.faces.workspace.outbox import views

MESSAGE = "outbox/<uuid:message_id>/"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path(MESSAGE, views.message, name="outbox_message"),
    path(f"{MESSAGE}again/", views.again, name="outbox_again"),
    path(f"{MESSAGE}settle/", views.settle, name="outbox_settle"),
    path(f"{MESSAGE}bounced/", views.bounced, name="outbox_bounced"),
]
