"""Tables of the session room and of visit notes."""

from sojourn.treatment.models.arrivals import Arrival, HeldEntry, HeldSettled
from sojourn.treatment.models.bedside import Response, SeatWatch, SideEffectGone
from sojourn.treatment.models.chart import DoseGiven, PhaseChange, Remark, RescueGiven, SideEffect, VitalSigns
from sojourn.treatment.models.notes import Addendum, NoteSignature, VisitNote
from sojourn.treatment.models.session import Discharge, ReadinessAnswer, ReadinessOverride, Session

__all__ = [
    "Addendum",
    "Arrival",
    "Discharge",
    "DoseGiven",
    "HeldEntry",
    "HeldSettled",
    "NoteSignature",
    "PhaseChange",
    "ReadinessAnswer",
    "ReadinessOverride",
    "Remark",
    "RescueGiven",
    "Response",
    "SeatWatch",
    "Session",
    "SideEffect",
    "SideEffectGone",
    "VisitNote",
    "VitalSigns",
]
