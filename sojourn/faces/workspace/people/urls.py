"""Addresses of people."""

from django.urls import path

from sojourn.faces.workspace.people import finding_views, list_views, message_views, person_views

urlpatterns = [
    path("patients/", list_views.patients, name="patients"),
    path("patients/new/", person_views.new, name="patient_new"),
    path("people/<uuid:patient_id>/", person_views.person, name="person"),
    path("people/<uuid:patient_id>/details/", person_views.details, name="person_details"),
    path("people/<uuid:patient_id>/contact/", person_views.contact, name="person_contact"),
    path("people/<uuid:patient_id>/portal/", person_views.open_portal, name="person_portal"),
    path("people/<uuid:patient_id>/findings/", finding_views.findings, name="person_findings"),
    path("patients/<uuid:patient_id>/messages/", message_views.thread, name="chart_messages"),
]
