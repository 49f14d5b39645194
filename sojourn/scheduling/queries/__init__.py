"""Reads of the calendar: free time, visits, courses, groups, and whether a service is open to somebody."""

from sojourn.scheduling.queries.answers import (
    answers_to,
    asked_to_change,
    asks_to_confirm,
    question_behind,
    with_answers,
)
from sojourn.scheduling.queries.availability import (
    FreeTime,
    bookable_from,
    first_free_day,
    free_times,
    furthest,
)
from sojourn.scheduling.queries.courses import CourseVisit, propose_course
from sojourn.scheduling.queries.feeds import diary_of, feed_behind, feed_of
from sojourn.scheduling.queries.forms import before_visits, forms_open
from sojourn.scheduling.queries.gates import after_what_comes_first, gate, gates, open_to
from sojourn.scheduling.queries.groups import GroupStanding, group_standing, groups_ahead, groups_on
from sojourn.scheduling.queries.offers import free_instead, nearest_free_times
from sojourn.scheduling.queries.on_hold import on_hold
from sojourn.scheduling.queries.visits import (
    cancellation_terms,
    day_board,
    history_of,
    last_visit,
    medical_days,
    upcoming,
    visit_of,
    visits_between,
    visits_of,
    visits_on,
)

__all__ = [
    "CourseVisit",
    "FreeTime",
    "GroupStanding",
    "after_what_comes_first",
    "before_visits",
    "answers_to",
    "asked_to_change",
    "asks_to_confirm",
    "bookable_from",
    "cancellation_terms",
    "day_board",
    "diary_of",
    "feed_behind",
    "feed_of",
    "first_free_day",
    "free_instead",
    "forms_open",
    "free_times",
    "furthest",
    "gate",
    "gates",
    "group_standing",
    "groups_ahead",
    "groups_on",
    "history_of",
    "nearest_free_times",
    "last_visit",
    "medical_days",
    "on_hold",
    "open_to",
    "propose_course",
    "question_behind",
    "upcoming",
    "visit_of",
    "visits_between",
    "visits_of",
    "visits_on",
    "with_answers",
]
