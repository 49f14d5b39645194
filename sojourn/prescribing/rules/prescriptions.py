"""What a Schedule III prescription must say, and when it may be filled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from sojourn.content.dosing import EarlyFill
from sojourn.core.decisions import Decision, Finding
from sojourn.core.identifiers import dea_number_is_valid, npi_is_valid
from sojourn.core.spoken import full_day

DEA_LAW = "21 CFR 1306.05"
REFILL_LAW = "21 CFR 1306.22"
SEEN_LAW = "21 USC 829(e)"
LOOK_UP_LAW = "OAR 847-010-0120"
MOST_REFILLS_BY_LAW = 5
MONTHS_BY_LAW = 6
MOST_UNITS = 500
"""Beyond this a quantity is a slip of the finger."""


@dataclass(frozen=True, kw_only=True)
class PrescriptionFacts:
    """What a Schedule III prescription says, as the rules need it.

    ``known_preparation``: drug, strength and form stand together in the library's dosing sheet. ``fits_setting``: it is
    one that is given, or dispensed, where the prescription says. ``visits``: the days of medical visits that were held.
    """

    issued_on: date
    signed_on: date
    refills: int
    dea_number: str
    npi: str
    patient_name: str
    patient_address: str
    prescriber_address: str
    known_preparation: bool
    fits_setting: bool
    birth_date: date
    amount: int
    directions: str
    seen_on: date | None
    visits: Collection[date] = ()


def check_prescription(
    facts: PrescriptionFacts, *, most_refills: int = MOST_REFILLS_BY_LAW, months: int = MONTHS_BY_LAW
) -> Decision:
    """Everything that keeps a Schedule III prescription from being signed. The clinic may be stricter than the law."""
    return Decision.of(
        _refills(facts, min(most_refills, MOST_REFILLS_BY_LAW)),
        None if 0 < months <= MONTHS_BY_LAW else _law("months", "At most six months.", field="issued_on"),
        _issue_date(facts),
        None if dea_number_is_valid(facts.dea_number) else _number("dea_number", "DEA number", DEA_LAW),
        None if npi_is_valid(facts.npi) else _number("npi", "NPI", "45 CFR 162.408"),
        _preparation(facts),
        _amount(facts),
        _seen(facts),
        *_missing(facts),
    )


def check_look_up(*, looked_at: datetime, finding: str, now: datetime, days: int) -> Decision:
    """The monitoring programme was asked, not long ago, and somebody wrote down what it said."""
    return Decision.of(
        None
        if finding.strip()
        else _look_up("pdmp_finding", "Write what you found in the prescription monitoring programme."),
        _look_up("pdmp_checked_at", "A look-up cannot lie in the future. Write when you looked.")
        if looked_at > now
        else None,
        _look_up(
            "pdmp_checked_at",
            f"The look-up in the monitoring programme is older than {days} days. Look the patient up again.",
        )
        if looked_at < now - timedelta(days=days)
        else None,
    )


def last_day_to_fill(issued_on: date, months: int = MONTHS_BY_LAW) -> date:
    """The same day some calendar months later (31 August + 6 months is the end of February); that day still counts."""
    return issued_on + relativedelta(months=months)


def may_fill(
    *, issued_on: date, on: date, fills_so_far: int, refills: int, expires_on: date | None = None
) -> Decision:
    """Whether a prescription covers a fill (the first, or a refill) on a day. ``expires_on`` may only be earlier."""
    law = last_day_to_fill(issued_on)
    last = min(law, expires_on) if expires_on else law
    return Decision.of(
        _law("before_issue", "The prescription is not issued yet on that day.", field="filled_on")
        if on < issued_on
        else None,
        _law("expired", f"This prescription could be filled until {full_day(last)}.", field="filled_on")
        if on > last
        else None,
        _law("no_refills_left", "No refills are left. A provider writes a new prescription.")
        if fills_so_far > min(refills, MOST_REFILLS_BY_LAW)
        else None,
    )


def check_early(*, days: int, limits: EarlyFill, reason: str, by_prescriber: bool) -> Decision:
    """A fill that comes before the last one is used: asked why, and far too early it is a prescriber who says so.

    It is written down all the same: what a pharmacy handed out is out, and nobody is helped by a chart without it.
    """
    if days <= limits.soft_days:
        return Decision()
    words = f"On that day, what was dispensed before still lasts {days} days"
    if days > limits.hard_days and not by_prescriber:
        return Decision.of(_early(f"{words}. A provider looks into it, and writes it down with the reason."))
    if reason.strip():
        return Decision()
    return Decision.of(_early(f"{words}. Is that the right day? Then say why it was filled early."))


def _early(message: str) -> Finding:
    return Finding(code="early_fill", message=message, owner="provider", field="reason")


def _refills(facts: PrescriptionFacts, allowed: int) -> Finding | None:
    if 0 <= facts.refills <= allowed:
        return None
    return _law("refills", f"At most {allowed} refills.", field="refills")


def _issue_date(facts: PrescriptionFacts) -> Finding | None:
    if facts.issued_on == facts.signed_on:
        return None
    return _law("issue_date", "The date of issue is the day it is signed.", DEA_LAW, "issued_on")


def _preparation(facts: PrescriptionFacts) -> Finding | None:
    if not facts.known_preparation:
        message = "Choose drug, strength and form from the list."
        return _law("preparation_unknown", message, DEA_LAW, "preparation")
    if not facts.fits_setting:
        message = (
            "Vials are given here from stock; a pharmacy dispenses troches and lozenges. Choose one to match."
        )
        return Finding(code="other_setting", message=message, field="preparation")
    return None


def _amount(facts: PrescriptionFacts) -> Finding | None:
    if 0 < facts.amount <= MOST_UNITS:
        return None
    return _law("quantity", f"The quantity is a whole number from 1 to {MOST_UNITS}.", DEA_LAW, "quantity")


def _seen(facts: PrescriptionFacts) -> Finding | None:
    if facts.seen_on is None:
        message = "Write when the patient was seen in person. Without that, no ketamine is prescribed."
        return _law("not_seen", message, SEEN_LAW, "seen_on")
    if facts.seen_on > facts.signed_on:
        return _law("seen_later", "The visit in person cannot lie in the future.", SEEN_LAW, "seen_on")
    if facts.seen_on < facts.birth_date:
        return _law("seen_before_birth", "This day lies before the patient was born.", SEEN_LAW, "seen_on")
    if facts.seen_on not in facts.visits:
        message = "The calendar holds no medical visit on this day that took place or is under way."
        return _law("seen_without_visit", message, SEEN_LAW, "seen_on")
    return None


def _missing(facts: PrescriptionFacts) -> list[Finding]:
    names = ("patient_name", "patient_address", "prescriber_address", "directions")
    return [
        _law(f"{name}_missing", f"A prescription carries the {name.replace('_', ' ')}.", DEA_LAW, name)
        for name in names
        if not getattr(facts, name).strip()
    ]


def _number(field: str, words: str, source: str) -> Finding:
    message = f"The prescriber’s {words} is missing or its check digit does not fit. The owner corrects it."
    return Finding(code=field, message=message, source=source, owner="owner", field=field)


def _look_up(field: str, message: str) -> Finding:
    return _law("pdmp", message, LOOK_UP_LAW, field)


def _law(code: str, message: str, source: str = REFILL_LAW, field: str = "") -> Finding:
    return Finding(code=code, message=message, source=source, owner="provider", field=field)
