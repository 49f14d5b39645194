"""Address of messages."""

from django.urls import path

from sojourn.faces.portal.messages import views

urlpatterns = [path("messages/", views.thread, name="messages")]
