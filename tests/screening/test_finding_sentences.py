"""Findings of the rules that watch what was told before, word for word with their source, evidence and owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from sojourn import content
from sojourn.core.decisions import Finding, Severity
from sojourn.screening.condition_rules import amount, for_patient, in_words, refusals, stands
from sojourn.screening.hold_rules import HoldClock
from sojourn.screening.letter_rules import Against, advised_against
from sojourn.screening.line_rules import ToldLine, not_read, stops_at_stake
from sojourn.screening.no_longer_rules import grown_old, told_otherwise
from sojourn.screening.reading_rules import is_settled_by_reading, lists_not_known
from sojourn.screening.rules import Event
from sojourn.screening.taken_off_rules import NOT_RECOGNIZED, Version, taken_off
from tests.content.test_screening_rules_content import RULES
from tests.factories import NOW
from tests.screening.test_condition_rules import BOOK, ESCORT, LETTER, NOTHING, PRESSURE, SCORE
from tests.screening.test_rules import person

FORM = content.library().intake_form
LATER = NOW + timedelta(hours=1)
REQUEST = UUID(int=7)


class TestTakenOffTheList:
    def test_by_the_patient(self):
        told = Version(words="Stroke", stops=frozenset({"Stroke", "Bleeding"}), at=NOW)
        gone = replace(told, stands=False, at=LATER, reason=" A mistake. ")
        assert taken_off({"line-1": [told, gone]}) == (
            Finding(
                code="taken_off:line-1",
                message="Taken off by the patient: “Stroke”, which may be a stop (Bleeding or Stroke). "
                "Reason: A mistake.",
                severity=Severity.DECIDE,
                at_stake=Severity.STOP,
                source="Clinic safety practice: what was told once is read before a decision",
                evidence=f"“Stroke” until {LATER:%Y-%m-%d %H:%M}",
                owner="provider",
            ),
        )

    def test_changed_and_changed_again_by_staff_without_a_reason(self):
        first = Version(words="Stroke", stops=frozenset({"Stroke"}), at=NOW)
        second = Version(words="Aneurysm", stops=frozenset({"Aneurysm"}), at=LATER)
        third = Version(words="Aneurysm", stops=frozenset({"Aneurysm"}), at=LATER, by="Dr Rowe", stands=False)
        (found,) = taken_off({"line-1": [first, second, third]})
        assert found.message == (
            "Changed to “Aneurysm” by the patient: “Stroke”, which may be a stop (Stroke). Reason: none given. "
            "Taken off by Dr Rowe: “Aneurysm”, which may be a stop (Aneurysm). Reason: none given."
        )
        assert found.evidence == (
            f"“Stroke” until {LATER:%Y-%m-%d %H:%M}; “Aneurysm” until {LATER:%Y-%m-%d %H:%M}"
        )

    def test_what_nobody_recognized(self):
        told = Version(words="ketamin", stops=frozenset({NOT_RECOGNIZED}), at=NOW)
        assert NOT_RECOGNIZED == "not recognized"
        assert not taken_off({"a": [told, Version(words="pollen", stops=frozenset(), at=LATER)]})


class TestAnEmptyList:
    @pytest.mark.parametrize("answer", [None, "", "unknown"])
    def test_says_nothing_by_itself(self, answer):
        topic = next(each for each in FORM.topics if each.lists)
        question = next(each for each in FORM.questions if each.key == topic.listed_if)
        others = {each.listed_if: "no" for each in FORM.topics if each.lists and each is not topic}
        (found,) = lists_not_known(FORM, {**others, question.key: answer})
        assert found == Finding(
            code=f"list:{question.key}:not_known",
            message=f"Not known: {question.label}",
            severity=Severity.UNKNOWN,
            at_stake=Severity.STOP,
            source="Clinic safety practice: an empty list says nothing by itself",
            evidence=f"answer:{question.key} not known",
            owner="provider",
            field=question.key,
        )
        assert not is_settled_by_reading(found)


def rule(id):
    return next(each for each in RULES if each.id == id)


class TestToldOnceAndOtherwiseSince:
    def test_an_answer(self):
        aneurysm, now = (
            rule("aneurysm"),
            person(answers={"aneurysm": "no"}, events={"answer:aneurysm": Event("e1")}),
        )
        (found,) = told_otherwise(now, {**now.answers, "aneurysm": ("yes", "no")}, [aneurysm], minimum_age=18)
        assert found == Finding(
            code="taken_off:answer:aneurysm",
            message=f"Told once, and answered otherwise since: {aneurysm.title}. "
            "It would be a stop; ask what changed.",
            severity=Severity.DECIDE,
            at_stake=Severity.STOP,
            source=aneurysm.source,
            evidence=found.evidence,
            event="answer:aneurysm e1",
            owner="provider",
        )
        assert "aneurysm" in found.evidence

    def test_a_value_too_old_to_count(self):
        high = rule("blood_pressure_very_high")
        (found,) = grown_old(person(), {"systolic": 205.0}, {}, [high], minimum_age=18)
        assert found == Finding(
            code="blood_pressure_very_high:outdated",
            message=f"The last value was a stop ({high.title}), and it is too old to count. "
            "Measure or test again.",
            severity=Severity.UNKNOWN,
            at_stake=Severity.STOP,
            source=high.source,
            evidence=found.evidence,
            owner=high.resolved_by,
        )
        assert "205" in found.evidence

    def test_a_test_too_old_to_count(self):
        pregnant = rule("pregnancy")
        (found,) = grown_old(person(), {}, {"pregnancy_test": "positive"}, [pregnant], minimum_age=18)
        assert (found.code, found.source) == ("pregnancy:outdated", pregnant.source)


class TestConditions:
    def test_a_letter_that_did_not_clear(self):
        answered = replace(LETTER, answered="not_cleared", request=REQUEST)
        assert refusals([answered, LETTER, replace(LETTER, answered="cleared"), ESCORT]) == (
            Finding(
                code=f"letter_not_cleared:{REQUEST}",
                message="Neurology answered “not cleared”: A letter.",
                severity=Severity.DECIDE,
                source="The provider’s decision",
                evidence="letter from Neurology",
                event=str(REQUEST),
                owner="provider",
            ),
        )

    @pytest.mark.parametrize("condition", [PRESSURE, LETTER, SCORE, ESCORT], ids=lambda each: each.kind)
    def test_a_stand_carries_what_the_library_says_of_its_kind(self, condition):
        kind, stand = BOOK.kind(condition), stands(replace(condition, id="c1"), NOTHING, BOOK)
        assert (stand.title, stand.owner, stand.past_by, stand.before_booking) == (
            kind.name,
            kind.owner,
            kind.past_by,
            kind.before_booking,
        )
        assert (stand.code, stand.condition.id) == ("condition-c1", "c1")
        assert stand.words == in_words(condition, BOOK)
        assert stand.as_finding == Finding(
            code=f"condition:{condition.kind}",
            message=stand.sentence,
            severity=Severity.UNKNOWN,
            owner=kind.owner,
            source="The provider’s decision",
        )

    def test_the_words_name_who_and_what(self):
        assert "A letter" in in_words(LETTER, BOOK) and "A letter.." not in for_patient(LETTER, BOOK)
        assert "Neurology" in in_words(LETTER, BOOK) + for_patient(LETTER, BOOK)
        gone = replace(SCORE, subject="score:gone")
        assert "score:gone" in in_words(gone, BOOK)
        assert "  " not in in_words(replace(SCORE, side=""), BOOK).replace("  20", " 20")

    def test_a_number_has_its_unit(self):
        subjects = BOOK.subjects
        saturation = next(each for each in subjects.values() if each.unit == "%")
        other = next(each for each in subjects.values() if each.unit not in ("", "%"))
        assert amount(94, saturation) == "94%"
        assert amount(3.5, other) == f"3.5 {other.unit}"
        assert (amount(20, None), amount(None, None)) == ("20", "")


def test_a_hold_is_shown_by_the_clock_of_the_place():
    noon = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    clock = HoldClock(
        drug="lamotrigine",
        last_allowed_at=noon,
        restart_at=noon + timedelta(hours=6),
        restart_is_planned=True,
        counted_from=noon + timedelta(hours=1),
    )
    shown = clock.shown_in(ZoneInfo("America/Los_Angeles"))
    assert shown == clock, "the same instants"
    assert [f"{each:%H:%M}" for each in (shown.last_allowed_at, shown.restart_at, shown.counted_from)] == [
        "12:00",
        "18:00",
        "13:00",
    ]


class TestLinesNoRuleReads:
    def test_an_allergy(self):
        (found,) = not_read([], [ToldLine("7", "moon pollen", beside="hives")])
        assert found == Finding(
            code="allergy:7",
            message="Allergy “moon pollen” was not recognized, so it is not checked.",
            severity=Severity.UNKNOWN,
            at_stake=Severity.STOP,
            source="Ketalar and Spravato labels, contraindications",
            evidence="allergy line “moon pollen (hives)” = not checked",
            owner="provider",
        )
        half = ToldLine("8", "aspirin, milk, ketamin", ("aspirin", "milk"), to_the_end=False)
        (found,) = not_read([], [half])
        assert found.message == (
            "Allergy “aspirin, milk, ketamin” was only read in part (aspirin, milk), so it is not checked."
        )

    def test_a_condition_in_own_words(self):
        (found,) = not_read([ToldLine("7", "a wobbly knee")], [])
        assert found == Finding(
            code="problem:7",
            message="Problem list, in their own words: “a wobbly knee”. No rule reads this; a person has to.",
            severity=Severity.DECIDE,
            source="Clinic safety practice",
            evidence="problem line “a wobbly knee”",
            owner="provider",
        )

    def test_one_that_may_be_a_stop(self):
        line = ToldLine("7", "bleeding in the head", may_be="Stroke or Aneurysm")
        (found,) = not_read([line], [])
        assert found == Finding(
            code="problem:7",
            message="Problem list, in their own words: “bleeding in the head”. "
            "This may be a stop (Stroke or Aneurysm): find out.",
            severity=Severity.UNKNOWN,
            at_stake=Severity.STOP,
            source="Clinic safety practice",
            evidence="problem line “bleeding in the head” may be: Stroke or Aneurysm",
            owner="provider",
        )

    def test_what_is_at_stake(self):
        assert stops_at_stake(ToldLine("1", "a knee"), RULES) == frozenset()
        assert stops_at_stake(ToldLine("1", "odd", may_be="Stroke"), RULES) == {"Stroke"}
        assert not stops_at_stake(ToldLine("1", "Migraine", ("G43.909",)), RULES)
        assert stops_at_stake(ToldLine("1", "Ketalar", ("ketamine",)), RULES)


def test_another_prescriber_who_advises_against_it():
    told = Against(answer="a1", name="Dr Osric Penhallow", asked_on="2 March")
    assert advised_against([told]) == (
        Finding(
            code="advised_against:a1",
            message="Dr Osric Penhallow advises against treatment, in answer to the letter of 2 March.",
            severity=Severity.DECIDE,
            source="Letter to another prescriber",
            evidence="answer to the letter of 2 March",
            event="a1",
            owner="provider",
        ),
    )
