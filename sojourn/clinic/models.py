"""The place and its people. Locations, rooms and prices come from the pack; staff are people here."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.core.models import AppendOnly, Record


class Location(Record):
    """Where the clinic is; the time zone everything there is shown in."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Room(Record):
    """A room that one visit at a time can use."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class StaffMember(Record):
    """Somebody who works here, with what papers must show of them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff")
    display_name = models.CharField(max_length=120)
    credentials = models.CharField(max_length=40, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    dea_number = models.CharField(max_length=9, blank=True)
    licence = models.CharField(max_length=40, blank=True)
    sees_patients = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def signature(self) -> str:
        """Name with credentials, as on a document."""
        return f"{self.display_name}, {self.credentials}" if self.credentials else self.display_name


class WorkingHours(Record):
    """Weekly hours a person began with, in the location's zone; :class:`RosterDay` says what follows. Monday is 0."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hours_run_forward"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_on_a_weekday"),
        ]


class _Hours(AppendOnly):
    """One or two stretches of a day, on the place's clock; none at all is a day off. Who noted it, when and why."""

    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    opens_again = models.TimeField(null=True)
    closes_again = models.TimeField(null=True)
    reason = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="%(class)s_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(opens_again__isnull=True, closes_again__isnull=True)
                | Q(
                    closes__isnull=False,
                    closes_again__isnull=False,
                    opens_again__gt=F("closes"),
                    closes_again__gt=F("opens_again"),
                ),
                name="%(class)s_has_a_break",
            ),
        ]

    @property
    def stretches(self) -> tuple[tuple[time, time], ...]:
        """From when until when, in order."""
        both = ((self.opens, self.closes), (self.opens_again, self.closes_again))
        return tuple((starts, ends) for starts, ends in both if starts and ends)


class _WeekdayHours(_Hours):
    """Hours of one weekday from a date on. The latest date, then note, counts."""

    weekday = models.PositiveSmallIntegerField()
    from_date = models.DateField()

    class Meta(_Hours.Meta):
        abstract = True
        ordering = ["from_date", "noted_at", "id"]


class OpeningDay(_WeekdayHours):
    """The clinic's hours on one weekday from a date on, in place of the pack's."""

    class Meta(_WeekdayHours.Meta):
        abstract = False
        constraints = [
            *_Hours.Meta.constraints,
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_on_a_weekday"),
        ]


class RosterDay(_WeekdayHours):
    """Somebody's hours on one weekday from a date on, in place of :class:`WorkingHours`, which hold before it."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="roster_days")

    class Meta(_WeekdayHours.Meta):
        abstract = False
        constraints = [
            *_Hours.Meta.constraints,
            models.CheckConstraint(condition=Q(weekday__lte=6), name="roster_on_a_weekday"),
        ]


class DayHours(_Hours):
    """Hours of one date alone, of a person or (nobody named) of the clinic. The latest note of a date counts.

    ``as_usual`` takes an earlier note back: the date is again as its week, holidays closed.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="day_hours")
    day = models.DateField(db_index=True)
    as_usual = models.BooleanField(default=False)

    class Meta(_Hours.Meta):
        abstract = False
        constraints = [
            *_Hours.Meta.constraints,
            models.CheckConstraint(
                condition=Q(as_usual=False) | Q(opens__isnull=True, opens_again__isnull=True),
                name="as_usual_names_no_hours",
            ),
        ]


class Leave(Record):
    """Time somebody is away."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="leaves")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leave_runs_forward")
        ]


class ServicePrice(AppendOnly):
    """What a service costs from a date on; low equals high unless the price is agreed on a sliding scale."""

    service = models.SlugField()
    low_cents = models.IntegerField()
    high_cents = models.IntegerField()
    from_date = models.DateField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["service", "-from_date", "-noted_at"]
        constraints = [
            models.CheckConstraint(condition=Q(low_cents__gte=0), name="price_not_negative"),
            models.CheckConstraint(condition=Q(high_cents__gte=F("low_cents")), name="price_range_in_order"),
        ]
