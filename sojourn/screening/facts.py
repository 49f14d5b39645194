"""From a patient's rows to what the screening rules look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.content.readings import ReadingKind
from sojourn.core.decisions import Finding
from sojourn.core.spoken import clock, full_day
from sojourn.intake import queries as intake
from sojourn.intake.line_lists import LineList
from sojourn.intake.matching import ReadingStatus
from sojourn.intake.models import Allergy, Problem, Reading
from sojourn.intake.reading_rules import counts
from sojourn.intake.since_rules import latest_day
from sojourn.measures import queries as measures
from sojourn.people.models import Patient
from sojourn.screening import rules
from sojourn.screening.allergy_rules import allergic, given_here, taken
from sojourn.screening.asked import Asked
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport
from sojourn.screening.line_rules import (
    ToldLine,
    began_on,
    not_read,
    problem_line,
    stops_at_stake,
    stops_by_day,
    told_together,
)
from sojourn.screening.no_longer_rules import ever_told, grown_old, told_otherwise
from sojourn.screening.overtaken_rules import Taken, overtaken
from sojourn.screening.taken_off_rules import NOT_RECOGNIZED, Version, taken_off
from sojourn.screening.told_when_rules import told_since, with_moments


def facts_of(patient: Patient, asked: Asked, *, today: date) -> rules.ScreeningFacts:
    """What the screening rules read: intake answers, birth date, latest questionnaires, readings and labs."""
    told, taken = _readings(asked, today)
    problems = _problems(asked)
    return rules.ScreeningFacts(
        today=today,
        birth_date=patient.birth_date,
        answers=intake.as_asked(asked.told),
        told=dict(asked.told),
        measures=_measures(asked),
        vitals={code: float(value) for code, value in told["vital"].items()},
        labs=told["lab"],
        problems=told_together(problems),
        began=began_on(problems),
        allergies=told_together(_allergies(asked)),
        events=answer_events(asked.told) | taken | _scored(asked),
    )


def no_longer(facts: rules.ScreeningFacts, asked: Asked) -> tuple[Finding, ...]:
    """A finding for each rule that answers fulfilled once, for each stop that a later value took away, and for each
    that the last value was before it grew old."""
    found, age = content.library().screening, content.pack().policies.age_limit
    old = _old_values(asked, facts)
    vitals = {code: float(value) for code, value in old["vital"].items()}
    return (
        *told_otherwise(facts, ever_told(asked.told), found, minimum_age=age),
        *overtaken(facts, _every_value(asked), found, minimum_age=age),
        *grown_old(facts, vitals, old["lab"], found, minimum_age=age),
    )


def dated(findings: Iterable[Finding], asked: Asked) -> tuple[Finding, ...]:
    """Each finding with when the answers it rests on were given, as the clinic's clock tells it."""
    return with_moments(findings, told_since(asked.said), _moment)


def answer_events(told: Iterable[tuple[str, Any]]) -> dict[str, rules.Event]:
    """An answer that was changed away and back is another one; the same, saved again, is not."""
    marks = {key: f"changed {times}x" if times else "" for key, times in intake.times_changed(told).items()}
    return {f"answer:{key}": rules.Event(mark) for key, mark in marks.items()}


def lines_not_read(asked: Asked) -> tuple[Finding, ...]:
    """A finding for each problem and allergy in words of their own that no rule reads."""
    return not_read(_problems(asked), _allergies(asked))


def lists_with_lines(asked: Asked) -> frozenset[str]:
    """Which lists of the form hold any line."""
    lines = {
        "problems": LineList.of(asked.problems).current,
        "allergies": LineList.of(asked.allergies).current,
    }
    return frozenset(name for name, current in lines.items() if current)


def lines_taken_off(patient: Patient, asked: Asked, *, today: date) -> tuple[Finding, ...]:
    """A finding for each problem and allergy that named a stop and names it no more, without a word of staff: taken
    off its list, written otherwise, or dated back."""
    told = {
        str(key): [_version(patient, each, _problem(key, each), today) for each in chain]
        for key, chain in LineList.of(asked.problems).changed.items()
    }
    told |= {
        str(key): [_version(patient, each, _allergy(key, each), today) for each in chain]
        for key, chain in LineList.of(asked.allergies).changed.items()
    }
    return taken_off(told)


def _version(patient: Patient, line: Problem | Allergy, told: ToldLine, today: date) -> Version:
    own = line.by is None or line.by_id == patient.user_id
    rules = content.library().screening
    return Version(
        words=_with_its_day(line),
        stops=stops_at_stake(told, rules) | _not_recognized(line, told),
        lately=stops_by_day(told, rules, today),
        at=line.at,
        by="" if own else str(line.by),
        stands=line.is_listed,
        reason=line.change_reason,
    )


def _with_its_day(line: Problem | Allergy) -> str:
    since = line.since if isinstance(line, Problem) else ""
    return f"{line}, since {since}" if since else str(line)


def _not_recognized(line: Problem | Allergy, told: ToldLine) -> frozenset[str]:
    """An allergy nobody recognized may be one to ketamine."""
    unread = isinstance(line, Allergy) and not told.is_read
    return frozenset({NOT_RECOGNIZED} if unread else ())


