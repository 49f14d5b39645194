"""Signatures: the words kept with their hash, typed or drawn, until they end or are taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from sojourn import content
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions, queries, rules
from sojourn.intake.models import ConsentSignature
from sojourn.people.models import Patient
from tests.factories import NOW, a_patient, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return a_patient()


def _sign(patient: Patient, **changes: Any) -> ConsentSignature:
    document = content.pack().consents["ketamine-treatment"]
    facts = {
        "agreed": {each.id for each in document.statements},
        "signed_name": patient.legal_name,
        **changes,
    }
    by = patient.user or a_user("patient")
    return actions.sign_consent(
        **{"patient": patient, "consent_id": document.id, "by": by, "now": NOW, **facts}
    )


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


@pytest.mark.parametrize("answer", ["yes", "unknown", "no", None])
def test_a_statement_is_not_signed_beside_an_answer_that_says_otherwise(
    patient: Patient, answer: str | None
) -> None:
    form = actions.open_form(patient=patient, now=NOW)
    told = {"could_become_pregnant": "yes"} | ({"pregnant": answer} if answer else {})
    actions.save_answers(form=form, told=told, by=None, now=NOW)
    if answer in ("no", None):
        assert _sign(patient).pk
        return
    with pytest.raises(Refused, match="change your answer there"):
        _sign(patient)
    actions.save_answers(form=form, told={"pregnant": "no"}, by=None, now=NOW)
    assert _sign(patient).pk


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
        "M300 90" + "L301 91L300 90" * 100,
        "M20 90" + "".join(f"L{x} 90" for x in range(30, 400, 10)),
        "M20 20" + "".join(f"L{20 + 3 * step} {20 + step}" for step in range(1, 100)),
        "M20 90" + "".join(f"L{x} {90 + x % 3}" for x in range(30, 400, 10)),
        "M20 90L21 91" * 10 + "M60 90L61 91",
        "M٢٠ 90" + "L90 60" * 9,
    ],
)
def test_what_is_no_drawing_is_not_a_signature(patient: Patient, strokes: str) -> None:
    with pytest.raises(Refused, match="draw your signature again") as refused:
        _sign(patient, signed_name="", strokes=strokes)
    assert refused.value.decision.blocking[0].field == "strokes"


@pytest.mark.parametrize(
    "strokes",
    [
        DRAWN,
        "M20 90" + "".join(f"L{20 + 4 * step} {90 + (step % 8) * 4}" for step in range(1, 40)),
        "M40 40" + "".join(f"L{40 + 6 * n} {40 + 6 * n}" for n in range(1, 12)) + "M106 40L40 106",
    ],
    ids=["a zigzag", "small waves", "a cross"],
)
def test_what_a_hand_draws_is_a_signature(strokes: str) -> None:
    assert rules.is_drawn(strokes, content.pack().policies.signature)


def test_the_same_version_is_not_signed_twice_and_again_after_its_end_or_its_taking_back(
    patient: Patient,
) -> None:
    first, by = _sign(patient), a_user("patient")
    with pytest.raises(Refused, match="already signed this version, on 2 March 2026"):
        _sign(patient, strokes=DRAWN)
    assert list(patient.consents.all()) == [first]
    actions.withdraw_consent(signature=first, reason="", by=by, now=NOW)
    second = _sign(patient)
    with pytest.raises(Refused, match="already signed"):
        _sign(patient, now=datetime(2027, 3, 2, 20, tzinfo=UTC))
    third = _sign(patient, now=datetime(2027, 3, 3, 20, tzinfo=UTC))
    assert {each.pk for each in patient.consents.all()} == {first.pk, second.pk, third.pk}


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
