"""What runs by itself and how often. Every job here looks for what is due, so running it once more does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django_tasks.base import Task

from sojourn.billing import tasks as billing
from sojourn.comms import tasks as comms
from sojourn.scheduling import tasks as scheduling

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Periodic:
    """A job for every stretch of ``every``; slots are counted from midnight UTC."""

    name: str
    every: timedelta
    task: Task[..., None]

    def slot(self, now: datetime) -> datetime:
        """The start of the stretch ``now`` lies in."""
        return _EPOCH + ((now - _EPOCH) // self.every) * self.every


PERIODIC = (
    Periodic("send messages that are due", timedelta(minutes=1), comms.send_due_messages),
    Periodic("remind of visits", timedelta(minutes=10), scheduling.send_reminders),
    Periodic("tell those who take somebody home", timedelta(minutes=10), scheduling.tell_escorts),
    Periodic("pass on group places", timedelta(minutes=5), scheduling.pass_on_offers),
    Periodic("remind of instalments", timedelta(days=1), billing.remind_of_instalments),
    Periodic("ask due questionnaires", timedelta(days=1), scheduling.ask_due_questionnaires),
)
