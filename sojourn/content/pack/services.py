"""What the clinic offers: length, price, who and what it needs, and which paper it can have."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from sojourn.content.pack.shapes import Cents, Code, Count, Positive, Shape, Words, length_in_words
from sojourn.core.money import in_words

Gate = Literal[
    "eligibility", "prescription", "own_prescription", "consents", "questionnaires", "escort", "estimate"
]


class FollowUp(Shape, frozen=True, kw_only=True):
    """The visit that belongs after another one, and in which days."""

    service: Code
    after_days: Count
    within_days: Positive


class Phase(Shape, frozen=True, kw_only=True):
    """One part of a session."""

    code: Code
    name: Words
    text: Words


class Service(Shape, frozen=True, kw_only=True):
    """One kind of visit.

    ``staff`` names the part that leads and the parts beside it. With ``leader_may_monitor`` whoever leads also keeps
    watch, and no second person is needed. ``people_per_staff``: how many patients one of those present may look after.
    ``medical``: a doctor sees the patient, so that a decision or a prescription may rest on it.
    """

    code: Code
    name: Words
    short_name: Words
    description: Words
    minutes: Annotated[int, Meta(gt=0, le=720)]
    turnover_minutes: Annotated[int, Meta(ge=0, le=240)] = 0
    medical: bool = False
    price_low_cents: Cents = field(name="price")
    price_up_to_cents: Cents | None = field(name="price_up_to", default=None)
    capacity: Annotated[int, Meta(gt=0, le=100)] = 1
    people_per_staff: Positive | None = None
    superbill: bool
    superbill_refusal: str = ""
    procedure_codes: tuple[str, ...] = ()
    procedure_codes_by_minutes: bool = False
    mode: Literal["office", "video"] = "office"
    staff: Annotated[tuple[Code, ...], Meta(min_length=1)]
    leader_may_monitor: bool = False
    room_kind: Code
    bookable_by: Literal["public", "patient", "staff"]
    gates: tuple[Gate, ...] = ()
    prerequisites: tuple[Code, ...] = ()
    comes_first_as: Code | None = None
    """The other service in whose place this one may have come first: after a group, as after a session."""
    follow_up: FollowUp | None = None
    patients_own_medicine: bool = False
    cadence: Literal["", "monthly"] = ""
    phases: tuple[Phase, ...] = ()

    @property
    def price_high_cents(self) -> int:
        """The top of the price range; the price itself when there is no range."""
        return self.price_low_cents if self.price_up_to_cents is None else self.price_up_to_cents

    @property
    def is_sliding(self) -> bool:
        """True when the price is agreed inside a range."""
        return self.price_high_cents != self.price_low_cents

    @property
    def price_in_words(self) -> str:
        """ "$220", or "$180–$220" for a sliding scale."""
        low, high = in_words(self.price_low_cents), in_words(self.price_high_cents)
        return f"{low}–{high}" if self.is_sliding else low

    @property
    def length_in_words(self) -> str:
        """ "50 minutes" or "3 hours"."""
        return length_in_words(self.minutes)

    @property
    def seats(self) -> int:
        """How many patients a group takes: its capacity, as far as those who are there can look after them."""
        looked_after = len(self.staff) * self.people_per_staff if self.people_per_staff else self.capacity
        return min(self.capacity, looked_after)

    @property
    def needs_monitor(self) -> bool:
        """True when somebody beside the leader keeps watch."""
        return "monitor" in self.staff[1:] and not self.leader_may_monitor

    @property
    def occupies_minutes(self) -> int:
        """How long its room is taken: the visit and getting the room ready again."""
        return self.minutes + self.turnover_minutes
