"""Every field for a number refuses, with a sentence, what only a programming language takes for one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms

from sojourn import content
from sojourn.content.intake_form import Kind
from sojourn.faces.portal.intake import fields as portal
from sojourn.faces.ui.form_words import speak_plainly
from sojourn.faces.ui.number_fields import NumberField, WholeNumberField
from sojourn.faces.workspace.billing.forms import DollarsField, PaymentForm, PlanForm
from sojourn.faces.workspace.chart.deciding_form import DecideForm
from sojourn.faces.workspace.chart.prescribing_forms import NumbersField, OrderForm, PrescriptionForm
from sojourn.faces.workspace.chart.prescribing_forms import PlanForm as TreatmentPlanForm
from sojourn.faces.workspace.chart.reading_views import WeightForm
from sojourn.faces.workspace.room.entry_forms import DoseForm, VitalsForm
from sojourn.faces.workspace.room.forms import DoorForm
from sojourn.faces.workspace.room.register_check_forms import AgainForm, LossForm
from sojourn.faces.workspace.room.register_forms import ReceiveForm, WasteForm
from sojourn.intake.form_rules import answer_problem
from sojourn.screening.condition_queries import _number as limit_of
from sojourn.treatment.rules.answers import readiness_answer
from tests.factories import NOW

speak_plainly()

STRANGE = ["1_2_0", "1e3", "nan", "inf", "-inf", "Infinity", "１２", "١٢", "1१", "0x10"]
FORMS = [
    VitalsForm,
    DoseForm,
    DoorForm,
    ReceiveForm,
    WasteForm,
    AgainForm,
    LossForm,
    WeightForm,
    OrderForm,
    PrescriptionForm,
    TreatmentPlanForm,
    DecideForm,
    PlanForm,
    PaymentForm,
]
KINDS = (NumberField, WholeNumberField, DollarsField, NumbersField)
DJANGO_OWN = {"IntegerField", "DecimalField", "FloatField"}


def number_fields() -> Iterator[tuple[str, forms.Field]]:
    built = VitalsForm()
    for form in FORMS:
        found = built.fields if form is VitalsForm else form.base_fields  # type: ignore[attr-defined]
        yield from (
            (f"{form.__name__}.{name}", each) for name, each in found.items() if isinstance(each, KINDS)
        )


FIELDS = dict(number_fields())


@pytest.mark.parametrize("typed", STRANGE)
@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_field_refuses_with_a_sentence(field: str, typed: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        FIELDS[field].clean(typed)
    assert refused.value.messages[0].endswith((".", "?"))


def test_plain_numbers_are_read() -> None:
    assert FIELDS["VitalsForm.systolic"].clean(" 120 ") == 120
    assert FIELDS["WeightForm.kg"].clean("72.5") == Decimal("72.5")
    assert FIELDS["PaymentForm.cents"].clean("$1,200.50") == 120050


def test_no_face_has_a_number_field_of_its_own() -> None:
    own = [
        str(path)
        for path in sorted(Path("sojourn/faces").rglob("*.py"))
        if path.name not in ("number_fields.py", "form_words.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in DJANGO_OWN
    ]
    assert own == []


@pytest.mark.parametrize("typed", STRANGE)
def test_a_number_of_the_intake_form(typed: str) -> None:
    questions = [each for each in content.library().intake_form.questions if each.kind is Kind.NUMBER]
    assert questions
    for question in questions:
        assert answer_problem(question, portal._number(typed))


@pytest.mark.parametrize("typed", STRANGE)
def test_a_reading_or_lab(typed: str) -> None:
    ranged = [each for each in content.library().readings.readings if not each.options]
    assert [each.code for each in ranged if each.is_possible(typed)] == []
    assert limit_of(typed) is None


@pytest.mark.parametrize("typed", STRANGE)
def test_hours_of_fasting(typed: str) -> None:
    assert not readiness_answer("fasting", {"food": typed, "fluids": "3"}, now=NOW).decision.allowed
