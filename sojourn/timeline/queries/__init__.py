"""One patient across all rooms: header, stage, next step, story, whole record; and what waits for the staff."""

from sojourn.timeline.queries.header import ChartHeader, header_of
from sojourn.timeline.queries.inbox import Inbox, inbox
from sojourn.timeline.queries.journey import Journey, NextStep, journey_of, next_step_of, stages_of
from sojourn.timeline.queries.record import whole_record
from sojourn.timeline.queries.story import Entry, entries_of

__all__ = [
    "ChartHeader",
    "Entry",
    "Inbox",
    "Journey",
    "NextStep",
    "entries_of",
    "header_of",
    "inbox",
    "journey_of",
    "next_step_of",
    "stages_of",
    "whole_record",
]
