"""Addresses of the workspace: one module of addresses per subject."""

from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include("sojourn.faces.workspace.oversight.urls")),
    path("", include("sojourn.faces.workspace.chart.urls")),
    path("", include("sojourn.faces.workspace.billing.urls")),
]
