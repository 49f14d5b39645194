"""Address of the calendar."""

from django.urls import path

from sojourn.faces.workspace.calendar import views

urlpatterns = [path("calendar/", views.calendar, name="calendar")]
