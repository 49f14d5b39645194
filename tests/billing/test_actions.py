"""Charging, paying, refunding, waiving, and paying in parts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sojourn.audit.models import Event
from sojourn.billing.actions import (
    agree_plan,
    charge_visit,
    finish_visit,
    refund,
    remind,
    take_payment,
    waive,
)
from sojourn.billing.models import Charge, Payment
from sojourn.billing.queries import (
    balance_of,
    behind,
    day_close,
    ledger_of,
    owing,
    plan_state,
    receipt_paper,
)
from sojourn.clinic.queries import rooms_of_kind
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.core.models import CannotRewrite
from sojourn.scheduling import actions as scheduling
from sojourn.scheduling.states import AppointmentState
from tests.billing.story import Story
from tests.factories import NOW, a_patient, a_user

TODAY = date(2026, 3, 2)


def pay(story: Story, cents: int, **changes: object) -> Payment:
    facts = {
        "patient": story.patient,
        "method": "card",
        "cents": cents,
        "reference": "",
        "client_id": new_id(),
        "by": story.desk,
        "now": NOW,
    }
    return take_payment(**{**facts, **changes})


def refusal(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.decision.blocking]


def test_a_visit_is_charged_once_at_the_price_stored_with_its_booking(story: Story) -> None:
    visit = story.visit("group", price_cents=195_00)
    first = charge_visit(appointment=visit, by=story.desk, now=NOW)
    assert charge_visit(appointment=visit, by=story.desk, now=NOW) == first
    assert (first.cents, first.description) == (195_00, "Small group session")
    assert balance_of(story.patient) == 195_00


def test_finishing_a_visit_charges_it_both_or_neither(story: Story) -> None:
    starts_at = NOW + timedelta(days=1)
    visit = scheduling.book(
        patient=story.patient,
        service="intake",
        staff=story.doctor,
        room=rooms_of_kind("consulting")[0],
        starts_at=starts_at,
        by=story.desk,
        now=NOW,
    )
    with pytest.raises(Refused):
        finish_visit(appointment=visit, by=story.desk, now=starts_at)
    assert not Charge.objects.exists()
    scheduling.arrive(appointment=visit, by=story.desk, now=starts_at)
    scheduling.begin(appointment=visit, by=story.desk, now=starts_at)
    for _ in range(2):
        charge = finish_visit(appointment=visit, by=story.desk, now=starts_at + timedelta(minutes=50))
    visit.refresh_from_db()
    assert (visit.state, charge.cents, Charge.objects.count()) == ("done", 220_00, 1)


def test_a_visit_that_has_not_taken_place_is_not_charged(story: Story) -> None:
    visit = story.visit("session", state=AppointmentState.BOOKED)
    with pytest.raises(Refused) as refused:
        charge_visit(appointment=visit, by=story.desk, now=NOW)
    assert refusal(refused) == ["not_done"]


def test_a_payment_lowers_the_balance_and_writes_to_the_patient(story: Story) -> None:
    story.charged("integration")
    payment = pay(story, 170_00, method="hsa", reference="card ending 4417")
    assert balance_of(story.patient) == 0
    assert payment.receipt_number == "R-0001"
    assert OutboundMessage.objects.get(once=f"receipt:{payment.pk}").to == story.patient.email
    assert Event.objects.filter(kind="payment.taken", patient_id=str(story.patient.pk)).count() == 1


def test_a_payment_sent_twice_is_taken_once(story: Story) -> None:
    story.charged("integration")
    id = new_id()
    assert pay(story, 100_00, client_id=id) == pay(story, 100_00, client_id=id)
    assert balance_of(story.patient) == 70_00


def test_a_form_used_for_one_person_is_not_used_for_another(story: Story) -> None:
    story.charged("integration")
    id = pay(story, 100_00).pk
    with pytest.raises(Refused) as refused:
        pay(story, 70_00, client_id=id, patient=a_patient())
    assert refusal(refused) == ["client_id"]


@pytest.mark.parametrize(
    ("cents", "changes", "codes"),
    [
        (170_01, {}, ["too_much"]),
        (0, {}, ["amount"]),
        (-1, {}, ["amount"]),
        (100_00, {"method": "shells"}, ["method"]),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    story: Story, cents: int, changes: dict[str, object], codes: list[str]
) -> None:
    story.charged("integration")
    with pytest.raises(Refused) as refused:
        pay(story, cents, **changes)
    assert refusal(refused) == codes
    assert not Payment.objects.exists()


def test_only_those_who_take_payments_take_payments(story: Story) -> None:
    story.charged("integration")
    with pytest.raises(Refused) as refused:
        pay(story, 170_00, by=story.therapist.user)
    assert refusal(refused) == ["permission"]


def test_receipt_numbers_have_no_gap_even_after_refusals(story: Story) -> None:
    story.charged("session")
    numbers = [pay(story, 100_00).number]
    with pytest.raises(Refused):
        pay(story, 999_99)
    numbers += [pay(story, 100_00).number, pay(story, 50_00).number]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize("cents", [-1, 0, 2_000_001])
def test_the_database_refuses_impossible_amounts(story: Story, cents: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(
            patient=story.patient, number=1, method="cash", cents=cents, by=story.desk, at=NOW
        )
    if cents:
        with pytest.raises(IntegrityError), transaction.atomic():
            Charge.objects.create(
                patient=story.patient, service="session", description="x", cents=cents, at=NOW
            )


def test_payments_and_charges_are_never_rewritten(story: Story) -> None:
    charge = story.charged("session")
    charge.cents = 1
    with pytest.raises(CannotRewrite):
        charge.save()
    with pytest.raises(CannotRewrite):
        Payment.objects.update(cents=1)


def test_a_refund_answers_a_payment_once_and_has_its_own_receipt(story: Story) -> None:
    story.charged("session")
    payment = pay(story, 550_00, method="cash")
    back = refund(payment=payment, cents=200_00, reason="Session cut short.", by=story.owner, now=NOW)
    assert (back.cents, back.method, back.number) == (-200_00, "cash", 2)
    assert balance_of(story.patient) == 200_00
    with pytest.raises(Refused) as refused:
        refund(payment=payment, cents=10_00, reason="Again.", by=story.owner, now=NOW)
    assert refusal(refused) == ["once"]


def test_the_front_desk_neither_waives_nor_refunds(story: Story) -> None:
    charge = story.charged("session")
    payment = pay(story, 550_00)
    with pytest.raises(Refused):
        refund(payment=payment, cents=1_00, reason="Asked.", by=story.desk, now=NOW)
    with pytest.raises(Refused):
        waive(charge=charge, cents=1_00, reason="Asked.", by=story.desk, now=NOW)


def test_a_waiver_takes_something_off_with_its_reason_and_leaves_the_charge(story: Story) -> None:
    charge = story.charged("session")
    waive(charge=charge, cents=50_00, reason="Room was noisy.", by=story.owner, now=NOW)
    (line,) = ledger_of(story.patient).lines
    assert (line.charge.cents, line.off_cents, line.off_reason, line.due_cents) == (
        550_00,
        50_00,
        "Room was noisy.",
        500_00,
    )
    with pytest.raises(Refused) as refused:
        waive(charge=charge, cents=600_00, reason="", by=story.owner, now=NOW)
    assert refusal(refused) == ["once", "too_much", "reason"]


def plan(story: Story, total: int = 550_00, parts: int = 4, **changes: object) -> object:
    facts = {
        "patient": story.patient,
        "total_cents": total,
        "parts": parts,
        "first_due": TODAY,
        "by": story.desk,
        "now": NOW,
    }
    return agree_plan(**{**facts, **changes})


def test_a_session_is_paid_in_four_parts(story: Story) -> None:
    story.charged("session")
    agreed = plan(story)
    first = agreed.instalments.first()
    pay(story, 137_50, instalment=first)
    state = plan_state(story.patient, TODAY)
    assert [part.cents for part in state.parts] == [137_50] * 4
    assert (state.next_due.number, state.next_due.due_on) == (2, date(2026, 4, 2))
    assert state.open_cents == balance_of(story.patient) == 412_50
    assert not state.is_behind


@pytest.mark.parametrize(
    ("total", "parts", "changes", "codes"),
    [
        (720_01, 4, {}, ["too_much"]),
        (-1, 4, {}, ["amount"]),
        (550_00, 5, {}, ["parts", "truth_in_lending"]),
        (550_00, 4, {"first_due": TODAY - timedelta(days=1)}, ["first_due"]),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    story: Story, total: int, parts: int, changes: dict[str, object], codes: list[str]
) -> None:
    story.charged("session")
    story.charged("integration")
    with pytest.raises(Refused) as refused:
        plan(story, total, parts, **changes)
    assert refusal(refused) == codes


def test_what_is_on_one_plan_is_not_put_on_another(story: Story) -> None:
    story.charged("session")
    plan(story)
    story.charged("integration")
    with pytest.raises(Refused) as refused:
        plan(story, 170_01, 2)
    assert "Only $170.00" in str(refused.value)
    plan(story, 170_00, 2)


def test_a_plan_sent_twice_is_agreed_once(story: Story) -> None:
    story.charged("session")
    id = new_id()
    assert plan(story, client_id=id) == plan(story, client_id=id)


def test_another_persons_instalment_is_not_paid(story: Story) -> None:
    story.charged("session")
    instalment = plan(story).instalments.first()
    other = Story(a_patient(), story.desk, story.owner, story.doctor, story.therapist)
    other.charged("integration")
    with pytest.raises(Refused) as refused:
        pay(other, 100_00, instalment=instalment)
    assert refusal(refused) == ["instalment"]


@pytest.mark.parametrize(("days", "names"), [(0, 0), (5, 0), (6, 1)])
def test_who_is_behind_is_known_after_the_days_of_grace(story: Story, days: int, names: int) -> None:
    story.charged("session")
    plan(story)
    found = behind(TODAY + timedelta(days=days))
    assert len(found) == names
    assert [each.state.behind_cents for each in found] == [137_50] * names


def test_an_instalment_is_announced_once_and_missed_kindly_once(story: Story) -> None:
    story.charged("session")
    plan(story, first_due=TODAY + timedelta(days=10))
    for day in range(30):
        remind(now=NOW + timedelta(days=day))
    sent = OutboundMessage.objects.filter(template__startswith="instalment").order_by("created_at")
    assert [(each.template, (each.created_at - NOW).days) for each in sent] == [
        ("instalment-due", 7),
        ("instalment-late", 16),
    ]
    assert "$137.50" in sent[0].text
    assert "part 1 of 4" in sent[0].text


def test_the_day_closes_by_method_with_refunds(story: Story) -> None:
    story.charged("session")
    story.charged("integration")
    pay(story, 170_00, method="cash")
    card = pay(story, 300_00)
    refund(payment=card, cents=100_00, reason="Charged too much.", by=story.owner, now=NOW)
    pay(story, 50_00, now=NOW + timedelta(days=1))
    close = day_close(TODAY)
    assert [(m.method, m.count, m.received_cents, m.returned_cents) for m in close.methods] == [
        ("cash", 1, 170_00, 0),
        ("card", 2, 300_00, 100_00),
    ]
    assert close.cents == 370_00


def test_the_day_is_the_clinics_day_and_not_utcs(story: Story) -> None:
    story.charged("session")
    late = NOW.replace(hour=6) + timedelta(days=1)  # ten in the evening at the clinic
    pay(story, 100_00, now=late)
    assert day_close(TODAY).cents == 100_00


def test_balances_list_everybody_who_owes_or_is_owed(story: Story) -> None:
    story.charged("session")
    assert [(each.patient, each.cents) for each in owing()] == [(story.patient, 550_00)]
    pay(story, 550_00)
    assert owing() == []


def test_a_receipt_says_what_it_settled_and_what_was_left_then(story: Story) -> None:
    story.charged("integration", days_ago=6)
    story.charged("session", days_ago=1)
    first = pay(story, 307_50, reference="ending 4417")
    second = pay(story, 100_00)
    paper = receipt_paper(first)
    assert [(line["what"], line["amount"]) for line in paper["lines"]] == [
        ("Integration visit", 170_00),
        ("Ketamine session, one to one", 137_50),
    ]
    assert "NPI 1558598797" in paper["lines"][0]["provider"]
    assert (paper["total"], paper["paid"], paper["balance"]) == (720_00, 307_50, 412_50)
    assert paper["payments"][0]["how"] == "Card, ending 4417"
    assert receipt_paper(second)["balance"] == 312_50
    assert receipt_paper(first) == paper


def test_a_receipt_of_a_plan_says_what_is_left_on_it(story: Story) -> None:
    story.charged("session")
    agreed = plan(story)
    paid = pay(story, 137_50, instalment=agreed.instalments.first())
    assert receipt_paper(paid)["notes"][0] == "0 % plan, instalment 1 of 4. Left on the plan: $412.50."


def test_an_account_costs_the_same_queries_however_long_it_is(
    story: Story, django_assert_max_num_queries: object
) -> None:
    for days in range(6):
        story.signed(story.charged("integration", days_ago=days).appointment)
    pay(story, 100_00)
    with django_assert_max_num_queries(4):
        assert len(ledger_of(story.patient).lines) == 6


def test_a_patient_who_is_not_staff_pays_nobody_elses_account(story: Story) -> None:
    story.charged("session")
    with pytest.raises(Refused):
        pay(story, 550_00, by=a_user("patient"))
