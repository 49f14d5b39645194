"""Writing what a patient tells: the form, the medication list, consents."""

from sojourn.intake.actions.allergies import add_allergy, change_allergy, put_back_allergy, remove_allergy
from sojourn.intake.actions.consents import answer_withdrawal, sign_consent, withdraw_consent
from sojourn.intake.actions.form import open_form, review_form, save_answer, save_answers, submit_form
from sojourn.intake.actions.medications import (
    add_medication,
    change_medication,
    confirm_list,
    name_ingredients,
    set_aside_medication,
    stop_medication,
)
from sojourn.intake.actions.problems import add_problem, change_problem, put_back_problem, remove_problem
from sojourn.intake.actions.readings import record_readings
from sojourn.intake.actions.rereading import read_again

__all__ = [
    "add_allergy",
    "add_medication",
    "add_problem",
    "answer_withdrawal",
    "change_allergy",
    "change_medication",
    "change_problem",
    "confirm_list",
    "name_ingredients",
    "open_form",
    "put_back_allergy",
    "put_back_problem",
    "read_again",
    "record_readings",
    "remove_allergy",
    "remove_problem",
    "review_form",
    "save_answer",
    "save_answers",
    "sign_consent",
    "set_aside_medication",
    "stop_medication",
    "submit_form",
    "withdraw_consent",
]
