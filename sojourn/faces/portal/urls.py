"""Addresses of the portal: one module of addresses per subject."""

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("sojourn.faces.portal.step.urls")),
    path("", include("sojourn.faces.portal.intake.urls")),
    path("", include("sojourn.faces.portal.questionnaires.urls")),
    path("", include("sojourn.faces.portal.medicines.urls")),
    path("", include("sojourn.faces.portal.papers.urls")),
    path("", include("sojourn.faces.portal.person.urls")),
    path("", include("sojourn.faces.portal.billing.urls")),
    path("", include("sojourn.faces.portal.visits.urls")),
    path("", include("sojourn.faces.portal.messages.urls")),
    path("", include("sojourn.faces.portal.aims.urls")),
]
