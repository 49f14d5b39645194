"""Vial to vein: the balance moves only with a line, and never below zero."""

from datetime import date, timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.core.decisions import Refused
from sojourn.core.models import CannotRewrite
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import Delivery, RegisterEntry, SecondSignature
from sojourn.pharmacy.rules import Container, Party
from tests.factories import NOW, a_patient, a_user, a_vial

pytestmark = pytest.mark.django_db
OWN = SecondSignature.How.OWN_BROWSER
SUPPLIER = Party(name="Cascade Medical", address="400 Cedar Road, Salem", dea="AB1234563")
LABEL = {"lot": "24K118", "strength_mg_per_ml": 100, "volume_ml": D(5), "expires_on": date(2027, 3, 31)}


def received(by, *numbers, **changes):
    facts = {"supplier": SUPPLIER, "document": "INV-1", "document_on": NOW.date(), **changes}
    vials = [Container(number=each, **LABEL) for each in numbers]
    return actions.receive(containers=vials, by=by, now=NOW, **facts)


def test_a_delivery_says_from_whom_on_which_paper_and_who_took_it_in(nurse):
    delivery = received(nurse, "V-1", "V-2")
    assert (delivery.supplier, delivery.supplier_dea, delivery.document, delivery.by) == (
        "Cascade Medical",
        "AB1234563",
        "INV-1",
        nurse,
    )
    lines = RegisterEntry.objects.filter(kind="received")
    assert [(each.vial.number, each.balance_mg, each.vial.balance_mg) for each in lines] == [
        ("V-1", 500, 500),
        ("V-2", 500, 500),
    ]
    assert Event.objects.filter(kind="register.received").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"supplier": Party(name="", address="x", dea="AB1234563")}, "Name whom"),
        ({"supplier": Party(name="x", address=" ", dea="AB1234563")}, "their address"),
        ({"supplier": Party(name="x", address="x", dea="AB1234564")}, "no DEA number"),
        ({"document": " "}, "number of the invoice"),
        ({"document_on": NOW.date() + timedelta(days=1)}, "Read its date again"),
    ],
)
def test_a_delivery_without_its_paper_stays_out(nurse, changes, words):
    with pytest.raises(Refused, match=words):
        received(nurse, "V-1", **changes)
    assert not Delivery.objects.exists()


def test_the_same_vial_is_not_received_twice(vial, nurse):
    with pytest.raises(Refused, match="already in the register"):
        received(nurse, "V-9", vial.number)
    with pytest.raises(Refused, match="already in the register"):
        received(nurse, "V-9", "V-9")


def test_an_expired_vial_goes_back(nurse):
    with pytest.raises(Refused, match="goes back to the supplier"):
        a_vial(nurse, expires_on=date(2026, 3, 1))


def test_a_receipt_sent_twice_counts_once(nurse):
    entry = uuid4()
    assert received(nurse, "V-1", entry_id=entry) == received(nurse, "V-1", entry_id=entry)
    assert RegisterEntry.objects.count() == 1


def test_the_front_desk_keeps_no_register():
    with pytest.raises(Refused, match="does not keep the register"):
        a_vial(a_user(Role.FRONT_DESK))


def test_a_dose_leaves_the_vial_and_names_the_patient(vial, nurse):
    patient = a_patient()
    line = actions.record_given(vial=vial, mg=D("40"), patient=patient, by=nurse, now=NOW)
    assert (line.mg, line.balance_mg, line.patient) == (D("-40"), D("460"), patient)


def test_a_vial_never_gives_more_than_it_holds(vial, nurse):
    with pytest.raises(Refused, match="holds 500 mg by the register"):
        actions.record_given(vial=vial, mg=D("500.1"), patient=a_patient(), by=nurse, now=NOW)


def test_a_dose_that_was_given_before_the_vial_expired_can_be_corrected_afterwards(nurse):
    vial, patient, dose = a_vial(nurse, expires_on=NOW.date()), a_patient(), uuid4()
    wrong = actions.record_given(vial=vial, mg=D(40), patient=patient, dose=dose, by=nurse, now=NOW)
    later = NOW + timedelta(days=2)
    with pytest.raises(Refused, match="expired"):
        actions.record_given(vial=vial, mg=D(40), patient=patient, by=nurse, now=later)
    facts = {"patient": patient, "by": nurse, "now": later, "given_at": NOW, "dose": uuid4()}
    line = actions.record_given(vial=vial, mg=D(35), instead_of=wrong, **facts)
    assert (line.balance_mg, line.when) == (D(465), NOW)


def test_a_corrected_dose_moves_both_vials_and_the_wrong_line_names_its_reversal(vial, nurse):
    other, patient, dose = a_vial(nurse, "V-2"), a_patient(), uuid4()
    wrong = actions.record_given(vial=vial, mg=D(40), patient=patient, dose=dose, by=nurse, now=NOW)
    actions.record_given(
        vial=other, mg=D(40), patient=patient, dose=uuid4(), instead_of=wrong, by=nurse, now=NOW
    )
    vial.refresh_from_db()
    other.refresh_from_db()
    assert (vial.balance_mg, other.balance_mg) == (D(500), D(460))
    assert queries.line(wrong.pk).reversed_by.mg == D(40)


def test_whole_vials_go_to_the_reverse_distributor(vial, nurse):
    second = a_vial(nurse, "V-2")
    to = Party(name="Rogue Returns", address="9 Dock Street, Portland", dea="AB1234563")
    facts = {"reason": "expired", "to": to, "document": "RD-7", "by": nurse, "now": NOW}
    sent = actions.transfer(vials=[vial, second], **facts)
    assert [(each.mg, each.balance_mg) for each in sent.entries.all()] == [(-500, 0), (-500, 0)]
    with pytest.raises(Refused, match="Nothing is left in V-0412"):
        actions.transfer(vials=[vial], **facts)


def test_a_line_is_never_changed(vial):
    line = vial.entries.get()
    line.mg = 1
    with pytest.raises(CannotRewrite):
        line.save()


def test_vial_of_the_brief_draw_60_give_55_waste_5_leaves_440(vial, nurse, provider):
    actions.record_given(vial=vial, mg=D(55), patient=a_patient(), by=nurse, now=NOW)
    line = actions.waste(vial=vial, mg=D(5), reason="left in the syringe", by=nurse, now=NOW)
    actions.sign_waste(line=line, how=OWN, by=provider, now=NOW)
    vial.refresh_from_db()
    assert vial.balance_mg == D(440)
