"""What waits for somebody in the clinic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic.queries import local_day
from sojourn.comms.models import OutboundMessage
from sojourn.comms.queries import stuck_messages
from sojourn.core.together import fetch_together
from sojourn.intake.models import ConsentWithdrawal, IntakeForm, Medication
from sojourn.intake.withdrawal_queries import services_needing, withdrawals_unanswered
from sojourn.measures.models import SafetyAlert
from sojourn.measures.queries import open_alerts
from sojourn.people.models import Enquiry, Patient, PortalMessage
from sojourn.pharmacy.models import Count, RegisterEntry
from sojourn.pharmacy.queries import unsigned_counts, unsigned_waste
from sojourn.scheduling.models import Appointment, VisitAnswer
from sojourn.scheduling.queries import asked_to_change
from sojourn.scheduling.queries.after_a_no import StillBooked, booked_after_a_no, by_patient
from sojourn.scheduling.queries.called_off import without_new_date
from sojourn.scheduling.states import AppointmentState
from sojourn.screening.changed_queries import Changed, changed_since_the_decision
from sojourn.screening.letter_queries import clearances_waiting, letters_without_an_answer
from sojourn.screening.models import Clearance, PrescriberLetter
from sojourn.screening.unchecked_queries import unchecked_lines
from sojourn.screening.waiting_queries import Waiting, findings_waiting_for
from sojourn.treatment.models import VisitNote

MOST = 50
STILL_COMING = (AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.IN_ROOM)


@dataclass(frozen=True)
class TakenBack:
    """A consent that was taken back and that nobody has answered, with the visits ahead that need it."""

    withdrawal: ConsentWithdrawal
    visits: tuple[Appointment, ...]

    @property
    def patient(self) -> Patient:
        """Whose it is."""
        return self.withdrawal.signature.patient


@dataclass(frozen=True)
class Inbox:
    """Sixteen piles, each the oldest first; what was asked of others by due date, visits by their time.

    A pile the person may not work on is empty.
    """

    alerts: list[SafetyAlert]
    taken_back: list[TakenBack]
    changed: list[Changed]
    intakes: list[IntakeForm]
    unchecked: list[Medication]
    notes: list[VisitNote]
    messages: list[PortalMessage]
    enquiries: list[Enquiry]
    letters: list[PrescriberLetter]
    clearances: list[Clearance]
    findings: list[Waiting]
    changes: list[VisitAnswer]
    stuck: list[OutboundMessage]
    still_booked: list[StillBooked]
    new_dates: list[Appointment]
    waste: list[RegisterEntry]
    counts: list[Count]
    """Of the register, by others: what waits for a second person."""

    @property
    def count(self) -> int:
        """Everything in it."""
        return sum(len(getattr(self, pile.name)) for pile in fields(self))


def inbox(user: User, *, now: datetime) -> Inbox:
    """The piles this person may work on. At most 9 queries."""
    letters, clearances, changes, stuck, still_booked, new_dates, taken_back = _asked_of_others(user, now)
    return Inbox(
        alerts=list(open_alerts()[:MOST]) if user.may(Permission.HANDLE_ALERTS) else [],
        taken_back=taken_back,
        changed=_changed(user, now),
        unchecked=unchecked_lines()[:MOST] if user.may(Permission.REVIEW_INTAKE) else [],
        **_written(user),
        letters=letters,
        clearances=clearances,
        findings=_findings(user, now),
        changes=changes,
        stuck=stuck,
        still_booked=still_booked,
        new_dates=new_dates,
        **_to_sign(user),
    )


def _asked_of_others(
    user: User, now: datetime
) -> tuple[
    list[PrescriberLetter],
    list[Clearance],
    list[VisitAnswer],
    list[OutboundMessage],
    list[StillBooked],
    list[Appointment],
    list[TakenBack],
]:
    """Letters, clearances, visits to change, left after a no or called off, messages that did not arrive, consents
    taken back: all at once."""
    letters, clearances = letters_without_an_answer()[:MOST], clearances_waiting()[:MOST]
    if not user.may(Permission.REVIEW_INTAKE):
        letters = letters.none()
    if not user.may(Permission.DECIDE_ELIGIBILITY):
        clearances = clearances.none()
    visits = (asked_to_change(now)[:MOST], booked_after_a_no(now)[:MOST], without_new_date(now)[:MOST])
    if not user.may(Permission.SCHEDULE):
        visits = tuple(each.none() for each in visits)  # type: ignore[assignment]
    changes, after_a_no, new_dates = visits
    stuck = stuck_messages()[:MOST]
    if not user.may(Permission.ANSWER_MESSAGES):
        stuck = stuck.none()
    unanswered = withdrawals_unanswered()
    if not user.may(Permission.HANDLE_ALERTS):
        unanswered = unanswered.none()
    withdrawals, theirs = unanswered[:MOST], _still_coming(unanswered)
    fetch_together(letters, clearances, changes, stuck, after_a_no, new_dates, withdrawals, theirs)
    taken_back = [taken_back_with(each, theirs) for each in withdrawals]
    lists = (list(letters), list(clearances), list(changes), list(stuck))
    return (*lists, by_patient(after_a_no), list(new_dates), taken_back)


def _still_coming(withdrawals: QuerySet[ConsentWithdrawal]) -> QuerySet[Appointment]:
    """What is booked or has begun of those who took a consent back, for one of the visits may be going on."""
    whose = withdrawals.order_by().values("signature__patient")
    return Appointment.objects.filter(state__in=STILL_COMING, patient__in=whose).order_by("starts_at")


def taken_back_with(withdrawal: ConsentWithdrawal, visits: Iterable[Appointment]) -> TakenBack:
    """Of these visits those of its patient that do not take place without it."""
    needing, whose = services_needing(withdrawal.signature.consent), withdrawal.signature.patient_id
    theirs = (each for each in visits if each.patient_id == whose and each.service in needing)
    return TakenBack(withdrawal, tuple(theirs))


def _findings(user: User, now: datetime) -> list[Waiting]:
    """What the rules leave to this person's own role; a provider's stand in the charts."""
    if not user.may(Permission.SETTLE_FINDINGS):
        return []
    return findings_waiting_for(user.roles, today=local_day(now))[:MOST]


def _changed(user: User, now: datetime) -> list[Changed]:
    if not user.may(Permission.DECIDE_ELIGIBILITY):
        return []
    return changed_since_the_decision(today=local_day(now))


def _to_sign(user: User) -> dict[str, list[Any]]:
    """Intakes to read, notes to sign, and what somebody else wrote in the register."""
    forms = IntakeForm.objects.filter(submitted_at__isnull=False, reviewed_at__isnull=True)
    notes = VisitNote.objects.filter(signature__isnull=True)
    intakes = forms.select_related("patient").order_by("submitted_at")[:MOST]
    unsigned = notes.select_related("appointment__patient", "author").order_by("changed_at")[:MOST]
    if not user.may(Permission.REVIEW_INTAKE):
        intakes = intakes.none()
    if not user.may(Permission.SIGN_NOTES):
        unsigned = unsigned.none()
    waste, counts = (each.exclude(by=user)[:MOST] for each in (unsigned_waste(), unsigned_counts()))
    if not user.may(Permission.KEEP_REGISTER):
        waste, counts = waste.none(), counts.none()
    piles = {"intakes": intakes, "notes": unsigned, "waste": waste, "counts": counts}
    fetch_together(*piles.values())
    return {name: list(pile) for name, pile in piles.items()}


def _written(user: User) -> dict[str, list[Any]]:
    """Messages nobody has read, and questions from the public page, in one query."""
    if not user.may(Permission.ANSWER_MESSAGES):
        return {"messages": [], "enquiries": []}
    waiting = PortalMessage.objects.filter(from_patient=True, read__isnull=True)
    messages = waiting.select_related("patient").order_by("at")[:MOST]
    enquiries = Enquiry.objects.filter(answered_at__isnull=True).order_by("at")[:MOST]
    fetch_together(messages, enquiries)
    return {"messages": list(messages), "enquiries": list(enquiries)}
