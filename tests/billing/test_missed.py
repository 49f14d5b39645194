"""Cancelled late or not attended: noted with its reason, charged by the pack's policy, waived by whoever may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from sojourn import content
from sojourn.accounts.models import User
from sojourn.billing import actions
from sojourn.billing.models import Charge
from sojourn.billing.queries import balance_of, ledger_of
from sojourn.comms.models import OutboundMessage
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.scheduling.models import Appointment, Claim
from tests.factories import a_patient, a_user
from tests.scheduling.clinic_day import Clinic, a_clinic, at

EARLY, LATE, AFTER = at("09:00") - timedelta(days=1), at("09:00"), at("10:20")
FEE, NO_SHOW = 4000, 6000


@pytest.fixture
def clinic(db: None, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A pack that asks a fee for both."""
    pack = content.pack()
    terms = msgspec.structs.replace(pack.policies.cancellation, fee_cents=FEE, no_show_fee_cents=NO_SHOW)
    policies = msgspec.structs.replace(pack.policies, cancellation=terms)
    changed = msgspec.structs.replace(pack, policies=policies)
    monkeypatch.setattr(content, "pack", lambda: changed)
    return a_clinic()


@pytest.fixture
def wren(clinic: Clinic) -> Iterator[User]:
    yield a_user("patient")


@pytest.fixture
def visit(clinic: Clinic, wren: User) -> Appointment:
    return clinic.book("intake", at("10:00"), patient=a_patient(user=wren))


@pytest.mark.parametrize(
    ("cause", "when", "cents"),
    [
        ("changed-plans", EARLY, 0),
        ("changed-plans", LATE, FEE),
        ("other", LATE, FEE),
        ("illness", LATE, 0),
        ("bereavement", LATE, 0),
    ],
)
def test_what_cancelling_costs(clinic: Clinic, visit: Appointment, cause: str, when, cents: int) -> None:  # type: ignore[no-untyped-def]
    charge = actions.cancel_visit(appointment=visit, cause=cause, reason="", by=clinic.desk, now=when)
    assert (charge.cents if charge else 0) == cents == balance_of(visit.patient)
    change = visit.changes.get(move="cancel")
    assert (change.cause, change.is_late, change.fee_cents) == (cause, when == LATE, cents)
    assert not Claim.objects.filter(appointment=visit).exists()


@pytest.mark.parametrize(
    ("cause", "cents"), [("unknown", NO_SHOW), ("changed-plans", NO_SHOW), ("emergency", 0)]
)
def test_what_not_coming_costs(clinic: Clinic, visit: Appointment, cause: str, cents: int) -> None:
    actions.miss_visit(appointment=visit, cause=cause, reason="Voicemail", by=clinic.desk, now=AFTER)
    assert balance_of(visit.patient) == cents
    change = visit.changes.get(move="miss")
    assert (change.state, change.cause, change.reason) == ("no_show", cause, "Voicemail")
    assert not Claim.objects.filter(appointment=visit).exists()


def test_who_did_not_come_is_told_kindly_and_nothing_of_what_for(clinic: Clinic, visit: Appointment) -> None:
    actions.miss_visit(appointment=visit, cause="unknown", reason="", by=clinic.desk, now=AFTER)
    message = OutboundMessage.objects.get(template="visit-missed")
    assert "hope that you are well" in message.text and "fee" not in message.text.lower()
    said = (message.subject + message.text).lower()
    assert not [word for word in (*content.pack().policies.private_words, "intake") if word in said]


def test_a_patient_cancels_late_with_their_own_reasons(
    clinic: Clinic, visit: Appointment, wren: User
) -> None:
    with pytest.raises(Refused, match="choose one of the reasons"):
        actions.cancel_visit(appointment=visit, cause="clinic-moved-it", reason="", by=wren, now=LATE)
    with pytest.raises(Refused, match="choose one of the reasons"):
        actions.cancel_visit(appointment=visit, cause="boredom", reason="", by=wren, now=LATE)
    with pytest.raises(Refused, match="in a word why"):
        actions.cancel_visit(appointment=visit, cause="", reason=" ", by=wren, now=LATE)
    charge = actions.cancel_visit(appointment=visit, cause="changed-plans", reason="", by=wren, now=LATE)
    assert charge and charge.by == wren and charge.description == "Cancelled late"


def test_a_fee_is_waived_with_a_reason_by_whoever_may(clinic: Clinic, visit: Appointment) -> None:
    charge = actions.cancel_visit(
        appointment=visit, cause="other", reason="The bus", by=clinic.desk, now=LATE
    )
    assert charge
    with pytest.raises(Refused, match="owner’s decision"):
        actions.waive(charge=charge, cents=FEE, reason="Snow", by=clinic.desk, now=LATE)
    owner = a_user("owner")
    with pytest.raises(Refused):
        actions.waive(charge=charge, cents=FEE, reason=" ", by=owner, now=LATE)
    actions.waive(charge=charge, cents=FEE, reason="Snow", by=owner, now=LATE)
    assert balance_of(visit.patient) == 0 and ledger_of(visit.patient)


def test_a_fee_is_paid_like_anything_else(clinic: Clinic, visit: Appointment) -> None:
    from sojourn.billing.queries import receipt_paper

    actions.miss_visit(appointment=visit, cause="unknown", reason="", by=clinic.desk, now=AFTER)
    payment = actions.take_payment(
        patient=visit.patient,
        method="card",
        cents=NO_SHOW,
        reference="",
        client_id=new_id(),
        by=clinic.desk,
        now=AFTER,
    )
    assert "Visit not attended" in str(receipt_paper(payment)) and balance_of(visit.patient) == 0


def test_saying_it_twice_charges_once(clinic: Clinic, visit: Appointment) -> None:
    actions.miss_visit(appointment=visit, cause="unknown", reason="", by=clinic.desk, now=AFTER)
    with pytest.raises(Refused):
        actions.miss_visit(appointment=visit, cause="unknown", reason="", by=clinic.desk, now=AFTER)
    assert Charge.objects.count() == 1
