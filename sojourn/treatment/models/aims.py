"""What a patient sets out to do: commitments with a day, goals marked in each visit, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sojourn.core.models import AppendOnly
from sojourn.people.models import Patient
from sojourn.scheduling.models import Appointment


class Aim(AppendOnly):
    """Common to both: whose it is, in which visit it was spoken of, in which words."""

    text = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class Commitment(Aim):
    """One thing they will do, and by which day. The patient sees it in the portal."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="commitments")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="commitments")
    due_on = models.DateField()

    class Meta(Aim.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="commitment_has_words")]


class CommitmentWord(AppendOnly):
    """How it went, by the patient or in a visit. The latest word counts; earlier ones are kept."""

    class Outcome(models.TextChoices):
        """What became of it."""

        DONE = "done", "Done"
        PARTLY = "partly", "Partly done"
        NOT_YET = "not_yet", "Not yet"
        LET_GO = "let_go", "Let go"
        WITHDRAWN = "withdrawn", "Taken back"

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="words_said")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "partly", "not_yet", "let_go", "withdrawn"]),
                name="commitment_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | ~Q(words=""), name="commitment_taken_back_says_why"
            ),
        ]


class Goal(Aim):
    """What treatment is to bring, in the patient's words."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="goals")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="goals")

    class Meta(Aim.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="goal_has_words")]


class GoalMark(AppendOnly):
    """How near a goal felt in one visit, 0 to 10, or how it ended. The latest mark of a visit counts for it."""

    class Ending(models.TextChoices):
        """How a goal ends."""

        GOES_ON = "", "Goes on"
        REACHED = "reached", "Reached"
        LET_GO = "let_go", "Let go"
        WITHDRAWN = "withdrawn", "Taken back"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="marks")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="goal_marks")
    near = models.PositiveSmallIntegerField(null=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(near__isnull=True) | Q(near__gte=0, near__lte=10), name="goal_mark_possible"
            ),
            models.CheckConstraint(
                condition=Q(ending__in=["", "reached", "let_go", "withdrawn"]), name="goal_ending_is_known"
            ),
            models.CheckConstraint(
                condition=Q(near__isnull=False) | ~Q(ending=""), name="goal_mark_says_something"
            ),
        ]
