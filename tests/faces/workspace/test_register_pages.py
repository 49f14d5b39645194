"""The register's pages: from the delivery to the inspection pack, with what each refuses."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal as D
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.audit.models import Event
from sojourn.pharmacy import actions, queries
from sojourn.pharmacy.models import LossReport, RegisterEntry, SecondSignature, Vial
from tests.factories import NOW, PASSWORD, SUPPLIER, a_patient, a_staff_member, a_user, a_vial, the_clinic

pytestmark = pytest.mark.django_db
DELIVERY = {
    **SUPPLIER,
    "document_on": "2026-03-02",
    "number": "V-1, V-2",
    "lot": "24K118",
    "ndc": "0143-9508-01",
    "strength_mg_per_ml": "100",
    "volume_ml": "5",
    "expires_on": "2027-03-31",
}


@pytest.fixture(autouse=True)
def today(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    the_clinic()


@pytest.fixture
def nurse():
    return a_user(Role.NURSE, name="Tamsin Brook")


@pytest.fixture
def provider():
    return a_staff_member(user=a_user(Role.PROVIDER, name="Imogen Sorrel"), dea_number="AB1234563").user


@pytest.fixture
def browser(nurse):
    return signed_in(nurse)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(name, *args):
    return reverse(f"workspace:register{name}", args=args)


def written_waste(browser, vial, mg="5"):
    answer = browser.post(page("_waste", vial.pk), {"mg": mg, "reason": "left in the syringe"})
    line = RegisterEntry.objects.filter(kind="wasted").order_by("at", "id").last()
    assert answer.url == page("_sign_waste", line.pk)
    return line


def test_a_delivery_of_several_vials_comes_in_with_its_paper(browser):
    assert browser.post(page("_receive"), DELIVERY).status_code == 302
    assert [each.number for each in Vial.objects.all()] == ["V-1", "V-2"]
    assert "2 whole" in browser.get(page("")).text
    again = browser.get(page("_receive")).text
    assert SUPPLIER["supplier"] in again, "the next delivery mostly comes from the same supplier"
    assert 'value="V-3"' in again, "and its vials are numbered on"


def test_the_waste_form_knows_the_strength_its_millilitres_are_told_by(browser, nurse):
    shown = browser.get(page("_waste", a_vial(nurse, strength_mg_per_ml=50).pk)).text
    assert 'data-module="dosing" data-strength="50"' in shown
    assert re.search(r'name="mg".*?<output class="by-weight"', shown, re.S)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"supplier_dea": "AB1234564"}, "no DEA number"),
        ({"supplier": ""}, "id_supplier-error"),
        ({"expires_on": "2026-03-01"}, "goes back to the supplier"),
        ({"number": "V-1 V-1"}, "already in the register"),
        ({"number": ", ,"}, "One to 60 numbers"),
        ({"ndc": "=1+1"}, "An NDC is"),
        ({"document_on": "2024-01-01"}, "Read its date again"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused_and_stays_typed(browser, changes, words):
    answer = browser.post(page("_receive"), {**DELIVERY, **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert "24K118" in answer.text
    assert not Vial.objects.exists()


def test_the_second_person_signs_in_their_own_browser(browser, nurse, provider):
    line = written_waste(browser, a_vial(nurse))
    assert "awaiting witness" in browser.get(page("")).text
    assert "I have seen it" not in browser.get(page("_sign_waste", line.pk)).text
    own = browser.post(page("_sign_waste", line.pk), {"do": "own"})
    assert (own.status_code, "somebody else than" in own.text) == (422, True)
    theirs = signed_in(provider)
    assert "I have seen it" in theirs.get(page("_sign_waste", line.pk)).text
    assert theirs.post(page("_sign_waste", line.pk), {"do": "own"}).status_code == 302
    assert (line.signature.by, line.signature.how) == (provider, "own")
    assert "awaiting witness" not in browser.get(page("")).text


def test_the_second_person_signs_at_the_tablet_with_their_own_password(browser, nurse, provider):
    line = written_waste(browser, a_vial(nurse))
    where = page("_sign_waste", line.pk)
    for email, password, words in [
        (provider.email, "a guess", "do not belong together"),
        ("nobody@example.test", PASSWORD, "do not belong together"),
        (nurse.email, PASSWORD, "somebody else than"),
        (a_user(Role.FRONT_DESK).email, PASSWORD, "may handle medication"),
    ]:
        answer = browser.post(where, {"do": "tablet", "email": email, "password": password})
        assert (answer.status_code, words in answer.text) == (422, True), email
        assert PASSWORD not in answer.text
    assert (
        browser.post(where, {"do": "tablet", "email": provider.email, "password": PASSWORD}).status_code
        == 302
    )
    assert (line.signature.by, line.signature.how) == (provider, "tablet")
    assert browser.session["_auth_user_id"] == str(nurse.pk), "the tablet is still the nurse's"


def test_whoever_has_a_second_factor_needs_it_here_too(browser, nurse, provider):
    secret = generate_totp_secret()
    TOTP.activate(provider, secret)
    line = written_waste(browser, a_vial(nurse))
    typed = {"do": "tablet", "email": provider.email, "password": PASSWORD}
    for code, words in [("", "enter its code"), ("000000", "ncorrect code")]:
        answer = browser.post(page("_sign_waste", line.pk), {**typed, "code": code})
        assert (answer.status_code, words in answer.text) == (422, True), answer.text
    good = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert browser.post(page("_sign_waste", line.pk), {**typed, "code": good}).status_code == 302
    assert line.signature.by == provider


def test_a_password_is_not_guessed_for_ever(browser, nurse, provider):
    line = written_waste(browser, a_vial(nurse))
    typed = {"do": "tablet", "email": provider.email, "password": "a guess"}
    answers = [browser.post(page("_sign_waste", line.pk), typed).text for _ in range(12)]
    assert "Too many" in answers[-1]
    refused = browser.post(page("_sign_waste", line.pk), {**typed, "password": PASSWORD})
    assert refused.status_code == 422
    assert not SecondSignature.objects.exists()


def test_a_waste_typed_wrongly_is_taken_back_by_its_writer(browser, nurse, provider):
    vial = a_vial(nurse)
    line = written_waste(browser, vial, "50")
    assert signed_in(provider).post(page("_withdraw", line.pk), {"reason": "no"}).status_code == 422
    assert browser.post(page("_withdraw", line.pk), {"reason": "five, not fifty"}).status_code == 302
    vial.refresh_from_db()
    assert vial.balance_mg == D(500)
    assert "taken back by a later line" in browser.get(page("")).text
    assert "Taken back" in browser.get(page("_sign_waste", line.pk)).text


def test_waste_names_the_dose_it_is_left_from(browser, nurse):
    vial, patient = a_vial(nurse), a_patient()
    assert "goes to the reverse distributor" in browser.get(page("_waste", vial.pk)).text
    dose = actions.record_given(vial=vial, mg=D(55), patient=patient, by=nurse, now=NOW)
    form = browser.get(page("_waste", vial.pk)).text
    assert f"{patient.name}, 55 mg at 9:00 am" in form
    assert "goes to the reverse distributor" not in form
    browser.post(page("_waste", vial.pk), {"mg": "5", "reason": "left in the syringe", "dose": dose.pk})
    assert RegisterEntry.objects.get(kind="wasted").patient == patient


def test_a_count_is_blind_and_a_difference_needs_its_cause(browser, nurse, provider):
    vial = a_vial(nurse)
    actions.record_given(vial=vial, mg=D(37), patient=a_patient(), by=nurse, now=NOW)
    blind = re.sub(r"\s+", " ", browser.get(page("_count", "day")).text)
    assert "463" not in blind and "4.63" not in blind
    far = browser.post(page("_count", "day"), {"moment": "close", f"ml-{vial.pk}": "5.5"})
    assert (far.status_code, "between 0 and 5 mL" in far.text) == (422, True)
    counted = browser.post(page("_count", "day"), {"moment": "close", f"ml-{vial.pk}": "4.53"})
    shown = browser.get(counted.url).text
    assert "10 mg short" in shown and "cannot be signed yet" in shown
    count = queries.last_count()
    early = signed_in(provider).post(page("_sign_count", count.pk), {"do": "own"})
    assert (early.status_code, "Each needs its cause" in early.text) == (422, True)
    line = queries.readings_of(count)[0].line
    bare = browser.post(counted.url, {"do": "explain", "line": line.pk, "cause": "unexplained"})
    assert (bare.status_code, "Say what is known" in bare.text) == (422, True)
    browser.post(counted.url, {"do": "explain", "line": line.pk, "cause": "dead-space"})
    assert signed_in(provider).post(page("_sign_count", count.pk), {"do": "own"}).status_code == 302
    assert "Signed by Imogen Sorrel" in browser.get(counted.url).text
    vial.refresh_from_db()
    assert vial.balance_mg == D(453)


def test_a_second_reading_ends_a_difference(browser, nurse):
    vial = a_vial(nurse)
    where = browser.post(page("_count", "day"), {"moment": "close", f"ml-{vial.pk}": "4.9"}).url
    line = queries.readings_of(queries.last_count())[0].line
    assert browser.post(where, {"do": "again", "line": line.pk, "ml": "6"}).status_code == 422
    assert browser.post(where, {"do": "again", "line": line.pk, "ml": "5"}).status_code == 302
    assert "read a second time" in browser.get(where).text
    assert browser.post(where, {"do": "again", "line": uuid4(), "ml": "5"}).status_code == 404


def test_the_page_says_when_an_inventory_is_due(browser, nurse):
    assert "Initial inventory not taken" in browser.get(page("")).text
    early = browser.post(page("_count", "biennial"), {"moment": "close"})
    assert (early.status_code, "comes first" in early.text) == (422, True)
    assert browser.post(page("_count", "initial"), {"moment": "opening"}).status_code == 302
    assert "2 March 2028" in browser.get(page("")).text
    assert browser.get(page("_count", "weekly")).status_code == 404


def test_what_cannot_be_explained_runs_against_a_deadline(browser, nurse):
    vial = a_vial(nurse)
    where = browser.post(page("_count", "day"), {"moment": "close", f"ml-{vial.pk}": "4.9"}).url
    line = queries.readings_of(queries.last_count())[0].line
    told = {"do": "explain", "line": line.pk, "cause": "unexplained", "reason": "Asked everybody"}
    browser.post(where, told)
    report = LossReport.objects.get()
    assert "3 March 2026" in browser.get(page("")).text
    found = browser.get(page("_loss", report.pk)).text
    assert "16 April 2026" in found and "24K118" in found
    step = {"kind": "dea-told", "done_on": "2026-03-02", "words": "Portland office, by e-mail"}
    assert browser.post(page("_loss", report.pk), {**step, "done_on": "2026-03-01"}).status_code == 422
    assert browser.post(page("_loss", report.pk), step).status_code == 302
    assert "Form 106" in browser.get(page("")).text


def test_stolen_vials_are_reported(browser, nurse):
    vial = a_vial(nurse)
    facts = {"kind": "break-in", "found_at": "2026-03-02T08:30", "account": "The lock was broken."}
    assert browser.post(page("_loss_new"), facts).status_code == 422
    answer = browser.post(page("_loss_new"), {**facts, "vials": [vial.pk], "value": "42.50"})
    assert answer.status_code == 302
    assert LossReport.objects.get().value_cents == 4250
    vial.refresh_from_db()
    assert vial.balance_mg == 0


def test_expired_vials_go_to_the_reverse_distributor(browser, nurse, time_machine):
    vial = a_vial(nurse, expires_on=NOW.date())
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    browser.force_login(nurse)
    assert "never drawn" in browser.get(page("")).text
    typed = {
        "reason": "expired",
        "to": "Rogue Returns",
        "to_address": "9 Dock Street",
        "to_dea": "ab1234563",
        "document": "RD-7",
    }
    assert browser.post(page("_transfer"), typed).status_code == 422
    assert browser.post(page("_transfer"), {**typed, "vials": [vial.pk]}).status_code == 302
    assert RegisterEntry.objects.get(kind="sent").transfer.to_dea == "AB1234563"


def test_a_patients_own_stands_beside_the_stock_and_goes_home_or_is_destroyed(browser, nurse, provider):
    patient, visit = a_patient(), uuid4()
    actions.take_into_custody(
        patient=patient,
        visit=visit,
        description="Troches 100 mg",
        quantity=D(4),
        unit="troches",
        label_matches=True,
        by=nurse,
        now=NOW,
    )
    assert "4 troches of 4 held" in browser.get(page("")).text
    spoilt = browser.post(page("_destroy", visit), {"quantity": "1", "note": "Fell to the floor"})
    assert signed_in(provider).post(spoilt.url, {"do": "own"}).status_code == 302
    assert browser.post(page("_destroy", visit), {"quantity": "9", "note": "x"}).status_code == 422
    assert browser.post(page("_take_home", visit)).status_code == 302
    assert "None in custody" in browser.get(page("")).text
    assert browser.post(page("_take_home", uuid4())).status_code == 404
    assert not RegisterEntry.objects.exists()


def a_busy_register(nurse, provider):
    vial = a_vial(nurse)
    patient = a_patient(first_name="=Maren")
    dose = uuid4()
    wrong = actions.record_given(vial=vial, mg=D(40), patient=patient, dose=dose, by=nurse, now=NOW)
    actions.record_given(vial=vial, mg=D(35), patient=patient, instead_of=wrong, by=nurse, now=NOW)
    seen = actions.waste(vial=vial, mg=D(5), reason="left", by=nurse, now=NOW)
    actions.sign_waste(line=seen, how="own", by=provider, now=NOW)
    actions.waste(vial=vial, mg=D(2), reason="spilt", by=nurse, now=NOW)
    actions.count(levels={vial.pk: D("4.58")}, kind="initial", moment="opening", by=nurse, now=NOW)
    return vial


def test_the_inspection_pack_and_the_table_hold_every_line(browser, nurse, provider):
    a_busy_register(nurse, provider)
    days = "?first=2026-03-02&last=2026-03-02"
    assert "458 mg at the end" in browser.get(page("_inspection") + days).text
    pack = browser.get(page("_pack") + days)
    assert (pack["Content-Type"], pack.content[:5]) == ("application/pdf", b"%PDF-")
    table = browser.get(page("_table") + days)
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert [each["mg"] for each in rows] == ["500", "-40", "40", "-35", "-5", "-2", "0"]
    assert rows[1]["patient"].startswith("'="), "what a person typed is never a formula"
    assert [each["second person"] for each in rows if each["what"] == "Wasted"] == ["Imogen Sorrel", ""]
    assert Event.objects.filter(kind="register.exported").count() == 2


@pytest.mark.parametrize(
    "days", ["?first=x&last=y", "?first=2026-03-03&last=2026-03-02", "?first=9999-12-31"]
)
def test_days_that_are_none_are_refused(browser, days):
    for name in ("_inspection", "_pack", "_table"):
        assert browser.get(page(name) + days).status_code == 422


def test_the_desk_sees_nothing_of_it(nurse):
    desk = signed_in(a_user(Role.FRONT_DESK))
    vial = a_vial(nurse)
    for where in (page(""), page("_receive"), page("_waste", vial.pk), page("_pack"), page("_table")):
        assert desk.get(where).status_code == 403


class TestTheInbox:
    def test_waste_waits_in_the_inbox_of_everybody_but_its_writer(self, browser, provider, nurse):
        line = actions.waste(vial=a_vial(nurse), mg=D(5), reason="left over", by=nurse, now=NOW)
        own, other = browser, signed_in(provider)
        shown = other.get(reverse("workspace:inbox")).text
        assert "Register: a second person" in shown and "Waste, 5 mg of" in shown
        assert reverse("workspace:register_sign_waste", args=[line.pk]) in shown
        assert "Register: a second person" not in own.get(reverse("workspace:inbox")).text
        actions.sign_waste(line=line, how=SecondSignature.How.OWN_BROWSER, by=provider, now=NOW)
        assert "Register: a second person" not in other.get(reverse("workspace:inbox")).text

    def test_the_desk_has_no_such_pile(self, nurse):
        actions.waste(vial=a_vial(nurse), mg=D(5), reason="left over", by=nurse, now=NOW)
        desk = signed_in(a_user(Role.FRONT_DESK))
        assert "second person" not in desk.get(reverse("workspace:inbox")).text
