"""Finding a session and gathering what its page shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sojourn import content
from sojourn.accounts.models import User
from sojourn.accounts.roles import Permission
from sojourn.clinic import queries as clinic
from sojourn.clinic.models import StaffMember
from sojourn.clinic.words import enter
from sojourn.core.together import fetch_together
from sojourn.faces.workspace.room.course import course_part, known_of
from sojourn.faces.workspace.room.entry_forms import DoseForm, RemarkForm, RescueForm, ToDraw, VitalsForm
from sojourn.faces.workspace.room.forms import DoorForm
from sojourn.faces.workspace.room.pictures import clock_bar, vitals_picture
from sojourn.faces.workspace.room.tablet import sheet_of
from sojourn.intake.models import ConsentSignature, ConsentWithdrawal
from sojourn.intake.withdrawal_queries import signatures_of_all, taken_back
from sojourn.people import queries as people
from sojourn.pharmacy import queries as pharmacy
from sojourn.prescribing.models import DoseOrder
from sojourn.screening.hold_rules import clock
from sojourn.timeline.queries import header_of
from sojourn.treatment import permissions, queries
from sojourn.treatment.models import Session
from sojourn.treatment.queries.chart import clock_left
from sojourn.treatment.queries.home import restarts_after
from sojourn.treatment.queries.log import effect_name
from sojourn.treatment.queries.readiness import current_order
from sojourn.treatment.rules.doses import mg_per_kg
from sojourn.treatment.rules.drawing import booster_left
from sojourn.treatment.rules.readiness import ReadinessFacts, ReadinessPoint, may_start, readiness
from sojourn.treatment.rules.vitals import CODES
from sojourn.treatment.states import FOLLOWS, Phase

LIGHT = "room_light"


def find_session(session_id: UUID) -> Session:
    """The session, from here on by the clock in its room; 404 when there is none."""
    try:
        session = queries.session_by_id(session_id)
    except queries.NotFound as absent:
        raise Http404 from absent
    enter(session.appointment.room_id)
    return session


def open_session(request: HttpRequest, session_id: UUID, now: datetime) -> Session:
    """The session with its record opened and the reading logged; the room's own refreshing is not logged again."""
    session = find_session(session_id)
    refreshing = request.htmx and people.opened_lately(session.patient_id, by=request.user, now=now)  # type: ignore[attr-defined,arg-type]
    if not refreshing:
        _open_record(request, session, now)
    return session


def _open_record(request: HttpRequest, session: Session, now: datetime) -> None:
    try:
        people.opened(session.patient, by=request.user, now=now, reason="session room")
    except people.NotFound as absent:
        raise Http404 from absent


def show_room(
    request: HttpRequest, session: Session, now: datetime, *, status: int = 200, **bound: Any
) -> HttpResponse:
    """The page of a session: the readiness list before it begins, the live chart afterwards."""
    chart, signed = queries.chart_of(session, now), signatures_of_all([session.patient_id])
    context = {
        **_common(request, session, chart, now),
        **(_live(session, chart, now, signed) if session.started_at else {}),
        **(_door(request, session, now) if _awaits_dose(session, chart) else {}),
        "withdrawals": _withdrawals(session, signed, now),
    }
    template = "workspace/room/live.html" if session.started_at else "workspace/room/readiness.html"
    correcting = _correcting(request, chart)
    if "dose_form" in context and "dose_form" in bound:
        bound["dose_form"].offer_as(context["dose_form"])
    return render(request, template, {**context, **correcting, **bound}, status=status)


def _awaits_dose(session: Session, chart: queries.Chart) -> bool:
    """Until the first dose the readiness list holds it, before the beginning and after."""
    return not chart.doses and not session.ended_at


def _common(request: HttpRequest, session: Session, chart: queries.Chart, now: datetime) -> dict[str, Any]:
    return {
        "session": session,
        "patient": session.patient,
        "header": header_of(session.patient),
        "chart": chart,
        "sheet": sheet_of(chart),
        "now": now,
        "dim": is_dim(request, session),
        "measures": content.library().monitoring.measures,
        "moaas": content.library().monitoring.measure("moaas"),
        "vitals_form": VitalsForm(),
        "bedside": content.library().bedside,
        "is_group": session.appointment.group_id is not None,
        "custody": pharmacy.custody_of(session.appointment_id),
        "pressure_again": content.library().monitoring.before.times_pressure,
    }


def _withdrawals(
    session: Session, signed: QuerySet[ConsentSignature], now: datetime
) -> tuple[ConsentWithdrawal, ...]:
    """Consents to this treatment that were taken back, while it goes on; before that the readiness list says it."""
    if session.started_at is None or session.ended_at:
        return ()
    back = taken_back(signed, session.appointment.service, clinic.local_day(now))
    return back.get(session.patient_id, ())


