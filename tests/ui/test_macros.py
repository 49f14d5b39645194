"""What the macros say of forms, findings and severities."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.faces.ui import icons
from sojourn.faces.ui.gallery.forms import SpecimenForm, answered_wrongly

IMPORTS = "".join(f'{{% import "ui/{name}.html" as {name} %}}' for name in ("forms", "parts", "tables"))


def said(source: str, **context: Any) -> str:
    return str(engines["jinja2"].from_string(IMPORTS + source).render(context))


def test_an_error_stands_beside_its_field_and_what_was_typed_stays() -> None:
    html = said("{{ forms.field(form.weight, affix='kg') }}", form=answered_wrongly("a"))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_a_wrong_weight-error"' in html
    assert 'id="id_a_wrong_weight-error"' in html
    assert 'value="eighty"' in html


def test_a_hint_is_described() -> None:
    html = said("{{ forms.field(form.name) }}", form=SpecimenForm())
    assert 'aria-describedby="id_name-hint"' in html
    assert 'for="id_name"' in html


def test_the_summary_names_each_field_and_links_to_it() -> None:
    html = said("{{ forms.error_summary(form) }}", form=answered_wrongly("a"))
    assert 'role="alert"' in html
    assert 'href="#id_a_wrong_weight"' in html


def test_the_summary_also_speaks_for_rules() -> None:
    decision = Decision.of(Finding(code="taken", message="That time was just taken.", field="start"))
    html = said("{{ forms.error_summary(findings=d.blocking) }}", d=decision)
    assert '<a href="#id_start">That time was just taken.</a>' in html


def test_nothing_is_chosen_for_a_person() -> None:
    html = said("{{ forms.yes_no_unknown('heart', 'Anything with your heart?') }}")
    assert html.count('type="radio"') == 3
    assert "checked" not in html


def test_chosen_answers_stay_chosen() -> None:
    html = said("{{ forms.choices(form.often) }}", form=answered_wrongly("a"))
    assert html.count("checked") == 1


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_has_a_word_and_an_icon(severity: Severity) -> None:
    html = said("{{ parts.level(severity) }}", severity=severity)
    assert "<svg" in html
    assert html.partition("</svg>")[2].removesuffix("</span>").strip()


def test_unknown_is_never_green() -> None:
    html = said("{{ parts.level('unknown') }}")
    assert "Not checked" in html
    assert "is-good" not in html


def test_findings_come_heaviest_first_and_escaped() -> None:
    light = Finding(code="a", message="Early night", severity=Severity.CAUTION)
    heavy = Finding(code="b", message="<b>Stop</b>", severity=Severity.STOP)
    html = said("{{ parts.findings(list) }}", list=[light, heavy])
    assert html.index("&lt;b&gt;Stop") < html.index("Early night")


def test_each_form_carries_its_own_id() -> None:
    html = said("{{ forms.client_id() }}{{ forms.client_id() }}")
    values = [part.split('"')[0] for part in html.split('value="')[1:]]
    assert len(set(values)) == 2


def test_a_table_head_turns_the_order_and_keeps_the_filter() -> None:
    request = RequestFactory().get("/patients", {"q": "wren", "sort": "name", "page": "3"})
    html = said("{{ tables.head(request, 'name', 'Name') }}", request=request)
    assert 'aria-sort="ascending"' in html
    assert 'href="?q=wren&amp;sort=-name"' in html


def test_an_icon_that_was_never_drawn_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn")


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icons.icon("clock")
    assert 'aria-label="Due"' in icons.icon("clock", label="Due")


def test_crisis_numbers_can_be_touched() -> None:
    assert '<a href="tel:988">988</a>' in said("{{ 'Call or text 988.'|with_calls }}")
