"""Writing in the session room: one function per thing that people do there."""

from sojourn.treatment.actions.doses import give_dose
from sojourn.treatment.actions.events import end_side_effect, give_rescue, record_side_effect, remark
from sojourn.treatment.actions.home import discharge
from sojourn.treatment.actions.notes import (
    add_addendum,
    draft_note,
    refresh_draft,
    save_and_sign,
    save_note,
    sign_note,
)
from sojourn.treatment.actions.responses import respond
from sojourn.treatment.actions.sessions import answer_readiness, check_in, move_phase, override, start
from sojourn.treatment.actions.vitals import record_vitals
from sojourn.treatment.actions.watching import take_watch

__all__ = [
    "add_addendum",
    "answer_readiness",
    "check_in",
    "discharge",
    "draft_note",
    "end_side_effect",
    "give_dose",
    "give_rescue",
    "move_phase",
    "override",
    "record_side_effect",
    "record_vitals",
    "refresh_draft",
    "remark",
    "respond",
    "save_and_sign",
    "save_note",
    "sign_note",
    "start",
    "take_watch",
]
