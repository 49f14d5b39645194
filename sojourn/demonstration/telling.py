"""What somebody answers on the intake form: healthy and willing, but for what their story is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn import content
from sojourn.content.intake_form import Kind, Question
from sojourn.demonstration.people import Person

STREETS = (
    "Fernhill Lane",
    "Old Orchard Street",
    "Millrace Road",
    "Larch Avenue",
    "Harbor Steps",
    "Quarry Hill",
)
STORIES = {
    "depression": (
        "A grey that came four winters ago and stayed. Two medicines took the edge off, neither gave the color back.",
        "I function. I get up, I work, I come home and sit. It has been like that since the move.",
        "Mornings are the worst. I have tried three medicines and two rounds of therapy over six years.",
    ),
    "anxiety": (
        "My body is on alert from waking on. I plan every errand twice and still turn back at the door.",
        "Worry that jumps from one thing to the next, all day. Sleep is thin. Ten years now, worse since spring.",
    ),
    "ptsd": (
        "Since the accident I am back there when a door slams. Nights are short, crowds are out of the question.",
        "Old things that come up as if they were today. Therapy helped me name them, not put them down.",
    ),
    "chronic_pain": (
        "Burning in the left leg since the operation, every day, worse in the evening. It wears me out.",
        "Back pain for eight years. The pain is one thing; what it has done to my mood is another.",
    ),
}
GOALS = (
    "Sleep through. Pick the cello up again.",
    "To want something again in the morning.",
    "Take the bus without counting the stops. See my sister.",
    "Be at the table with my children, and be there.",
    "Walk to the river and back. Work half days.",
    "A quiet head for an hour a day would be a lot.",
)
WORRIES = (
    "Losing control, and what I might say.",
    "That it will not work for me either.",
    "Feeling sick. I get seasick easily.",
    "",
    "What it costs, if I need more of it.",
)
TRIED = (
    "Sertraline for two years, some help. Bupropion, none. Talking therapy, still going.",
    "Escitalopram and venlafaxine, each for a year. A course of cognitive therapy that I liked.",
    "Fluoxetine, then duloxetine. Physical therapy. Meditation when I manage.",
)
DOCTORS = ("Dr Ansel Birdwood, Fernhill Family Practice", "Dr Mira Castellan, Millrace Clinic")
COUNSELORS = ("Joss Ember, counselor", "Sunniva Dray, therapist, Orchard Rooms")
KIN = ("Rosa", "Ilse", "Tobin", "Amity", "Corin", "Sable", "Hugo", "Marnie")


def form_answers(person: Person) -> dict[str, Any]:
    """Every question this person is asked, with an answer, in the order of the form."""
    known = {**_about(person), **_around(person), **_story(person), **_body(person), **person.told}
    known |= {"allergy_other": "yes"} if person.allergies else {}
    known |= {"has_problems": "yes"} if person.problems else {}
    told: dict[str, Any] = {}
    for question in content.library().intake_form.questions:
        if question.is_asked(told):
            value = known.get(question.key, _plain(question, person))
            if value not in (None, ""):
                told[question.key] = value
    return told


def kin_of(person: Person) -> str:
    """Who takes them home."""
    return f"{person.dice('kin').choice(KIN)} {person.last}"


def phone_of(person: Person, whose: str = "own") -> str:
    """A number kept free for fiction: 555-0100 to 555-0199."""
    return f"503-555-01{person.dice(('phone', whose)).randrange(100):02d}"


def _plain(question: Question, person: Person) -> Any:
    if question.kind is Kind.YES_NO_UNKNOWN:
        family = question.key.startswith("family_")
        return person.dice(question.key).choice(("no", "no", "yes", "unknown")) if family else "no"
    if not question.required:
        return None
    return question.options[0].value if question.options else "See my story above."


def _about(person: Person) -> Mapping[str, Any]:
    dice = person.dice("about")
    return {
        "preferred_name": person.first,
        "pronouns": person.pronouns,
        "sex_at_birth": person.sex,
        "address_street": f"{dice.randrange(12, 980)} {dice.choice(STREETS)}",
        "address_city": "Portland",
        "address_state": "OR",
        "address_zip": f"972{dice.randrange(1, 40):02d}",
        "contact_preference": ["email"],
        "cannabis": dice.choice(("never", "never", "monthly", "weekly")),
        "sleep_quality": dice.choice(("fairly", "badly", "badly", "very_badly")),
    }


def _around(person: Person) -> Mapping[str, Any]:
    dice, kin = person.dice("around"), kin_of(person)
    sees_somebody = dice.random() < 0.7
    return {
        "emergency_name": kin,
        "emergency_relation": dice.choice(("Partner", "Sister", "Friend", "Parent")),
        "emergency_phone": phone_of(person, kin),
        "escort_available": "yes",
        "escort_name": kin,
        "escort_phone": phone_of(person, kin),
        "has_primary_care": "yes",
        "primary_care_name": dice.choice(DOCTORS),
        "primary_care_phone": "503-555-0190",
        "has_counselor": "yes" if sees_somebody else "no",
        "counselor_name": dice.choice(COUNSELORS),
        "may_contact_team": dice.choice(("all", "all", "ask_first")),
        "wants_to_reduce": dice.choice(("no", "no", "no", "yes")),
    }


def _story(person: Person) -> Mapping[str, Any]:
    dice = person.dice("story")
    return {
        "complaints": list(person.complaints),
        "story": dice.choice(STORIES[person.complaints[0]]),
        "goals": dice.choice(GOALS),
        "worries": dice.choice(WORRIES),
        "treatments_tried": dice.choice(TRIED),
        "motion_sickness": "yes" if person.has("nausea") else "no",
    }


def _body(person: Person) -> Mapping[str, Any]:
    fertile = person.sex == "female" and person.born.year > person.intake_day.year - 48
    return {
        "weight_lb": round(person.kg / 0.45359237),
        "height_ft": person.height_in // 12,
        "height_in": person.height_in % 12,
        "could_become_pregnant": "yes" if fertile else "no",
        "contraception": "yes",
    }
