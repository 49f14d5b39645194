"""Giving a dose: the chart's entry, the register's line and the vial's balance in one transaction."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic.queries import local_day
from sojourn.core.decisions import Decision, Finding, refuse, require
from sojourn.core.sent_again import PAGE_USED
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy import queries as register
from sojourn.pharmacy.models import Vial
from sojourn.pharmacy.rules import to_ml
from sojourn.prescribing import queries as prescribing
from sojourn.prescribing.models import DoseOrder
from sojourn.treatment import permissions
from sojourn.treatment.actions.entries import (
    CLOCK_SKEW,
    Charted,
    Conflict,
    already,
    check_superseded,
    check_times,
    keep,
)
from sojourn.treatment.actions.sessions import enter, lock
from sojourn.treatment.models import DoseGiven, Session
from sojourn.treatment.models.chart import STANDS
from sojourn.treatment.queries.chart import latest_reading, reading_for_booster
from sojourn.treatment.queries.log import dose_sentence
from sojourn.treatment.queries.readiness import current_order, order_is_used, readiness_for_dose
from sojourn.treatment.rules.dose_gate import may_give_booster, may_give_first
from sojourn.treatment.rules.doses import DoseFacts, may_give, mg_per_kg
from sojourn.treatment.rules.route import WayIn, may_go_in, usual_route
from sojourn.treatment.states import Phase


@transaction.atomic
def give_dose(
    *,
    entry_id: UUID,
    session: Session,
    mg: Decimal,
    observed_at: datetime,
    by: User,
    now: datetime,
    vial: Vial | None = None,
    own_quantity: Decimal | None = None,
    route: str = "",
    site: str = "",
    side: str = "",
    checked_by: User | None = None,
    note: str = "",
    supersedes: DoseGiven | None = None,
    given_anyway: bool = False,
) -> DoseGiven:
    """Chart a dose from a vial of the clinic, or (``own_quantity``) of the medicine the patient brought.

    ``given_anyway``: it was given while the server could not be asked, and a provider charts it as it was, with a note;
    what stands against it is not asked again.

    The same entry sent twice counts once, in the chart and in the register. The first dose begins the journey.
    """
    session = lock(session)
    said = {
        "mg": mg,
        "vial": vial,
        "site": site,
        "side": side,
        "checked_by": checked_by,
        "observed_at": observed_at,
        "note": note,
        "supersedes": supersedes,
    }
    told = {**said, "route": route.strip().upper()} if route.strip() else said
    if stored := already(DoseGiven, entry_id, session, now, told):
        return _from_the_same(stored, own_quantity)
    require(permissions.may_give(by))
    check_times(session, observed_at, now)
    _check_begun(session, observed_at)
    check_superseded(session, supersedes, note)
    _check_source(session, vial, own_quantity)
    _check_second_person(by, checked_by)
    order = None if own_quantity else current_order(session.patient, local_day(now))
    facts = _facts(session, order, mg, checked_by, supersedes, own=own_quantity is not None)
    way = _way_in(session, route, site, side, own=own_quantity is not None)
    if given_anyway:
        require(permissions.may_chart_anyway(by, note))
    else:
        require(Decision.of(may_give(facts), may_go_in(way, content.library().dosing)))
    if supersedes is None and not given_anyway:
        decided = _is_decided(by, checked_by, note)
        _ask_again(session, facts, observed_at, now, decided=decided)
    _move_stock(session, entry_id, vial, own_quantity, mg, supersedes, at=observed_at, by=by, now=now)
    dose = DoseGiven(
        id=entry_id,
        session=session,
        by=by,
        order=order,
        ml=to_ml(mg, vial.strength_mg_per_ml) if vial else None,
        mg_per_kg=mg_per_kg(mg, facts.weight_kg) if facts.weight_kg else Decimal(0),
        route=way.route,
        is_booster=facts.is_booster,
        recorded_at=now,
        **said,
    )
    keep([Charted(dose, "session.dose", f"Given: {dose_sentence(dose)}.")], by=by, now=now)
    if session.phase == Phase.GROUND:
        enter(session, Phase.JOURNEY, by=by, now=now, at=observed_at)
    return dose


def _from_the_same(dose: DoseGiven, own_quantity: Decimal | None) -> DoseGiven:
    """How many of their own were taken stands in the custody of what they brought."""
    used = register.used_for_dose(dose.pk, dose.session.appointment_id) if own_quantity else None
    if used is None or used.dose != dose.pk or used.quantity == own_quantity:
        return dose
    raise Conflict(
        Decision(
            (Finding(code=PAGE_USED, message=f"This entry has kept {used.quantity:f} {used.unit} already."),)
        )
    )


def _ask_again(session: Session, facts: DoseFacts, at: datetime, now: datetime, *, decided: bool) -> None:
    """A correction is of a dose that was given; any other waits until everything is still in place."""
    points, sheet = readiness_for_dose(session, now, at=at), content.library().monitoring
    if facts.is_booster:
        require(may_give_booster(points, reading_for_booster(session, at), sheet, decided=decided))
    else:
        require(may_give_first(points, latest_reading(session, at), sheet))


def _is_decided(by: User, checked_by: User | None, note: str) -> bool:
    """A provider gives or checks it, and the note says why."""
    return bool(note.strip()) and any(each.may(Permission.PRESCRIBE) for each in (by, checked_by) if each)


def _facts(
    session: Session,
    order: DoseOrder | None,
    mg: Decimal,
    checked_by: User | None,
    wrong: DoseGiven | None,
    *,
    own: bool,
) -> DoseFacts:
    limits = content.library().dosing
    standing = session.doses.filter(**STANDS)
    standing = standing.exclude(pk=wrong.pk) if wrong else standing
    return DoseFacts(
        mg=mg,
        weight_kg=_weight(session, order),
        started=session.started_at is not None,
        gone_home=session.ended_at is not None,
        ordered_mg=order.mg if order else None,
        booster_mg=order.booster_mg if order else Decimal(0),
        order_is_used=bool(order and order_is_used(order, session)),
        given_mg=sum(standing.values_list("mg", flat=True), Decimal(0)),
        most_mg=limits.most_mg,
        soft_mg_per_kg=limits.soft_mg_per_kg,
        hard_mg_per_kg=limits.hard_mg_per_kg,
        second_person=checked_by is not None,
        own_medicine=own,
        corrects_first=wrong is not None and not wrong.is_booster,
    )


def _way_in(session: Session, route: str, site: str, side: str, *, own: bool) -> WayIn:
    plan, dosing = prescribing.current_plan(session.patient), content.library().dosing
    planned = plan.route if plan else ""
    named = route.strip().upper() or usual_route(dosing, planned, own_medicine=own)
    return WayIn(route=named, site=site, side=side, planned=planned, own_medicine=own)


def _weight(session: Session, order: DoseOrder | None) -> Decimal | None:
    measured = prescribing.measured_among(session.patient.weights.all())
    return measured.kg if measured else order.weight_kg if order else None


def _check_begun(session: Session, observed_at: datetime) -> None:
    """A dose dated back to before the beginning would also shorten the wait before going home."""
    if session.started_at and observed_at < session.started_at - CLOCK_SKEW:
        raise refuse("before", "This time lies before the session began.", field="observed_at")


def _check_source(session: Session, vial: Vial | None, own_quantity: Decimal | None) -> None:
    is_group = session.appointment.group_id is not None
    if not is_group and own_quantity is not None:
        raise refuse(
            "own_quantity", "Own medicine is for groups; here it is drawn from stock.", field="own_quantity"
        )
    if is_group and vial is not None:
        raise refuse(
            "vial", "In a group everybody takes their own medicine; stock stays closed.", field="vial"
        )
    if not is_group and vial is None:
        raise refuse("vial", "Choose the vial it is drawn from.", field="vial")
    if is_group and own_quantity is None:
        raise refuse("own_quantity", "Enter how many of their own they take.", field="own_quantity")


def _check_second_person(by: User, checked_by: User | None) -> None:
    if checked_by is None:
        return
    if checked_by.pk == by.pk:
        raise refuse("checked_by", "The check is made by a second person.", field="checked_by")
    if not checked_by.may(Permission.RUN_SESSION):
        raise refuse("checked_by", "Only clinical staff check a dose.", field="checked_by")


def _move_stock(
    session: Session,
    dose: UUID,
    vial: Vial | None,
    own_quantity: Decimal | None,
    mg: Decimal,
    wrong: DoseGiven | None,
    *,
    at: datetime,
    by: User,
    now: datetime,
) -> None:
    """A corrected dose corrects the register, or the custody of what the patient brought."""
    signed: dict[str, Any] = {"patient": session.patient, "dose": dose, "by": by, "now": now}
    if vial is not None:
        drawn = (
            register.line_of_dose(wrong.pk, vial=wrong.vial, mg=wrong.mg) if wrong and wrong.vial else None
        )
        pharmacy.record_given(vial=vial, mg=mg, given_at=at, instead_of=drawn, **signed)
    elif own_quantity is not None:
        visit = session.appointment_id
        used = register.used_for_dose(wrong.pk, visit) if wrong else None
        pharmacy.use_own(visit=visit, quantity=own_quantity, instead_of=used, **signed)
