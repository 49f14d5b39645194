"""Amounts owed and paid: what a payment may be, and which charge it settles. Pure."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from sojourn.core.decisions import Decision, Finding
from sojourn.core.money import in_words


@dataclass(frozen=True, kw_only=True)
class PaymentFacts:
    """A payment as somebody wants to take it, and what stands against it."""

    cents: int
    method: str
    methods: Container[str]
    owed_cents: int


def may_take(facts: PaymentFacts) -> Decision:
    """More than nothing, no more than is owed, by a way the clinic takes."""
    return Decision.of(_amount(facts.cents), _not_more_than_owed(facts), _method(facts))


def may_give_back(*, cents: int, paid_cents: int, already_answered: bool, reason: str) -> Decision:
    """A refund answers one payment once, up to its amount, for a reason."""
    return Decision.of(
        _amount(cents),
        _finding("once", "This payment was already refunded.", "") if already_answered else None,
        _over("cents", cents, paid_cents, "That is more than was paid: {most}."),
        _reason(reason, "Please say why the money goes back."),
    )


def may_waive(*, cents: int, charged_cents: int, already_answered: bool, reason: str) -> Decision:
    """A waiver answers one charge once, up to its amount, for a reason."""
    return Decision.of(
        _amount(cents),
        _finding("once", "Something was already taken off this charge.", "") if already_answered else None,
        _over("cents", cents, charged_cents, "That is more than was charged: {most}."),
        _reason(reason, "Please say why it is waived."),
    )


def allocate(paid_cents: int, amounts: Sequence[int]) -> list[int]:
    """What of ``paid_cents`` settles each amount, the first ones first. What is left over settles nothing."""
    settled = []
    for amount in amounts:
        part = max(0, min(paid_cents, amount))
        settled.append(part)
        paid_cents -= part
    return settled


def _amount(cents: int) -> Finding | None:
    return None if cents > 0 else _finding("amount", "An amount is more than zero.", "cents")


def _not_more_than_owed(facts: PaymentFacts) -> Finding | None:
    if facts.owed_cents <= 0:
        return _finding("nothing_owed", "Nothing is owed, so there is nothing to pay.", "cents")
    return _over("cents", facts.cents, facts.owed_cents, "That is more than is owed: {most}.")


def _method(facts: PaymentFacts) -> Finding | None:
    if facts.method in facts.methods:
        return None
    return _finding("method", "The clinic does not take this way of paying.", "method")


def _over(field: str, cents: int, most: int, sentence: str) -> Finding | None:
    if cents <= most:
        return None
    return _finding("too_much", sentence.format(most=in_words(most, always_cents=True)), field)


def _reason(reason: str, sentence: str) -> Finding | None:
    return None if reason.strip() else _finding("reason", sentence, "reason")


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=code, message=message, field=field)
