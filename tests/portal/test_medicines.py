"""The medication list in the patient's hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sojourn.faces.portal.medicines.holds import held_around
from sojourn.intake import actions, queries
from sojourn.people.actions import add_care_team_member
from sojourn.people.models import Patient
from tests.factories import NOW
from tests.portal.people import listed, signed_in, somebody, visiting

pytestmark = pytest.mark.django_db
LIST, ADD = "/portal/medications/", "/portal/medications/add/"


@pytest.fixture
def patient() -> Patient:
    return somebody()


@pytest.fixture
def browser(patient: Patient) -> Client:
    return signed_in(patient)


def test_a_medicine_is_added_as_written(patient: Patient, browser: Client) -> None:
    answer = browser.post(ADD, {"as_written": "Zoloft 50 mg", "frequency": "every morning"})
    assert answer.url == LIST
    assert queries.medications_of(patient).get().ingredients == ["sertraline"]
    assert "sertraline, every morning" in browser.get(LIST).content.decode()


def test_who_prescribes_it_can_be_somebody_of_the_care_team(patient: Patient, browser: Client) -> None:
    assert 'name="prescribed_by"' not in browser.get(ADD).content.decode()
    member = add_care_team_member(patient=patient, kind="prescriber", name="Dr Ode", by=None, now=NOW)
    assert "Are they in your care team?" in browser.get(ADD).content.decode()
    browser.post(ADD, {"as_written": "Zoloft 50 mg", "prescribed_by": member.pk})
    line = queries.medications_of(patient).get()
    assert line.prescribed_by == member
    change = reverse("portal:medications_change", args=[line.pk])
    assert f'value="{member.pk}" selected' in browser.get(change).content.decode()
    browser.post(change, {"as_written": "Zoloft 50 mg", "dose": "75 mg"})
    assert queries.medications_of(patient).get().prescribed_by is None
    stranger = add_care_team_member(patient=somebody(), kind="prescriber", name="Dr Ash", by=None, now=NOW)
    assert browser.post(ADD, {"as_written": "Zoloft", "prescribed_by": stranger.pk}).status_code == 422


def test_a_near_miss_is_asked_back_and_never_guessed(patient: Patient, browser: Client) -> None:
    asked = browser.post(ADD, {"as_written": "lamotrigin 150 mg", "dose": "one"})
    page = asked.content.decode()
    assert asked.status_code == 422 and "Did you mean" in page and 'value="one"' in page
    assert not patient.medications.exists()
    browser.post(ADD, {"as_written": "lamotrigin 150 mg", "meant": "lamotrigine"})
    line = patient.medications.get()
    assert (line.as_written, line.ingredients) == ("lamotrigine 150 mg", ["lamotrigine"])


def test_kept_as_written_it_is_said_to_be_not_checked(patient: Patient, browser: Client) -> None:
    browser.post(ADD, {"as_written": "lamotrigin", "meant": "as-written"})
    assert patient.medications.get().status == "not_checked"
    assert "Your doctor will look at it" in browser.get(LIST).content.decode()


def test_nothing_is_not_a_medicine(patient: Patient, browser: Client) -> None:
    answer = browser.post(ADD, {"as_written": "none"})
    assert answer.status_code == 422 and "If you take nothing" in answer.content.decode()
    assert not patient.medications.exists()


def test_the_last_dose_is_not_in_the_future(browser: Client) -> None:
    later = timezone.localtime() + timedelta(days=1)
    answer = browser.post(ADD, {"as_written": "sertraline", "last_taken_at": f"{later:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 422 and "cannot lie in the future" in answer.content.decode()


def test_changing_keeps_the_old_line_and_stopping_asks_why(patient: Patient, browser: Client) -> None:
    listed(patient, "sertraline")
    line = queries.medications_of(patient).get()
    change = reverse("portal:medications_change", args=[line.pk])
    assert "sertraline" in browser.get(change).content.decode()
    browser.post(change, {"as_written": "sertraline", "dose": "100 mg"})
    line = queries.medications_of(patient).get()
    assert line.dose == "100 mg" and patient.medications.count() == 2
    stop = reverse("portal:medications_stop", args=[line.pk])
    assert "do harm when they are stopped at once" in browser.get(stop).content.decode()
    assert browser.post(stop, {}).status_code == 422
    browser.post(stop, {"reason": "Made me dizzy", "last_taken_at": "2026-01-02T08:00"})
    assert not queries.medications_of(patient).exists()


def test_what_was_taken_lately_is_said_to_count_still(patient: Patient, browser: Client) -> None:
    line = actions.add_medication(patient=patient, as_written="sertraline", by=None, now=timezone.now())
    browser.post(reverse("portal:medications_stop", args=[line.pk]), {"reason": "Made me dizzy"})
    page = browser.get(LIST).content.decode()
    assert "Off your list, and still counted" in page and "sertraline" in page


def test_everything_is_said_by_the_patient(patient: Patient, browser: Client) -> None:
    assert "I take nothing at all" in browser.get(LIST).content.decode()
    browser.post(reverse("portal:medications_everything"))
    browser.post(reverse("portal:medications_everything"))
    assert queries.list_confirmed_since(patient) and patient.list_confirmations.count() == 1


def test_names_that_begin_so(browser: Client) -> None:
    found = browser.get(reverse("portal:medications_names"), {"q": "lamo"}).json()["names"]
    assert found[0]["name"] == "lamotrigine"
    assert browser.get(reverse("portal:medications_names"), {"q": "l"}).json() == {"names": []}


def test_lamotrigine_by_seven_and_again_from_about_ten_to_eight(patient: Patient) -> None:
    listed(patient, "lamotrigine 150 mg", "sertraline")
    one_pm = datetime(2026, 12, 1, 21, 0, tzinfo=UTC)
    with timezone.override("America/Los_Angeles"):
        held = held_around(patient, visiting(patient, one_pm))
    assert [(each.name, f"{each.last:%H:%M}", f"{each.again:%H:%M}") for each in held] == [
        ("lamotrigine", "07:00", "19:50")
    ]


def test_the_page_says_the_hours_and_never_to_stop(patient: Patient, browser: Client) -> None:
    listed(patient, "lamotrigine 150 mg")
    visiting(patient, (timezone.now() + timedelta(days=3)).replace(hour=21))
    page = browser.get(LIST).content.decode()
    assert "Last dose, by now" in page and "Never stop lamotrigine on your own" in page and "Call " in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(
    rows: int, patient: Patient, browser: Client, django_assert_max_num_queries: object
) -> None:
    listed(patient, *["sertraline", "lamotrigine", "moon drops"][:rows])
    visiting(patient, timezone.now() + timedelta(days=3))
    with django_assert_max_num_queries(18) as seen:  # type: ignore[operator]
        browser.get(LIST)
    reads = [each["sql"] for each in seen.captured_queries if each["sql"].startswith("SELECT")]
    assert len(reads) <= 12


def test_a_line_with_two_misspelled_names_is_asked_back_twice(patient: Patient, browser: Client) -> None:
    asked = browser.post(ADD, {"as_written": "sertaline, klonipin", "meant": "sertraline", "dose": "one"})
    page = asked.content.decode()
    assert asked.status_code == 422 and 'value="sertraline, klonipin"' in page and 'value="one"' in page
    browser.post(ADD, {"as_written": "sertraline, klonipin", "meant": "Klonopin"})
    line = patient.medications.get()
    assert (line.as_written, line.status) == ("sertraline, Klonopin", "checked")


def test_names_that_look_alike_say_what_each_is_for(browser: Client) -> None:
    page = browser.post(ADD, {"as_written": "hydroxizine 25 mg"}).content.decode()
    assert "for allergies or itching" in page and "for blood pressure" in page


def test_the_list_is_in_order_whatever_the_letters_size(patient: Patient, browser: Client) -> None:
    listed(patient, "Zoloft", "abilify")
    page = browser.get(LIST).content.decode()
    assert page.index("abilify</h2>") < page.index("Zoloft</h2>")


def test_an_unchanged_name_is_not_asked_about_again(patient: Patient, browser: Client) -> None:
    browser.post(ADD, {"as_written": "lamotrigin", "meant": "as-written"})
    change = reverse("portal:medications_change", args=[patient.medications.get().pk])
    assert browser.post(change, {"as_written": "lamotrigin", "dose": "100 mg"}).url == LIST
    assert queries.medications_of(patient).get().dose == "100 mg"


def test_near_names_are_a_question_in_the_type_ahead(browser: Client) -> None:
    found = browser.get(reverse("portal:medications_names"), {"q": "klonip"}).json()["names"]
    assert [(each["name"], each["near"]) for each in found] == [("Klonopin", True)]
    assert (
        found[0]["label"] == "Did you mean Klonopin (clonazepam), for anxiety or sleep? You wrote “klonip”."
    )


def test_every_detail_of_a_line_is_told_and_changed(patient: Patient, browser: Client) -> None:
    told = {
        "as_written": "sertraline",
        "dose": "50 mg",
        "frequency": "daily",
        "last_taken_at": "2026-01-02T08:00",
        "prescriber": "Dr. Fern",
        "reason": "anxiety",
    }
    browser.post(ADD, told)
    line = queries.medications_of(patient).get()
    page = browser.get(LIST).content.decode()
    assert "50 mg, daily" in page and "from Dr. Fern · for anxiety" in page and "last taken" in page
    browser.post(
        reverse("portal:medications_change", args=[line.pk]),
        {**told, "prescriber": "Dr. Moss", "last_taken_at": "2026-01-03T08:00"},
    )
    after = queries.medications_of(patient).get()
    assert (after.prescriber, after.reason, after.dose) == ("Dr. Moss", "anxiety", "50 mg")
    assert timezone.localtime(after.last_taken_at).day == 3


def test_an_id_that_another_patients_line_has_names_nothing_here(patient: Patient, browser: Client) -> None:
    theirs = listed(somebody(), "Lamictal")
    sent = {"as_written": "Zoloft 50 mg", "client_id": str(theirs.pk)}
    for _ in range(2):
        assert browser.post(ADD, sent).status_code == 302
    (line,) = queries.medications_of(patient)
    assert line.pk != theirs.pk and line.as_written == "Zoloft 50 mg"
