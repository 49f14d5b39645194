"""The page of a preparation or integration visit: the note, what is agreed, and how goals stand, kept together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sojourn.faces.ui.number_fields import WholeNumberField
from sojourn.faces.workspace.room.forms import NoteForm
from sojourn.treatment.actions.aims import Mark, NewCommitment, Said, Spoken
from sojourn.treatment.models import CommitmentWord, GoalMark
from sojourn.treatment.queries.aims import Committed, Tracked

ROWS = ("0", "1", "2")
"""Empty lines for commitments; after saving there are as many again."""


class VisitForm(NoteForm):
    """A note with lines for commitments, a new goal, and a mark for each goal that goes on."""

    goal = forms.CharField(label="A goal, in their words", max_length=300, required=False)

    def __init__(
        self, *args: Any, open_ones: Sequence[Committed], goals: Sequence[Tracked], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open_ones, self.goals = open_ones, [each for each in goals if not each.ending]
        for row in ROWS:
            self.fields[f"text_{row}"] = forms.CharField(
                label="What they will do", max_length=300, required=False
            )
            self.fields[f"due_{row}"] = forms.DateField(
                label="By", required=False, widget=forms.DateInput(attrs={"type": "date"})
            )
        for tracked in self.goals:
            self._ask_about_goal(str(tracked.goal.pk))
        for each in self.open_ones:
            self._ask_about_commitment(str(each.commitment.pk))

    def _ask_about_goal(self, key: str) -> None:
        self.fields[f"near_{key}"] = WholeNumberField(
            label="Near, 0 to 10", required=False, widget=forms.NumberInput(attrs={"min": 0, "max": 10})
        )
        self.fields[f"ending_{key}"] = forms.ChoiceField(
            label="And then", choices=GoalMark.Ending.choices, required=False
        )
        self.fields[f"about_{key}"] = forms.CharField(label="In their words", max_length=300, required=False)

    def _ask_about_commitment(self, key: str) -> None:
        self.fields[f"said_{key}"] = forms.ChoiceField(
            label="How it went",
            choices=[("", "Not spoken of"), *CommitmentWord.Outcome.choices],
            required=False,
        )
        self.fields[f"saying_{key}"] = forms.CharField(
            label="In their words", max_length=1000, required=False
        )

    @property
    def new_lines(self) -> list[tuple[Any, Any]]:
        """Words and day of each empty line."""
        return [(self[f"text_{row}"], self[f"due_{row}"]) for row in ROWS]

    @property
    def goal_lines(self) -> list[tuple[Tracked, Any, Any, Any]]:
        """Each goal that goes on, with its three fields."""
        keys = [(each, each.goal.pk) for each in self.goals]
        return [
            (each, self[f"near_{key}"], self[f"ending_{key}"], self[f"about_{key}"]) for each, key in keys
        ]

    @property
    def open_lines(self) -> list[tuple[Committed, Any, Any]]:
        """Each open commitment, with how it went."""
        keys = [(each, each.commitment.pk) for each in self.open_ones]
        return [(each, self[f"said_{key}"], self[f"saying_{key}"]) for each, key in keys]

    def spoken(self) -> Spoken:
        """What the action takes; lines left empty are not lines."""
        told = self.cleaned_data
        rows = [
            NewCommitment(text=told[f"text_{row}"], due_on=told[f"due_{row}"], row=row)
            for row in ROWS
            if told[f"text_{row}"] or told[f"due_{row}"]
        ]
        return Spoken(
            commitments=rows,
            goals=[told["goal"]] if told["goal"] else [],
            marks=[mark for each in self.goals if (mark := self._mark(each))],
            said=[said for each in self.open_ones if (said := self._said(each))],
        )

    def _mark(self, tracked: Tracked) -> Mark | None:
        key, told = tracked.goal.pk, self.cleaned_data
        near, ending = told[f"near_{key}"], told[f"ending_{key}"]
        if near is None and not ending:
            return None
        return Mark(goal=tracked.goal, near=near, ending=ending, words=told[f"about_{key}"])

    def _said(self, each: Committed) -> Said | None:
        key, told = each.commitment.pk, self.cleaned_data
        if not told[f"said_{key}"]:
            return None
        return Said(commitment=each.commitment, outcome=told[f"said_{key}"], words=told[f"saying_{key}"])


class ThoughtForm(forms.Form):
    """One entry of the process notes."""

    text = forms.CharField(
        label="For yourself alone", max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
