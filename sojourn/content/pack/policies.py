"""The clinic's own rules as numbers: notice, plans, fasting, holds, how long things stay valid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, field

from sojourn.content.pack.shapes import Cents, Clock, Code, Count, Positive, Shape, Words, clock


class Booking(Shape, frozen=True, kw_only=True):
    """How soon and how far ahead people book themselves, and how places that come free are offered on.

    An offer stands ``offer_minutes``, counted outside the quiet hours; nothing is offered that begins sooner than
    ``offer_lead_hours`` from then.
    """

    earliest_notice_hours: Count
    furthest_ahead_days: Positive
    keep_slot_minutes: Positive
    offer_minutes: Positive
    offer_lead_hours: Positive


class Cause(Shape, frozen=True, kw_only=True):
    """Why somebody cancels or did not come; ``staff_only`` ones are not offered to patients."""

    code: Code
    name: Words
    staff_only: bool = False


class Cancellation(Shape, frozen=True, kw_only=True):
    """How much notice is asked, what a late one and not coming cost, and for which reasons nothing is charged."""

    notice_hours: Count
    fee_cents: Cents = field(name="fee")
    no_show_fee_cents: Cents = field(name="no_show_fee")
    fee_name: Words = "Cancelled late"
    no_show_fee_name: Words = "Visit not attended"
    reasons: Annotated[tuple[Cause, ...], Meta(min_length=1)]
    waived_for: tuple[Code, ...] = ()

    @property
    def reasons_by_code(self) -> dict[str, Cause]:
        """The reasons by their code."""
        return {each.code: each for each in self.reasons}

    @property
    def own_cause(self) -> str:
        """A reason that is the clinic's and not theirs, for which nobody pays; empty when the pack names none."""
        own = (each.code for each in self.reasons if each.staff_only and each.code in self.waived_for)
        return next(own, "")


class PaymentMethod(Shape, frozen=True, kw_only=True):
    """One way to pay, with the words the front desk and the website show."""

    code: Literal["cash", "venmo", "card", "hsa", "fsa", "check"]
    name: Words
    note: Words


class Payments(Shape, frozen=True, kw_only=True):
    """The ways to pay."""

    methods: Annotated[tuple[PaymentMethod, ...], Meta(min_length=1)]

    @property
    def methods_by_code(self) -> dict[str, PaymentMethod]:
        """The methods by their code."""
        return {each.code: each for each in self.methods}


class PaymentPlan(Shape, frozen=True, kw_only=True):
    """Paying in parts. Above ``truth_in_lending_above`` parts a lending statement would be due (Regulation Z)."""

    most_instalments: Annotated[int, Meta(ge=1, le=24)]
    default_instalments: Annotated[int, Meta(ge=1, le=24)]
    apr_percent: Annotated[int, Meta(ge=0, le=36)]
    every: Literal["month"]
    remind_days_before: Count
    late_after_days: Count
    truth_in_lending_above: Positive


class Reminders(Shape, frozen=True, kw_only=True):
    """When people are reminded, and when the phone stays quiet: ``quiet_for`` names the channels that wait."""

    visit_hours: tuple[Positive, ...]
    questionnaire_days: tuple[Count, ...]
    escort_hours: Positive
    quiet_from_text: Clock = field(name="quiet_from")
    quiet_until_text: Clock = field(name="quiet_until")
    quiet_for: tuple[Literal["email", "sms"], ...] = ("sms",)

    @property
    def quiet_from(self) -> time:
        """Nothing that makes a sound after this clock time."""
        return clock(self.quiet_from_text)

    @property
    def quiet_until(self) -> time:
        """And nothing before this one."""
        return clock(self.quiet_until_text)


class Fasting(Shape, frozen=True, kw_only=True):
    """How long before a session nothing is eaten, and nothing drunk."""

    food_hours: Count
    fluids_hours: Count
    substances_hours: Count


class Hold(Shape, frozen=True, kw_only=True):
    """A medicine that keeps its distance from treatment, by the clinic's own protocol.

    ``last_injection_minutes``: how far into a visit the last injection usually falls, for the time people are told
    beforehand; without it the end of the visit is taken, which is never too early.
    """

    ingredient: Code
    hours_before: Positive
    hours_after: Positive
    last_injection_minutes: Count | None = None
    after_counts_from: Literal["first_injection", "last_injection", "session_end"]


class CountedLonger(Shape, frozen=True, kw_only=True):
    """Medicines that stay longer in the body than most."""

    ingredients: Annotated[tuple[Words, ...], Meta(min_length=1)]
    days: Positive
    why: Words


class StoppedMedicines(Shape, frozen=True, kw_only=True):
    """How many days after its last dose a medicine that is off the list still counts in the interaction check."""

    counted_days: Positive
    longer: tuple[CountedLonger, ...] = ()

    def days(self, ingredients: Iterable[str]) -> int:
        """The days for a line with these ingredients; of several the longest."""
        names = set(ingredients)
        return max([self.counted_days, *(each.days for each in self.longer if names & set(each.ingredients))])


