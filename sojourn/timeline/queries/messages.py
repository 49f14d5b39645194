"""Messages out with the people they are for: the outbox itself knows only addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sojourn.comms.models import OutboundMessage
from sojourn.comms.rules import to_do
from sojourn.people.models import Patient
from sojourn.people.queries import people_behind


@dataclass(frozen=True)
class Stuck:
    """A message that did not surely arrive, whom it is about, and what is to be done."""

    message: OutboundMessage
    patient: Patient | None
    sentence: str


def explained(stuck: Iterable[OutboundMessage]) -> list[Stuck]:
    """Messages of :func:`sojourn.comms.queries.stuck_messages` with name and next step. One query, if there are any."""
    return [
        Stuck(message, patient, what_to_do(message, patient, message.last_outcome))  # type: ignore[attr-defined]
        for message, patient in with_people(stuck)
    ]


def with_people(found: Iterable[OutboundMessage]) -> list[tuple[OutboundMessage, Patient | None]]:
    """Each message with the patient it is about, where there is one. One query."""
    found = list(found)
    people = people_behind(each.about for each in found)
    return [(each, people.get(each.about)) for each in found]


def what_to_do(message: OutboundMessage, patient: Patient | None, outcome: str) -> str:
    """The sentence for the desk. An escort's message is about the patient, but not to them."""
    name = patient.name if patient else message.to
    if patient and message.template.startswith("escort-"):
        name = f"whoever takes {patient.name} home"
    return to_do(message.state, outcome, message.channel, name, message.to)
