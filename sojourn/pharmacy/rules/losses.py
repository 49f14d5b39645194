"""Theft and loss: what has to be written down, and by when it is told. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sojourn.core.decisions import Decision, Finding
from sojourn.core.periods import add_business_days

LAW = "21 CFR 1301.76(b)"


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """Until when the field division is told in writing, and Form 106 submitted."""

    tell_by: date
    form_by: date


def deadlines(found_on: date, *, business_days: int, form_days: int, holidays: Container[date]) -> Deadlines:
    """Counted from the day it was found."""
    return Deadlines(
        tell_by=add_business_days(found_on, business_days, holidays),
        form_by=found_on + timedelta(days=form_days),
    )


def may_report(
    *, is_known: bool, account: str, found_at: datetime, now: datetime, holds_something: bool
) -> Decision:
    """May this report be filed? It says what is missing, how that was found, and when."""
    lately = timedelta(0) <= now - found_at <= timedelta(days=366)
    return Decision.of(
        None if is_known else Finding(code="kind", field="kind", message="Choose what happened."),
        None
        if account.strip()
        else Finding(
            code="account", field="account", message="Write what was found, by whom and how.", source=LAW
        ),
        None
        if lately
        else Finding(
            code="found_at", field="found_at", message="It was found today or before, within a year."
        ),
        None
        if holds_something
        else Finding(code="vials", field="vials", message="Choose the vials that are gone."),
    )


def may_note_step(*, is_known: bool, done_on: date, found_on: date, today: date, words: str) -> Decision:
    """May this step be written down?"""
    return Decision.of(
        None if is_known else Finding(code="kind", field="kind", message="Choose what was done."),
        None
        if found_on <= done_on <= today
        else Finding(code="done_on", field="done_on", message="It was done since the loss was found."),
        None
        if words.strip()
        else Finding(code="words", field="words", message="Name the office, the person or the number."),
    )
