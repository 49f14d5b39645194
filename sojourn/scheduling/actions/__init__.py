"""What happens to the calendar."""

from sojourn.scheduling.actions.answers import answer
from sojourn.scheduling.actions.attendance import arrive, begin, finish, miss
from sojourn.scheduling.actions.booking import book, book_course
from sojourn.scheduling.actions.calling_off import call_off_group, settle_without_date
from sojourn.scheduling.actions.changes import cancel, move, name_monitor
from sojourn.scheduling.actions.feeds import make_feed, revoke_feed
from sojourn.scheduling.actions.group_waiting import (
    join_waiting_list,
    leave_waiting_list,
    pass_on_offers,
    pass_place,
    take_place,
)
from sojourn.scheduling.actions.groups import (
    give_up_seat,
    open_group,
    say_sharing,
    take_seat,
)
from sojourn.scheduling.actions.offers import expire_offers, offer_times
from sojourn.scheduling.actions.reminders import remind, remind_escorts
from sojourn.scheduling.actions.rosters import LeavesOutside, set_hours
from sojourn.scheduling.actions.series import open_series
from sojourn.scheduling.actions.waiting import pass_offer, stop_waiting, take_offer, wait_for_time

__all__ = [
    "LeavesOutside",
    "answer",
    "arrive",
    "begin",
    "book",
    "book_course",
    "call_off_group",
    "cancel",
    "expire_offers",
    "finish",
    "give_up_seat",
    "join_waiting_list",
    "leave_waiting_list",
    "make_feed",
    "miss",
    "move",
    "name_monitor",
    "offer_times",
    "open_group",
    "open_series",
    "pass_offer",
    "pass_on_offers",
    "pass_place",
    "remind",
    "remind_escorts",
    "revoke_feed",
    "say_sharing",
    "set_hours",
    "settle_without_date",
    "stop_waiting",
    "take_offer",
    "take_place",
    "take_seat",
    "wait_for_time",
]
