"""Who may do what, readable in one screen. Nothing about permissions lives in the database but a person's roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the clinic."""

    PATIENT = "patient"
    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    THERAPIST = "therapist"
    PROVIDER = "provider"
    OWNER = "owner"


class Permission(StrEnum):
    """One thing a person may do. Named as the clinic says it."""

    USE_PORTAL = "use the portal for their own record"
    SEE_WORKSPACE = "enter the workspace and see today"
    FIND_PATIENTS = "look patients up and see their contact details"
    OPEN_CHART = "open a patient's chart"
    SCHEDULE = "book, move and cancel visits"
    SET_OPENING_HOURS = "set the clinic's opening hours and holidays"
    CHECK_IN = "check patients in"
    ANSWER_MESSAGES = "read and answer patients' messages"
    REVIEW_INTAKE = "review intakes and edit the medication list"
    SETTLE_FINDINGS = "settle the findings whose rule names their role"
    DECIDE_ELIGIBILITY = "decide whether treatment is possible"
    PRESCRIBE = "write plans, prescriptions and dose orders"
    RUN_SESSION = "chart in the session room"
    GIVE_MEDICATION = "give and record medication"
    DISCHARGE = "send a patient home after a session"
    WRITE_NOTES = "write visit notes"
    SIGN_NOTES = "sign visit notes"
    KEEP_PROCESS_NOTES = "keep process notes that nobody else reads"
    HANDLE_ALERTS = "take and close safety alerts"
    KEEP_REGISTER = "keep the controlled-drug register"
    TAKE_PAYMENT = "take payments and write receipts"
    SEE_BOOKS = "see day close, balances and plans"
    WAIVE_CHARGES = "waive or refund charges"
    SEE_OUTCOMES = "see the clinic's outcomes"
    SEE_AUDIT = "read the audit trail"
    CHANGE_SETTINGS = "see and change the clinic's settings"


@dataclass(frozen=True)
class RoleCard:
    """A role in a sentence, with everything it may do."""

    title: str
    sentence: str
    permissions: frozenset[Permission]


P = Permission
_DESK = {
    P.SEE_WORKSPACE,
    P.FIND_PATIENTS,
    P.SCHEDULE,
    P.SET_OPENING_HOURS,
    P.CHECK_IN,
    P.ANSWER_MESSAGES,
}
_MONEY = {P.TAKE_PAYMENT}
_CLINICAL = {P.SEE_WORKSPACE, P.FIND_PATIENTS, P.OPEN_CHART, P.CHECK_IN, P.ANSWER_MESSAGES, P.HANDLE_ALERTS}

ROLES: dict[Role, RoleCard] = {
    Role.PATIENT: RoleCard(
        "Patient", "Sees and fills their own record in the portal.", frozenset({P.USE_PORTAL})
    ),
    Role.FRONT_DESK: RoleCard(
        "Front desk",
        "Books, checks in, takes payments and settles what a rule leaves to the desk; sees no clinical record.",
        frozenset(_DESK | _MONEY | {P.SEE_BOOKS, P.SETTLE_FINDINGS}),
    ),
    Role.NURSE: RoleCard(
        "Nurse",
        "Charts sessions, gives ordered medication and keeps the register.",
        frozenset(
            _CLINICAL
            | {P.SCHEDULE, P.RUN_SESSION, P.GIVE_MEDICATION, P.DISCHARGE, P.KEEP_REGISTER, P.WRITE_NOTES}
            | {P.SETTLE_FINDINGS}
        ),
    ),
    Role.THERAPIST: RoleCard(
        "Therapist",
        "Leads preparation and integration, monitors sessions and signs their own notes.",
        frozenset(_CLINICAL | {P.SCHEDULE, P.RUN_SESSION, P.WRITE_NOTES, P.SIGN_NOTES, P.KEEP_PROCESS_NOTES}),
    ),
    Role.PROVIDER: RoleCard(
        "Provider",
        "Reviews intakes, decides eligibility, prescribes, treats and answers for every dose.",
        frozenset(
            _CLINICAL
            | {
                P.SCHEDULE,
                P.REVIEW_INTAKE,
                P.SETTLE_FINDINGS,
                P.DECIDE_ELIGIBILITY,
                P.PRESCRIBE,
                P.RUN_SESSION,
                P.GIVE_MEDICATION,
            }
            | {
                P.DISCHARGE,
                P.WRITE_NOTES,
                P.SIGN_NOTES,
                P.KEEP_PROCESS_NOTES,
                P.KEEP_REGISTER,
                P.SEE_OUTCOMES,
            }
        ),
    ),
    Role.OWNER: RoleCard(
        "Owner",
        "Answers for the clinic: books, outcomes, settings and the audit trail.",
        frozenset(
            _DESK
            | _MONEY
            | {P.SEE_BOOKS, P.WAIVE_CHARGES, P.SEE_OUTCOMES, P.SEE_AUDIT, P.CHANGE_SETTINGS, P.KEEP_REGISTER}
        ),
    ),
}


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """Everything the roles may do together. An unknown role raises ValueError."""
    return frozenset().union(*(ROLES[Role(role)].permissions for role in roles))
