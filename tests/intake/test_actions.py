"""Telling: the form, the medication list, signatures."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions, queries, rules
from sojourn.intake.models import ConsentSignature, IntakeAnswer, IntakeForm, Medication
from sojourn.measures import queries as measures
from sojourn.people import queries as people
from sojourn.people.actions import add_care_team_member
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user
from tests.intake.told import fill, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return a_patient()


@pytest.fixture
def form(patient: Patient) -> IntakeForm:
    return actions.open_form(patient=patient, now=NOW)


def test_opening_twice_is_one_form(patient: Patient, form: IntakeForm) -> None:
    assert actions.open_form(patient=patient, now=NOW) == form


def test_an_answer_kept_twice_is_one_row(form: IntakeForm) -> None:
    answer = new_id()
    for _ in range(2):
        actions.save_answer(form=form, key="psychosis", value="no", client_id=answer, by=None, now=NOW)
    save(form, psychosis="no")
    assert IntakeAnswer.objects.count() == 1


def test_unknown_is_an_answer_and_stays_unknown(patient: Patient, form: IntakeForm) -> None:
    save(form, aneurysm="unknown")
    assert queries.answers(patient) == {"aneurysm": "unknown"}
    save(form, aneurysm="")
    assert queries.answers(patient)["aneurysm"] == ""


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("psychosis", "perhaps", "one of the answers shown"),
        ("complaints", ["flying"], "from the answers shown"),
        ("weight_lb", 12, "from 60 to 700"),
        ("weight_lb", True, "from 60 to 700"),
        ("emergency_phone", "call me", "phone number"),
        ("counselor_email", "nobody", "e-mail address"),
        ("preferred_name", "x" * 81, "under 80"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(
    form: IntakeForm, key: str, value: Any, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        save(form, **{key: value})
    assert refused.value.decision.blocking[0].field == key


def test_what_stood_behind_a_changed_yes_no_longer_counts(patient: Patient, form: IntakeForm) -> None:
    save(form, could_become_pregnant="yes", pregnant="yes")
    assert queries.answers(patient)["pregnant"] == "yes"
    save(form, could_become_pregnant="no")
    assert "pregnant" not in queries.answers(patient)
    save(form, could_become_pregnant="yes")
    assert queries.answers(patient)["pregnant"] == "yes"


def test_a_form_with_open_questions_is_not_sent_and_says_which(form: IntakeForm) -> None:
    fill(form, aneurysm="")
    with pytest.raises(Refused) as refused:
        actions.submit_form(form=form, by=None, now=NOW)
    assert [each.field for each in refused.value.decision.blocking] == ["aneurysm"]
    form.refresh_from_db()
    assert form.submitted_at is None and not form.patient.assignments.exists()


def test_sending_puts_the_told_facts_where_the_clinic_looks(patient: Patient, form: IntakeForm) -> None:
    fill(
        form,
        preferred_name="Wren",
        pronouns="they/them",
        address_street="1 Alder Lane",
        address_city="Portland",
        address_state="OR",
        address_zip="97201",
        contact_preference=["text_message", "phone"],
        emergency_name="Rosa Fern",
        escort_available="yes",
        escort_name="Rosa Fern",
        escort_phone="503 555 0177",
        has_primary_care="yes",
        primary_care_name="Dr Ode, Hill Practice",
        primary_care_phone="503 555 0188",
    )
    actions.submit_form(form=form, by=None, now=NOW)
    patient.refresh_from_db()
    assert (patient.called, patient.pronouns, patient.channel) == ("Wren", "they/them", "sms")
    assert patient.address == "1 Alder Lane\nPortland, OR 97201"
    escort = people.escort_of(patient)
    assert escort is not None and escort.phone.endswith("555-0177")
    assert [each.name for each in people.care_team_of(patient)] == ["Dr Ode, Hill Practice"]
    assert people.care_team_of(patient).get().may_contact
    weight = people.latest_weight(patient)
    assert weight is not None and (float(weight.kg), weight.source) == (72.6, "told by the patient")


@pytest.mark.parametrize(
    ("told", "scope", "allowed"),
    [("all", "treatment", True), ("ask_first", "ask_first", False), ("none", "nothing", False)],
)
def test_what_was_told_about_contact_is_kept_for_everybody_named(
    told: str, scope: str, allowed: bool
) -> None:
    patient = a_patient()
    form = actions.open_form(patient=patient, now=NOW)
    fill(
        form,
        has_primary_care="no",
        has_counselor="yes",
        counselor_name="H. Vale",
        counselor_email="vale@example.test",
        may_contact_team=told,
    )
    actions.submit_form(form=form, by=None, now=NOW)
    member = people.care_team_of(patient).get()
    assert (member.kind, member.email) == ("counsellor", "vale@example.test")
    assert (member.contact_consent.scope, member.may_contact) == (scope, allowed)


def test_a_medicine_names_its_prescriber_of_the_own_team_only() -> None:
    patient, other = a_patient(), a_patient()
    member = add_care_team_member(patient=patient, kind="prescriber", name="Dr Ode", by=None, now=NOW)
    stranger = add_care_team_member(patient=other, kind="prescriber", name="Dr Ash", by=None, now=NOW)
    line = actions.add_medication(
        patient=patient, as_written="Zoloft 50 mg", prescribed_by=member, by=None, now=NOW
    )
    changed = actions.change_medication(medication=line, dose="75 mg", by=None, now=NOW)
    assert changed.prescribed_by == member
    with pytest.raises(Refused, match="care team"):
        actions.change_medication(medication=changed, prescribed_by=stranger, by=None, now=NOW)
    with pytest.raises(Refused, match="care team"):
        actions.add_medication(patient=patient, as_written="Zoloft", prescribed_by=stranger, by=None, now=NOW)


@pytest.mark.parametrize(
    ("complaints", "asked", "not_asked"),
    [
        (["depression"], {"phq-9", "gad-7"}, {"pcl-5", "peg"}),
        (["ptsd"], {"phq-9", "gad-7", "pcl-5"}, {"peg"}),
        (["chronic_pain", "anxiety"], {"phq-9", "gad-7", "peg"}, {"pcl-5"}),
    ],
)
def test_what_brought_somebody_decides_what_they_are_asked(
    patient: Patient, form: IntakeForm, complaints: list[str], asked: set[str], not_asked: set[str]
) -> None:
    fill(form, complaints=complaints)
    actions.submit_form(form=form, by=None, now=NOW)
    instruments = set(measures.open_assignments(patient).values_list("instrument", flat=True))
    assert asked <= instruments and not instruments & not_asked


@pytest.mark.parametrize("key", ["weight_lb", "treatments_tried", "emergency_phone", "seizure_details"])
def test_not_knowing_is_an_answer_also_where_something_is_written(form: IntakeForm, key: str) -> None:
    save(form, **{key: "unknown"})
    assert form.answers.get(key=key).value == "unknown"


@pytest.mark.parametrize("key", ["contact_preference", "sex_at_birth"])
def test_what_only_the_person_can_say_is_not_answered_with_not_knowing(form: IntakeForm, key: str) -> None:
    with pytest.raises(Refused):
        save(form, **{key: "unknown"})


def test_what_somebody_does_not_know_is_copied_nowhere(patient: Patient, form: IntakeForm) -> None:
    fill(
        form,
        weight_lb="unknown",
        emergency_phone="unknown",
        has_primary_care="yes",
        primary_care_name="unknown",
    )
    actions.submit_form(form=form, by=None, now=NOW)
    assert not patient.weights.exists() and not patient.care_team.exists()
    assert patient.contacts.get().phone == ""


def test_sending_twice_is_one_sending(patient: Patient, form: IntakeForm) -> None:
    fill(form)
    actions.submit_form(form=form, by=None, now=NOW)
    asked = patient.assignments.count()
    again = actions.submit_form(form=form, by=None, now=NOW + timedelta(hours=1))
    assert again.submitted_at == NOW and patient.assignments.count() == asked
    assert patient.weights.count() == 1


def test_a_plan_to_die_raises_an_alert_at_the_click_though_the_form_is_never_sent(
    patient: Patient, form: IntakeForm
) -> None:
    save(form, suicidal_plan_now="yes")
    save(form, suicidal_plan_now="no")
    save(form, suicidal_plan_now="yes")
    alert = measures.open_alerts_of(patient).get()
    assert "urgent" in alert.sentence
    assert measures.open_assignments(patient).get().instrument == "c-ssrs"


def test_only_a_sent_form_can_be_read(form: IntakeForm) -> None:
    provider = a_user()
    with pytest.raises(Refused, match="not sent"):
        actions.review_form(form=form, by=provider, now=NOW)
    fill(form)
    actions.submit_form(form=form, by=None, now=NOW)
    assert actions.review_form(form=form, by=provider, now=NOW).reviewed_by == provider


def _add(patient: Patient, text: str, **changes: Any) -> Medication:
    return actions.add_medication(patient=patient, as_written=text, by=None, now=NOW, **changes)


def test_a_known_medicine_is_read_and_an_unknown_one_stays_not_checked(patient: Patient) -> None:
    known, unknown = _add(patient, "Lamictal 150 mg"), _add(patient, "moon drops")
    assert (known.ingredients, known.status) == (["lamotrigine"], "checked")
    assert (unknown.ingredients, unknown.status) == ([], "not_checked")


def test_a_near_miss_is_never_read_silently(patient: Patient) -> None:
    line = _add(patient, "lamotrigin")
    assert line.status == "not_checked" or line.ingredients == []


def test_a_medicine_sent_twice_stands_once(patient: Patient) -> None:
    line = new_id()
    assert _add(patient, "sertraline", client_id=line) == _add(patient, "sertraline", client_id=line)
    assert Medication.objects.count() == 1


def test_changing_and_stopping_add_lines(patient: Patient) -> None:
    first = _add(patient, "sertraline", dose="50 mg")
    second = actions.change_medication(medication=first, dose="100 mg", by=None, now=NOW)
    assert list(queries.medications_of(patient)) == [second] and second.ingredients == ["sertraline"]
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.change_medication(medication=first, dose="25 mg", by=None, now=NOW)
    actions.stop_medication(medication=second, reason="Made me dizzy", by=None, now=NOW)
    assert not queries.medications_of(patient).exists() and Medication.objects.count() == 3


@pytest.mark.parametrize("text", ["", "   "])
def test_a_medicine_needs_a_name(patient: Patient, text: str) -> None:
    with pytest.raises(Refused, match="Write the name"):
        _add(patient, text)


def test_nothing_was_taken_in_the_future(patient: Patient) -> None:
    with pytest.raises(Refused, match="cannot lie in the future"):
        _add(patient, "sertraline", last_taken_at=NOW + timedelta(minutes=1))


def test_a_provider_names_what_is_inside(patient: Patient) -> None:
    line, provider = _add(patient, "moon drops"), a_user()
    with pytest.raises(Refused, match="from the list"):
        actions.name_ingredients(medication=line, ingredients=["moonium"], reason="", by=provider, now=NOW)
    named = actions.name_ingredients(
        medication=line,
        ingredients=["valerian"] if "valerian" in content.library().drugs.ingredients else ["sertraline"],
        reason="Read the label",
        by=provider,
        now=NOW,
    )
    assert named.status == "checked"


def test_naming_the_rest_keeps_what_was_read(patient: Patient) -> None:
    line, provider = _add(patient, "phenelzine and moon drops"), a_user()
    assert (line.status, line.ingredients) == ("not_checked", ["phenelzine"])
    named = actions.name_ingredients(
        medication=line, ingredients=["ascorbic acid"], reason="Read the label", by=provider, now=NOW
    )
    assert (named.status, named.ingredients) == ("checked", ["phenelzine", "ascorbic acid"])


def test_a_checked_medicine_cannot_be_named_anew(patient: Patient) -> None:
    line, provider = _add(patient, "theophylline"), a_user()
    with pytest.raises(Refused, match="checked as theophylline already") as refused:
        actions.name_ingredients(
            medication=line, ingredients=["ascorbic acid"], reason="Label", by=provider, now=NOW
        )
    assert [each.field for each in refused.value.decision.findings] == ["ingredients"]
    assert queries.medications_of(patient).get().ingredients == ["theophylline"]


def test_a_list_is_complete_until_it_changes(patient: Patient) -> None:
    assert not queries.list_confirmed_since(patient)
    actions.confirm_list(patient=patient, by=None, now=NOW)
    assert queries.list_confirmed_since(patient)
    actions.add_medication(patient=patient, as_written="sertraline", by=None, now=NOW + timedelta(minutes=1))
    assert not queries.list_confirmed_since(patient)


def _sign(patient: Patient, **changes: Any) -> ConsentSignature:
    document = content.pack().consents["ketamine-treatment"]
    facts = {
        "agreed": {each.id for each in document.statements},
        "signed_name": patient.legal_name,
        **changes,
    }
    by = patient.user or a_user("patient")
    return actions.sign_consent(patient=patient, consent_id=document.id, by=by, now=NOW, **facts)


def test_a_signature_keeps_the_text_and_ends(patient: Patient) -> None:
    signature, document = _sign(patient), content.pack().consents["ketamine-treatment"]
    assert document.body in signature.text and signature.text_hash == document.digest
    assert (signature.how, signature.strokes) == ("typed", "")
    assert signature.expires_on == date(2027, 3, 2)
    missing = [each.id for each in queries.consents_missing(patient, "session", date(2026, 3, 2))]
    assert document.id not in missing
    assert document.id in [each.id for each in queries.consents_missing(patient, "session", date(2027, 3, 3))]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"agreed": {"off-label"}}, "agreed"), ({"signed_name": "Somebody Else"}, "signed_name")],
)
def test_not_signed_without_every_statement_and_ones_own_name(
    patient: Patient, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        _sign(patient, **changes)
    assert refused.value.decision.blocking[0].field == field
    assert not ConsentSignature.objects.exists()


def test_the_hash_is_that_of_the_kept_text_and_tells_when_a_letter_changed(patient: Patient) -> None:
    kept = ConsentSignature.objects.get(pk=_sign(patient).pk)
    assert hashlib.sha256(kept.text.encode()).hexdigest() == kept.text_hash
    assert rules.text_is_untouched(kept.text, kept.text_hash)
    assert not rules.text_is_untouched(kept.text.replace("I ", "You ", 1), kept.text_hash)
    document = content.pack().consents["ketamine-treatment"]
    assert all(each.text in kept.text for each in document.statements)


def test_words_changed_under_the_same_version_are_asked_again(patient: Patient) -> None:
    _sign(patient)
    signed, document = list(queries.signatures_of(patient)), content.pack().consents["ketamine-treatment"]
    changed = msgspec.structs.replace(document, body=document.body + "\nAnd one more thing.")
    assert queries.is_signed(document, signed, NOW.date())
    assert not queries.is_signed(changed, signed, NOW.date())
    reworded = msgspec.structs.replace(document.statements[0], text="Something else.")
    other = msgspec.structs.replace(document, statements=(reworded, *document.statements[1:]))
    assert not queries.is_signed(other, signed, NOW.date())


DRAWN = "M20 90L40 60L60 120L80 70L100 110L120 80L140 100M160 90L200 95"


def test_a_drawn_signature_keeps_its_strokes_and_stands_for_the_name(patient: Patient) -> None:
    signature = _sign(patient, signed_name="", strokes=DRAWN)
    assert (signature.how, signature.strokes, signature.signed_name) == ("drawn", DRAWN, patient.legal_name)


@pytest.mark.parametrize(
    "strokes",
    [
        "M20 90",
        "M20 90L21 91",
        "M601 90" + "L40 60" * 9,
        "M20 201" + "L90 60" * 9,
        "M20 90L40 60L60 120L80 70L100 110L120 80L140 100Z",
        'M20 90"/><script>',
        "M1 1" + "L10 10" * 3000,
        "M20 90" + "L22 91" * 20,
        "M٢٠ 90" + "L90 60" * 9,
    ],
)
def test_what_is_no_drawing_is_not_a_signature(patient: Patient, strokes: str) -> None:
    with pytest.raises(Refused, match="draw your signature again") as refused:
        _sign(patient, signed_name="", strokes=strokes)
    assert refused.value.decision.blocking[0].field == "strokes"


def test_a_signature_sent_twice_is_one(patient: Patient) -> None:
    signature = new_id()
    assert _sign(patient, client_id=signature) == _sign(patient, client_id=signature)


def test_taken_back_once_and_missing_again(patient: Patient) -> None:
    signature, by = _sign(patient), a_user("patient")
    assert actions.withdraw_consent(signature=signature, reason="", by=by, now=NOW).by == by
    missing = [each.id for each in queries.consents_missing(patient, "session", date(2026, 3, 2))]
    assert "ketamine-treatment" in missing
    with pytest.raises(Refused, match="already been withdrawn"):
        actions.withdraw_consent(signature=signature, reason="", by=by, now=NOW)
