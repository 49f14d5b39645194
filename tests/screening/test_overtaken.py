"""A stop that was measured does not vanish by a later value: a person says which of them is so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.core.ids import new_id
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.overtaken_rules import Taken, is_no_longer_so, overtaken
from sojourn.screening.reading_rules import is_settled_by_reading
from sojourn.screening.resolution_rules import evidence_hash, may_resolve
from sojourn.screening.standing_rules import stands_on
from tests.content.test_screening_rules_content import RULES
from tests.factories import NOW, the_clinic
from tests.screening.test_no_longer import decide
from tests.screening.test_rules import check, person
from tests.stories import a_prescriber, an_eligible_patient, texts_seen

DAY = date(2026, 11, 23)
BY_ID = {each.id: each for each in RULES}
PRESSURE, PREGNANT = BY_ID["blood_pressure_very_high"], BY_ID["pregnancy"]
TODAY = local_day(NOW)


def taken(value: Any, *, at: str = "09:05", mark: str = "m1", days_ago: int = 0, counts: int = 90) -> Taken:
    on = DAY - timedelta(days=days_ago)
    moment = f"{on.day} November 2026, {at}"
    return Taken(
        value=value,
        words=f"It {value} on {moment}",
        moment=moment,
        mark=mark,
        on=on,
        until=on + timedelta(counts),
    )


def found(now: Any, rules: Any = RULES, **values: Any) -> tuple[Finding, ...]:
    by_subject = {name.replace("_", ":", 1): each for name, each in values.items()}
    return overtaken(now, by_subject, rules, minimum_age=18)


class TestAValueAfterAStop:
    def test_says_both_with_their_moments(self) -> None:
        values = [taken("230"), taken("120", at="09:06", mark="m2")]
        (one,) = found(person(vitals={"systolic": 120.0}), vital_systolic=values)
        assert one == Finding(
            code="blood_pressure_very_high:overtaken",
            message="Measured as a stop on 23 November 2026, 09:05, and otherwise since: "
            f"{PRESSURE.title}. Ask what is so.",
            severity=Severity.DECIDE,
            source=PRESSURE.source,
            evidence="It 230 on 23 November 2026, 09:05, then It 120 on 23 November 2026, 09:06",
            event="m1 m2",
            owner=PRESSURE.resolved_by,
        )
        assert may_resolve(one, "accepted").allowed and may_resolve(one, "ruled_out").allowed
        assert not is_settled_by_reading(one) and not may_resolve(one, "read").allowed

    def test_the_owner_is_the_role_of_the_rule(self) -> None:
        values = [taken("230"), taken("120", mark="m2")]
        (one,) = found(
            person(vitals={"systolic": 120.0}), [replace_rule(PRESSURE, "nurse")], vital_systolic=values
        )
        assert one.owner == "nurse"

    def test_a_test_too(self) -> None:
        values = [taken("positive"), taken("negative", mark="m2")]
        (one,) = found(person(labs={"pregnancy_test": "negative"}), lab_pregnancy_test=values)
        assert (one.code, one.source) == ("pregnancy:overtaken", PREGNANT.source)

    def test_each_time_it_happened_is_told(self) -> None:
        values = [
            taken("230", at="09:01", mark="a"),
            taken("120", at="09:02", mark="b"),
            taken("240", at="09:03", mark="c"),
            taken("121", at="09:04", mark="d"),
            taken("122", at="09:05", mark="e"),
        ]
        (one,) = found(person(vitals={"systolic": 122.0}), vital_systolic=values)
        assert "on 23 November 2026, 09:01 and 23 November 2026, 09:03, and" in one.message
        assert one.evidence == (
            "It 230 on 23 November 2026, 09:01, then It 120 on 23 November 2026, 09:02; "
            "It 240 on 23 November 2026, 09:03, then It 121 on 23 November 2026, 09:04"
        )
        assert one.event == "a b, c d"

    def test_a_further_value_that_is_none_asks_nothing_anew_and_the_same_minute_again_does(self) -> None:
        now, values = person(vitals={"systolic": 120.0}), [taken("230"), taken("120", mark="m2")]
        (one,) = found(now, vital_systolic=values)
        (same,) = found(now, vital_systolic=[*values, taken("118", mark="m3")])
        again = [*values, taken("230", mark="m3"), taken("120", mark="m4")]
        (other,) = found(now, vital_systolic=again)
        assert evidence_hash(one) == evidence_hash(same) != evidence_hash(other)
        grounds = [stands_on([each], check()).fingerprint for each in (one, same, other)]
        assert grounds[0] == grounds[1] != grounds[2]

    @pytest.mark.parametrize(
        ("now", "values"),
        [
            (120.0, ["120"]),
            (230.0, ["120", "230"]),
            (230.0, ["230", "120", "230"]),
            (120.0, ["150", "120"]),
            (205.0, ["230", "205"]),
            (120.0, []),
        ],
    )
    def test_nothing_was_overtaken(self, now: float, values: list[str]) -> None:
        assert not found(person(vitals={"systolic": now}), vital_systolic=[taken(each) for each in values])

    @pytest.mark.parametrize(("days", "is_told"), [(90, True), (91, False)])
    def test_only_while_it_counted(self, days: int, is_told: bool) -> None:
        values = [taken("230", days_ago=days), taken("120")]
        assert bool(found(person(vitals={"systolic": 120.0}), vital_systolic=values)) is is_told

    def test_what_only_needs_a_decision_is_not_asked_about(self) -> None:
        values = [taken("150"), taken("120")]
        liver = [taken("200"), taken("30")]
        assert not found(person(vitals={"systolic": 120.0}), vital_systolic=values, lab_alt=liver)

    def test_it_stays_beside_another_reason_for_the_same_stop(self) -> None:
        now = person(vitals={"systolic": 120.0, "diastolic": 110.0})
        values = {"vital_systolic": [taken("230"), taken("120")], "vital_diastolic": [taken("110")]}
        assert [each.code for each in found(now, **values)] == ["blood_pressure_very_high:overtaken"]

    def test_each_number_has_its_own_pair(self) -> None:
        now = person(vitals={"systolic": 120.0, "diastolic": 80.0})
        values = {
            "vital_systolic": [taken("230", mark="a"), taken("120", mark="b")],
            "vital_diastolic": [taken("130", mark="a"), taken("80", mark="b")],
        }
        (one,) = found(now, **values)
        assert one.message.count("23 November 2026, 09:05") == 1 and one.event == "a b, a b"


@pytest.mark.parametrize(
    ("code", "holds"),
    [
        ("pregnancy:overtaken", True),
        ("taken_off:answer:aneurysm", True),
        ("pregnancy:outdated", False),
        ("pregnancy", False),
        ("read:taken_off:", False),
    ],
)
def test_what_tells_of_something_that_is_no_longer_so(code: str, holds: bool) -> None:
    assert is_no_longer_so(Finding(code=code, message="")) is holds


def replace_rule(rule: Any, owner: str) -> Any:
    return msgspec.structs.replace(rule, resolved_by=owner)


@pytest.fixture
def provider(db: None) -> Any:
    the_clinic()
    return a_prescriber().user


def record(patient: Any, by: Any, **values: str) -> None:
    intake.record_readings(
        patient=patient, values=values, taken_at=NOW, source="Here", client_id=new_id(), by=by, now=NOW
    )


@pytest.mark.parametrize(
    ("stop", "after", "code"),
    [
        ({"pregnancy_test": "positive"}, {"pregnancy_test": "negative"}, "pregnancy:overtaken"),
        (
            {"systolic": "230", "diastolic": "130"},
            {"systolic": "120", "diastolic": "80"},
            "blood_pressure_very_high:overtaken",
        ),
    ],
)
def test_nobody_is_green_by_a_second_reading_in_the_same_minute(
    provider: Any, stop: dict[str, str], after: dict[str, str], code: str
) -> None:
    patient = an_eligible_patient(provider)
    record(patient, provider, **stop)
    record(patient, provider, **after)
    screening = queries.screening_of(patient, today=TODAY)
    verdict = queries.verdict(screening)
    assert code in {each.finding.code for each in screening.open_findings}
    assert not verdict.allowed and "Measured as a stop on 2 March 2026" in verdict.sentence
    assert not screening.standing.allowed and code not in {each.finding.code for each in screening.unread}
    form = intake.open_form(patient=patient, now=NOW)
    actions.read_intake(form=form, seen=texts_seen(patient), by=provider, now=NOW)
    with pytest.raises(Refused, match="Measured as a stop"):
        decide(patient, provider, settle=False)
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
    record(patient, provider, **after)
    assert queries.is_eligible(patient, today=TODAY).allowed
    record(patient, provider, **stop)
    record(patient, provider, **after)
    assert not queries.is_eligible(patient, today=TODAY).allowed


def test_time_does_not_close_it(provider: Any) -> None:
    patient = an_eligible_patient(provider)
    record(patient, provider, pregnancy_test="positive")
    record(patient, provider, pregnancy_test="negative")
    later = queries.screening_of(patient, today=TODAY + timedelta(days=60))
    assert "pregnancy:overtaken" in {each.finding.code for each in later.open_findings}
