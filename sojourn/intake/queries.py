"""What the patient told, as it stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sojourn import content
from sojourn.core.together import fetch_together
from sojourn.intake.beside_the_name import with_beside
from sojourn.intake.form_rules import asked_answers
from sojourn.intake.line_lists import LineList
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication
from sojourn.intake.medication_list import Entry, MedicationList
from sojourn.intake.models import (
    Allergy,
    ConsentSignature,
    IntakeAnswer,
    IntakeForm,
    ListConfirmation,
    Medication,
    Problem,
    Reading,
)
from sojourn.intake.rules import allergy_words, consent_is_current
from sojourn.people.models import Patient

__all__ = ["Entry", "MedicationList"]  # what other rooms name beside the questions below


SAID = ("as_written", "dose", "frequency", "reason")
"""The fields of a medication line in which somebody may name a drug."""


class NotFound(Exception):
    """Not there, or not this patient's."""


def answers(patient: Patient) -> dict[str, Any]:
    """The latest intake answer per question this person is asked; empty before the form is opened."""
    return as_asked(told(patient))


def told(patient: Patient) -> QuerySet[IntakeAnswer, tuple[str, Any]]:
    """Every answer with its question's key, the latest last; for :func:`as_asked`."""
    return IntakeAnswer.objects.filter(form__patient=patient).order_by("at", "id").values_list("key", "value")


def said(patient: Patient) -> QuerySet[IntakeAnswer, tuple[str, Any, datetime]]:
    """The same, each with its moment."""
    return (
        IntakeAnswer.objects.filter(form__patient=patient)
        .order_by("at", "id")
        .values_list("key", "value", "at")
    )