class LargeDose(Shape, frozen=True, kw_only=True):
    """From which daily dose the clinic wants to be told; ``table`` is one of the library's equivalents.

    Exactly one of ``above`` and ``at_least``, in the table's own measure or in mg of the ingredient ``counted_in``.
    """

    table: Code
    above: Decimal | None = None
    at_least: Decimal | None = None
    counted_in: str = ""
    sentence: Words
    source: Words


class PrescriptionLimits(Shape, frozen=True, kw_only=True):
    """How long a ketamine prescription may run (schedule III: six months, five refills at most).

    ``pdmp_days``: a look-up in the monitoring programme counts for so many days. ``usual`` fills the form for the
    prescriber: preparation (its code in the library's dosing sheet), quantity, directions.
    """

    valid_months: Annotated[int, Meta(ge=1, le=6)]
    most_refills: Annotated[int, Meta(ge=0, le=5)]
    pdmp_days: Positive
    usual: dict[str, str] = {}


class ValidDays(Shape, frozen=True, kw_only=True):
    """For how many days something counts as current."""

    valid_days: Positive


class Eligibility(ValidDays, frozen=True, kw_only=True):
    """How long a yes holds; after any other decision somebody looks again within ``look_again_days``."""

    look_again_days: Positive


class WeightRule(ValidDays, frozen=True, kw_only=True):
    """A weight that differs by more than ``ask_above_percent`` from the last measured one is asked about."""

    ask_above_percent: Positive


class EscortRule(Shape, frozen=True, kw_only=True):
    """Who may take a patient home, and after which visits somebody must."""

    minimum_age: Annotated[int, Meta(ge=0, le=120)]
    required_for: tuple[Code, ...]


class EstimateNotice(Shape, frozen=True, kw_only=True):
    """Booked at least so many business days ahead, the estimate is due within so many of the booking."""

    at_least_business_days: Count
    due_business_days: Positive


class EstimateTiming(Shape, frozen=True, kw_only=True):
    """When a good-faith estimate is due (45 CFR 149.610) and from what excess a bill may be disputed."""

    asked_business_days: Positive
    ahead: Annotated[tuple[EstimateNotice, ...], Meta(min_length=1)]
    dispute_from_cents: Cents = field(name="dispute_from")


class QuestionnairePlan(Shape, frozen=True, kw_only=True):
    """Which questionnaires are asked at one moment of treatment."""

    moment: Literal["intake", "before_session", "after_session", "weekly", "after_course"]
    instruments: Annotated[tuple[Words, ...], Meta(min_length=1)]
    hours: Count = 0
    weeks: tuple[Positive, ...] = ()


class CourseTemplate(Shape, frozen=True, kw_only=True):
    """A usual way to begin, which a provider may take or change."""

    code: Code
    name: Words
    description: Words
    sessions: Positive
    per_week: Positive
    weeks: Positive
    integration_after_each: bool = True


class DrawnSignature(Shape, frozen=True, kw_only=True):
    """What a drawing has at least, in units of the pad: points, width, ink, and width beside a straight line."""

    least_points: Positive
    least_width: Positive
    least_length: Positive
    least_bend: Positive


class SafetyAlerts(Shape, frozen=True, kw_only=True):
    """After how many minutes an open safety alert goes further."""

    page_again_minutes: Positive
    lead_minutes: Positive
    owner_minutes: Positive


class Records(Shape, frozen=True, kw_only=True):
    """How long records are kept after the last contact."""

    keep_years: Annotated[int, Meta(ge=6, le=100)]


class Policies(Shape, frozen=True, kw_only=True):
    """All of the clinic's rules.

    ``prescriber_answer_days``: how long a letter to a colleague may wait; without it each letter names its own day.
    """

    age_limit: Annotated[int, Meta(ge=0, le=120)]
    booking: Booking
    cancellation: Cancellation
    payments: Payments
    plan: PaymentPlan
    reminders: Reminders
    fasting: Fasting
    holds: tuple[Hold, ...]
    stopped_medicines: StoppedMedicines
    large_doses: tuple[LargeDose, ...] = ()
    prescription: PrescriptionLimits
    eligibility: Eligibility
    weight: WeightRule
    escort: EscortRule
    estimate: EstimateTiming
    questionnaires: tuple[QuestionnairePlan, ...]
    courses: Annotated[tuple[CourseTemplate, ...], Meta(min_length=1)]
    signature: DrawnSignature
    safety_alerts: SafetyAlerts
    records: Records
    private_words: tuple[Words, ...]
    prescriber_answer_days: Positive | None = None

    def hold(self, ingredient: str) -> Hold | None:
        """The hold for an ingredient, when the clinic has one."""
        return next((each for each in self.holds if each.ingredient == ingredient), None)

    def course(self, code: str) -> CourseTemplate:
        """A course template by its code. Raises KeyError."""
        return {each.code: each for each in self.courses}[code]
