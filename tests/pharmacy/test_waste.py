"""Waste waits for a second person, who signs for themselves."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from sojourn.accounts.roles import Role
from sojourn.core.decisions import Refused
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import SecondSignature
from tests.factories import NOW, a_user

pytestmark = pytest.mark.django_db
OWN = SecondSignature.How.OWN_BROWSER


@pytest.fixture
def line(vial, nurse):
    return actions.waste(vial=vial, mg=D(5), reason="left in the syringe", by=nurse, now=NOW)


def sign(line, by):
    return actions.sign_waste(line=line, how=OWN, by=by, now=NOW)


def test_waste_leaves_the_vial_at_once_and_waits_for_its_witness(line, vial):
    vial.refresh_from_db()
    assert vial.balance_mg == D(495)
    assert list(queries.unsigned_waste()) == [line]


def test_the_second_person_signs_once(line, provider):
    assert sign(line, provider) == sign(line, provider)
    assert not queries.unsigned_waste().exists()
    with pytest.raises(Refused, match="Imogen Sorrel has signed"):
        sign(line, a_user(Role.PROVIDER))


def test_nobody_signs_for_themselves(line, nurse):
    with pytest.raises(Refused, match="somebody else"):
        sign(line, nurse)


def test_the_desk_does_not_witness(line):
    with pytest.raises(Refused, match="may handle medication"):
        sign(line, a_user(Role.FRONT_DESK))


def test_the_database_wants_the_second_person_too(line, nurse, provider):
    row = {"entry": line, "how": "own", "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondSignature.objects.create(first=nurse, by=nurse, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondSignature.objects.create(first=provider, by=nurse, **row)


def test_only_the_writer_takes_waste_back_and_only_before_it_is_signed(line, vial, nurse, provider):
    with pytest.raises(Refused, match="whoever wrote it"):
        actions.withdraw_waste(line=line, reason="typed wrongly", by=provider, now=NOW)
    actions.withdraw_waste(line=line, reason="typed wrongly", by=nurse, now=NOW)
    vial.refresh_from_db()
    assert vial.balance_mg == D(500)
    assert not queries.unsigned_waste().exists()
    with pytest.raises(Refused, match="nothing to sign"):
        sign(line, provider)


def test_what_was_signed_is_not_taken_back(line, nurse, provider):
    sign(line, provider)
    with pytest.raises(Refused, match="so it stays"):
        actions.withdraw_waste(line=line, reason="typed wrongly", by=nurse, now=NOW)


def test_a_line_of_another_kind_is_no_waste(vial, provider):
    with pytest.raises(Refused, match="no waste"):
        sign(vial.entries.get(), provider)
