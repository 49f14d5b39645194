"""The people of the demo who are always there and always the same: those worth signing in as, and some of note."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sojourn.demonstration.parts import Part, traits
from sojourn.demonstration.people import Arc, Path


def _named(first: str, last: str, **facts: Any) -> dict[str, Any]:
    return {"first": first, "last": last, **facts}


WREN = Part(
    arc=Arc.COURSE,
    first_session=-28,
    sessions=8,
    traits=traits("superbill", "nausea"),
    facts=_named(
        "Wren",
        "Halloway",
        sex="male",
        pronouns="they/them",
        born=date(1985, 3, 14),
        kg=80.0,
        height_in=70,
        complaints=("depression", "anxiety"),
        medicines=("lamotrigine 150 mg", "sertraline 100 mg"),
        allergies=(("Penicillin V", "hives", "moderate"),),
        problems=(("Migraine", "2011", "past"),),
        told={
            "goals": "Sleep through. Pick the cello up again.",
        },
        phq=Path(20, 9, (19, 15, 13, 11, 10)),
        gad=Path(14, 8, (14, 12, 11, 10, 9)),
        mg_per_kg=("0.40", "0.45", "0.50", "0.50", "0.50"),
        provider="sorrel",
        therapist="greenaway",
        pays_by="hsa",
        shows="In course at session 5 of 8, takes lamotrigine; the neurologist answered",
    ),
)
EARLY = (
    Part(
        arc=Arc.BOOKED,
        intake=6,
        booked_ago=1,
        facts=_named("Marlow", "Finch", shows="Booked yesterday; nothing filled in yet"),
    ),
    Part(
        arc=Arc.FORMS,
        intake=0,
        booked_ago=4,
        traits=traits("early_afternoon"),
        facts=_named("Basil", "Fenn", shows="Intake on the next clinic day, forms half done"),
    ),
    Part(
        arc=Arc.FORMS,
        intake=3,
        booked_ago=3,
        traits=traits("open_alert"),
        facts=_named(
            "Perrin", "Oakes", pronouns="they/them", shows="Left a questionnaire at item 9: the open alert"
        ),
    ),
    Part(
        arc=Arc.SUBMITTED,
        intake=1,
        booked_ago=6,
        facts=_named(
            "Petra",
            "Hill",
            told={"escort_available": "unknown", "motion_sickness": "unknown"},
            shows="Everything sent; waits for the intake visit, and for a word of the desk and a nurse",
        ),
    ),
    Part(
        arc=Arc.SEEN,
        intake=-3,
        facts=_named(
            "Odile",
            "Quist",
            medicines=("Night Calm herbs", "escitalopram 10 mg"),
            told={"heart_rhythm": "yes"},
            shows="Seen by the doctor; herbs not recognised, a cardiologist asked, no decision yet",
        ),
    ),
)
REFUSED = (
    Part(
        arc=Arc.DECLINED,
        intake=-30,
        facts=_named(
            "Ida",
            "Bramble",
            medicines=("theophylline 300 mg", "albuterol inhaler as needed"),
            told={"lung_disease": "yes"},
            refused_because="Theophylline together with ketamine lowers the seizure threshold, and your lungs need it.",
            shows="Declined: theophylline; the letter is in the portal",
        ),
    ),
    Part(
        arc=Arc.DECLINED,
        intake=-52,
        facts={
            "told": {"aneurysm": "yes"},
            "refused_because": "A known aneurysm: a rise in pressure could be dangerous, whatever the dose.",
        },
    ),
    Part(
        arc=Arc.DECLINED,
        intake=-16,
        facts={
            "told": {"psychosis": "yes", "psychosis_now": "no"},
            "refused_because": "Psychosis two years ago. The risk of waking it is greater than the hope here.",
        },
    ),
    Part(
        arc=Arc.NOT_NOW,
        intake=-40,
        facts={
            "told": {"hypertension": "yes", "hypertension_controlled": "no"},
            "refused_because": "Blood pressure is high at rest on three days. First it is treated, then we look again.",
        },
    ),
    Part(
        arc=Arc.NOT_NOW,
        intake=-24,
        traits=traits("drinks"),
        facts={
            "told": {"alcohol_problem": "yes"},
            "medicines": ("Xanax 1 mg three times a day",),
            "refused_because": "Alcohol and a benzodiazepine every day. First a plan with the prescriber.",
        },
    ),
    Part(
        arc=Arc.NOT_NOW,
        intake=-9,
        facts={
            "sex": "female",
            "pronouns": "she/her",
            "told": {"breastfeeding": "yes"},
            "refused_because": "Still breastfeeding. We look again after weaning, planned for the spring.",
        },
    ),
)
IN_COURSE = (
    Part(
        arc=Arc.COURSE,
        first_session=-21,
        sessions=8,
        per_week=2,
        facts=_named("Mateo", "Rey-Lind", sex="male", pronouns="he/him", provider="sorrel", wish=time(8, 30)),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-4,
        sessions=8,
        per_week=2,
        traits=traits("nausea"),
        facts=_named("Ottoline", "Pike", sex="female", pronouns="she/her", provider="rowe", wish=time(10)),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-7,
        sessions=8,
        per_week=2,
        facts=_named(
            "Kestrel",
            "Amadi",
            sex="female",
            pronouns="she/her",
            provider="rowe",
            wish=time(13, 30),
            medicines=("Lamictal 100 mg", "gabapentin 300 mg three times a day"),
            shows="Session 3, takes lamotrigine and gabapentin",
        ),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-18,
        sessions=4,
        facts={
            "medicines": ("lamotrigine 200 mg", "lithium carbonate 300 mg"),
            "told": {"bipolar": "yes", "mood_stabilizer": "yes", "mania_now": "no"},
        },
    ),
)
DONE = (
    Part(
        arc=Arc.COURSE,
        first_session=-60,
        sessions=4,
        traits=traits("on_plan", "falls_behind"),
        facts=_named(
            "Cosmo",
            "Iyer",
            sex="male",
            pronouns="he/him",
            pays_by="card",
            shows="Course finished; the payment plan is behind",
        ),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-60,
        sessions=4,
        traits=traits("on_plan", "superbill"),
        facts=_named(
            "Linnea",
            "Ash",
            sex="female",
            pronouns="she/her",
            pays_by="fsa",
            shows="Course finished; 0 % plan on time, superbills",
        ),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-58,
        sessions=4,
        traits=traits("group", "group_next"),
        facts=_named(
            "Teodor", "Lark", sex="male", pronouns="he/him", shows="Course finished, now a seat in the group"
        ),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-50,
        sessions=4,
        facts=_named(
            "Idris",
            "Kell",
            sex="male",
            pronouns="he/him",
            phq=Path(14, 20),
            gad=Path(13, 16),
            shows="Finished; got worse, alert taken and closed",
        ),
    ),
    Part(
        arc=Arc.COURSE,
        first_session=-46,
        sessions=4,
        traits=traits("misses_one"),
        facts={
            "medicines": ("clonazepam 0.5 mg as needed", "sertraline 50 mg"),
            "told": {"seizure": "yes", "seizure_details": "One at nine years old, with a fever"},
        },
    ),
)
GROUP_ONLY = (
    Part(
        arc=Arc.GROUP,
        intake=-54,
        sessions=3,
        traits=traits("group", "group_last", "group_next"),
        facts=_named("Juniper", "Vale", sex="female", pronouns="she/her", shows="Comes to the monthly group"),
    ),
    *(
        Part(arc=Arc.GROUP, intake=days, sessions=3, traits=traits("group", "group_last", "group_next"))
        for days in (-51, -47, -43)
    ),
    Part(arc=Arc.GROUP, intake=-45, sessions=3, traits=traits("group", "group_last")),
    Part(
        arc=Arc.GROUP,
        intake=-13,
        sessions=3,
        traits=traits("group"),
        facts=_named(
            "Saffron", "Bell", sex="female", pronouns="she/her", shows="May come to the group; on no list yet"
        ),
    ),
)
NAMED = (WREN, *EARLY, *REFUSED, *IN_COURSE, *DONE, *GROUP_ONLY)
