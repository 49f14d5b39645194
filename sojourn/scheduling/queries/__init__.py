"""Reads of the calendar: free time, visits, courses, groups, and whether a service is open to somebody."""

from sojourn.scheduling.queries.availability import (
    FreeTime,
    bookable_from,
    first_free_day,
    free_times,
    furthest,
    nearest_free_times,
)
from sojourn.scheduling.queries.courses import CourseVisit, propose_course
from sojourn.scheduling.queries.forms import forms_open
from sojourn.scheduling.queries.gates import after_what_comes_first, gate, gates, open_to
from sojourn.scheduling.queries.groups import GroupStanding, group_standing, groups_ahead
from sojourn.scheduling.queries.visits import (
    cancellation_terms,
    day_board,
    history_of,
    last_visit,
    people_board,
    upcoming,
    visit_of,
    visits_between,
    visits_of,
)

__all__ = [
    "CourseVisit",
    "FreeTime",
    "GroupStanding",
    "after_what_comes_first",
    "bookable_from",
    "cancellation_terms",
    "day_board",
    "first_free_day",
    "forms_open",
    "free_times",
    "furthest",
    "gate",
    "gates",
    "group_standing",
    "groups_ahead",
    "history_of",
    "nearest_free_times",
    "last_visit",
    "open_to",
    "people_board",
    "propose_course",
    "upcoming",
    "visit_of",
    "visits_between",
    "visits_of",
]
