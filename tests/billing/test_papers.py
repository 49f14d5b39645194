"""Superbills (P29) and good-faith estimates (45 CFR 149.610), from the visit to the paper."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sojourn import content
from sojourn.audit.models import Event
from sojourn.billing.actions import (
    give_estimate,
    issue_superbill,
    read_estimate,
    take_payment,
)
from sojourn.billing.models import EstimateRead, Superbill
from sojourn.billing.queries import (
    estimate_paper,
    estimate_watch,
    ledger_of,
    receipt_paper,
    superbill_paper,
)
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.faces.ui.paper import render
from sojourn.prescribing.models import PlanRevision
from sojourn.scheduling.states import AppointmentState
from tests.billing.story import Story
from tests.factories import NOW, a_user


def text_of(pdf: bytes, folder: Path) -> str:
    """What a PDF says, as one line."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def pay(story: Story, cents: int) -> Any:
    return take_payment(
        patient=story.patient,
        method="card",
        cents=cents,
        reference="",
        client_id=new_id(),
        by=story.desk,
        now=NOW,
    )


def a_plan(story: Story, **changes: Any) -> PlanRevision:
    facts = {
        "patient": story.patient,
        "number": 1,
        "kind": "series",
        "sessions": 4,
        "preparation_visits": 0,
        "reason": "Recurrent depression.",
        "by": story.doctor.user,
        "at": NOW,
    }
    return PlanRevision.objects.create(**{**facts, **changes})


def test_the_superbill_of_a_signed_paid_integration_visit(story: Story, tmp_path: Path) -> None:
    visit = story.charged("integration", days_ago=2).appointment
    story.signed(visit)
    pay(story, 170_00)
    superbill = issue_superbill(appointment=visit, by=story.desk, now=NOW)
    said = text_of(render("superbill", superbill_paper(superbill)), tmp_path)
    for words in (
        "Superbill",
        "S-0001",
        story.patient.legal_name,
        "17 May 1990",
        "Hollis Greenaway, LPC",
        "1558598797",
        content.pack().clinic.tin,
        "90834",
        "F33.1",
        "11",
        "Integration visit",
        "$170.00",
        "Paid in full.",
        "28 February 2026",
    ):
        assert words in said
    assert Event.objects.filter(kind="superbill.issued").count() == 1


def test_the_intake_has_the_code_of_the_pack(story: Story) -> None:
    visit = story.charged("intake").appointment
    story.signed(visit, minutes=None)
    superbill = issue_superbill(appointment=visit, by=story.desk, now=NOW)
    assert superbill.content["lines"][0]["code"] == "99204"
    assert superbill.content["notes"] == ["Open: $220.00."]


def test_no_superbill_for_the_ketamine_session_and_the_sentence_of_the_pack_says_so(story: Story) -> None:
    visit = story.charged("session").appointment
    story.signed(visit)
    with pytest.raises(Refused) as refused:
        issue_superbill(appointment=visit, by=story.desk, now=NOW)
    assert str(refused.value) == content.pack().services["session"].superbill_refusal
    assert not Superbill.objects.exists()


@pytest.mark.parametrize(
    ("service", "note", "npi", "codes"),
    [
        ("intake", None, "1234567893", ["unsigned", "no_diagnosis"]),
        ("integration", {"diagnoses": ()}, "1558598797", ["no_diagnosis"]),
        ("integration", {"minutes": 15}, "1558598797", ["too_short"]),
        ("integration", {"minutes": None}, "1558598797", ["no_minutes"]),
        ("integration", {}, "1234567890", ["npi"]),
        ("integration", {}, "", ["npi"]),
    ],
)
def test_a_superbill_waits_until_nothing_is_missing(
    story: Story, service: str, note: dict[str, Any] | None, npi: str, codes: list[str]
) -> None:
    staff = story.doctor if service == "intake" else story.therapist
    type(staff).objects.filter(pk=staff.pk).update(npi=npi)
    visit = story.charged(service, staff=staff).appointment
    if note is not None:
        story.signed(visit, **note)
    with pytest.raises(Refused) as refused:
        issue_superbill(appointment=visit, by=story.desk, now=NOW)
    assert [finding.code for finding in refused.value.decision.blocking] == codes


def test_a_superbill_asked_for_again_is_the_same_until_something_on_it_changed(story: Story) -> None:
    visit = story.charged("integration").appointment
    story.signed(visit)
    first = issue_superbill(appointment=visit, by=story.desk, now=NOW)
    assert issue_superbill(appointment=visit, by=story.desk, now=NOW + timedelta(days=3)) == first
    pay(story, 170_00)
    second = issue_superbill(appointment=visit, by=story.desk, now=NOW)
    assert (second.number, second.content["paid"], first.content["paid"]) == (2, 170_00, 0)


