"""Who settles what, what has changed since a page was opened, and lines as they were read: to the last word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn import content
from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.screening.condition_limit_rules import only_with_a_yes
from sojourn.screening.line_rules import ToldLine, began_on, problem_line
from sojourn.screening.reading_rules import to_read
from sojourn.screening.resolution_rules import (
    Judged,
    as_shown,
    evidence_hash,
    interaction_findings,
    may_resolve,
    may_settle,
    settled_by,
    settled_lines,
    theirs,
)
from tests.screening.test_condition_rules import ESCORT
from tests.screening.test_resolution_rules import SEIZURE, check, resolved

LIBRARY = content.library()
FORM = LIBRARY.intake_form
A_NURSE_S = replace(SEIZURE, owner="nurse")
THE_DESK_S = replace(SEIZURE, owner="front_desk")


class TestWhoSettles:
    @pytest.mark.parametrize(
        ("finding", "kind", "roles", "words"),
        [
            (A_NURSE_S, "accepted", ["front_desk"], "This is settled by the nurse."),
            (A_NURSE_S, "clearance", ["nurse"], "Others are asked by a provider."),
            (THE_DESK_S, "accepted", [], "This is settled by the front desk."),
            (SEIZURE, "accepted", ["nurse"], "This is settled by the provider."),
        ],
    )
    def test_a_lesser_role_is_told_whose_it_is(self, finding, kind, roles, words):
        assert may_settle(finding, kind, roles).findings == (
            Finding(code="not_their_finding", message=words, field="kind", owner=finding.owner),
        )

    @pytest.mark.parametrize(
        ("finding", "kind", "role"),
        [
            (A_NURSE_S, "accepted", "nurse"),
            (A_NURSE_S, "accepted", "provider"),
            (A_NURSE_S, "clearance", "provider"),
            (THE_DESK_S, "read", "front_desk"),
        ],
    )
    def test_the_role_itself_and_those_above_settle(self, finding, kind, role):
        assert may_settle(finding, kind, [role]) == Decision()

    def test_without_a_word_chosen_it_is_the_rule_s_role(self):
        assert settled_by(A_NURSE_S) == "nurse"
        assert settled_by(replace(SEIZURE, owner="nobody")) == "provider"

    def test_what_waits_is_listed_for_the_role_it_waits_for(self):
        judged = tuple(Judged(each) for each in (SEIZURE, A_NURSE_S, THE_DESK_S))
        assert theirs(judged, ["front_desk"]) == judged[2:]
        assert theirs(judged, ["nurse"]) == judged[1:]
        assert theirs(judged, ["provider"]) == judged

    def test_reading_alone_says_so(self):
        assert may_resolve(SEIZURE, "read").findings == (
            replace(SEIZURE, message="Reading alone does not settle this: A seizure."),
        )


class TestSinceThePageWasOpened:
    @pytest.mark.parametrize(
        ("now", "seen", "what"),
        [
            (None, "something", "what was asked about is no longer there."),
            (Judged(SEIZURE), "something", "A seizure."),
            (Judged(SEIZURE, resolved(SEIZURE)), "something", "A seizure."),
            (
                Judged(SEIZURE, resolved(SEIZURE)),
                evidence_hash(SEIZURE),
                "Dr. Vane has settled it meanwhile.",
            ),
            (
                Judged(SEIZURE, resolved(SEIZURE, "clearance", settles=False)),
                evidence_hash(SEIZURE),
                "Dr. Vane has asked others about it meanwhile.",
            ),
        ],
    )
    def test_what_is_different_is_said(self, now, seen, what):
        message = f"This has changed since you opened the page: {what} Please look again."
        assert as_shown(now, seen).findings == (Finding(code="changed_since", message=message),)

    def test_a_page_that_shows_what_is_so_counts(self):
        settled = Judged(SEIZURE, resolved(SEIZURE))
        assert as_shown(settled, settled.shown) == Decision()
        assert as_shown(None, "") == Decision()

    def test_a_measurement_anew_is_other_evidence_although_it_reads_the_same(self):
        measured = replace(SEIZURE, event="2026-03-02T09:00")
        again = replace(SEIZURE, event="2026-03-03T09:00")
        assert len({evidence_hash(each) for each in (SEIZURE, measured, again)}) == 3


class TestLinesThatAreSettled:
    XYZOL = check("xyzol")

    def said(self, **changed):
        (found,) = interaction_findings(self.XYZOL)
        return {found.code: replace(resolved(found, "ruled_out"), **changed)}

    def test_one_of_which_somebody_settled_what_it_holds(self):
        (line,) = (drug.line for drug in self.XYZOL.not_checked)
        assert settled_lines(self.XYZOL, self.said()) == {line}

    @pytest.mark.parametrize("changed", [{"settles": False}, {"evidence_hash": "of another dose"}])
    def test_not_one_that_is_asked_about_or_was_another_then(self, changed):
        assert settled_lines(self.XYZOL, self.said(**changed)) == frozenset()

    def test_nor_one_nobody_said_a_word_about(self):
        assert settled_lines(self.XYZOL, {}) == frozenset()


class TestTextsOfTheForm:
    LABELS = {each.key: each.label for each in FORM.questions}

    def test_what_they_wrote(self):
        assert to_read(FORM, {"story": "A grey."}) == (
            Finding(
                code="read:story",
                message=f"To be read: {self.LABELS['story']}",
                severity=Severity.DECIDE,
                at_stake=Severity.NONE,
                source="Intake form, in the patient’s words",
                evidence="answer:story = A grey.",
                owner="provider",
                field="story",
            ),
        )

    def test_what_they_do_not_know(self):
        assert to_read(FORM, {"treatments_tried": "unknown"}) == (
            Finding(
                code="read:treatments_tried:not_known",
                message=f"They don’t know: {self.LABELS['treatments_tried']}",
                severity=Severity.UNKNOWN,
                at_stake=Severity.DECIDE,
                source="Intake form, in the patient’s words",
                evidence="answer:treatments_tried = unknown",
                owner="provider",
                field="treatments_tried",
            ),
        )


class TestLinesOfTheProblemList:
    DAY = date(2026, 2, 1)

    def read(self, words, code=""):
        return problem_line(
            "line-1", words, code, codes=LIBRARY.codes, rules=LIBRARY.screening, began=self.DAY
        )

    def test_by_its_code(self):
        assert self.read("Migraine", "G43.9") == ToldLine("line-1", "Migraine", ("G43.9",), began=self.DAY)

    def test_in_own_words(self):
        assert self.read("a heavy heart") == ToldLine(
            "line-1", "a heavy heart", (), to_the_end=False, began=self.DAY
        )

    def test_two_stops_in_one_line_are_both_named(self):
        assert self.read("aneurysm and schizophrenia").may_be == "Aneurysm or Schizophrenia or psychosis"

    def test_the_latest_day_counts_and_a_line_without_one_leaves_it_open(self):
        early, late = (ToldLine("1", "", ("I63",), began=date(2020 + each, 1, 1)) for each in (1, 2))
        assert began_on([early, late]) == {"I63": date(2022, 1, 1)}
        assert began_on([early, ToldLine("2", "", ("I63", "G40"))]) == {}


def test_conditions_go_with_a_yes():
    assert only_with_a_yes((ESCORT,), eligible=False) == Finding(
        code="conditions_without_a_yes",
        field="outcome",
        message="Conditions go with “eligible”. Say what could change a “not now” in the letter instead.",
    )
    assert only_with_a_yes((ESCORT,), eligible=True) is None and only_with_a_yes((), eligible=False) is None
