"""Findings that wait for a nurse or the front desk, over all patients. What they settle rests on answers alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sojourn import content
from sojourn.content.screening import ScreeningRule
from sojourn.core.decisions import Finding
from sojourn.core.together import fetch_together
from sojourn.intake import queries as intake
from sojourn.intake.models import IntakeAnswer, IntakeForm
from sojourn.people.models import Contact, Patient
from sojourn.screening import rules
from sojourn.screening.condition_queries import as_set, book
from sojourn.screening.condition_rules import ESCORT, Known, stands
from sojourn.screening.facts import answer_events
from sojourn.screening.last_words import as_resolved
from sojourn.screening.models import DecisionCondition, EligibilityDecision, FindingResolution
from sojourn.screening.resolution_rules import Judged, judge
from sojourn.screening.role_rules import RANKS


@dataclass(frozen=True)
class Waiting:
    """One finding of one patient, as the role that settles it may read it: its sentence."""

    patient: Patient
    finding: Finding


def findings_waiting_for(roles: Iterable[str], *, today: date) -> list[Waiting]:
    """What names one of these roles, of everybody who sent the form and was not refused, longest waiting first."""
    held = frozenset(roles) & {"nurse", "front_desk"}
    if not held:
        return []
    asked = [rule for rule in content.library().screening if rule.resolved_by in held]
    forms, answers, resolutions = _forms(), _answers(asked), _resolutions(asked)
    nameless = _escorts_wanted(held, today)
    fetch_together(forms, answers, resolutions, nameless)
    told, settled = _by_patient(answers), _resolved(resolutions)
    found = (
        Waiting(form.patient, each.finding)
        for form in forms
        for each in _judged(form.patient, told[form.patient_id], settled[form.patient_id], asked, today)
        if each.waits
    )
    return [*found, *(Waiting(each.decision.patient, _nobody_named(each, today)) for each in nameless)]


def escort_to_name(patient: Patient, *, today: date) -> Finding | None:
    """What the front desk reads when a running yes asks for a name nobody has given; None when it is given."""
    condition = _escorts_wanted(RANKS, today).filter(decision__patient=patient).first()
    return _nobody_named(condition, today) if condition else None


def _escorts_wanted(held: Collection[str], today: date) -> QuerySet[DecisionCondition]:
    """The condition of each running yes that asks for a name, while there is none; for the role that asks for it."""
    latest = EligibilityDecision.objects.filter(patient=OuterRef("decision__patient")).order_by("-at", "-id")
    named = Contact.objects.filter(patient=OuterRef("decision__patient"), kind=Contact.Kind.ESCORT)
    wanted = DecisionCondition.objects.filter(kind=ESCORT, decision__valid_until__gte=today)
    if content.library().conditions.kind(ESCORT).owner not in held:
        wanted = wanted.none()
    counts = wanted.filter(decision=Subquery(latest.values("pk")[:1]), decision__outcome="eligible")
    return (
        counts.exclude(Exists(named.exclude(name="")))
        .select_related("decision__patient", "clearance__result")
        .order_by("decision__at", "id")
    )


def _nobody_named(condition: DecisionCondition, today: date) -> Finding:
    return stands(as_set(condition), Known(today=today), book()).as_finding


def _judged(
    patient: Patient,
    told: list[tuple[str, Any]],
    settled: list[FindingResolution],
    asked: list[ScreeningRule],
    today: date,
) -> tuple[Judged, ...]:
    facts = rules.ScreeningFacts(
        today=today,
        birth_date=patient.birth_date,
        answers=intake.as_asked(told),
        events=answer_events(told),
        told=dict(told),
    )
    found = rules.screen(facts, asked, minimum_age=content.pack().policies.age_limit)
    return judge(found, as_resolved(settled))


def _forms() -> QuerySet[IntakeForm]:
    latest = EligibilityDecision.objects.filter(patient=OuterRef("patient")).order_by("-at", "-id")
    sent = IntakeForm.objects.filter(submitted_at__isnull=False).annotate(
        outcome=Subquery(latest.values("outcome")[:1])
    )
    still_in_question = sent.filter(Q(outcome__isnull=True) | Q(outcome=EligibilityDecision.Outcome.ELIGIBLE))
    return still_in_question.select_related("patient").order_by("submitted_at", "id")


def _answers(asked: list[ScreeningRule]) -> QuerySet[IntakeAnswer, tuple[UUID, str, Any]]:
    keys = _with_what_opens_them({key for rule in asked for key in rule.needs})
    found = IntakeAnswer.objects.filter(form__submitted_at__isnull=False, key__in=sorted(keys))
    return found.order_by("at", "id").values_list("form__patient", "key", "value")


def _with_what_opens_them(keys: set[str]) -> set[str]:
    """A question may be asked only after another answer; that answer is needed as well."""
    questions = {each.key: each for each in content.library().intake_form.questions}
    more = {opens for key in keys for opens in questions[key].show_if} - keys
    return _with_what_opens_them(keys | more) if more else keys


def _resolutions(asked: list[ScreeningRule]) -> QuerySet[FindingResolution]:
    codes = [code for rule in asked for code in (rule.id, f"{rule.id}:not_answered")]
    found = FindingResolution.objects.filter(code__in=codes).select_related("by", "clearance__result")
    return found.order_by("at", "id")


def _by_patient(rows: Iterable[tuple[UUID, str, Any]]) -> dict[UUID, list[tuple[str, Any]]]:
    found: dict[UUID, list[tuple[str, Any]]] = defaultdict(list)
    for patient, key, value in rows:
        found[patient].append((key, value))
    return found


def _resolved(rows: Iterable[FindingResolution]) -> dict[UUID, list[FindingResolution]]:
    found: dict[UUID, list[FindingResolution]] = defaultdict(list)
    for row in rows:
        found[row.patient_id].append(row)
    return found
