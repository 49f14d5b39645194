"""Keeping a check, dealing with a finding, deciding. Always a named provider's word, with a reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic import queries as clinic
from sojourn.content.codes import is_icd10
from sojourn.core.decisions import Decision, Finding, require
from sojourn.core.holding import hold
from sojourn.core.ids import held_to, new_id
from sojourn.core.spoken import full_day
from sojourn.people.models import Patient
from sojourn.screening import permissions, queries
from sojourn.screening.actions.clearances import ask_for_clearance
from sojourn.screening.actions.conditions import keep_conditions, may_set_all
from sojourn.screening.actions.decision_letters import letter_of, tell_of, words_in_it
from sojourn.screening.actions.sent_before import decided_before, resolved_before
from sojourn.screening.clearance_rules import may_ask
from sojourn.screening.condition_queries import told
from sojourn.screening.condition_rules import Condition
from sojourn.screening.evaluated_rules import evaluated
from sojourn.screening.models import EligibilityDecision, FindingResolution, InteractionCheck
from sojourn.screening.resolution_rules import (
    as_shown,
    evidence_hash,
    may_be_eligible,
    may_resolve,
    may_settle,
)
from sojourn.screening.standing_rules import Seen, as_seen

Outcome = EligibilityDecision.Outcome


@transaction.atomic
def check_interactions(*, patient: Patient, by: User | None, now: datetime) -> InteractionCheck:
    """Run the interaction check over the list as it stands and keep the result (P12)."""
    screening = queries.screening_of(patient, today=clinic.local_day(now))
    check = InteractionCheck.objects.create(
        patient=patient,
        at=now,
        by=by,
        level=screening.report.level,
        list_hash=screening.stands_on.fingerprint,
        library_version=content.library().version,
        report={**screening.report.as_json(), "stood_on": screening.stands_on.as_json()},
    )
    sentence = f"Medication interactions checked: {screening.report.level}"
    audit.record("screening.checked", sentence, by=by, now=now, subject=check, patient_id=patient.pk)
    return check


@transaction.atomic
def resolve_finding(
    *,
    patient: Patient,
    code: str,
    kind: str,
    reason: str,
    seen: str,
    due_on: date | None = None,
    asked_of: str = "",
    what: str = "",
    client_id: UUID | None = None,
    by: User,
    now: datetime,
) -> FindingResolution:
    """Accept with a plan, rule out, or ask for clearance: the role that the rule names, or one above it.

    ``seen`` is what whoever settles it had before them, evidence and last word (:attr:`Judged.shown`); once it has
    changed, the word is refused. So is what nobody may override. A clearance names who answers it and by when, and
    waits as a task (``what``: the reason when left empty). Sending the same client id again changes nothing.
    """
    require(permissions.may_settle(by))
    patient = hold(patient)
    own_id = held_to(client_id, code) if client_id else new_id()
    if already := patient.resolutions.filter(pk=own_id).first():
        return resolved_before(already, kind, reason, due_on, asked_of, what)
    today = clinic.local_day(now)
    judged = queries.judged_of(patient, code, today=today)
    finding = judged.finding
    require(
        Decision.of(
            as_shown(judged, seen),
            may_settle(finding, kind, by.roles),
            may_resolve(finding, kind),
            _reason_given(reason, "reason"),
            may_ask(kind, asked_of=asked_of, due_on=due_on, today=today),
        )
    )
    resolution = FindingResolution.objects.create(
        id=own_id,
        patient=patient,
        code=code,
        evidence_hash=evidence_hash(finding),
        kind=kind,
        reason=reason.strip(),
        due_on=due_on,
        by=by,
        at=now,
    )
    if kind == FindingResolution.Kind.CLEARANCE:
        ask_for_clearance(resolution, asked_of=asked_of, what=what)
    sentence = f"{resolution.get_kind_display()}: {finding.message}"
    audit.record(
        "screening.resolved",
        sentence,
        by=by,
        now=now,
        subject=resolution,
        patient_id=patient.pk,
        reason=reason,
    )
    return resolution


@transaction.atomic
def decide(
    *,
    patient: Patient,
    outcome: str,
    reasons: str,
    seen: Seen,
    conditions: str = "",
    set_conditions: tuple[Condition, ...] = (),
    diagnoses: list[str] | None = None,
    evaluated_on: date | None = None,
    visits: Collection[date] = (),
    valid_until: date | None = None,
    letter_words: dict[str, str] | None = None,
    client_id: UUID | None = None,
    by: User,
    now: datetime,
) -> EligibilityDecision:
    """Eligible, not now, or declined (P8). Eligible is refused while a finding is open or nobody saw the patient:
    ``evaluated_on`` is one of the ``visits``, the days of medical visits that took place by the calendar.

    ``seen`` is what the provider had before them: refused once the facts are others, or somebody else has decided.
    Sending the same client id again changes nothing.

    ``set_conditions`` hold the session until they are kept; ``conditions`` is what a person checks, in words. Writes
    the patient's letter from the pack (``letter_words``: next_step, what_could_change, elsewhere) and tells
    them it is there.
    """
    require(permissions.may_decide(by))
    patient = hold(patient)
    said = {
        "outcome": outcome,
        "reasons": reasons.strip(),
        "conditions": conditions.strip(),
        "diagnoses": diagnoses or [],
        "evaluated_on": evaluated_on,
    }
    if already := patient.decisions.filter(pk=client_id).first() if client_id else None:
        letter = letter_of(already, words_in_it(set_conditions, conditions, letter_words))
        return decided_before(already, said, until=valid_until, letter=letter)
    today = clinic.local_day(now)
    screening = queries.screening_of(patient, today=today)
    policy, is_yes = content.pack().policies.eligibility, outcome == Outcome.ELIGIBLE
    longest = today + timedelta(days=policy.valid_days)
    until = valid_until or longest
    require(
        Decision.of(
            as_seen(seen, screening.seen, latest=_told(screening.decision)),
            _reason_given(reasons, "reasons"),
            may_be_eligible(screening.judged) if is_yes else None,
            evaluated(evaluated_on, today=today, visits=visits, days=policy.valid_days) if is_yes else None,
            _over_already(until, today),
            _too_long(until, longest) if is_yes else _too_far(until, today),
            *_not_codes(diagnoses or []),
            may_set_all(set_conditions, eligible=is_yes, today=today),
        )
    )
    decision = EligibilityDecision(
        id=client_id or new_id(),
        patient=patient,
        facts_hash=screening.stands_on.fingerprint,
        facts=screening.stands_on.as_json(),
        findings=[each.finding.code for each in screening.judged],
        valid_until=until,
        by=by,
        at=now,
        **said,
    )
    decision.letter = letter_of(decision, words_in_it(set_conditions, conditions, letter_words))
    decision.save()
    keep_conditions(decision, set_conditions)
    audit.record(
        "screening.decided",
        f"Decided: {decision.get_outcome_display().lower()}",
        by=by,
        now=now,
        subject=decision,
        patient_id=patient.pk,
        reason=reasons,
        data={"conditions": told(set_conditions)},
    )
    transaction.on_commit(partial(tell_of, decision, now))
    return decision


def _told(decision: EligibilityDecision | None) -> str:
    return f"{decision.get_outcome_display()}, {decision.by.name}: {decision.reasons}" if decision else ""


def _over_already(until: date, today: date) -> Finding | None:
    if until >= today:
        return None
    return Finding(
        code="over_already", field="valid_until", message="This day is past; nothing can hold until then."
    )


def _not_codes(diagnoses: list[str]) -> list[Finding]:
    return [
        Finding(
            code="not_a_diagnosis", field="diagnoses", message=f"“{code}” is not written as an ICD-10 code."
        )
        for code in diagnoses
        if not is_icd10(code)
    ]


def _too_long(until: date, longest: date) -> Finding | None:
    if until <= longest:
        return None
    message = f"A decision holds at most until {full_day(longest)}; then somebody looks again."
    return Finding(code="holds_too_long", field="valid_until", message=message)


def _too_far(until: date, today: date) -> Finding | None:
    """The letter promises to look again; nobody promises that for a lifetime."""
    furthest = today + timedelta(days=content.pack().policies.eligibility.look_again_days)
    if until <= furthest:
        return None
    message = f"Somebody looks again by {full_day(furthest)} at the latest. Leave the day empty, or name a nearer one."
    return Finding(code="looks_too_late", field="valid_until", message=message)


def _reason_given(text: str, field: str) -> Finding | None:
    if text.strip():
        return None
    return Finding(code="reason_missing", field=field, message="Write the reason; others will rely on it.")
