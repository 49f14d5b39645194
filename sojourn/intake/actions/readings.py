"""Readings and labs before a decision. A wrong one is answered by a newer one; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.core.decisions import Decision, Finding, require
from sojourn.core.holding import hold
from sojourn.core.sent_again import kept_before
from sojourn.intake.models import Reading
from sojourn.intake.reading_rules import may_keep
from sojourn.people.models import Patient


@transaction.atomic
def record_readings(
    *,
    patient: Patient,
    values: Mapping[str, str],
    taken_at: datetime,
    source: str,
    client_id: UUID,
    by: User,
    now: datetime,
) -> list[Reading]:
    """Keep what was measured or reported, by code of the library. Sending the same form again changes nothing."""
    hold(patient)
    already = list(Reading.objects.filter(batch=client_id, patient=patient))
    if already:
        return _recorded_before(already, values, taken_at, source)
    kinds = content.library().readings.by_code
    from_where = Finding(code="reading_source", message="Say where it comes from.", field="source")
    require(
        Decision.of(
            may_keep(values, kinds, taken_at=taken_at, now=now), None if source.strip() else from_where
        )
    )
    kept = [
        Reading.objects.create(
            patient=patient,
            batch=client_id,
            kind=code,
            value=value,
            taken_at=taken_at,
            source=source.strip(),
            at=now,
            by=by,
        )
        for code, value in values.items()
    ]
    audit.record(
        "reading.recorded",
        f"Recorded: {', '.join(f'{kinds[each.kind].name} {each.value}' for each in kept)}",
        by=by,
        now=now,
        subject=kept[0],
        patient_id=patient.pk,
        data={"values": dict(values), "source": source},
    )
    return kept


def _recorded_before(
    already: list[Reading], values: Mapping[str, str], taken_at: datetime, source: str
) -> list[Reading]:
    kinds = content.library().readings.by_code
    measured = {each.kind: each.value for each in already}
    told = ", ".join(
        f"{kinds[code].name if code in kinds else code} {value}" for code, value in measured.items()
    )
    said = {"values": dict(values), "taken_at": taken_at, "source": source.strip()}
    kept_before(already[0], said, kept={"values": measured}, words={"values": lambda _: told})
    return already
