"""Nobody is called eligible by a form that was not sent, whatever was ruled out."""

from __future__ import annotations

import pytest

from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Finding, Refused, Severity
from sojourn.intake import actions as intake
from sojourn.screening import actions, queries
from sojourn.screening.resolution_rules import form_not_sent, may_resolve
from tests.factories import NOW, a_patient, the_clinic
from tests.screening.test_no_longer import decide
from tests.stories import a_prescriber, fill_intake

TODAY = local_day(NOW)


def test_a_form_that_was_not_sent_is_found_and_nobodys_to_override():
    assert form_not_sent(True) is None
    found = form_not_sent(False)
    assert found == Finding(
        code="intake_form:not_sent",
        message="The intake form has not been sent. Nobody is called eligible before it.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="P6",
        evidence="no form sent",
        owner="nobody",
    )
    kinds = ("accepted", "ruled_out", "clearance", "read")
    assert not any(may_resolve(found, kind).allowed for kind in kinds)


@pytest.mark.django_db
@pytest.mark.parametrize("opened", [False, True])
def test_with_every_question_ruled_out_nobody_is_eligible_until_the_form_is_sent(opened):
    the_clinic()
    provider, patient = a_prescriber().user, a_patient()
    if opened:
        intake.open_form(patient=patient, now=NOW)
    for each in queries.screening_of(patient, today=TODAY).open_findings:
        word = {"patient": patient, "code": each.finding.code, "reason": "Asked.", "seen": each.shown}
        if each.finding.code == "intake_form:not_sent":
            with pytest.raises(Refused, match="Nobody can override this: The intake form has not been sent"):
                actions.resolve_finding(kind="ruled_out", by=provider, now=NOW, **word)
        elif each.finding.owner != "nobody":
            actions.resolve_finding(kind="ruled_out", by=provider, now=NOW, **word)
    with pytest.raises(Refused, match="The intake form has not been sent"):
        decide(patient, provider, settle=False)
    fill_intake(patient)
    intake.confirm_list(patient=patient, by=None, now=NOW)
    decide(patient, provider)
    assert queries.is_eligible(patient, today=TODAY).allowed
