"""Addresses of visits."""

from django.urls import path

from sojourn.faces.workspace.visits import (
    booking_views,
    coming_views,
    course_views,
    moving_views,
    visit_views,
)

VISIT = "visits/<uuid:visit_id>/"

urlpatterns = [
    path("book/", booking_views.book, name="book"),
    path("book/course/<uuid:patient_id>/", course_views.course, name="book_course"),
    path("people/<uuid:patient_id>/coming/", coming_views.coming, name="coming"),
    path(VISIT, visit_views.visit, name="visit"),
    path(f"{VISIT}move/", moving_views.move, name="visit_move"),
    path(f"{VISIT}cancel/", visit_views.cancel, name="visit_cancel"),
    path(f"{VISIT}answer/", visit_views.answer, name="visit_answer"),
    path(f"{VISIT}step/", visit_views.step, name="visit_step"),
]
