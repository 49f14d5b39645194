"""Theft and loss, with the facts that Form 106 asks for, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit.actions import record
from sojourn.clinic.queries import holidays, local_day
from sojourn.core.decisions import require
from sojourn.core.ids import new_id
from sojourn.core.money import in_words
from sojourn.core.sent_again import kept_before
from sojourn.pharmacy import permissions, rules
from sojourn.pharmacy.actions.lines import Kind, lock_all, write
from sojourn.pharmacy.models import LossReport, LossStep, Vial

TRANSIT = "transit"


@transaction.atomic
def report_loss(
    *,
    kind: str,
    vials: Sequence[Vial],
    account: str,
    found_at: datetime,
    by: User,
    now: datetime,
    police: str = "",
    safeguards: str = "",
    value_cents: int | None = None,
    entry_id: UUID | None = None,
) -> LossReport:
    """Whole vials are gone: each gets its line, and the report its deadlines. What never arrived holds no vial."""
    if entry_id and (done := LossReport.objects.filter(pk=entry_id).first()):
        return _reported_before(
            done,
            vials,
            {
                "kind": kind,
                "account": account.strip(),
                "found_at": found_at,
                "police": police.strip(),
                "safeguards": safeguards.strip(),
                "value_cents": value_cents,
            },
        )
    require(permissions.may_keep_register(by))
    held = [each for each in lock_all(each.pk for each in vials).values() if each.balance_mg > 0]
    require(
        rules.may_report(
            is_known=kind in {each.code for each in content.library().register.losses},
            account=account,
            found_at=found_at,
            now=now,
            holds_something=bool(held) or kind == TRANSIT,
        )
    )
    report = open_report(
        kind=kind,
        account=account,
        found_at=found_at,
        by=by,
        now=now,
        police=police,
        safeguards=safeguards,
        value_cents=value_cents,
        entry_id=entry_id,
    )
    for vial in held:
        write(vial, Kind.LOST, -vial.balance_mg, by=by, now=now, reason=account.strip(), loss=report)
    return report


@transaction.atomic
def note_step(
    *,
    report: LossReport,
    kind: str,
    done_on: date,
    words: str,
    by: User,
    now: datetime,
    entry_id: UUID | None = None,
) -> LossStep:
    """Write down that the field division was told, the form submitted, the police told, or what was found."""
    said = {"report": report, "kind": kind, "done_on": done_on, "words": words.strip()}
    if entry_id and (done := LossStep.objects.filter(pk=entry_id).first()):
        return kept_before(done, said)
    require(permissions.may_keep_register(by))
    known = {each.code for each in content.library().register.steps}
    require(
        rules.may_note_step(
            is_known=kind in known,
            done_on=done_on,
            found_on=local_day(report.found_at),
            today=local_day(now),
            words=words,
        )
    )
    step = LossStep.objects.create(
        id=entry_id or new_id(),
        by=by,
        at=now,
        **said,
    )
    record(
        "register.loss_step",
        f"{content.library().register.names[kind]}: {step.words}.",
        by=by,
        now=now,
        subject=report,
    )
    return step


def _reported_before(known: LossReport, vials: Sequence[Vial], said: dict[str, Any]) -> LossReport:
    """Which vials are gone stands in their lines; one that was empty has none."""
    lost = {line.vial_id: line.vial.number for line in known.entries.select_related("vial")}
    others = [each.number for each in vials if each.pk not in lost and each.balance_mg > 0]
    named = {each.number for each in vials if each.pk in lost}
    said["vials"] = sorted([*named, *others])
    return kept_before(known, said, kept={"vials": sorted(lost.values())}, words={"value_cents": in_words})


def open_report(
    *,
    kind: str,
    account: str,
    found_at: datetime,
    by: User,
    now: datetime,
    police: str = "",
    safeguards: str = "",
    value_cents: int | None = None,
    entry_id: UUID | None = None,
) -> LossReport:
    """The report with its deadlines. Called with its lines, inside their transaction."""
    law, found_on = content.library().register, local_day(found_at)
    closed = {**holidays(found_on.year), **holidays(found_on.year + 1)}
    due = rules.deadlines(
        found_on, business_days=law.notify_business_days, form_days=law.form_days, holidays=closed
    )
    report = LossReport.objects.create(
        id=entry_id or new_id(),
        kind=kind,
        found_at=found_at,
        tell_by=due.tell_by,
        form_by=due.form_by,
        account=account.strip(),
        police=police.strip(),
        safeguards=safeguards.strip(),
        value_cents=value_cents,
        by=by,
        at=now,
    )
    record("register.loss", f"Loss reported: {law.names[kind]}.", by=by, now=now, subject=report)
    return report
