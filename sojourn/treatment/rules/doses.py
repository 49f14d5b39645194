"""May this dose be given? Milligrams and milligrams per kilogram; limits come from the library."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sojourn.core.decisions import Decision, Finding


@dataclass(frozen=True, kw_only=True)
class DoseFacts:
    """Everything the rule looks at. ``given_mg`` is what this session has had already, without a dose that this one
    corrects; ``corrects_first`` when that was the first. ``most_mg``: beyond any dose, at once or in all."""

    mg: Decimal
    weight_kg: Decimal | None
    started: bool
    gone_home: bool
    ordered_mg: Decimal | None
    booster_mg: Decimal
    order_is_used: bool
    given_mg: Decimal
    most_mg: Decimal
    soft_mg_per_kg: Decimal
    hard_mg_per_kg: Decimal
    second_person: bool
    own_medicine: bool = False
    corrects_first: bool = False

    @property
    def is_booster(self) -> bool:
        """True when the session has had a dose already."""
        return self.given_mg > 0 and not self.corrects_first

    @property
    def total_per_kg(self) -> Decimal | None:
        """The session's total with this dose, mg/kg."""
        return (self.given_mg + self.mg) / self.weight_kg if self.weight_kg else None


def mg_per_kg(mg: Decimal, kg: Decimal) -> Decimal:
    """To two places: 60 mg at 80 kg is 0.75."""
    return (mg / kg).quantize(Decimal("0.01"))


def may_give(facts: DoseFacts) -> Decision:
    """Every reason against this dose at once. What patients brought has no order; its limits are those of any dose."""
    ordered = None if facts.own_medicine else _ordered(facts)
    return Decision.of(_possible(facts), _running(facts), ordered, _soft(facts), _hard(facts))


def _possible(facts: DoseFacts) -> Finding | None:
    if Decimal(0) < facts.mg <= facts.most_mg:
        return _session_possible(facts)
    return Finding(
        code="impossible",
        field="mg",
        message=f"{facts.mg} mg is not a possible dose here: it lies above 0 and up to {facts.most_mg} mg.",
    )


def _session_possible(facts: DoseFacts) -> Finding | None:
    """Several small doses are no way past it, whoever's medicine it is."""
    total = facts.given_mg + facts.mg
    if total <= facts.most_mg:
        return None
    return Finding(
        code="too_much_in_all",
        field="mg",
        message=f"With this dose the session comes to {total.normalize():f} mg; more than "
        f"{facts.most_mg.normalize():f} mg is given in none.",
    )


def _running(facts: DoseFacts) -> Finding | None:
    if facts.gone_home:
        return Finding(code="over", message="This session is over; nothing more is given in it.")
    if not facts.started:
        return Finding(
            code="not_started", message="Begin the session first: its readiness list comes before a dose."
        )
    return None


def _ordered(facts: DoseFacts) -> Finding | None:
    if facts.ordered_mg is None:
        return Finding(
            code="order", owner="provider", message="There is no dose order. A provider writes one first."
        )
    if facts.order_is_used and not facts.is_booster:
        return Finding(
            code="order_used",
            owner="provider",
            message="The last dose order was for an earlier session. A provider writes one for today.",
        )
    return _over_order(facts) or _over_order_together(facts)


def _over_order(facts: DoseFacts) -> Finding | None:
    most = facts.booster_mg if facts.is_booster else facts.ordered_mg
    if most is None or facts.mg <= most:
        return None
    kind = "booster" if facts.is_booster else "dose"
    words = f"The order allows a {kind} of {most:f} mg" if most else "The order allows no booster"
    return Finding(
        code="over_order", field="mg", owner="provider", message=f"{words}, and this is {facts.mg:f} mg."
    )


def _over_order_together(facts: DoseFacts) -> Finding | None:
    """Several small boosters are no way past the one that was ordered."""
    if facts.ordered_mg is None:
        return None
    most, total = facts.ordered_mg + facts.booster_mg, facts.given_mg + facts.mg
    if total <= most:
        return None
    return Finding(
        code="over_order",
        field="mg",
        owner="provider",
        message=f"The order allows {most.normalize():f} mg in all, booster included, and with this dose the session "
        f"comes to {total.normalize():f} mg.",
    )


def _soft(facts: DoseFacts) -> Finding | None:
    total = facts.total_per_kg
    if total is None or total <= facts.soft_mg_per_kg or facts.second_person:
        return None
    checked = "label, strength and count" if facts.own_medicine else "vial, strength and volume"
    return Finding(
        code="soft_limit",
        field="checked_by",
        message=f"With this dose the session comes to {total:.2f} mg/kg, above {facts.soft_mg_per_kg:f}. "
        f"A second person checks {checked} first.",
    )


def _hard(facts: DoseFacts) -> Finding | None:
    total = facts.total_per_kg
    if total is None:
        return Finding(
            code="weight", owner="nurse", message="There is no body weight, so no dose per kilogram is known."
        )
    if total <= facts.hard_mg_per_kg:
        return None
    again = "the strength on the label and the count" if facts.own_medicine else "vial strength and amount"
    return Finding(
        code="hard_limit",
        field="mg",
        message=f"With this dose the session comes to {total:.2f} mg/kg. The clinic gives no more than "
        f"{facts.hard_mg_per_kg:f} mg/kg in one session. Read {again} again.",
    )
