"""Forms about other clinicians: who they are, what the patient allows, letters, answers, clearances."""

from __future__ import annotations

from typing import Any

from django import forms

from sojourn.faces.workspace.chart.forms import DateInput, Lines
from sojourn.faces.workspace.seen import SeenField
from sojourn.intake.models import Medication
from sojourn.intake.queries import medications_of
from sojourn.people.models import CareTeamMember, ContactConsent, Patient
from sojourn.people.queries import care_team_of
from sojourn.screening.models import ClearanceResult, PrescriberAnswer, PrescriberLetter


class ReachForm(forms.Form):
    """How a colleague is reached."""

    practice = forms.CharField(label="Practice", max_length=120, required=False)
    phone = forms.CharField(label="Phone", max_length=24, required=False)
    fax = forms.CharField(label="Fax", max_length=24, required=False)
    email = forms.EmailField(label="E-mail", required=False)
    address = forms.CharField(
        label="Postal address", max_length=400, required=False, widget=forms.Textarea(attrs=Lines)
    )


class MemberForm(ReachForm):
    """One more clinician."""

    field_order = ("kind", "name")
    kind = forms.ChoiceField(label="Their part", choices=CareTeamMember.Kind.choices)
    name = forms.CharField(label="Name", max_length=120)


class ContactForm(forms.Form):
    """The patient's word about contact, as told to staff."""

    scope = forms.ChoiceField(
        label="What did the patient say?",
        choices=[(value, words.capitalize()) for value, words in ContactConsent.Scope.choices],
        widget=forms.RadioSelect,
        help_text="Their own word, today. The portal shows it to them, and they can change it there.",
    )


class LetterForm(forms.Form):
    """A question to a colleague; the text appears once the question is written."""

    member = forms.ModelChoiceField(
        label="To",
        queryset=CareTeamMember.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose a colleague."},
    )
    medication = forms.ModelChoiceField(
        label="About the medicine",
        queryset=Medication.objects.none(),
        required=False,
        empty_label="No single medicine",
    )
    finding_code = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    question = forms.CharField(
        label="Your question",
        max_length=2000,
        widget=forms.Textarea(attrs=Lines),
        help_text="A question, not an instruction: whoever prescribes decides.",
    )
    how = forms.ChoiceField(label="How it goes out", choices=PrescriberLetter.How.choices)
    reach = forms.CharField(
        label="Their address or number",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the way chosen above. It is kept beside the name.",
    )
    due_on = forms.DateField(label="Answer expected by", widget=DateInput())
    text = forms.CharField(
        label="The letter",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Kept and printed exactly as it stands here.",
    )

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = care_team_of(patient)  # type: ignore[attr-defined]
        self.fields["medication"].queryset = medications_of(patient)  # type: ignore[attr-defined]
        self.fields["text"].required = bool({"keep", "text"} & set(self.data))

    def ask_only_after_a_question(self) -> None:
        """The address stands there when it was missing, not before; what was typed into it stays."""
        if not self.has_error("reach") and not self.data.get("reach"):
            del self.fields["reach"]


class AnswerForm(forms.Form):
    """What came back."""

    outcome = forms.ChoiceField(label="What it means", choices=PrescriberAnswer.Outcome.choices)
    text = forms.CharField(
        label="What they answered", max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )


class ClearanceResultForm(forms.Form):
    """The answer to a clearance or to labs."""

    seen = SeenField()
    outcome = forms.ChoiceField(
        label="The answer", choices=ClearanceResult.Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="What it says, from whom, of which day", max_length=4000, widget=forms.Textarea(attrs=Lines)
    )
