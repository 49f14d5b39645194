"""Addresses of the chart. Billing, sessions and messages bring their own."""

from django.urls import path

from sojourn.faces.workspace.chart import (
    course_views,
    fill_views,
    history_line_views,
    intake_views,
    letter_views,
    medication_views,
    overview_views,
    papers,
    plan_views,
    reading_views,
    take_back_views,
    team_views,
)

PATIENT = "patients/<uuid:patient_id>/"
MEMBER = f"{PATIENT}care-team/<uuid:member_id>/"
LIST = f"{PATIENT}lists/<slug:listing>/"
LINE = f"{PATIENT}medications/<uuid:medication_id>/"

urlpatterns = [
    path(PATIENT, overview_views.overview, name="chart"),
    path(f"{PATIENT}intake/", intake_views.intake, name="chart_intake"),
    path(f"{PATIENT}intake/read/", intake_views.review, name="chart_intake_review"),
    path(f"{LIST}add/", history_line_views.add, name="chart_history_line_add"),
    path(f"{LIST}<uuid:line_id>/", history_line_views.change, name="chart_history_line"),
    path(f"{LIST}<uuid:line_id>/off/", history_line_views.remove, name="chart_history_line_off"),
    path(f"{LIST}<uuid:line_id>/back/", history_line_views.put_back, name="chart_history_line_back"),
    path(f"{PATIENT}readings/", reading_views.record, name="chart_readings"),
    path(f"{PATIENT}weight/", reading_views.weigh, name="chart_weight"),
    path(f"{PATIENT}medications/", medication_views.medications, name="chart_medications"),
    path(f"{PATIENT}medications/add/", medication_views.add, name="chart_medication_add"),
    path(f"{PATIENT}medications/confirm/", medication_views.confirm, name="chart_medications_confirm"),
    path(f"{PATIENT}medications/check/", medication_views.check_again, name="chart_check"),
    path(f"{LINE}change/", medication_views.change, name="chart_medication_change"),
    path(f"{LINE}stop/", medication_views.stop, name="chart_medication_stop"),
    path(f"{LINE}never-taken/", medication_views.set_aside, name="chart_medication_set_aside"),
    path(f"{LINE}identify/", medication_views.identify, name="chart_medication_identify"),
    path("medicines/names", medication_views.medicine_names, name="medicine_names"),
    path(f"{PATIENT}resolve/", medication_views.resolve, name="chart_resolve"),
    path(f"{PATIENT}care-team/add/", team_views.add, name="chart_member_add"),
    path(f"{MEMBER}reach/", team_views.reach, name="chart_member_reach"),
    path(f"{MEMBER}contact/", team_views.contact, name="chart_member_contact"),
    path(f"{PATIENT}letters/write/", letter_views.write, name="chart_letter_write"),
    path("letters/<uuid:letter_id>/", letter_views.letter, name="chart_letter"),
    path("papers/letter/<uuid:letter_id>/", letter_views.paper, name="letter_paper"),
    path("clearances/<uuid:clearance_id>/", letter_views.clearance_result, name="clearance_result"),
    path(f"{PATIENT}plan/", plan_views.plan, name="chart_plan"),
    path(
        f"{PATIENT}prescriptions/<uuid:prescription_id>/take-back/",
        take_back_views.take_back,
        name="chart_prescription_take_back",
    ),
    path(f"{PATIENT}fills/<uuid:fill_id>/", fill_views.correct, name="chart_fill_correct"),
    path("diagnoses/names", plan_views.diagnosis_names, name="diagnosis_names"),
    path(f"{PATIENT}outcomes/", course_views.outcomes, name="chart_outcomes"),
    path(f"{PATIENT}documents/", course_views.documents, name="chart_documents"),
    path(f"{PATIENT}history/", course_views.history, name="chart_history"),
    path("papers/prescription/<uuid:prescription_id>/", papers.prescription, name="prescription_paper"),
    path("papers/order/<uuid:order_id>/", papers.order, name="order_paper"),
    path("papers/consent/<uuid:signature_id>/", papers.consent, name="consent_paper"),
    path("papers/decision/<uuid:decision_id>/", papers.decision, name="decision_letter"),
]
