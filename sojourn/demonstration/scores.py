"""Questionnaires answered item by item, so that the totals come out as a person's path says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random

from sojourn import content
from sojourn.core.ids import new_id
from sojourn.demonstration.people import Path, Person
from sojourn.demonstration.world import Care
from sojourn.measures import actions as measures
from sojourn.measures.models import Assignment

SPARED = {"q9"}
"""The item about being better off dead stays at nought unless a story is about it."""


def fill_in(
    care: Care, assignment: Assignment, now: datetime, *, fixed: dict[str, int] | None = None
) -> None:
    """Answer every item and send. ``fixed`` says single answers outright."""
    told = answers(care.person, assignment.instrument, care.sessions_done, assignment.occasion)
    for item, value in {**told, **(fixed or {})}.items():
        answer(care, assignment, item, value, now)
    measures.submit(assignment=assignment, by=care.user, now=now)


def answer(care: Care, assignment: Assignment, item: str, value: int, now: datetime) -> None:
    """One click."""
    measures.answer(assignment=assignment, item=item, value=value, client_id=new_id(), by=care.user, now=now)


def answers(person: Person, instrument: str, sessions: int, occasion: str) -> dict[str, int]:
    """What this person answers after so many sessions."""
    dice = person.dice((instrument, occasion))
    phq, gad = (_total(path, sessions, occasion) for path in (person.phq, person.gad))
    match instrument:
        case "phq-9":
            items = spread(phq, _items(instrument, but=SPARED | {"difficulty"}), 3, dice)
            return {**items, "q9": 0, "difficulty": min(3, phq // 7)}
        case "gad-7":
            return spread(gad, _items(instrument), 3, dice)
        case "pcl-5":
            return spread(round(phq * 2.7), _items(instrument), 4, dice)
        case "peg":
            return spread(round(phq * 1.2), _items(instrument), 10, dice)
        case "audit-c":
            return {"q1": 2, "q2": 1, "q3": 1} if person.has("drinks") else {"q1": 1, "q2": 0, "q3": 0}
    return dict.fromkeys(_items(instrument), 0)


def spread(total: int, items: Iterable[str], most: int, dice: Random) -> dict[str, int]:
    """A total laid out over items, each from nought to ``most``."""
    found = dict.fromkeys(items, 0)
    for _ in range(min(total, most * len(found))):
        room = [item for item, value in found.items() if value < most]
        found[dice.choice(room)] += 1
    return found


def _total(path: Path, sessions: int, occasion: str) -> int:
    return path.start if occasion == "baseline" else path.after(sessions)


def _items(instrument: str, but: Iterable[str] = ()) -> list[str]:
    return [each.id for each in content.library().instruments[instrument].items if each.id not in set(but)]
