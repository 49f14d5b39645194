"""The languages a clinic writes in: how a day and a clock time are said, and the page behind a reminder's links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta

from sojourn.content.pack.shapes import Code, Shape, Words, fill


@dataclass(frozen=True)
class OwnTimes:
    """Clock times of one person's own list for a day, in the clinic's zone. A message says no word of what they are."""

    on: date
    moments: tuple[datetime, ...] = ()


class Asking(Shape, frozen=True, kw_only=True):
    """What one of the people of a visit is asked, and what they read afterwards."""

    heading: Words
    lead: Words
    comes: Words
    cannot: Words
    ask: Words
    hint: Words
    send: Words
    said_comes: Words
    said_cannot: Words

    def filled(self, **values: str) -> Asking:
        """The same for one visit."""
        return Asking(**{name: fill(getattr(self, name), values) for name in self.__struct_fields__})


class Answering(Shape, frozen=True, kw_only=True):
    """The page on which a patient or an escort says, without signing in, whether they come."""

    spent_heading: Words
    spent: Words
    call: Words
    back: Words
    patient: Asking
    escort: Asking


class OnHold(Shape, frozen=True, kw_only=True):
    """What is said of a visit that waits for the provider's yes; ``unsigned`` where nobody has signed in."""

    short: Words
    heading: Words
    text: Words
    when_spoken: Words
    unsigned: Words


class Language(Shape, frozen=True, kw_only=True):
    """One language. ``facts`` are the clinic's own sentences in it, in place of those of ``clinic.yaml``.

    ``own_times`` is the sentence around the clock times of somebody's list, ``last_two`` joins the last two of them.
    """

    code: Code
    name: Words
    weekdays: Annotated[tuple[Words, ...], Meta(min_length=7, max_length=7)]
    months: Annotated[tuple[Words, ...], Meta(min_length=12, max_length=12)]
    day: Words
    morning: Words
    afternoon: Words
    own_times: Words
    last_two: Words
    facts: dict[str, str] = {}
    on_hold: OnHold
    answering: Answering

    def say(self, value: object) -> str:
        """A value as a message says it: days and clock times in this language, anything else as it is."""
        if isinstance(value, OwnTimes):
            return self.say_own_times(value)
        if isinstance(value, datetime):
            return f"{self.say_day(value.date())}, {self.say_time(value.time())}"
        if isinstance(value, date):
            return self.say_day(value)
        return self.say_time(value) if isinstance(value, time) else str(value)

    def say_own_times(self, own: OwnTimes) -> str:
        """ " The times on your list for that day: 7:00 am and 7:50 pm."; nothing without any.

        Led by a space, so that the sentence before it reads well alone.
        """
        if not own.moments:
            return ""
        times = (
            self.say(each) if each.date() != own.on else self.say_time(each.time()) for each in own.moments
        )
        *first, last = dict.fromkeys(times)
        joined = fill(self.last_two, {"before": ", ".join(first), "last": last}) if first else last
        return f" {fill(self.own_times, {'times': joined})}"

    def say_day(self, when: date) -> str:
        """ "Tuesday 1 December", "martes 1 de diciembre"."""
        words = {"weekday": self.weekdays[when.weekday()], "month": self.months[when.month - 1]}
        return fill(self.day, {**words, "day": str(when.day)})

    def say_time(self, when: time) -> str:
        """ "1:00 pm", "1:00 p. m."."""
        half = self.morning if when.hour < 12 else self.afternoon
        return f"{when.hour % 12 or 12}:{when.minute:02d} {half}"
