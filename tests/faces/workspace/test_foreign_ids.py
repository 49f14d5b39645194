"""A form that carries another record's id: it is kept under an id of its own, and the other record stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.forms.models import model_to_dict
from django.test import RequestFactory
from django.urls import reverse

from sojourn import faces
from sojourn.accounts.roles import Role
from sojourn.billing import actions as billing
from sojourn.core.ids import new_id
from sojourn.faces.ui.submitting import client_id
from sojourn.intake import actions as intake
from sojourn.people import actions as people
from sojourn.prescribing import actions as prescribing
from tests.billing.story import Story
from tests.factories import NOW, SUPPLIER, a_staff_member, a_user, a_vial, the_clinic
from tests.screening.asking import QUESTION, a_colleague, a_letter
from tests.stories import DEA, NPI, a_patient_with_a_plan, a_prescription

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Posted:
    """A form, what is typed in it, and a row of somebody else whose id it carries."""

    page: str
    typed: dict[str, Any]
    theirs: Any


@pytest.fixture
def everybody(client, time_machine):
    """One person who may do everything, so that every form opens."""
    time_machine.move_to(NOW, tick=False)
    the_clinic()
    user = a_user(Role.PROVIDER, Role.NURSE, Role.OWNER, Role.FRONT_DESK)
    a_staff_member(user=user, dea_number=DEA, npi=NPI, credentials="MD")
    client.force_login(user)
    return user


def page(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def lines_of_the_record(mine: Any, other: Any, by: Any) -> list[Posted]:
    signed: dict[str, Any] = {"patient": other, "by": by, "now": NOW}
    medicine = intake.add_medication(as_written="Lamictal", **signed)
    problem = intake.add_problem(name="Asthma", state="active", **signed)
    allergy = intake.add_allergy(as_written="Latex", harm="mild", **signed)
    values = {"systolic": "120", "diastolic": "80"}
    (reading, *_) = intake.record_readings(
        values=values, taken_at=NOW, source="Lab", client_id=new_id(), **signed
    )
    taken = {"taken_at": "2026-03-02T08:00", "source": "Lab", **values}
    message = people.send_message(patient=other, sender=by, text="Hello.", now=NOW)
    return [
        Posted(page("chart_medication_add", mine.pk), {"as_written": "zinc"}, medicine),
        Posted(
            page("chart_history_line_add", mine.pk, "problems"),
            {"name": "Gout", "state": "active"},
            problem,
        ),
        Posted(
            page("chart_history_line_add", mine.pk, "allergies"),
            {"as_written": "Shellfish", "harm": "mild"},
            allergy,
        ),
        Posted(page("chart_readings", mine.pk), taken, reading),
        Posted(page("chart_messages", mine.pk), {"text": "Only water, please."}, message),
    ]


def papers_of_the_record(mine: Any, other: Any, by: Any) -> list[Posted]:
    letter = a_letter(by, patient=other)
    asked = {"member": a_colleague(mine).pk, "question": QUESTION, "how": "post", "due_on": "2026-03-16"}
    order = a_prescription(setting="pharmacy", preparation="troche-100", quantity=4)
    written = [prescribing.prescribe(patient=each, by=by, now=NOW, **order) for each in (mine, other)]
    fill = prescribing.record_fill(prescription=written[1], filled_on=NOW.date(), by=by, now=NOW)
    return [
        Posted(
            page("chart_letter_write", mine.pk),
            {**asked, "text": f"Dear Dr Ode, {QUESTION}", "keep": "1"},
            letter,
        ),
        Posted(
            page("chart_plan", mine.pk),
            {"do": "fill", "prescription": written[0].pk, "filled_on": "2026-03-02"},
            fill,
        ),
    ]


def money(mine: Any, other: Any, by: Any) -> list[Posted]:
    story = Story(
        patient=mine, desk=by, owner=by, doctor=a_staff_member(), therapist=a_staff_member("therapist")
    )
    for patient in (other, mine):
        story.patient = patient
        charge = story.charged("session")
    paid = billing.take_payment(
        patient=other, method="cash", cents=20_00, reference="", client_id=new_id(), by=by, now=NOW
    )
    terms = {"total_cents": "120.00", "parts": "3", "first_due": "2026-03-02"}
    plan = billing.agree_plan(
        patient=other, total_cents=120_00, parts=3, first_due=NOW.date(), by=by, now=NOW
    )
    waiver = {"cents": "10.00", "reason": "A long drive."}
    return [
        Posted(page("billing_take_payment", mine.pk), {"method": "cash", "cents": "20.00"}, paid),
        Posted(page("billing_agree_plan", mine.pk), terms, plan),
        Posted(page("billing_waive", mine.pk, charge.pk), waiver, other.charges.get()),
    ]


def things_of_the_clinic(mine: Any, other: Any, by: Any) -> list[Posted]:
    facts: dict[str, Any] = {"lot": "x", "strength_mg_per_ml": 100, "volume_ml": Decimal(5)}
    delivery = {**SUPPLIER, **facts, "document_on": "2026-03-02", "expires_on": "2027-03-02"}
    new = {"first_name": "Ida", "last_name": "Bramble", "birth_date": "1991-02-03"}
    return [
        Posted(
            page("register_receive"),
            {**delivery, "number": "2"},
            a_vial(by, "1").delivery,
        ),
        Posted(page("patient_new"), {**new, "email": "ida@example.test", "phone": "503 555 0111"}, other),
    ]


@pytest.mark.parametrize("subject", [lines_of_the_record, papers_of_the_record, money, things_of_the_clinic])
def test_the_id_of_another_record_names_nothing_here(client, everybody, subject):
    mine, other = (a_patient_with_a_plan(everybody) for _ in range(2))
    for form in subject(mine, other, everybody):
        form.theirs.refresh_from_db()
        rows, before = type(form.theirs)._default_manager, model_to_dict(form.theirs)
        count = rows.count()
        for _ in range(2):
            answer = client.post(form.page, {**form.typed, "client_id": str(form.theirs.pk)})
            assert answer.status_code in {302, 422}, (form.page, answer.status_code)
        assert rows.count() > count, f"{form.page} kept nothing: {answer.content.decode()[-3000:]}"
        assert model_to_dict(rows.get(pk=form.theirs.pk)) == before


def test_a_form_counts_once_on_its_own_page_and_anew_on_another():
    made, staff = uuid4(), a_user(Role.NURSE)

    def sent(address: str) -> Any:
        request = RequestFactory().post(address, {"client_id": str(made)})
        request.user = staff
        return client_id(request)

    assert sent("/one/") == sent("/one/")
    assert len({made, sent("/one/"), sent("/two/"), sent("/one/?patient=1")}) == 4


def test_every_workspace_form_asks_for_its_id_where_it_is_scoped():
    """The session room alone takes ids as the tablet made them: it refuses one of another session as a clash."""
    by_hand = re.compile(r"""(?:POST|said)\b[^\n]*["']client_id["']""")
    folder = Path(faces.__file__).parent / "workspace"
    found = {each.name for each in folder.rglob("*.py") if by_hand.search(each.read_text())}
    assert found == {"entry_views.py"}


def test_the_session_room_refuses_the_entry_of_another_session(client, stage_of_two):
    mine, theirs = stage_of_two
    entry = theirs.remarks.get()
    answer = client.post(
        page("session_remark", mine.pk), {"text": "Smiles.", "kind": "observation", "client_id": entry.pk}
    )
    assert answer.status_code == 409 and not mine.remarks.exists()


@pytest.fixture
def stage_of_two(client, time_machine):
    from sojourn.treatment import actions as treatment
    from tests.repository.full_clinic import _beside
    from tests.treatment.stage import STARTS, a_stage, checked_in

    stage = a_stage()
    client.force_login(stage.nurse)
    sessions = [checked_in(each) or each.session for each in (stage, _beside(stage))]
    time_machine.move_to(STARTS, tick=False)
    sessions = list(type(stage.session).objects.order_by("opened_at"))
    treatment.remark(
        session=sessions[1],
        text="Hums.",
        kind="observation",
        entry_id=new_id(),
        observed_at=STARTS,
        by=stage.nurse,
        now=STARTS,
    )
    return sessions
