"""What a session's note is drafted from: the record, the readiness list as it stood, and the live chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sojourn import content
from sojourn.audit import queries as audit
from sojourn.clinic.queries import local_day, zone_of
from sojourn.clinic.words import clocks_of, on_the_wall
from sojourn.core import spoken
from sojourn.intake import queries as intake
from sojourn.people.rules import age_on
from sojourn.scheduling.queries import upcoming
from sojourn.treatment.models import Discharge, DoseGiven, Session, VitalSigns
from sojourn.treatment.queries.chart import Chart
from sojourn.treatment.queries.home import restarts_after
from sojourn.treatment.queries.log import LogLine, dose_sentence, side_effect_sentence
from sojourn.treatment.rules.note_draft import ChartFacts
from sojourn.treatment.rules.readiness import point_of
from sojourn.treatment.rules.schedule import BEFORE
from sojourn.treatment.states import Phase

IN_COURSE = {"phase", "observation", "comfort", "emergency", "emergency_over", "response", "gone", "watch"}
"""Kinds of lines that tell the course; doses, readings, effects and the patient's words have headings of their own."""


def facts_for_note(chart: Chart, now: datetime) -> ChartFacts:
    """Everything the record holds about this session, as lines, by the clock in its room."""
    with clocks_of(zone_of(chart.session.appointment.room_id)):
        return _facts(chart, chart.session, now)


def _facts(chart: Chart, session: Session, now: datetime) -> ChartFacts:
    return ChartFacts(
        identification=list(_identification(session)),
        indication=list(_indication(session)),
        readiness=[*_consents(session), *_readiness(session)],
        medicines=list(_medicines(session)),
        intention=session.intention,
        arrival=list(_arrival(chart)),
        doses=list(_doses(chart)),
        readings=[_reading(each, chart) for each in chart.vitals],
        effects=list(_effects(chart)),
        course=[f"{_clock(line.at)} {line.sentence.rstrip('.')}." for line in _course(chart)],
        words=[f"{_clock(each.observed_at)} “{each.text}”" for each in chart.remarks if each.kind == "words"],
        discharge=list(_going_home(chart)),
        plan=list(_plan(session, now)),
    )


def _identification(session: Session) -> Iterator[str]:
    patient, visit = session.patient, session.appointment
    here = _local(session.opened_at).date()
    born = f"born {spoken.full_day(patient.birth_date)}, {age_on(patient.birth_date, here)} years"
    yield f"{patient.legal_name}, {born}, record {patient.record_number}."
    service = content.pack().services[visit.service].name
    yield f"{service}, {spoken.full_day(here)}, {visit.room.name}, {content.pack().clinic.name}."
    watching = visit.group.monitor if visit.group else visit.monitor
    beside = f"; {watching.display_name} kept watch" if watching else ""
    yield f"Led by {visit.staff.signature}{beside}."


def _indication(session: Session) -> Iterator[str]:
    decision = session.patient.decisions.filter(outcome="eligible").first()
    if decision is not None:
        if decision.diagnoses:
            yield f"Diagnoses: {', '.join(decision.diagnoses)}."
        yield decision.reasons
        yield f"Found eligible on {spoken.full_day(local_day(decision.at))} by {decision.by}."
    yield content.pack().clinic.off_label


def _consents(session: Session) -> Iterator[str]:
    day = _local(session.opened_at).date()
    for each in content.pack().consents.values():
        if each.services and session.appointment.service not in each.services:
            continue
        signed = intake.standing_signature(session.patient, each, day)
        if signed is not None:
            yield f"{each.title}, version {signed.version}: signed {spoken.full_day(local_day(signed.signed_at))}."


def _readiness(session: Session) -> Iterator[str]:
    """The list as it stood when the session began; before that, only what was gone past."""
    began = audit.latest_of("session.started", subject_id=session.pk, patient_id=session.patient_id)
    for code, (_, sentence) in (began.data if began else {}).items():
        point = point_of(code)
        yield _titled(point.title if point else "Condition of the decision", sentence)
    for each in session.overrides.select_related("by").order_by("at", "id"):
        point = point_of(each.code)
        name = point.title if point else each.code.replace("_", " ")
        yield f"Gone past ({name}) by {each.by}, {_clock(each.at)}: {each.reason}"


def _titled(title: str, sentence: str) -> str:
    """Some sentences begin with the point's name already."""
    return sentence if sentence.startswith(title) else f"{title}: {sentence}"


def _medicines(session: Session) -> Iterator[str]:
    listed = list(intake.medications_of(session.patient))
    yield from (
        f"{each.as_written}{', not checked' if each.status == 'not_checked' else ''}." for each in listed
    )
    if not listed:
        yield "No medicine on the list."
    held = session.readiness_answers.filter(code="holds").order_by("at", "id").last()
    if held and isinstance(held.value, dict):
        yield from (f"Last {drug}: {_taken(taken, held.at)}." for drug, taken in held.value.items())
    yield f"Allergies: {intake.allergies(session.patient) or 'not asked'}."


