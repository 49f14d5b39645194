"""What happens to the calendar."""

from sojourn.scheduling.actions.answers import answer
from sojourn.scheduling.actions.attendance import arrive, begin, finish, miss
from sojourn.scheduling.actions.booking import book, book_course
from sojourn.scheduling.actions.changes import cancel, cancel_several, move
from sojourn.scheduling.actions.feeds import make_feed, revoke_feed
from sojourn.scheduling.actions.groups import (
    give_up_seat,
    join_waiting_list,
    leave_waiting_list,
    open_group,
    pass_on_offers,
    take_seat,
)
from sojourn.scheduling.actions.reminders import remind, remind_escorts

__all__ = [
    "answer",
    "arrive",
    "begin",
    "book",
    "book_course",
    "cancel",
    "cancel_several",
    "finish",
    "give_up_seat",
    "join_waiting_list",
    "leave_waiting_list",
    "make_feed",
    "miss",
    "move",
    "open_group",
    "pass_on_offers",
    "remind",
    "revoke_feed",
    "remind_escorts",
    "take_seat",
]
