"""A word counts for what its page showed: not for what was written since, nor over what somebody decided since."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Refused
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.resolution_rules import Judged, Resolution, as_shown, evidence_hash
from sojourn.screening.standing_rules import Ground, Seen, StoodOn, as_seen
from tests.factories import NOW, a_patient, the_clinic
from tests.stories import a_prescriber, all_seen, fill_intake, seen, settle_findings, sign_consents

TODAY = local_day(NOW)
LATER = NOW + timedelta(hours=1)
LOW, HIGH = (
    Finding(code="interaction:1", message=f"ativan {mg}: a sedative.", evidence=f"ativan {mg}")
    for mg in ("0.5 mg", "10 mg")
)
WORD = Resolution(
    evidence_hash(LOW), "clearance", "What does the cardiologist say?", "Dr. Vane", False, row="1"
)
ASKED, CLEARED, AGAIN = (
    Judged(LOW, word) for word in (WORD, replace(WORD, settles=True), replace(WORD, row="2"))
)


def settled(finding, number, *, settles=True):
    return Judged(
        finding, Resolution(evidence_hash(finding), "accepted", "Told me.", "Dr Vane", settles, id=number)
    )


@pytest.mark.parametrize(
    ("now", "shown", "said"),
    [
        (Judged(LOW), Judged(LOW).shown, None),
        (None, "", None),
        (Judged(HIGH), Judged(LOW).shown, "ativan 10 mg: a sedative."),
        (Judged(LOW), "", "ativan 0.5 mg: a sedative."),
        (None, Judged(LOW).shown, "no longer there"),
        (ASKED, ASKED.shown, None),
        (ASKED, Judged(LOW).shown, "Dr. Vane has asked others about it meanwhile"),
        (Judged(LOW), ASKED.shown, "ativan 0.5 mg: a sedative."),
        (CLEARED, ASKED.shown, "ativan 0.5 mg: a sedative."),
        (AGAIN, ASKED.shown, "ativan 0.5 mg: a sedative."),
    ],
)
def test_a_word_about_a_finding_is_about_its_evidence_and_the_word_before(now, shown, said):
    verdict = as_shown(now, shown)
    assert verdict.allowed is (said is None)
    if said:
        assert said in verdict.sentence and "Please look again." in verdict.sentence
        assert "Told me." not in verdict.sentence


FEW = StoodOn(medicines=(Ground("a", "ativan 0.5 mg", "1"),))
MORE = StoodOn(medicines=(Ground("a", "ativan 10 mg", "2"), Ground("b", "nardil", "1")))
DECLINED = "Declined, Ada Lark: Told me of a psychosis."


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (Seen(FEW, "1"), Seen(FEW, "1"), ()),
        (Seen(), Seen(), ()),
        (Seen(FEW), Seen(MORE), ("ativan 0.5 mg is now ativan 10 mg", "New on the list: nardil")),
        (Seen(), Seen(FEW), ("what a decision stands on.",)),
        (Seen(MORE), Seen(FEW), ("No longer on the list: nardil",)),
        (Seen(FEW), Seen(FEW, "2"), (DECLINED,)),
        (Seen(FEW, "1"), Seen(MORE, "2"), (DECLINED, "New on the list: nardil")),
    ],
)
def test_a_decision_is_about_what_its_page_showed(before, now, said):
    verdict = as_seen(before, now, latest=DECLINED)
    assert verdict.allowed is (not said)
    assert all(each in verdict.sentence for each in said)


def test_a_page_carries_what_it_showed():
    assert Seen.from_json(Seen(MORE, "2").as_json()) == Seen(MORE, "2")


@pytest.fixture
def provider(db):
    the_clinic()
    return a_prescriber().user


def ready(provider):
    patient = a_patient()
    fill_intake(patient)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    sign_consents(patient)
    settle_findings(patient, provider)
    return patient


def decide(patient, by, shown, outcome="eligible", reasons="All is well.", now=LATER, **more):
    return actions.decide(
        patient=patient,
        outcome=outcome,
        reasons=reasons,
        seen=shown,
        evaluated_on=TODAY,
        visits={TODAY},
        by=by,
        now=now,
        **more,
    )


def test_a_dose_raised_since_is_not_accepted(provider):
    patient = a_patient()
    line = intake.add_medication(patient=patient, as_written="ativan", dose="0.5 mg", by=None, now=NOW)
    code = f"interaction:{line.pk}"
    word = {"patient": patient, "code": code, "kind": "accepted", "reason": "So little.", "by": provider}
    shown = seen(patient, code)
    intake.change_medication(medication=line, dose="10 mg", frequency="4 times a day", by=None, now=LATER)
    with pytest.raises(Refused, match="has changed since you opened the page: ativan, 10 mg, 4 times a day"):
        actions.resolve_finding(**word, seen=shown, now=LATER)
    assert not patient.resolutions.exists()
    actions.resolve_finding(**word, seen=seen(patient, code), now=LATER)


def test_a_clearance_is_not_cleared_for_what_was_not_on_the_page(provider):
    patient = a_patient()
    form = fill_intake(patient, recent_stroke="yes")
    asked = actions.resolve_finding(
        patient=patient,
        code="stroke",
        kind="clearance",
        reason="Stroke in November.",
        seen=seen(patient, "stroke"),
        asked_of="Neurology",
        due_on=TODAY,
        by=provider,
        now=NOW,
    ).clearance
    word = {"clearance": asked, "note": "Letter of 1 March.", "by": provider, "now": LATER}
    shown = seen(patient, "stroke")
    intake.save_answer(form=form, key="recent_stroke", value="no", client_id=new_id(), by=None, now=LATER)
    with pytest.raises(Refused, match="no longer there"):
        actions.record_clearance_result(**word, outcome="cleared", seen=shown)
    assert actions.record_clearance_result(**word, outcome="not_cleared", seen=shown)


def test_nobody_is_called_eligible_over_a_decline_they_have_not_read(provider):
    patient, colleague = ready(provider), a_prescriber().user
    shown = all_seen(patient)
    decide(patient, colleague, shown, "declined", "Told me of a psychosis.")
    with pytest.raises(Refused, match=f"Declined, {colleague.name}: Told me of a psychosis."):
        decide(patient, provider, shown)
    assert not queries.is_eligible(patient, today=TODAY).allowed
    decide(patient, provider, all_seen(patient), now=LATER + timedelta(minutes=1))


def test_what_was_added_and_confirmed_since_is_told_before_any_yes(provider):
    patient = ready(provider)
    shown = all_seen(patient)
    intake.add_medication(patient=patient, as_written="vitamin c", by=None, now=LATER)
    intake.confirm_list(patient=patient, by=None, now=LATER)
    with pytest.raises(Refused, match="New on the list: vitamin c"):
        decide(patient, provider, shown)
    assert not patient.decisions.exists()


def test_a_decision_sent_twice_is_one_decision(provider):
    patient = ready(provider)
    shown, sent = all_seen(patient), new_id()
    first, second = (decide(patient, provider, shown, client_id=sent) for _ in "12")
    assert first == second and patient.decisions.count() == 1


def rule_out(patient, by, shown, **more):
    return actions.resolve_finding(
        patient=patient,
        code="stroke",
        kind="ruled_out",
        reason="A migraine, by the letter.",
        seen=shown,
        by=by,
        now=LATER,
        **more,
    )


def test_a_word_sent_twice_is_one_word(provider):
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    shown, sent = seen(patient, "stroke"), new_id()
    first, second = (rule_out(patient, provider, shown, client_id=sent) for _ in "12")
    assert first == second and patient.resolutions.count() == 1


def test_of_two_words_about_one_finding_at_once_one_counts_and_the_other_reads_it(own_database):
    the_clinic()
    both = (a_prescriber().user, a_prescriber().user)
    patient = a_patient()
    fill_intake(patient, recent_stroke="yes")
    shown = seen(patient, "stroke")

    def work(number):
        try:
            rule_out(patient, both[number], shown)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as two:
        told = sorted(two.map(work, range(2)))
    assert "has settled it meanwhile" in told[0] and told[1] == "kept"
    assert patient.resolutions.filter(code="stroke").count() == 1


def test_of_two_decisions_at_once_one_stands_and_the_other_reads_it(own_database):
    the_clinic()
    one, other = a_prescriber().user, a_prescriber().user
    patient = ready(one)
    shown = all_seen(patient)

    def work(number):
        try:
            decide(patient, (one, other)[number], shown, ("eligible", "declined")[number])
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(2) as two:
        told = sorted(two.map(work, range(2)))
    assert "somebody else has decided" in told[0] and told[1] == "kept"
    assert patient.decisions.count() == 1