def as_asked(told: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The latest of these answers per question this person is asked."""
    return asked_answers(content.library().intake_form, dict(told))


def times_changed(told: Iterable[tuple[str, Any]]) -> dict[str, int]:
    """How often each of these answers became another one; saying the same again changes nothing."""
    latest: dict[str, Any] = {}
    times: dict[str, int] = {}
    for key, value in told:
        times[key] = times.get(key, 0) + (key in latest and latest[key] != value)
        latest[key] = value
    return times


def form_of(patient: Patient) -> QuerySet[IntakeForm]:
    """The patient's form with who read it, or nothing before it was opened."""
    return IntakeForm.objects.filter(patient=patient).select_related("reviewed_by").order_by("opened_at")


def answers_of(form: IntakeForm) -> dict[str, Any]:
    """The latest answer per question key of one form, also to questions a later answer has closed again."""
    return dict(form.answers.order_by("at", "id").values_list("key", "value"))


def medications_of(patient: Patient) -> QuerySet[Medication]:
    """The current list: lines that nothing supersedes and that are taken."""
    return patient.medications.filter(superseded_by__isnull=True, is_taken=True).order_by("as_written")


def medication_history(patient: Patient) -> QuerySet[Medication]:
    """Every line there ever was, newest first."""
    return patient.medications.select_related("by").order_by("-at", "-id")


def medication_of(patient: Patient, medication_id: UUID) -> Medication:
    """One current line of this patient's list; raises NotFound."""
    found = medications_of(patient).filter(pk=medication_id).first()
    if found is None:
        raise NotFound
    return found


def lately_taken(patient: Patient, today: date) -> tuple[Entry, ...]:
    """What is off the list and still counts in the check."""
    return still_counted(medication_list(every_line(patient), confirmations_of(patient)), today)


def medication_list(lines: Iterable[Medication], confirmations: Iterable[ListConfirmation]) -> MedicationList:
    """The list these rows make."""
    return MedicationList(tuple(lines), tuple(each.at for each in confirmations))


def still_counted(listed: MedicationList, today: date) -> tuple[Entry, ...]:
    """The same of a list that was read already, by the clinic's days."""
    return listed.lately_taken(today, content.pack().policies.stopped_medicines.days)


def every_line(patient: Patient) -> QuerySet[Medication]:
    """Current and superseded lines, in the order of the list; for :class:`MedicationList`."""
    return patient.medications.select_related("set_aside").order_by("as_written", "id")


def line_reading(as_written: str, **fields: str) -> MedicationReading:
    """What the drug table of today makes of a line: its name and the fields beside it."""
    table = content.library().drugs
    return with_beside(read_medication(as_written, table, offers=False), table, **fields)


def beside_its_name(line: Medication) -> tuple[str, ...]:
    """The words in the fields of a line that are or may be another drug; none once the line is checked."""
    if line.status == ReadingStatus.CHECKED:
        return ()
    return line_reading(**{name: getattr(line, name) for name in SAID}).beside


def list_confirmed_since(patient: Patient) -> bool:
    """True when somebody said the list is complete after what is taken last changed."""
    latest = latest_confirmation(patient)
    changed = MedicationList(tuple(every_line(patient))).changed_at
    return bool(latest and (changed is None or latest.at >= changed))


def latest_confirmation(patient: Patient) -> ListConfirmation | None:
    """When the list was last said to be complete."""
    return confirmations_of(patient).first()


def confirmations_of(patient: Patient) -> QuerySet[ListConfirmation]:
    """Each time the list was said to be complete, newest first."""
    return patient.list_confirmations.order_by("-at")


def readings_of(patient: Patient) -> QuerySet[Reading]:
    """Every reading and lab, newest first."""
    return patient.readings.select_related("by").order_by("-taken_at", "-at", "-id")


def latest_of(readings: Iterable[Reading]) -> dict[str, Reading]:
    """The newest of each kind among these, which come newest first."""
    return {each.kind: each for each in reversed(list(readings))}


def signatures_of(patient: Patient) -> QuerySet[ConsentSignature]:
    """Everything signed, newest first."""
    return patient.consents.select_related("withdrawal").order_by("-signed_at")


def signature_by_id(signature_id: UUID) -> ConsentSignature | None:
    """One signed consent; the caller opens the patient's record before showing it."""
    return ConsentSignature.objects.select_related("patient").filter(pk=signature_id).first()


def consents_missing(patient: Patient, service: str, today: date) -> list[Any]:
    """The consents of the pack this service needs that are not signed, withdrawn, expired or of other words."""
    return missing_among(signatures_of(patient), service, today)


def missing_among(signatures: Iterable[ConsentSignature], service: str, today: date) -> list[Any]:
    """The same by signatures that were read already."""
    signed = list(signatures)
    wanted = (each for each in content.pack().consents.values() if service in each.services and each.required)
    return [consent for consent in wanted if not is_signed(consent, signed, today)]


def is_signed(consent: Any, signatures: Iterable[ConsentSignature], today: date) -> bool:
    """True when one of these signatures covers this consent today."""
    return any(_covers(each, consent, today) for each in signatures)


def standing_signature(patient: Patient, consent: Any, today: date) -> ConsentSignature | None:
    """The signature that covers this consent today."""
    return next((each for each in signatures_of(patient) if _covers(each, consent, today)), None)


def _covers(signature: ConsentSignature, consent: Any, today: date) -> bool:
    return consent_is_current(
        signed=(signature.consent, signature.version, signature.text_hash),
        wanted=(consent.id, str(consent.version), consent.digest),
        expires_on=signature.expires_on,
        withdrawn=hasattr(signature, "withdrawal"),
        today=today,
    )


def every_problem(patient: Patient) -> QuerySet[Problem]:
    """Current and superseded lines of the problem list, the oldest first; for :class:`LineList`."""
    return patient.problems.select_related("by").order_by("at", "id")


def every_allergy(patient: Patient) -> QuerySet[Allergy]:
    """Current and superseded lines of the allergies, the oldest first; for :class:`LineList`."""
    return patient.allergies.select_related("by").order_by("at", "id")


@dataclass(frozen=True)
class History:
    """The lists that belong to the intake form."""

    problems: LineList[Problem]
    allergies: LineList[Allergy]

    @property
    def standing(self) -> dict[str, tuple[str, ...]]:
        """The words of the lines by list, of the lists on which any stands."""
        lists = {"problems": self.problems.current, "allergies": self.allergies.current}
        return {name: tuple(map(str, lines)) for name, lines in lists.items() if lines}


def history_of(patient: Patient) -> History:
    """Both lists of one patient, asked for in one statement."""
    problems, allergies = every_problem(patient), every_allergy(patient)
    fetch_together(problems, allergies)
    return History(LineList.of(problems), LineList.of(allergies))


def allergies(patient: Patient) -> str:
    """Allergies in the patient's words; see :func:`sojourn.intake.rules.allergy_words`."""
    told, lines = answers(patient), LineList.of(every_allergy(patient)).current
    return allergy_words(told.get("allergy_ketamine"), told.get("allergy_other"), map(str, lines))
