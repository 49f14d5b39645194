"""What the law asks of the controlled-drug register: deadlines, and the words for causes, losses and transfers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sojourn.content.errors import ContentError
from sojourn.content.reading import Content, read_yaml
from sojourn.content.sheet import Sheet


class Choice(Content, frozen=True, kw_only=True):
    """A code and the words for it."""

    code: str
    name: str


class Cause(Choice, frozen=True, kw_only=True):
    """Why a count differs. ``is_loss`` opens a loss report; ``is_waste`` is written as waste and signed as such."""

    is_loss: bool = False
    is_waste: bool = False


class LossKind(Choice, frozen=True, kw_only=True):
    """How it went missing, as Form 106 asks."""

    is_theft: bool = False


class RegisterCase(Content, frozen=True, kw_only=True):
    """A worked case: found on a day, told by, form by; an inventory of that day is followed by one by."""

    name: str
    found: date
    tell_by: date
    form_by: date
    inventory_by: date | None = None


class Register(Sheet, frozen=True, kw_only=True):
    """Deadlines in years, business days and days; the lists in the order they are offered."""

    drug: str
    schedule: str
    inventory_years: int
    notify_business_days: int
    form_days: int
    thefts_months: int
    causes: tuple[Cause, ...]
    transfers: tuple[Choice, ...]
    losses: tuple[LossKind, ...]
    steps: tuple[Choice, ...]
    cases: tuple[RegisterCase, ...]

    def cause(self, code: str) -> Cause | None:
        """A cause by its code; None when there is no such."""
        return next((each for each in self.causes if each.code == code), None)

    @property
    def thefts(self) -> frozenset[str]:
        """The losses that are thefts."""
        return frozenset(each.code for each in self.losses if each.is_theft)

    @property
    def names(self) -> dict[str, str]:
        """Every code with its words. Codes that stand in two lists mean the same in both."""
        lists: tuple[tuple[Choice, ...], ...] = (self.losses, self.transfers, self.steps, self.causes)
        return {each.code: each.name for choices in lists for each in choices}


def load(folder: Path) -> Register:
    """The sheet from ``register.yaml``."""
    path = folder / "register.yaml"
    sheet = read_yaml(path, Register)
    if min(sheet.inventory_years, sheet.notify_business_days, sheet.form_days, sheet.thefts_months) < 1:
        raise ContentError(path, "inventory_years", "a deadline lies at least one day or year ahead")
    if not any(each.is_loss for each in sheet.causes) or not any(each.is_waste for each in sheet.causes):
        raise ContentError(path, "causes", "one cause is a loss, and one is waste")
    for name in ("causes", "transfers", "losses", "steps"):
        codes = [each.code for each in getattr(sheet, name)]
        if not codes or len(codes) != len(set(codes)):
            raise ContentError(path, name, "the list is empty, or a code stands twice")
    return sheet
