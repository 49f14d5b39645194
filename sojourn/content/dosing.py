"""Ketamine into the muscle: strengths, limits, sites, and the doses that studies have used."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Named(Content, frozen=True, kw_only=True):
    """A code and the words for it."""

    code: str
    name: str


class Route(Named, frozen=True, kw_only=True):
    """A way in. One that is ``injected`` has a site and a side."""

    injected: bool = False


class PublishedDose(Content, frozen=True, kw_only=True):
    """What one publication reports. Information, not advice."""

    study: str
    dose: str
    note: str = ""


class Preparation(Content, frozen=True, kw_only=True):
    """What a prescription can name: drug, strength and form as labelled, counted in ``unit``, several in ``units``.

    ``setting``: given in the "office" from stock, or dispensed by a "pharmacy" to take in a supervised group.
    ``mg_each``: how much ketamine one unit holds.
    """

    code: str
    setting: Literal["office", "pharmacy"]
    drug: str
    strength: str
    form: str
    unit: str
    units: str
    mg_each: Decimal

    @property
    def in_words(self) -> str:
        """ "Ketamine hydrochloride 50 mg, troche"."""
        counted = "" if self.form == self.unit else f", {self.unit}"
        return f"{self.drug} {self.strength}, {self.form}{counted}"

    def counted(self, amount: int) -> str:
        """ "1 vial of 5 mL", "6 troches"."""
        return f"{amount} {self.unit if amount == 1 else self.units}"


class Cadence(Content, frozen=True, kw_only=True):
    """How many sessions a plan may hold, and how close together."""

    most_sessions: int
    least_per_week: int
    most_per_week: int


class Quantity(Content, frozen=True, kw_only=True):
    """The most of one prescription: mg in a fill, mg in all its fills, and days that a fill lasts (0: not counted)."""

    fill_mg: Decimal
    all_fills_mg: Decimal
    days: int = 0


class QuantityLimits(Content, frozen=True, kw_only=True):
    """Above ``soft`` the prescriber says why; above ``hard`` nothing is prescribed."""

    soft: Quantity
    hard: Quantity

    @property
    def is_in_order(self) -> bool:
        """Hard lies above soft in everything that is counted, and something is."""
        soft, hard = self.soft, self.hard
        return (
            0 < soft.fill_mg < hard.fill_mg
            and 0 < soft.all_fills_mg < hard.all_fills_mg
            and (soft.days == hard.days == 0 or 0 < soft.days < hard.days)
        )


class EarlyFill(Content, frozen=True, kw_only=True):
    """How many days a fill may come before the last one is used: above ``soft_days`` somebody says why, above
    ``hard_days`` a prescriber does."""

    soft_days: int
    hard_days: int


class QuantityCase(Content, frozen=True, kw_only=True):
    """A worked case of the quantities. ``limit`` is what it comes to: within, soft or hard. ``others_``: what the
    patient's other prescriptions come to."""

    name: str
    setting: Literal["office", "pharmacy"]
    mg_each: Decimal
    amount: int
    refills: int
    days: int
    limit: str
    others_fill_mg: Decimal = Decimal(0)
    others_all_fills_mg: Decimal = Decimal(0)
    others_days: int = 0


class Quantities(Content, frozen=True, kw_only=True):
    """What a patient's prescriptions may hand out together, by setting. ``review``: where the numbers are from."""

    review: str
    office: QuantityLimits
    pharmacy: QuantityLimits
    early_fill: EarlyFill
    cases: tuple[QuantityCase, ...]

    def of(self, setting: str) -> QuantityLimits:
        """The limits of a setting."""
        return self.office if setting == "office" else self.pharmacy


class DosingCase(Content, frozen=True, kw_only=True):
    """A worked case. ``limit`` is what the session's total comes to: within, soft or hard."""

    name: str
    weight_kg: Decimal
    total_mg: Decimal
    limit: str
    strength: int = 0
    mg_per_kg: Decimal | None = None
    ml: Decimal | None = None


class Dosing(Sheet, frozen=True, kw_only=True):
    """``least``, ``soft`` and ``hard`` limit the total of a session, mg/kg; ``most_mg`` is beyond any single dose."""

    strengths_mg_per_ml: tuple[int, ...]
    least_mg_per_kg: Decimal
    soft_mg_per_kg: Decimal
    hard_mg_per_kg: Decimal
    most_mg: Decimal
    most_booster_mg: Decimal
    cadence: Cadence
    quantities: Quantities
    preparations: tuple[Preparation, ...]
    routes: tuple[Route, ...]
    sites: tuple[Named, ...]
    sides: tuple[Named, ...]
    published: tuple[PublishedDose, ...]
    cases: tuple[DosingCase, ...]

    def preparation(self, code: str) -> Preparation | None:
        """What a prescription names, by its code; None when the library has no such thing."""
        return next((each for each in self.preparations if each.code == code), None)

    def labelled(self, drug: str, strength: str, form: str) -> Preparation | None:
        """The same by the words that stand on a prescription."""
        wanted = (drug, strength, form)
        return next(
            (each for each in self.preparations if (each.drug, each.strength, each.form) == wanted), None
        )

    def limit(self, total_mg: Decimal, weight_kg: Decimal) -> str:
        """ "hard" or "soft" above these limits, "low" below the least, else "within". Weight above zero."""
        per_kg = total_mg / weight_kg
        if per_kg > self.hard_mg_per_kg:
            return "hard"
        if per_kg < self.least_mg_per_kg:
            return "low"
        return "soft" if per_kg > self.soft_mg_per_kg else "within"


def load(folder: Path) -> Dosing:
    """The numbers from ``dosing.yaml``."""
    path = folder / "dosing.yaml"
    sheet = read_yaml(path, Dosing)
    if not Decimal(0) < sheet.least_mg_per_kg < sheet.soft_mg_per_kg < sheet.hard_mg_per_kg:
        raise ContentError(
            path,
            "hard_mg_per_kg",
            "the hard limit lies above the soft one, that above the least, all above zero",
        )
    for setting in ("office", "pharmacy"):
        if not sheet.quantities.of(setting).is_in_order:
            raise ContentError(
                path, f"quantities.{setting}", "the hard limits lie above the soft ones, and all above zero"
            )
    early = sheet.quantities.early_fill
    if not 0 <= early.soft_days < early.hard_days:
        raise ContentError(
            path, "quantities.early_fill", "the hard limit lies above the soft one, and neither below zero"
        )
    return sheet
