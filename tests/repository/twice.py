"""Every action that takes an id made by a page: what it is sent first, and what else the same page may send then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

from sojourn import content
from sojourn.clinic.hour_actions import note_hours
from sojourn.clinic.models import DayHours
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.queries import CourseVisit
from sojourn.screening import actions as screening
from sojourn.screening import queries as screened
from tests.factories import NOW, a_patient, a_staff_member, a_user
from tests.scheduling.clinic_day import a_clinic, at
from tests.screening.asking import a_colleague
from tests.stories import (
    a_patient_with_a_plan,
    a_prescriber,
    a_prescription,
    all_seen,
    an_eligible_patient,
)

TODAY = NOW.date()


@dataclass(frozen=True)
class Twice:
    """One action with what a page says first, and each other thing that it may say under the same id."""

    act: Callable[..., Any]
    facts: dict[str, Any]
    others: tuple[dict[str, Any], ...]
    number: str = "client_id"


def plain(act: Callable[..., Any], *others: dict[str, Any], number: str = "client_id", **facts: Any) -> Twice:
    return Twice(act, {"now": NOW, **facts}, others, number)


def cases_of(module: dict[str, Any]) -> dict[str, Callable[[], Twice]]:
    """The cases of a module, by the action's name."""
    return {
        name.removeprefix("_"): made
        for name, made in module.items()
        if name.startswith("_") and getattr(made, "__annotations__", {}) == {"return": "Twice"}
    }


def _register_patient() -> Twice:
    facts = {"first_name": "Maren", "last_name": "Solberg", "birth_date": date(1990, 5, 17), "by": None}
    reach = {"email": "maren@example.test", "phone": "503 555 0100"}
    other = {"birth_date": date(1991, 5, 17)}, {"last_name": "Solheim"}
    return plain(people.register_patient, *other, **facts, **reach)


def _send_message() -> Twice:
    patient = a_patient(user=a_user("patient"))
    said = {"patient": patient, "sender": patient.user, "text": "Hello."}
    return plain(people.send_message, {"text": "Good-bye."}, **said)


def _ask_question() -> Twice:
    said = {"name": "Maren", "email": "maren@example.test", "text": "When?"}
    return plain(people.ask_question, {"text": "Where?"}, {"email": "other@example.test"}, **said)


def _add_medication() -> Twice:
    said = {"patient": a_patient(), "by": None, "as_written": "vitamin D", "dose": "1000 IU"}
    others = {"as_written": "theophylline 300 mg"}, {"dose": "2000 IU"}
    return plain(intake.add_medication, *others, **said)


def _add_allergy() -> Twice:
    said = {"patient": a_patient(), "by": None, "as_written": "pollen", "harm": "mild"}
    return plain(intake.add_allergy, {"as_written": "ketamine"}, **said)


def _add_problem() -> Twice:
    said = {"patient": a_patient(), "by": None, "name": "Asthma", "state": "active"}
    return plain(intake.add_problem, {"name": "Aneurysm"}, {"since": "2020"}, **said)


def _record_readings() -> Twice:
    said = {"patient": a_patient(), "by": a_user(), "taken_at": NOW, "source": "Measured here"}
    others = {"values": {"systolic": "220", "diastolic": "80"}}, {"source": "Told"}
    return plain(intake.record_readings, *others, values={"systolic": "120", "diastolic": "80"}, **said)


def _save_answer() -> Twice:
    form = intake.open_form(patient=a_patient(), now=NOW)
    return plain(intake.save_answer, {"value": "no"}, form=form, key="seizure", value="yes", by=None)


def _sign_consent() -> Twice:
    patient, document = a_patient(user=a_user("patient")), next(iter(content.pack().consents.values()))
    said = {"consent_id": document.id, "agreed": {each.id for each in document.statements}}
    other = {"signed_name": "Somebody Else"}
    return plain(
        intake.sign_consent, other, patient=patient, by=patient.user, signed_name=patient.legal_name, **said
    )


def _answer_withdrawal() -> Twice:
    signed = _sign_consent()
    taken = {"signature": signed.act(**signed.facts), "reason": "I am afraid.", "by": signed.facts["by"]}
    withdrawal = intake.withdraw_consent(**taken, now=NOW)
    said = {"withdrawal": withdrawal, "text": "We spoke.", "by": a_user("nurse")}
    return plain(intake.answer_withdrawal, {"text": "We did not speak."}, **said)


def _decide() -> Twice:
    provider = a_prescriber().user
    patient = an_eligible_patient(provider)
    said = {
        "outcome": "eligible",
        "reasons": "Fine.",
        "evaluated_on": TODAY,
        "seen": all_seen(patient),
        "visits": {TODAY},
    }
    others = (
        {"outcome": "declined", "reasons": "An aneurysm was found."},
        {"conditions": "No driving."},
        {"letter_words": {"next_step": "Call us."}},
    )
    return plain(screening.decide, *others, patient=patient, by=provider, **said)


def _resolve_finding() -> Twice:
    provider, patient = a_prescriber().user, a_patient()
    intake.add_medication(patient=patient, as_written="lamotrigine 100 mg", by=None, now=NOW)
    judged = next(iter(screened.screening_of(patient, today=TODAY).open_findings))
    said = {"code": judged.finding.code, "kind": "ruled_out", "reason": "Asked.", "seen": judged.shown}
    others = {"reason": "Not asked."}, {"kind": "accepted"}
    return plain(screening.resolve_finding, *others, patient=patient, by=provider, **said)


