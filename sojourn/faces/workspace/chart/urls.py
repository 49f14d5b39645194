"""Addresses of the chart. Each subject brings its own."""

from django.urls import path

from sojourn.faces.workspace.chart import course_views

urlpatterns = [
    path("patients/<uuid:patient_id>/outcomes/", course_views.outcomes, name="chart_outcomes"),
    path("patients/<uuid:patient_id>/documents/", course_views.documents, name="chart_documents"),
    path("patients/<uuid:patient_id>/history/", course_views.history, name="chart_history"),
]
