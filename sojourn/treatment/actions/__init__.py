"""Writing in the session room: one function per thing that people do there."""

from sojourn.treatment.actions.aims import agree, keep_aims, mark_goal, say_how_it_went, set_goal
from sojourn.treatment.actions.doses import give_dose
from sojourn.treatment.actions.events import end_side_effect, give_rescue, record_side_effect, remark
from sojourn.treatment.actions.home import discharge
from sojourn.treatment.actions.mistakes import take_back
from sojourn.treatment.actions.notes import (
    add_addendum,
    draft_note,
    refresh_draft,
    save_and_sign,
    save_note,
    save_visit,
    sign_note,
)
from sojourn.treatment.actions.process import write_process_note
from sojourn.treatment.actions.responses import respond
from sojourn.treatment.actions.sessions import (
    answer_readiness,
    check_in,
    move_phase,
    override,
    say_intention,
    start,
)
from sojourn.treatment.actions.vitals import record_vitals
from sojourn.treatment.actions.watching import take_watch

__all__ = [
    "add_addendum",
    "agree",
    "answer_readiness",
    "check_in",
    "discharge",
    "draft_note",
    "end_side_effect",
    "give_dose",
    "give_rescue",
    "keep_aims",
    "mark_goal",
    "move_phase",
    "override",
    "record_side_effect",
    "record_vitals",
    "refresh_draft",
    "remark",
    "respond",
    "save_and_sign",
    "save_note",
    "save_visit",
    "say_how_it_went",
    "say_intention",
    "set_goal",
    "sign_note",
    "start",
    "take_back",
    "take_watch",
    "write_process_note",
]