def test_the_account_says_of_each_visit_how_its_superbill_stands(story: Story) -> None:
    intake = story.charged("intake", days_ago=9).appointment
    story.signed(intake)
    issue_superbill(appointment=intake, by=story.desk, now=NOW)
    story.charged("integration", days_ago=5)
    story.signed(story.charged("integration", days_ago=3).appointment)
    story.charged("session", days_ago=1)
    standings = [line.standing for line in ledger_of(story.patient).lines]
    assert standings == ["issued", "waiting", "ready", "never"]


@pytest.mark.parametrize(
    ("sessions", "preparation", "dollars"), [(4, 0, 3_100), (8, 0, 5_980), (4, 1, 3_270), (8, 2, 6_320)]
)
def test_the_estimate_of_a_course_adds_up(
    story: Story, sessions: int, preparation: int, dollars: int
) -> None:
    a_plan(story, sessions=sessions, preparation_visits=preparation)
    estimate = give_estimate(patient=story.patient, scope="course", by=story.desk, now=NOW)
    assert estimate.total_cents == dollars * 100
    assert sum(line["amount"] for line in estimate.content["lines"]) == dollars * 100


def test_an_estimate_carries_everything_the_law_asks_for(story: Story, tmp_path: Path) -> None:
    a_plan(story)
    estimate = give_estimate(patient=story.patient, scope="course", by=story.desk, now=NOW)
    said = text_of(render("estimate", estimate_paper(estimate)), tmp_path)
    clinic = content.pack().clinic
    for words in (
        "E-0001",
        story.patient.legal_name,
        "17 May 1990",
        "Ketamine session, one to one",
        "Imogen Sorrel, MD",
        "1234567893",
        clinic.npi,
        clinic.tin,
        "90834",
        "99204",
        "$3,100.00",
        "2 March 2027",
        "$400",
        "not a contract",
        "never affects your care",
        "Small group session",
        "Who provides them",
        "Hollis Greenaway, LPC",
        "1558598797",
        clinic.address,
        "Not known before the first visit",
    ):
        assert words in said
    assert OutboundMessage.objects.filter(once=f"estimate:{estimate.pk}").count() == 1


def test_before_the_intake_only_the_intake_is_estimated(story: Story) -> None:
    with pytest.raises(Refused) as refused:
        give_estimate(patient=story.patient, scope="course", by=story.desk, now=NOW)
    assert "There is no plan yet" in str(refused.value)
    estimate = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)
    assert estimate.total_cents == 220_00


@pytest.mark.parametrize(
    ("days_ahead", "due"),
    [(2, None), (9, date(2026, 3, 3)), (14, date(2026, 3, 5))],
)
def test_the_estimate_knows_its_deadline(story: Story, days_ahead: int, due: date | None) -> None:
    story.visit("intake", days_ago=-days_ahead, state=AppointmentState.BOOKED, booked_at=NOW)
    estimate = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)
    assert estimate.due_on == due


def test_an_intake_already_charged_is_not_estimated_again(story: Story) -> None:
    story.charged("intake", days_ago=3)
    a_plan(story)
    estimate = give_estimate(patient=story.patient, scope="course", by=story.desk, now=NOW)
    assert estimate.total_cents == 2_880_00


def test_an_estimate_sent_twice_is_given_once(story: Story) -> None:
    id = new_id()
    first = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW, client_id=id)
    assert give_estimate(patient=story.patient, scope="intake", by=None, now=NOW, client_id=id) == first


def test_the_patient_and_only_the_patient_reads_the_estimate_once(story: Story) -> None:
    estimate = give_estimate(patient=story.patient, scope="intake", by=None, now=NOW)
    with pytest.raises(Refused):
        read_estimate(estimate=estimate, by=a_user("patient"), now=NOW)
    read_estimate(estimate=estimate, by=story.patient.user, now=NOW)
    read_estimate(estimate=estimate, by=story.patient.user, now=NOW + timedelta(hours=1))
    assert EstimateRead.objects.get().at == NOW


def test_the_bill_is_watched_against_the_latest_estimate(story: Story) -> None:
    a_plan(story, sessions=1, kind="single", integration_after_each=False)
    give_estimate(patient=story.patient, scope="course", by=story.desk, now=NOW - timedelta(days=30))
    for days in (20, 10):
        story.charged("session", days_ago=days)
    watch = estimate_watch(story.patient)
    assert (watch.estimate.total_cents, watch.billed_cents, watch.over_cents) == (770_00, 1_100_00, 330_00)
    assert not watch.may_be_disputed
    story.charged("session", days_ago=5, price_cents=70_00)
    assert estimate_watch(story.patient).may_be_disputed


def test_a_receipt_on_paper(story: Story, tmp_path: Path) -> None:
    story.charged("session")
    payment = pay(story, 550_00)
    said = text_of(render("receipt", receipt_paper(payment)), tmp_path)
    for words in ("R-0001", story.patient.legal_name, "Ketamine session", "$550.00", "Card", "HSA, FSA"):
        assert words in said
