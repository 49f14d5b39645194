"""Everything that is found about a patient, of all that the rules look at."""

from __future__ import annotations

from datetime import date

from sojourn import content
from sojourn.core.decisions import Finding
from sojourn.intake import queries as intake
from sojourn.people.models import Patient
from sojourn.screening import rules
from sojourn.screening.asked import Asked
from sojourn.screening.condition_queries import as_set
from sojourn.screening.condition_rules import refusals
from sojourn.screening.facts import (
    allergies_met,
    dated,
    lines_not_read,
    lines_taken_off,
    lists_with_lines,
    no_longer,
)
from sojourn.screening.interaction_rules import InteractionReport
from sojourn.screening.letter_queries import as_came
from sojourn.screening.letter_rules import advised_against
from sojourn.screening.reading_rules import lists_not_known, to_read
from sojourn.screening.resolution_rules import (
    form_not_sent,
    interaction_findings,
    list_confirmed,
    open_alerts,
)


def everything_found(
    patient: Patient,
    asked: Asked,
    facts: rules.ScreeningFacts,
    listed: intake.MedicationList,
    report: InteractionReport,
    *,
    today: date,
) -> tuple[Finding, ...]:
    """Of answers, lists, medicines, letters and alerts; each with when the answers it rests on were given."""
    library, age = content.library(), content.pack().policies.age_limit
    found = (
        *rules.screen(facts, library.screening, minimum_age=age),
        *lines_not_read(asked),
        *lines_taken_off(patient, asked, today=today),
        *no_longer(facts, asked),
        *allergies_met(asked, report),
        *to_read(library.intake_form, facts.answers),
        *lists_not_known(library.intake_form, facts.answers, lists_with_lines(asked)),
        *interaction_findings(report),
        *refusals(map(as_set, asked.conditions)),
        *advised_against(map(as_came, asked.warnings)),
        *_of_the_whole(asked, listed),
    )
    return dated(found, asked)


def _of_the_whole(asked: Asked, listed: intake.MedicationList) -> tuple[Finding, ...]:
    """The list as a whole, the alerts that are open, and the form that is sent or not."""
    latest, changed = asked.confirmations.first(), listed.changed_at
    here = changed.astimezone(content.pack().clinic.zone) if changed else None
    found = (
        list_confirmed(changed=here, confirmed=latest.at if latest else None),
        open_alerts(len(asked.alerts)),
        form_not_sent(any(each.submitted_at for each in asked.forms)),
    )
    return tuple(each for each in found if each)
