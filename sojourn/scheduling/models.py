"""Visits in time. The claims table makes a clash impossible: see docs/adr/0006-booking-constraint.md."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.clinic.models import Room, StaffMember
from sojourn.clinic.words import InPlace
from sojourn.core.models import AppendOnly, Record
from sojourn.people.models import Patient
from sojourn.scheduling.states import AppointmentState


class GroupSession(InPlace, Record):
    """One monthly group (P25): a room, a provider, a monitor, and as many seats as the pack says."""

    service = models.SlugField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT)
    provider = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="groups_led")
    monitor = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="groups_monitored")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="group_runs_forward")
        ]

    @property
    def is_called_off(self) -> bool:
        """True when the clinic called it off as a whole; it stays, and nobody sits or waits in it any more."""
        return hasattr(self, "called_off")


class GroupCalledOff(AppendOnly):
    """A group that does not take place, and why. Triggers keep seats and waiting list of such a group empty."""

    group = models.OneToOneField(GroupSession, on_delete=models.PROTECT, related_name="called_off")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="calling_off_has_a_reason"),
        ]


class Appointment(InPlace, Record):
    """One patient's visit. The price shown at booking is the price stored.

    ``monitor`` keeps watch beside ``staff`` where the pack asks for somebody; in a group the group names them.
    ``times_told`` is the mark of the clock times that a reminder said last, or of a visit on hold; empty while nothing
    went out for this time.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    service = models.SlugField()
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="appointments")
    monitor = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, related_name="appointments_watched"
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="appointments")
    group = models.ForeignKey(GroupSession, on_delete=models.PROTECT, null=True, related_name="appointments")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="follow_ups")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    price_cents = models.PositiveIntegerField()
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    arrived_at = models.DateTimeField(null=True)
    times_told = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["patient", "starts_at"], name="visits_of_a_patient")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_runs_forward"),
            models.CheckConstraint(
                condition=Q(monitor__isnull=True) | ~Q(monitor=F("staff")), name="monitor_is_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.starts_at:%Y-%m-%d %H:%M}"


class AppointmentChange(InPlace, AppendOnly):
    """One step in a visit's life: booked, moved, arrived, cancelled… and why.

    ``cause`` is one of the pack's reasons; ``fee_cents`` what cancelling late or not coming cost by its policy. A step
    that took the visit from somebody names them: ``staff_before``, ``monitor_before``, and the time they knew.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="changes")
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    cause = models.SlugField(blank=True, default="")
    is_late = models.BooleanField(default=False)
    fee_cents = models.PositiveIntegerField(default=0)
    staff_before = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    monitor_before = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    starts_before = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    @property
    def room_id(self) -> UUID:  # type: ignore[override]
        """Where the visit is now; a visit moves within its place."""
        return self.appointment.room_id


class VisitAnswer(InPlace, AppendOnly):
    """What the patient, or who takes them home, says about coming. The latest for the visit's present time counts.

    ``by`` is None when a signed link was used, the patient in the portal, somebody of the clinic who was told.
    """

    class Who(models.TextChoices):
        """Whose answer it is."""

        PATIENT = "patient", "Patient"
        ESCORT = "escort", "Who takes them home"

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="answers")
    starts_at = models.DateTimeField()
    who = models.CharField(max_length=8, choices=Who.choices)
    comes = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["comes", "starts_at"], name="answers_that_ask")]

    @property
    def room_id(self) -> UUID:  # type: ignore[override]
        """Where the visit is."""
        return self.appointment.room_id


class Claim(models.Model):
    """One resource (a staff member, a room, a patient) in one cell of the time grid. Unique, so never shared.

    Rows are inserted with the booking, turnover included, and deleted when it is cancelled or moved.
    """

    resource = models.UUIDField()
    cell = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, related_name="claims")
    group = models.ForeignKey(GroupSession, on_delete=models.CASCADE, null=True, related_name="claims")
    offer = models.ForeignKey("TimeOffer", on_delete=models.CASCADE, null=True, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "cell"], name="one_place_in_time"),
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, group__isnull=True, offer__isnull=True)
                | Q(appointment__isnull=True, group__isnull=False, offer__isnull=True)
                | Q(appointment__isnull=True, group__isnull=True, offer__isnull=False),
                name="claim_is_of_one_holder",
            ),
        ]


class Seat(Record):
    """One of a group's seats. Six seats are six rows; taking one sets its patient."""

    group = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="seats")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True, related_name="seat")
    agreed_cents = models.PositiveIntegerField(null=True)
    joins_sharing = models.BooleanField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="seats_are_numbered"),
            models.UniqueConstraint(fields=["group", "patient"], name="one_seat_per_person"),
        ]


class WaitingListEntry(Record):
    """Somebody who would take a place in a group, first come first offered."""

    class State(models.TextChoices):
        """Where they stand."""

        WAITING = "waiting", "Waiting"
        OFFERED = "offered", "A place is offered"
        TAKEN = "taken", "Took a place"
        LEFT = "left", "Left the list"
        OFF = "off", "The group was called off"

    group = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="waiting_list")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="waiting")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField()
    offer_expires_at = models.DateTimeField(null=True)
    agreed_cents = models.PositiveIntegerField(null=True)
    joins_sharing = models.BooleanField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "patient"], name="waits_once_per_group")]


class TimeWish(Record):
    """Somebody who would take a time of one kind of visit on the days and hours that suit, first come first offered.

    ``weekdays`` (0 is Monday) empty means any; without ``staff`` anybody may lead. ``place`` is the location they would
    come to; empty is the clinic's own. Taking one gives ``instead_of`` up.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="time_wishes")
    service = models.SlugField()
    state = models.CharField(
        max_length=8, choices=WaitingListEntry.State.choices, default=WaitingListEntry.State.WAITING
    )
    since = models.DateTimeField()
    place = models.SlugField(blank=True, default="")
    weekdays = models.JSONField(default=list)
    not_before = models.TimeField(null=True)
    not_after = models.TimeField(null=True)
    from_day = models.DateField()
    until_day = models.DateField()
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    instead_of = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "service"],
                condition=Q(state__in=["waiting", "offered"]),
                name="waits_once_per_service",
            ),
            models.CheckConstraint(condition=Q(until_day__gte=F("from_day")), name="wished_days_run_forward"),
        ]


class TimeOffer(InPlace, Record):
    """One time kept for somebody who waits, until it is taken, let pass or runs out; its claims keep it."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Kept"
        TAKEN = "taken", "Taken"
        PASSED = "passed", "Let pass"
        EXPIRED = "expired", "Ran out"

    wish = models.ForeignKey(TimeWish, on_delete=models.PROTECT, related_name="offers")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["wish"], condition=Q(outcome="open"), name="one_open_offer_each"),
            models.UniqueConstraint(fields=["wish", "staff", "starts_at"], name="no_time_is_offered_twice"),
        ]


class CalendarFeed(Record):
    """One staff member's private calendar address. Only the hash of its secret is kept; one address each at a time."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(revoked_at__isnull=True), name="one_calendar_feed_each"
            )
        ]