def _door(request: HttpRequest, session: Session, now: datetime) -> dict[str, Any]:
    facts = queries.readiness_facts(session, now)
    points = readiness(facts)
    return {
        "points": points,
        "open_points": [point for point in points if not point.state.is_ready],
        "may_start": may_start(points).allowed,
        "may_go_past": {each.code for each in points if _may_go_past(request, each)},
        "holds": [clock(each, planned_start=session.appointment.starts_at) for each in facts.holds],
        "by_weight": _by_weight(facts),
        "escort": people.escort_of(session.patient),
        "door_form": DoorForm(),
        "form_errors": {},
    }


def _by_weight(facts: ReadinessFacts) -> str:
    """What the ordered dose is by the newest weight, not by the one it was written for."""
    if facts.ordered_mg is None or facts.weight_kg is None:
        return ""
    return f"{mg_per_kg(facts.ordered_mg, facts.weight_kg)} mg/kg at {facts.weight_kg} kg"


def _may_go_past(request: HttpRequest, point: ReadinessPoint) -> bool:
    return point.may_override and permissions.may_override(request.user, point.past_by).allowed  # type: ignore[arg-type]


def _live(
    session: Session, chart: queries.Chart, now: datetime, signed: QuerySet[ConsentSignature]
) -> dict[str, Any]:
    effects = content.library().side_effects
    left = clock_left(session, now)
    order, known = current_order(session.patient, clinic.local_day(now)), known_of(chart)
    draw = _to_draw(chart, order)
    form = dose_form(now, draw=draw, beside=(*(known.questions if known else ()), signed))
    return {
        "picture": vitals_picture(chart, now),
        "bar": clock_bar(chart, now),
        "course": course_part(chart, known),
        "left_minutes": int(left.total_seconds() // 60),
        "since_minutes": _since(chart, now),
        "order": order,
        "is_used_up": bool(order and order.booster_mg and chart.doses and draw is None),
        "dose_form": form,
        "rescue_form": RescueForm(),
        "remark_form": RemarkForm(),
        "effects": effects.effects,
        "severities": effects.severities,
        "rescues": effects.rescues,
        "felt": {each.kind: each for each in chart.ongoing},
        "effect_name": effect_name,
        "next_phases": [
            phase for phase in Phase if phase in FOLLOWS[Phase(session.phase)] and phase != Phase.DISCHARGED
        ],
        "restarts": restarts_after(session, [each.observed_at for each in chart.doses]),
        "home_from": home_from(chart),
        "criteria": content.library().discharge.criteria,
    }


def _correcting(request: HttpRequest, chart: queries.Chart) -> dict[str, Any]:
    """The pad filled with the reading that is to be corrected, or the line of another entry."""
    wanted = request.GET.get("correct", "")
    for reading in chart.vitals:
        if str(reading.pk) == wanted:
            values = {code: getattr(reading, code) for code in CODES}
            initial = {**values, "point": reading.point, "supersedes": reading.pk}
            return {"vitals_form": VitalsForm(initial=initial), "correcting": reading}
    wrong = (line for line in chart.log if str(line.entry_id) == wanted and not line.replaced)
    undo = (line for line in chart.log if str(line.entry_id) == request.GET.get("undo") and line.takes_back)
    return {"wrong": next(wrong, None), "undo": next(undo, None)}


def _since(chart: queries.Chart, now: datetime) -> int | None:
    return int((now - chart.last_dose.observed_at).total_seconds() // 60) if chart.last_dose else None


def home_from(chart: queries.Chart) -> datetime | None:
    """When the library's least time after the last dose has passed; None before the first."""
    minimum = timedelta(minutes=content.library().discharge.minimum_minutes)
    return chart.last_dose.observed_at + minimum if chart.last_dose else None


def dose_form(
    now: datetime, data: Any = None, *, draw: ToDraw | None = None, beside: Iterable[Any] = ()
) -> DoseForm:
    """The dose form with today's vials and the people who may check; ``draw`` is what was ordered.

    ``beside``: what else the page asks, in the same statement.
    """
    vials, staff = pharmacy.vials_to_draw_from(clinic.local_day(now)), clinic.staff()
    fetch_together(vials, staff, *beside)
    return DoseForm(data, vials=list(vials), checkers=who_may_chart(staff), draw=draw)


def _to_draw(chart: queries.Chart, order: DoseOrder | None) -> ToDraw | None:
    """The dose; afterwards what is left for a booster. None when the order allows nothing now."""
    if order is None:
        return None
    given = [each.mg for each in chart.doses]
    mg = booster_left(order.mg, order.booster_mg, given) if given else order.mg
    return ToDraw(mg, order.strength_mg_per_ml) if mg else None


def who_may_chart(staff: Iterable[StaffMember]) -> list[User]:
    """Those of the staff who chart sessions."""
    return [each.user for each in staff if each.user.may(Permission.RUN_SESSION)]


def is_dim(request: HttpRequest, session: Session) -> bool:
    """Dim by itself during the journey; a choice made by the button holds for the phase it was made in."""
    chosen = request.COOKIES.get(LIGHT, "").split(":")
    if chosen[:2] == [str(session.pk), session.phase]:
        return chosen[-1] == "dim"
    return session.phase == Phase.JOURNEY