def _write_to_prescriber() -> Twice:
    provider, member = a_prescriber().user, a_colleague()
    said = {"question": "May we?", "text": "Dear Dr Ode,\n\nMay we?", "how": "post"}
    facts = {"patient": member.patient, "member": member, "due_on": TODAY + timedelta(days=14), **said}
    return plain(screening.write_to_prescriber, {"text": "Dear Dr Ode,\n\nMay we? No."}, by=provider, **facts)


def _record_answer() -> Twice:
    written = _write_to_prescriber()
    letter = written.act(**written.facts)
    others = {"outcome": "advises_against"}, {"text": "No."}
    said = {"letter": letter, "text": "Yes.", "outcome": "no_objection", "by": written.facts["by"]}
    return plain(screening.record_answer, *others, **said)


def _with_a_plan() -> dict[str, Any]:
    provider = a_prescriber().user
    return {"patient": a_patient_with_a_plan(provider), "by": provider}


def _order_dose() -> Twice:
    others = {"mg_per_kg": D("0.3")}, {"booster_mg": D(10)}
    said = {"mg_per_kg": D("0.9"), "strength_mg_per_ml": 100}
    return plain(prescribing.order_dose, *others, **_with_a_plan(), **said)


def _write_plan() -> Twice:
    others = {"sessions": 8}, {"goals": "Sleep."}
    said = {"kind": "series", "sessions": 4, "reason": "To begin with."}
    return plain(prescribing.write_plan, *others, **_with_a_plan(), **said)


def _prescribe() -> Twice:
    others = {"quantity": 2}, {"directions": "Otherwise."}, {"preparation": "vial-50"}
    return plain(prescribing.prescribe, *others, **_with_a_plan(), **a_prescription())


def _a_pharmacy_prescription() -> dict[str, Any]:
    facts = _with_a_plan()
    said = a_prescription(setting="pharmacy", preparation="troche-50", quantity=8, refills=2)
    return {"prescription": prescribing.prescribe(**facts, **said, now=NOW), "by": facts["by"]}


def _void_prescription() -> Twice:
    said = {**_a_pharmacy_prescription(), "reason": "Not needed."}
    return plain(prescribing.void_prescription, {"reason": "The wrong strength."}, **said)


def _record_fill() -> Twice:
    others = {"filled_on": TODAY - timedelta(days=1)}, {"pharmacy": "Fir"}
    return plain(prescribing.record_fill, *others, **_a_pharmacy_prescription(), filled_on=TODAY)


def _correct_fill() -> Twice:
    facts = _a_pharmacy_prescription()
    fill = prescribing.record_fill(**facts, filled_on=TODAY, now=NOW)
    said = {"fill": fill, "filled_on": TODAY, "pharmacy": "Fir", "reason": "A slip.", "by": facts["by"]}
    return plain(prescribing.correct_fill, {"pharmacy": "Elm"}, {"withdrawn": True}, **said)


def _book() -> Twice:
    clinic = a_clinic()
    said = {"patient": a_patient(), "service": "intake", "starts_at": at("10:00"), "by": clinic.desk}
    where = {"staff": clinic.doctor, "room": clinic.room_for("intake")}
    return plain(
        scheduling.book, {"starts_at": at("14:00")}, {"staff": clinic.second_doctor}, **said, **where
    )


def _book_course() -> Twice:
    clinic = a_clinic()

    def visits(clock: str) -> dict[str, Any]:
        return {"visits": [CourseVisit("intake", clinic.doctor, clinic.room_for("intake"), at(clock))]}

    facts = {"patient": a_patient(), "by": clinic.desk}
    return plain(scheduling.book_course, visits("14:00"), **visits("10:00"), **facts)


def _a_group() -> dict[str, Any]:
    clinic = a_clinic()
    staff = {"provider": clinic.doctor, "monitor": a_staff_member("nurse"), "by": clinic.desk}
    return {"service": "group", "room": clinic.room_for("group"), "starts_at": at("13:00"), **staff}


def _open_group() -> Twice:
    others = {"starts_at": at("14:00")}, {"monitor": a_staff_member("nurse")}
    return plain(scheduling.open_group, *others, **_a_group())


def _open_series() -> Twice:
    others = {"months": 1}, {"starts_at": at("14:00")}
    return plain(scheduling.open_series, *others, **_a_group(), months=3)


def _call_off_group() -> Twice:
    facts = _a_group()
    group = scheduling.open_group(**facts, now=NOW)
    other = {"reason": "The room is flooded."}
    return plain(scheduling.call_off_group, other, group=group, reason="Dr. Sorrel is ill.", by=facts["by"])


def _hours(words: str) -> dict[str, Any]:
    from tests.scheduling.test_hours_of_a_date import hours

    return hours(words)


def _note_hours() -> Twice:
    clinic = a_clinic()

    def notes(words: str) -> dict[str, Any]:
        return {"notes": [DayHours(staff=clinic.doctor, day=TODAY + timedelta(days=1), **_hours(words))]}

    return plain(note_hours, notes("10:00-12:00"), **notes("9:00-12:00"), by=clinic.desk)


def _set_hours() -> Twice:
    noted = _note_hours()
    return Twice(scheduling.set_hours, {**noted.facts, "seen": set()}, noted.others)


CASES = cases_of(globals())
