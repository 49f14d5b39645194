"""Tables of the session room and of visit notes."""

from sojourn.treatment.models.aims import Commitment, CommitmentWord, Goal, GoalMark
from sojourn.treatment.models.arrivals import Arrival, HeldEntry, HeldSettled
from sojourn.treatment.models.bedside import Response, SeatWatch, SideEffectGone
from sojourn.treatment.models.chart import DoseGiven, PhaseChange, Remark, RescueGiven, SideEffect, VitalSigns
from sojourn.treatment.models.notes import Addendum, NoteSignature, VisitNote
from sojourn.treatment.models.process import ProcessNote
from sojourn.treatment.models.session import Discharge, ReadinessAnswer, ReadinessOverride, Session

__all__ = [
    "Addendum",
    "Arrival",
    "Commitment",
    "CommitmentWord",
    "Discharge",
    "DoseGiven",
    "Goal",
    "GoalMark",
    "HeldEntry",
    "HeldSettled",
    "NoteSignature",
    "PhaseChange",
    "ProcessNote",
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