def allergies_met(asked: Asked, report: InteractionReport) -> tuple[Finding, ...]:
    """A finding for each allergy that the clinic's medicines, its materials or the medication list meet."""
    library = content.library()
    medicines = (*given_here(library.side_effects, library.drugs), *taken(report.drugs))
    return allergic(_allergies(asked), medicines, library.allergies, library.drugs)


def beside_medicines(entries: Iterable[intake.Entry], report: InteractionReport) -> dict[str, str]:
    """What else is told of each line of the list: why it is taken, and when last. The last dose of a medicine with
    hours to keep free is left out: its clock asks for it before each session."""
    told = {}
    for entry, drug in zip(entries, report.drugs, strict=True):
        reason, last = entry.line.reason, None if _has_hours(drug) else entry.line.last_taken_at
        words = (
            f"reason: {reason}" if reason else "",
            f"last taken {_moment(last)}" if last else "",
        )
        told[drug.line] = ", ".join(filter(None, words))
    return told


def _has_hours(drug: DrugCheck) -> bool:
    policies = content.pack().policies
    return bool(drug.hold) or any(policies.hold(each.ingredient) for each in drug.ingredients)


def _moment(at: datetime) -> str:
    when = at.astimezone(content.pack().clinic.zone)
    return f"{full_day(when)}, {clock(when)}"


def _allergies(asked: Asked) -> list[ToldLine]:
    lines = LineList.of(asked.allergies)
    return [_allergy(lines.origin(each), each) for each in lines.current]


def _allergy(origin: UUID, line: Allergy) -> ToldLine:
    return ToldLine(
        str(origin),
        line.as_written,
        tuple(line.ingredients),
        to_the_end=line.status == ReadingStatus.CHECKED,
        beside=_beside(line.reaction, line.get_harm_display()),
    )


def _problems(asked: Asked) -> list[ToldLine]:
    lines = LineList.of(asked.problems)
    return [_problem(lines.origin(each), each) for each in lines.current]


def _problem(origin: UUID, line: Problem) -> ToldLine:
    library = content.library()
    read = problem_line(
        str(origin),
        line.name,
        line.code,
        codes=library.codes,
        rules=library.screening,
        began=latest_day(line.since, clinic.local_day(line.at)),
    )
    return replace(read, beside=_beside(line.get_state_display(), line.since))


def _beside(*fields: str) -> str:
    return ", ".join(filter(None, fields))


def _readings(asked: Asked, today: date) -> tuple[dict[str, dict[str, str]], dict[str, rules.Event]]:
    """The newest reading of each kind that still counts today, and when it was taken."""
    kinds = content.library().readings.by_code
    found: dict[str, dict[str, str]] = {"vital": {}, "lab": {}}
    events: dict[str, rules.Event] = {}
    for code, reading in intake.latest_of(asked.readings).items():
        kind = kinds.get(code)
        if kind and counts(kind, reading.value, taken_on=clinic.local_day(reading.taken_at), today=today):
            found[kind.counts_as][code] = reading.value
            events[f"{kind.counts_as}:{code}"] = _taken(reading.taken_at, told_with=reading.batch)
    return found, events


def _old_values(asked: Asked, facts: rules.ScreeningFacts) -> dict[str, dict[str, str]]:
    """The newest reading of each kind that no longer counts."""
    kinds = content.library().readings.by_code
    found: dict[str, dict[str, str]] = {"vital": {}, "lab": {}}
    for code, reading in intake.latest_of(asked.readings).items():
        kind = kinds.get(code)
        if kind and kind.is_possible(reading.value) and code not in (*facts.vitals, *facts.labs):
            found[kind.counts_as][code] = reading.value
    return found


def _every_value(asked: Asked) -> dict[str, list[Taken]]:
    """All possible values of each kind, the oldest first."""
    kinds, found = content.library().readings.by_code, defaultdict[str, list[Taken]](list)
    for reading in reversed(list(asked.readings)):
        kind = kinds.get(reading.kind)
        if kind and kind.is_possible(reading.value):
            found[f"{kind.counts_as}:{kind.code}"].append(_as_taken(reading, kind))
    return dict(found)


def _as_taken(reading: Reading, kind: ReadingKind) -> Taken:
    on, moment = clinic.local_day(reading.taken_at), _moment(reading.taken_at)
    said = " ".join(filter(None, (kind.name, reading.value, kind.unit)))
    return Taken(
        value=reading.value,
        words=f"{said} on {moment}",
        moment=moment,
        mark=_taken(reading.taken_at, told_with=reading.batch).mark,
        on=on,
        until=on + timedelta(days=kind.valid_days),
    )


def _scored(asked: Asked) -> dict[str, rules.Event]:
    """When each questionnaire was answered last."""
    return {f"measure:{each.instrument}": _taken(each.at) for each in asked.scores}


def _taken(at: datetime, *, told_with: UUID | None = None) -> rules.Event:
    """Two readings of one minute are two events: each came with a form of its own."""
    mark = " ".join(map(str, filter(None, (at.astimezone(UTC).isoformat(), told_with))))
    return rules.Event(mark, clinic.local_day(at))


def _measures(asked: Asked) -> dict[str, dict[str, float]]:
    items = measures.as_latest_items(asked.items)
    totals: dict[str, list[float]] = {}
    for score in asked.scores:
        totals.setdefault(score.instrument, []).append(score.total)
    return {
        each: {**items.get(each, {}), "total": told[-1], "rise": told[-1] - told[0]}
        for each, told in totals.items()
    }
