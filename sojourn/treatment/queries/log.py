"""The running log of a session, and how each entry reads in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sojourn import content
from sojourn.treatment.models import (
    DoseGiven,
    PhaseChange,
    Response,
    SeatWatch,
    Session,
    SideEffect,
    VitalSigns,
)
from sojourn.treatment.queries import standards
from sojourn.treatment.rules.schedule import BEFORE
from sojourn.treatment.rules.vitals import CODES, Reading
from sojourn.treatment.states import EntryKind, Phase

KIND_OF = {
    "VitalSigns": EntryKind.VITALS,
    "DoseGiven": EntryKind.DOSE,
    "SideEffect": EntryKind.SIDE_EFFECT,
    "RescueGiven": EntryKind.RESCUE,
    "Remark": EntryKind.REMARK,
}
"""What is corrected by another entry of its kind; anything in the chart can be taken back."""
TAKEN_BACK_AS = {**KIND_OF, "Response": EntryKind.RESPONSE, "SideEffectGone": EntryKind.GONE}
SAID: dict[str, tuple[str, ...]] = {
    EntryKind.DOSE: ("mg", "vial_id", "route", "site", "side", "checked_by_id"),
    EntryKind.SIDE_EFFECT: ("kind", "severity"),
    EntryKind.RESCUE: ("medicine", "dose"),
    EntryKind.REMARK: ("text", "kind"),
}


@dataclass(frozen=True)
class LogLine:
    """One line of the running log."""

    at: datetime
    sentence: str
    by: str
    entry_id: UUID
    kind: str
    replaced: str = ""
    """"corrected" or "undone", by a later entry."""
    said: dict[str, Any] = field(default_factory=dict)
    """What a correction begins with."""
    entry_kind: str = ""
    """The kind of entry that corrects it; empty for what is not corrected."""
    takes_back: str = ""
    """The kind of entry it is, for taking it back; empty for what cannot be."""
    taken_back: bool = False
    """It says of another entry that it never happened."""


def reading_of(vitals: VitalSigns) -> Reading:
    """The row as the rules see it."""
    return Reading(**{code: getattr(vitals, code) for code in CODES})


def log_of(session: Session) -> list[LogLine]:
    """Everything that was entered, the latest first; what was replaced stands with what replaced it."""
    lines = [
        *(_vitals_line(each) for each in session.vitals.all()),
        *(_line(each, "dose") for each in session.doses.all()),
        *(_line(each, "side_effect") for each in session.side_effects.all()),
        *(_line(each, "gone") for each in session.gone.all()),
        *(_line(each, "rescue") for each in session.rescues.all()),
        *(_line(each, each.kind) for each in session.remarks.all()),
        *(_line(each, "response") for each in session.responses.all()),
        *(_watch_line(each) for each in session.watches.all()),
        *(
            LogLine(each.at, _phase_sentence(each), str(each.by), each.pk, "phase")
            for each in session.phases.all()
        ),
    ]
    return sorted(lines, key=lambda line: (line.at, str(line.entry_id)), reverse=True)


def _phase_sentence(each: PhaseChange) -> str:
    """ "Journey begins"; going home is an end."""
    words = each.get_phase_display()
    return words if each.phase == Phase.DISCHARGED else f"{words} begins"


def _vitals_line(each: VitalSigns) -> LogLine:
    said = {**dict(reading_of(each).taken()), "point": each.point}
    return replace(_line(each, "vitals"), said=said)


def _watch_line(each: SeatWatch) -> LogLine:
    return LogLine(each.at, watch_sentence(each), str(each.by), each.pk, "watch")


def _line(entry: Any, kind: str) -> LogLine:
    entry_kind, sentence = KIND_OF.get(type(entry).__name__, ""), entry_sentence(entry)
    if entry.supersedes_id:
        head = "Never happened" if entry.entered_in_error else "Corrected"
        sentence = f"{head}: {sentence.rstrip('.')}. {entry.note}".rstrip()
    return LogLine(
        entry.observed_at,
        sentence,
        str(entry.by),
        entry.pk,
        kind,
        replaced=_replaced(entry),
        said={name: _plain(getattr(entry, name)) for name in SAID.get(entry_kind, ())},
        entry_kind=entry_kind if entry.stands else "",
        takes_back=TAKEN_BACK_AS[type(entry).__name__] if entry.stands else "",
        taken_back=entry.entered_in_error,
    )


def _replaced(entry: Any) -> str:
    later = getattr(entry, "superseded_by", None)
    return "" if later is None else "undone" if later.entered_in_error else "corrected"


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else "" if value is None else str(value)


def entry_sentence(entry: Any) -> str:
    """Any entry of the chart, as its line says it."""
    return _SENTENCES[type(entry).__name__](entry)


def vitals_sentence(each: VitalSigns) -> str:
    """ "+40: 152/92, 90, 97 %, RR 14, MOAA/S 4"."""
    label = {"": "Extra", BEFORE: "Before"}.get(each.point, _minutes_of(each))
    return f"{label}: {_values(each)}"


def _values(each: VitalSigns) -> str:
    parts = [
        f"{each.systolic}/{each.diastolic}" if each.systolic else "",
        f"{each.heart_rate}" if each.heart_rate else "",
        f"{each.spo2} %" if each.spo2 else "",
        f"RR {each.respiratory_rate}" if each.respiratory_rate else "",
        f"MOAA/S {each.moaas}" if each.moaas is not None else "",
        f"nausea {each.nausea} of 10" if each.nausea is not None else "",
    ]
    return ", ".join(filter(None, parts))


def _minutes_of(each: VitalSigns) -> str:
    """ "+40" of "2:+40"."""
    return each.point.rpartition(":")[2]


def dose_sentence(each: DoseGiven) -> str:
    """ "40 mg IM, 0.40 mL, left deltoid, 0.50 mg/kg"."""
    where = " ".join(filter(None, [each.side, each.site]))
    volume = f"{each.ml} mL" if each.ml else ""
    head = f"{'Booster ' if each.is_booster else ''}{each.mg.normalize():f} mg {each.route}"
    return ", ".join(filter(None, [head, volume, where, f"{each.mg_per_kg} mg/kg"]))


def side_effect_sentence(each: SideEffect) -> str:
    """ "Nausea, mild"."""
    return f"{effect_name(each.kind)}, {each.severity}"


def effect_name(code: str) -> str:
    """What the library calls a side effect."""
    names = {effect.code: effect.name for effect in standards.side_effects().effects}
    return names.get(code, code)


def response_sentence(each: Response) -> str:
    """ "Answered the +20 reading 127/76, 88 %: Oxygen given. 2 L"; the reading it answers comes first."""
    choice = content.library().bedside.response(each.action)
    done = choice.words if choice else each.action
    note = f". {each.note}" if each.note and not each.supersedes_id else ""
    which = {"": "extra reading", BEFORE: "reading before the dose"}.get(
        each.reading.point, f"{_minutes_of(each.reading)} reading"
    )
    return f"Answered the {which} {_values(each.reading)}: {done}{note}"


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "VitalSigns": vitals_sentence,
    "DoseGiven": dose_sentence,
    "SideEffect": side_effect_sentence,
    "SideEffectGone": lambda each: f"{effect_name(each.kind)}, gone",
    "RescueGiven": lambda each: f"{each.medicine} {each.dose} given",
    "Remark": lambda each: str(each.text),
    "Response": response_sentence,
}


def watch_sentence(each: SeatWatch) -> str:
    """ "Imogen Sorrel watches, taken over from Tamsin Brook"."""
    handed = f", taken over from {each.handed_over_by}" if each.handed_over_by else ""
    note = f". {each.note}" if each.note else ""
    return f"{each.watcher} watches{handed}{note}"
