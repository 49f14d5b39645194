"""Which findings still stand in the way, and what a provider may do about them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from sojourn.core.decisions import Finding, Severity
from sojourn.intake.matching import read_medication
from sojourn.screening.interaction_rules import check_medications
from sojourn.screening.resolution_rules import (
    Judged,
    Resolution,
    evidence_hash,
    interaction_findings,
    judge,
    may_be_eligible,
    may_resolve,
)
from tests.content.test_interactions import RULES
from tests.intake.test_matching import TABLE

SEIZURE = Finding(
    code="seizure", message="A seizure.", severity=Severity.DECIDE, evidence="answer:seizure = yes"
)
STOP = Finding(code="aneurysm", message="An aneurysm.", severity=Severity.STOP, owner="provider")


def check(*texts):
    return check_medications([read_medication(text, TABLE) for text in texts], RULES)


def resolved(finding, kind="accepted", settles=True):
    return Resolution(evidence_hash(finding), kind, "Seen and planned.", "Dr. Vane", settles)


def test_a_drug_that_somebody_has_to_look_at_is_a_finding():
    (found,) = interaction_findings(check("Oxycodone 5 mg", "omeprazole"))
    assert found.code == "interaction:oxycodone 5 mg"
    assert found.message.startswith("Oxycodone 5 mg: Decide with the daily dose in view.")
    assert found.severity is Severity.DECIDE
    assert (found.evidence, found.owner) == ("medication list: Oxycodone 5 mg = oxycodone", "provider")
    assert found.source.split(" · ") == [
        "Ketalar label, section 7.3 (Oct 2024)",
        "Clinic protocol: opioids and benzodiazepines",
        "Williams, crossover trial, Am J Psychiatry (2018)",
    ]


def test_an_entry_nobody_could_read_is_a_finding_too():
    (found,) = interaction_findings(check("xyzol"))
    assert (found.code, found.severity) == ("interaction:xyzol", Severity.UNKNOWN)
    assert found.message.startswith("xyzol: Not every word of this entry was recognised")
    assert found.source == ""


@pytest.mark.parametrize(
    ("typed", "severity", "at_stake", "read_as"),
    [
        ("Oxycodone 5 mg", Severity.DECIDE, Severity.NONE, "oxycodone"),
        ("hydrocodone/apap 5/325", Severity.DECIDE, Severity.NONE, "acetaminophen, hydrocodone"),
        ("xyzol", Severity.UNKNOWN, Severity.STOP, "not read"),
        ("prozac and xyzol", Severity.UNKNOWN, Severity.STOP, "fluoxetine"),
    ],
)
def test_what_nobody_read_may_be_a_stop_and_what_was_read_weighs_what_it_weighs(
    typed, severity, at_stake, read_as
):
    (drug,) = check(typed).drugs
    assert interaction_findings(check(typed)) == (
        Finding(
            code=f"interaction:{typed.lower()}",
            message=f"{typed}: {drug.sentence}",
            severity=severity,
            at_stake=at_stake,
            source=drug.sources,
            evidence=f"medication list: {typed} = {read_as}",
            owner="provider",
        ),
    )


def test_two_rules_with_one_source_name_it_once():
    (found,) = interaction_findings(check("oxycodone and Xanax"))
    sources = found.source.split(" · ")
    assert len(sources) == len(set(sources)) > 3


def test_a_harmless_list_has_no_findings():
    assert interaction_findings(check("omeprazole")) == ()
    assert interaction_findings(check()) == ()


def test_a_resolution_fits_the_evidence_it_was_given_for():
    (judged,) = judge([SEIZURE], {"seizure": resolved(SEIZURE)})
    assert judged == Judged(SEIZURE, resolved(SEIZURE))
    assert not judged.is_open


@pytest.mark.parametrize(
    "now",
    [
        replace(SEIZURE, evidence="answer:seizure = unknown"),
        replace(SEIZURE, severity=Severity.UNKNOWN),
    ],
)
def test_other_evidence_or_weight_opens_it_again(now):
    (judged,) = judge([now], {"seizure": resolved(SEIZURE)})
    assert judged == Judged(now, None)
    assert judged.is_open


def test_a_resolution_of_something_else_settles_nothing():
    (judged,) = judge([SEIZURE], {"aneurysm": resolved(SEIZURE)})
    assert judged.resolution is None
    assert evidence_hash(SEIZURE) != evidence_hash(replace(SEIZURE, code="other"))


def test_a_resolution_of_years_ago_still_finds_its_evidence():
    kept = hashlib.sha256(b"seizure\ndecide\nanswer:seizure = yes").hexdigest()
    (judged,) = judge([SEIZURE], {"seizure": Resolution(kept, "accepted", "Seen.", "Dr. Vane", True)})
    assert judged.resolution and not judged.is_open


def test_other_words_for_the_same_evidence_change_nothing():
    assert evidence_hash(SEIZURE) == evidence_hash(replace(SEIZURE, message="Epilepsy or a seizure."))


def test_a_clearance_that_was_asked_for_keeps_it_open():
    (judged,) = judge([SEIZURE], {"seizure": resolved(SEIZURE, "clearance", settles=False)})
    assert judged.resolution and judged.is_open


@pytest.mark.parametrize(
    ("severity", "is_open"),
    [
        (Severity.INFORMATION, False),
        (Severity.CAUTION, False),
        (Severity.DECIDE, True),
        (Severity.UNKNOWN, True),
        (Severity.STOP, True),
    ],
)
def test_what_stands_in_the_way(severity, is_open):
    assert Judged(replace(SEIZURE, severity=severity)).is_open is is_open


def test_everything_open_is_named():
    caution = replace(SEIZURE, code="motion", severity=Severity.CAUTION)
    decision = may_be_eligible(judge([SEIZURE, STOP, caution], {"seizure": resolved(SEIZURE)}))
    assert [each.code for each in decision.blocking] == ["aneurysm"]
    assert may_be_eligible(judge([SEIZURE], {"seizure": resolved(SEIZURE)})).allowed


@pytest.mark.parametrize("kind", ["accepted", "ruled_out", "clearance"])
def test_what_is_not_a_stop_may_be_resolved_in_any_way(kind):
    assert may_resolve(SEIZURE, kind).allowed


@pytest.mark.parametrize("severity", [Severity.DECIDE, Severity.UNKNOWN, Severity.STOP])
def test_no_clearance_is_asked_for_what_none_could_lift(severity):
    nobodys = replace(SEIZURE, severity=severity, owner="nobody")
    assert may_resolve(nobodys, "clearance").sentence.startswith("Nobody can override this")


@pytest.mark.parametrize("kind", ["accepted", "ruled_out"])
def test_what_is_nobodys_and_no_stop_is_settled_here(kind):
    assert may_resolve(replace(SEIZURE, owner="nobody"), kind).allowed


def test_a_stop_is_ruled_out_or_cleared_but_not_accepted():
    refused = may_resolve(STOP, "accepted")
    assert refused.sentence == "A stop can be ruled out or cleared, not accepted: An aneurysm."
    assert refused.blocking[0].code == "aneurysm"
    assert may_resolve(STOP, "ruled_out").allowed


@pytest.mark.parametrize("kind", ["accepted", "ruled_out", "clearance"])
def test_what_is_nobodys_to_override_stays(kind):
    nobodys = replace(STOP, owner="nobody", evidence="answer:aneurysm = yes", source="Label, section 4")
    assert may_resolve(nobodys, kind).findings == (
        replace(nobodys, message="Nobody can override this: An aneurysm."),
    )
