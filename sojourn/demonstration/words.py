"""Sentences that people of the demo write and say. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from sojourn.demonstration.people import Person

_Pool = tuple[str, ...]

_NOTES: Mapping[str, Mapping[str, _Pool]] = {
    "intake": {
        "concern": ("As told on the form, and with more weight in the room than on paper.",),
        "history": (
            "Course since early adulthood with two long stretches in between. Earlier treatment reviewed line by line.",
            "Several trials of medicine at full dose and length. No admission. Family history as on the form.",
        ),
        "medicines": (
            "List gone through together, interactions checked, nothing to change before treatment.",
        ),
        "mental_state": (
            "Well kept, slow to begin, clear and open later. No psychosis. No thoughts of suicide today.",
            "Tense, friendly, exact. Mood low. No psychosis, no intent.",
        ),
        "assessment": (
            "Depression that two adequate trials have not lifted. Off-label use discussed, with what is not known.",
            "Anxiety with low mood. Expectations are sober. Off-label use discussed.",
        ),
        "plan": ("Decision and plan in the chart; questions answered; written information given.",),
    },
    "preparation": {
        "intention": ("“To put the bag down for an hour.”", "“Not to be in charge for once.”"),
        "worries": (
            "Afraid of losing the thread; agreed on a word and a hand to hold.",
            "Fears nausea; told early.",
        ),
        "practicalities": (
            "Nothing to eat four hours before, way home is clear, own blanket, music without voices.",
        ),
        "plan": ("Ready for the first session.",),
    },
    "session": {
        "plan": (
            "Well tolerated. Same dose next time; integration visit is booked.",
            "Deep and calm. A little more next time if the days after go well.",
            "Lighter than hoped. Raise by a tenth next time, response at the integration visit.",
        ),
    },
    "integration": {
        "state": (
            "Slept well, mood lighter for two days. No thoughts of suicide.",
            "Tired on the day, steady since.",
        ),
        "themes": (
            "A house with all its windows open. Grief for a brother, warmer than before.",
            "Being carried. Trust, and how little of it there was.",
            "Little imagery, much quiet. Speaks of the quiet as news.",
        ),
        "intention": ("It came differently than planned, and it came.",),
        "commitments": (
            "A walk each morning until the next visit; calls the sister by Sunday.",
            "Writes ten lines a day.",
        ),
        "plan": ("Next session as planned.",),
    },
}
INTENTIONS: _Pool = (
    "To put the bag down for an hour.",
    "To let it be quiet.",
    "To look at it without running.",
    "Ask the fear what it wants.",
)
SAID: _Pool = (
    "I was the water and the boat.",
    "It is so quiet in here.",
    "Somebody turned the volume down.",
    "I forgave him. I did not plan that.",
    "There was room for all of it.",
)
COMFORT: _Pool = (
    "Second blanket, music a little lower.",
    "Hand held for some minutes, at their wish.",
    "Eye mask taken off and put on again.",
    "A sip of water.",
)
GOALS: _Pool = (
    "Sleep through most nights",
    "Pick up the phone when it rings",
    "Eat breakfast with the children",
    "Walk past the hospital without crossing the street",
)
COMMITMENTS: _Pool = (
    "A walk each morning before the phone",
    "Call my sister",
    "Write ten lines in the evening",
    "Ten minutes outside after lunch",
    "Tell Sam about the house with the open windows",
)
HOW_IT_WENT: tuple[tuple[str, str], ...] = (
    ("done", "Easier than I thought."),
    ("done", ""),
    ("partly", "Four days out of six."),
    ("not_yet", "The week was too full."),
)
ELIGIBLE: _Pool = (
    "Two adequate trials of medicine without enough relief; no condition speaks against treatment.",
    "Long course, well documented; risks and what is not known were discussed; wishes to go on.",
    "Screening and interaction check are clear or settled. Support at home is good.",
)
SETTLED = "Discussed at the intake; risk weighed and accepted with closer watching. Their doctor is informed."
MESSAGES: tuple[tuple[str, str], ...] = (
    (
        "May I take my usual tea on the morning of a session?",
        "Yes, black and up to two hours before. See you then.",
    ),
    (
        "I slept seven hours. First time since spring.",
        "That is good to read. Bring it to the integration visit.",
    ),
    (
        "Could the next session start half an hour later?",
        "We have moved it. You find the new time in your portal.",
    ),
    (
        "Is it normal that I cried on and off the day after?",
        "It is common, and welcome. If it feels too much, call us.",
    ),
)
WAITING: _Pool = (
    "My sister cannot pick me up on the day. May a neighbor come instead?",
    "I started magnesium in the evening. Does that matter?",
    "Can I pay the next visit with my HSA card?",
    "I felt dizzy this morning, two days after. Should I worry?",
    "Where do I find the receipt for last week?",
)
ENQUIRIES: tuple[tuple[str, str, str], ...] = (
    ("Alma Prewitt", "alma.prewitt@example.com", "I have a pacemaker. Is an intake worth it for me?"),
    (
        "Gus Tillery",
        "gus.tillery@example.com",
        "Do you see people who live two hours away, and can I stay nearby?",
    ),
    ("Nell Harrow", "nell.harrow@example.com", "What does a whole course cost, and do you take an HSA card?"),
    (
        "Otis Brandt",
        "otis.brandt@example.com",
        "My daughter is seventeen. Is there anything you can do for her?",
    ),
    ("Vera Coyle", "vera.coyle@example.com", "I take methadone. Does that rule me out?"),
)


def note_sections(person: Person, service: str, dice: Random) -> dict[str, str]:
    """A note's text for this kind of visit; a group has a session's."""
    kind = "session" if service == "group" else service
    return {code: dice.choice(pool) for code, pool in _NOTES[kind].items()}


RESPONSES: _Pool = (
    "Came back calm, no side effects to speak of. As planned.",
    "Deep and bearable, slept that night. The next session as planned.",
    "Little happened. A little more next time, inside the range.",
    "Much came up; integration first, then on as planned.",
)
