"""Addresses: one questionnaire, question by question."""

from django.urls import path

from sojourn.faces.portal.questionnaires import views

urlpatterns = [
    path("questions/<uuid:assignment_id>/", views.begin, name="questionnaire"),
    path("questions/<uuid:assignment_id>/check/", views.check, name="questionnaire_check"),
    path("questions/<uuid:assignment_id>/thanks/", views.thanks, name="questionnaire_thanks"),
    path("questions/<uuid:assignment_id>/<slug:item_id>/", views.question, name="questionnaire_item"),
    path("questions/<uuid:assignment_id>/<slug:item_id>/save", views.save, name="questionnaire_save"),
]