def _taken(told: Any, asked_at: datetime) -> str:
    if isinstance(told, int | float):
        told = (asked_at - timedelta(hours=told)).isoformat()
    if not isinstance(told, str):
        return "not known"
    at = _local(datetime.fromisoformat(told))
    return f"{spoken.clock(at)}, {spoken.day(at)}"


def _arrival(chart: Chart) -> Iterator[str]:
    weights = chart.session.patient.weights.filter(measured_at__lte=_latest_moment(chart))
    weight = weights.order_by("measured_at").last()
    if weight is not None:
        yield f"Weight {weight.kg.normalize():f} kg, {spoken.day(_local(weight.measured_at))}."
    before = chart.baseline
    if before is not None:
        yield f"At rest, {_clock(before.observed_at)}: {_in_words(before)}."


def _latest_moment(chart: Chart) -> datetime:
    return chart.doses[0].observed_at if chart.doses else chart.session.opened_at + timedelta(hours=12)


def _doses(chart: Chart) -> Iterator[str]:
    for each in chart.doses:
        yield f"{_clock(each.observed_at)} {dose_sentence(each)}, {_source(each)}{_hands(each)}."
    if chart.doses:
        per_kg = sum(each.mg_per_kg for each in chart.doses)
        yield f"In all {chart.total_mg.normalize():f} mg, {per_kg} mg/kg."
    elif chart.session.started_at:
        yield "No dose was given."


def _source(each: DoseGiven) -> str:
    if each.vial is None:
        return "their own medicine"
    return f"vial {each.vial.number}, lot {each.vial.lot}, {each.vial.strength_mg_per_ml} mg/mL"


def _hands(each: DoseGiven) -> str:
    checked = f", checked by {each.checked_by}" if each.checked_by else ""
    return f"; given by {each.by}{checked}"


def _reading(each: VitalSigns, chart: Chart) -> tuple[str, ...]:
    return (
        _clock(each.observed_at),
        _after_dose(each, chart),
        f"{each.systolic}/{each.diastolic}" if each.systolic else "",
        str(each.heart_rate or ""),
        f"{each.spo2} %" if each.spo2 else "",
        str(each.respiratory_rate or ""),
        "" if each.moaas is None else str(each.moaas),
        "" if each.nausea is None else str(each.nausea),
    )


def _after_dose(each: VitalSigns, chart: Chart) -> str:
    """Minutes since the last dose before it."""
    given = [dose.observed_at for dose in chart.doses if dose.observed_at <= each.observed_at]
    if not given or each.point == BEFORE:
        return "before"
    return f"+{int((each.observed_at - given[-1]).total_seconds() // 60)}"


def _in_words(each: VitalSigns) -> str:
    parts = (
        f"{each.systolic}/{each.diastolic}" if each.systolic else "",
        f"heart {each.heart_rate}" if each.heart_rate else "",
        f"SpO₂ {each.spo2} %" if each.spo2 else "",
        f"breaths {each.respiratory_rate}" if each.respiratory_rate else "",
        "" if each.moaas is None else f"MOAA/S {each.moaas}",
    )
    return ", ".join(filter(None, parts))


def _effects(chart: Chart) -> Iterator[str]:
    told = [(each.observed_at, side_effect_sentence(each), each.note) for each in chart.side_effects]
    told += [
        (each.observed_at, f"{each.medicine} {each.dose} given by {each.by}", each.note)
        for each in chart.rescues
    ]
    for at, sentence, note in sorted(told):
        yield f"{_clock(at)} {sentence}{f' ({note})' if note else ''}."


def _course(chart: Chart) -> list[LogLine]:
    """The log from its beginning, without what was corrected; going home has its own heading."""
    home = {each.pk for each in chart.phases if each.phase == Phase.DISCHARGED}
    lines = (
        line
        for line in reversed(chart.log)
        if not line.replaced and not line.taken_back and line.kind in IN_COURSE
    )
    return [line for line in lines if line.entry_id not in home]


def _going_home(chart: Chart) -> Iterator[str]:
    home: Discharge | None = getattr(chart.session, "discharge", None)
    if home is None:
        return
    for each in home.criteria.values():
        yield f"{'Met' if each['met'] else 'Not met'}: {each['sentence']}{_reason(each)}"
    if chart.last_dose:
        minutes = int((home.at - chart.last_dose.observed_at).total_seconds() // 60)
        yield f"{minutes} minutes after the last dose."
    yield f"{_clock(home.at)} Home with {home.escort_name}, instructions given; {home.by}."
    for hold in restarts_after(chart.session, [each.observed_at for each in chart.doses]):
        again = _local(hold.restart_at)
        yield f"{hold.drug.capitalize()} again from {spoken.clock(again)}, {spoken.day(again)}."


def _reason(each: dict[str, Any]) -> str:
    return f" Reason: {each['reason']}" if each.get("reason") and not each["met"] else ""


def _plan(session: Session, now: datetime) -> Iterator[str]:
    services = content.pack().services
    for visit in upcoming(session.patient, now)[:2]:
        at = visit.begins
        yield f"Booked: {services[visit.service].name}, {spoken.day(at)}, {spoken.clock(at)}, {visit.staff}."


def _clock(moment: datetime) -> str:
    return spoken.clock(_local(moment))


def _local(moment: datetime) -> datetime:
    return on_the_wall(moment)
