"""The kinds of entries of the room: which form reads one, and which action charts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form

from sojourn.accounts.models import User
from sojourn.core.decisions import Decision, Finding
from sojourn.faces.workspace.room.context import dose_form
from sojourn.faces.workspace.room.entry_forms import (
    AUTO,
    GoneForm,
    MistakeForm,
    PhaseForm,
    RemarkForm,
    RescueForm,
    ResponseForm,
    SideEffectForm,
    VitalsForm,
)
from sojourn.treatment import actions
from sojourn.treatment.actions.entries import Charted, Conflict
from sojourn.treatment.actions.events import check_remark
from sojourn.treatment.actions.vitals import check_vitals
from sojourn.treatment.models import (
    DoseGiven,
    Remark,
    RescueGiven,
    Response,
    Session,
    SideEffect,
    SideEffectGone,
    VitalSigns,
)
from sojourn.treatment.models.chart import ChartEntry
from sojourn.treatment.queries import chart_of
from sojourn.treatment.queries.arrivals import entry_in
from sojourn.treatment.rules.schedule import point_for
from sojourn.treatment.states import EntryKind

Said = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """``form`` reads what was said at ``now``; ``act`` charts it; ``check`` only makes it ready, without a query."""

    form: Callable[[datetime, Said | None], Form]
    act: Callable[..., Any]
    model: type[ChartEntry] | None = None
    check: Callable[..., Charted[Any]] | None = None


def _plain(form: type[Form]) -> Callable[[datetime, Said | None], Form]:
    return lambda now, said: form(said)


def _vitals(*, session: Session, now: datetime, point: str, observed_at: datetime, **said: Any) -> VitalSigns:
    if point in {"", AUTO}:
        known = entry_in(session, VitalSigns, said["entry_id"])
        if isinstance(known, VitalSigns):
            return actions.record_vitals(
                session=session, now=now, point=known.point, observed_at=observed_at, **said
            )
        chart = chart_of(session, now)
        point = point_for(chart.points, observed_at, bool(chart.given_at))
    return actions.record_vitals(session=session, now=now, point=point, observed_at=observed_at, **said)


def _phase(
    *, session: Session, by: User, now: datetime, entry_id: UUID, observed_at: datetime, phase: str, note: str
) -> Session:
    return actions.move_phase(session=session, phase=phase, by=by, now=now, at=observed_at)


def _mistake(
    *, session: Session, by: User, now: datetime, supersedes: ChartEntry, observed_at: datetime, **said: Any
) -> ChartEntry:
    """It stands at the time of what it takes back."""
    return actions.take_back(session=session, wrong=supersedes, by=by, now=now, **said)


def _remark_said(said: Said) -> Said:
    return {**said, "kind": said.get("kind") or "observation"}


KINDS: dict[str, Kind] = {
    EntryKind.VITALS: Kind(_plain(VitalsForm), _vitals, VitalSigns, check_vitals),
    EntryKind.DOSE: Kind(dose_form, actions.give_dose, DoseGiven),
    EntryKind.SIDE_EFFECT: Kind(_plain(SideEffectForm), actions.record_side_effect, SideEffect),
    EntryKind.GONE: Kind(_plain(GoneForm), actions.end_side_effect, SideEffectGone),
    EntryKind.RESPONSE: Kind(_plain(ResponseForm), actions.respond, Response),
    EntryKind.RESCUE: Kind(_plain(RescueForm), actions.give_rescue, RescueGiven),
    EntryKind.REMARK: Kind(_plain(RemarkForm), actions.remark, Remark, check_remark),
    EntryKind.PHASE: Kind(_plain(PhaseForm), _phase),
    EntryKind.MISTAKE: Kind(_plain(MistakeForm), _mistake),
}


def keywords(kind: Kind, form: Form, session: Session) -> Said:
    """What the action takes, from a form that is valid. Raises Conflict when what is to be corrected is not here.

    A correction says what happened then, so it stands at the time of what it corrects, unless another time is said.
    """
    said = dict(form.cleaned_data)
    wrong, of = said.pop("supersedes", None), said.pop("of", None)
    model = KINDS[of].model if of else kind.model
    if wrong and model:
        said["supersedes"] = found = _to_correct(model, wrong, session)
        said["observed_at"] = said["observed_at"] or found.observed_at
    return _remark_said(said) if kind.model is Remark else said


def _to_correct(model: type[ChartEntry], wrong: UUID, session: Session) -> ChartEntry:
    """What is not here is not corrected: kept as an entry of its own, a correction would count as one more dose."""
    found = entry_in(session, model, wrong)
    if found is None:
        raise Conflict(
            Decision((Finding(code="conflict", message="The entry to correct has not arrived yet."),))
        )
    return found
