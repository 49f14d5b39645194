"""Addresses: forms to fill and the intake form."""

from django.urls import path

from sojourn.faces.portal.intake import line_views, views

urlpatterns = [
    path("forms/", views.forms, name="forms"),
    path("forms/intake/", views.start, name="forms_intake"),
    path("forms/intake/review/", views.review, name="forms_review"),
    path("forms/intake/sent/", views.sent, name="forms_sent"),
    path("forms/intake/lists/<slug:listing>/add/", line_views.add, name="history_line_add"),
    path("forms/intake/lists/<slug:listing>/<uuid:line_id>/", line_views.change, name="history_line"),
    path("forms/intake/lists/<slug:listing>/<uuid:line_id>/off/", line_views.remove, name="history_line_off"),
    path(
        "forms/intake/lists/<slug:listing>/<uuid:line_id>/back/",
        line_views.put_back,
        name="history_line_back",
    ),
    path("forms/intake/<slug:topic>/", views.topic, name="forms_topic"),
    path("forms/intake/<slug:topic>/save", views.save, name="forms_save"),
]
