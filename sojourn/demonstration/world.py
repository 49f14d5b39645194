"""What all stories share: the staff, the rooms, the time they are told up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sojourn.accounts.models import User
from sojourn.billing.models import PaymentPlan
from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.queries import House, local_day
from sojourn.demonstration.chronicle import Chronicle, Story
from sojourn.demonstration.people import Person
from sojourn.people.models import Patient
from sojourn.scheduling.models import GroupSession


@dataclass(frozen=True)
class Kept:
    """Time on the stage day for one person; nobody else is booked into it."""

    whose: str
    staff: StaffMember
    room: Room
    starts_at: datetime
    minutes: int

    def meets(self, staff: StaffMember, room: Room, starts_at: datetime, minutes: int) -> bool:
        """True when a visit would take the same person or room at the same time."""
        apart = starts_at >= self.starts_at + timedelta(minutes=self.minutes) or (
            starts_at + timedelta(minutes=minutes) <= self.starts_at
        )
        return not apart and (staff == self.staff or room == self.room)


@dataclass
class Care:
    """One patient's course as it unfolds."""

    person: Person
    patient: Patient
    user: User
    sessions_done: int = 0
    plan: PaymentPlan | None = None


@dataclass
class World:
    """Everything a story can reach. ``stage`` is the day the demo plays on."""

    seed: int
    now: datetime
    stage: date
    chronicle: Chronicle
    staff: dict[str, StaffMember]
    rooms: dict[str, Room]
    house: House
    kept: list[Kept] = field(default_factory=list)
    groups: dict[str, GroupSession] = field(default_factory=dict)
    care: dict[str, Care] = field(default_factory=dict)

    def tell(self, story: Story) -> None:
        """Begin another story beside the running ones."""
        self.chronicle.tell(story)

    def user(self, name: str) -> User:
        """The account of one of the staff."""
        return self.staff[name].user

    def is_kept(self, staff: StaffMember, room: Room, starts_at: datetime, minutes: int) -> bool:
        """True when this time is kept for somebody."""
        return any(each.meets(staff, room, starts_at, minutes) for each in self.kept)

    def kept_for(self, name: str, day: date) -> Kept | None:
        """The time kept for this person, when it is on or right beside the day."""
        near = (each for each in self.kept if each.whose == name)
        return next(
            (each for each in near if abs(local_day(each.starts_at) - day) <= timedelta(days=1)), None
        )
