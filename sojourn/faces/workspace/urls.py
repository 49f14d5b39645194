"""Addresses of the workspace: one module of addresses per subject."""

from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include("sojourn.faces.workspace.today.urls")),
    path("", include("sojourn.faces.workspace.calendar.urls")),
    path("", include("sojourn.faces.workspace.visits.urls")),
    path("", include("sojourn.faces.workspace.people.urls")),
    path("", include("sojourn.faces.workspace.groups.urls")),
    path("", include("sojourn.faces.workspace.inbox.urls")),
    path("", include("sojourn.faces.workspace.outbox.urls")),
    path("", include("sojourn.faces.workspace.oversight.urls")),
    path("", include("sojourn.faces.workspace.chart.urls")),
    path("", include("sojourn.faces.workspace.billing.urls")),
    path("", include("sojourn.faces.workspace.room.urls")),
]
