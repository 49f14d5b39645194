"""From answers to a score, and from one answer to an alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sojourn.content.instruments import Instrument, Item, Level, Method, Need


@dataclass(frozen=True, kw_only=True)
class Score:
    """The result of one filled questionnaire. ``total`` is None while an item that counts is open.

    ``band`` is the word for it: the band of the total, else the level single answers lead to, else the sentence of a
    positive screen; empty when the instrument has no word for this result. ``positive`` is None without a cut-off.
    """

    total: float | None
    band: str = ""
    level: str = ""
    positive: bool | None = None
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AlertFact:
    """An answer that needs a person now."""

    instrument: str
    item: str
    value: int
    sentence: str


def score(instrument: Instrument, answers: Mapping[str, int], *, sex: str = "") -> Score:
    """Score the answers. ``sex`` ("female", "male") matters for screens with a cut-off of each."""
    counted = [item for item in asked_items(instrument, answers) if item.weight]
    if any(item.id not in answers for item in counted):
        return Score(total=None)
    total = _total(instrument, counted, answers)
    level = _level(instrument, counted, answers)
    positive, positive_label = _positive(instrument, total, sex)
    return Score(
        total=total,
        band=_band(instrument, total) or (level.label if level else "") or positive_label,
        level=level.id if level else "",
        positive=positive,
        parts=_parts(instrument, answers),
    )


def asked_items(instrument: Instrument, answers: Mapping[str, int]) -> tuple[Item, ...]:
    """The items put to somebody who gave these answers so far."""
    return tuple(
        item
        for item in instrument.items
        if all(answers.get(earlier) in wanted for earlier, wanted in item.show_if.items())
    )


def still_possible(instrument: Instrument, answers: Mapping[str, int]) -> tuple[Item, ...]:
    """The items asked so far and those that an answer still to come may open: as many as it can become."""
    found: dict[str, Item] = {}
    for item in instrument.items:
        opens = item.show_if.items()
        if all(
            answers.get(earlier) in wanted or (earlier in found and earlier not in answers)
            for earlier, wanted in opens
        ):
            found[item.id] = item
    return tuple(found.values())


def is_an_answer(instrument: Instrument, item_id: str, value: int) -> bool:
    """Whether the item exists and offers this value."""
    return any(
        answer.value == value
        for item in instrument.items
        if item.id == item_id
        for answer in instrument.answers[item.answers]
    )


def alerts_of(instrument: Instrument, item_id: str, value: int) -> list[AlertFact]:
    """What this one answer raises, whether or not the form is ever sent."""
    return [
        AlertFact(instrument=instrument.id, item=item_id, value=value, sentence=alert.sentence)
        for alert in instrument.alerts
        if item_id in alert.items and value >= alert.at_least
    ]


def alert_sentence(instrument: Instrument, item_id: str, value: int) -> str:
    """The sentence of the alert this answer raises; empty when it raises none."""
    return " ".join(alert.sentence for alert in alerts_of(instrument, item_id, value))


def _total(instrument: Instrument, counted: list[Item], answers: Mapping[str, int]) -> float:
    points = [answers[item.id] * item.weight for item in counted]
    match instrument.scoring.method:
        case Method.SUM:
            return float(sum(points))
        case Method.MEAN:
            return round(sum(points) / len(points), 1)
        case Method.HIGHEST:
            return float(max(points))


def _band(instrument: Instrument, total: float) -> str:
    return next((band.label for band in reversed(instrument.bands) if total >= band.start), "")


def _level(instrument: Instrument, counted: list[Item], answers: Mapping[str, int]) -> Level | None:
    given = {item.id: answers[item.id] for item in counted}
    return next(
        (level for level in instrument.levels if all(_met(need, given) for need in level.needs)), None
    )


def _met(need: Need, given: Mapping[str, int]) -> bool:
    return sum(given.get(item, 0) >= need.at_least for item in need.items) >= need.count


def _positive(instrument: Instrument, total: float, sex: str) -> tuple[bool | None, str]:
    if not instrument.positive:
        return None, ""
    of_this_sex = [each for each in instrument.positive if each.sex == sex and sex]
    cutoff = (of_this_sex or [each for each in instrument.positive if not each.sex])[0]
    reached = total >= cutoff.at_least
    return reached, cutoff.label if reached else ""


def _parts(instrument: Instrument, answers: Mapping[str, int]) -> dict[str, float]:
    return {
        part.id: float(sum(answers.get(item, 0) for item in part.items)) for part in instrument.scoring.parts
    }
