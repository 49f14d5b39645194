"""Lines a sceptical pharmacist found: every word is known, and yet they do not say that the drug is taken as read.

None is checked. A second list holds lines that look much the same and are plain.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sojourn.content import drugs
from sojourn.intake.beside_the_name import with_beside
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication

TABLE = drugs.load(Path(drugs.__file__).parent / "library" / "drugs")
FILE = Path(__file__).parent / "lines_left_open.csv"
OPEN = list(csv.DictReader(FILE.open(encoding="utf-8")))
LINES = [
    "Zoloft 50 mg daily",
    "metformin 1000 mg, 1 tablet bid for diabetes",
    "Cymbalta",
    "cannabis at night",
]
KNOWN = TABLE.words.around | TABLE.words.vague | frozenset(TABLE.words.forms)


def read(text: str, dose: str = "", frequency: str = "") -> MedicationReading:
    reading = read_medication(text, TABLE, offers=False)
    return with_beside(reading, TABLE, dose=dose, frequency=frequency)


@pytest.mark.parametrize("line", OPEN, ids=lambda line: "|".join(list(line.values())[:3]))
def test_it_is_not_checked(line: dict[str, str]) -> None:
    found = read(line["text"], line["dose"], line["frequency"])
    assert found.status is ReadingStatus.NOT_CHECKED
    assert found.unread or found.beside


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("Nardil → Parnate", ("phenelzine", "tranylcypromine")),
        ("Zoloft→Xanax", ("alprazolam", "sertraline")),
        ("Zoloft·Xanax", ("alprazolam", "sertraline")),
        ("Nardil before Prozac", ("fluoxetine", "phenelzine")),
        ("stopped Nardil last week", ("phenelzine",)),
        ("Nardil (no)", ("phenelzine",)),
        ("codeine: hives", ("codeine",)),
        ("off cocaine since 2019", ("cocaine",)),
        ("Suboxone to get off heroin", ("buprenorphine", "heroin", "naloxone")),
        ("alcohol use disorder", ("ethanol",)),
        ("low iron", ()),
        ("iron low", ()),
        ("iron low since 2020", ()),
        ("high potassium", ()),
        ("low vitamin D", ()),
        ("same supplement", ()),
        ("Yasmin at the pharmacy", ()),
        ("phen☃elzine", ()),
        ("Xan·ax", ()),
        ("Zoloft 🆇🅰🅽🅰🆇", ("sertraline",)),
    ],
)
def test_what_it_names_stays_counted_but_for_what_is_no_drug_there(
    text: str, ingredients: tuple[str, ...]
) -> None:
    assert read(text).ingredients == ingredients


PLAIN = [
    "Lamictal 100 mg and 50 mg at night",
    "Zoloft 100 mg and 20 mg at night",
    "Zoloft 20 mg and 100 mg at night",
    "Zoloft every other day",
    "warfarin 5 mg, other days",
    "Zoloft with or without food",
    "lidocaine 5% patch 12h on 12 h off",
    "Zoloft, but not every day",
    "fentanyl patch, change every 72 hours",
    "Zoloft before bed",
    "Zoloft 30 minutes before my dinner",
    "synthroid 125 mcg before coffee",
    "generic for Prozac 20 mg",
    "Zoloft since 2019",
    "started Zoloft in 2019",
    "restarted Zoloft 50mg 3 weeks ago",
    "vitamin D 2000",
    "vitamin D 2000 IU",
    "Vitamin D 50,000 units weekly",
    "Zoloft half of a tablet",
    "trazodone 1/2 of a 50",
    "Zoloft 50 mg by my psychiatrist",
    "Zoloft prescribed by Dr my doctor",
    "zyrtec allergy",
    "zyrtec for hives",
    "codeine for cough",
    "benzonatate cough",
    "lidocaine for itchy skin",
    "Flonase allergies",
    "Zofran nausea",
    "ibuprofen pain",
    "aspirin low dose",
    "low dose aspirin",
    "lisinopril high blood pressure",
    "latanoprost eye drops, 1 drop, eyes, nightly",
    "Flonase nasal spray",
    "estradiol vaginal",
    "fish oil for eyes",
    "fish oil, skin",
    "minoxidil topical",
    "sertraline hcl 50 mg",
    "Zoloft with a glass of water",
    "coffee 2 cups",
    "chamomile tea",
    "alcohol: 2 drinks per week",
    "melatonin 2 gummies",
    "gabapentin 300mg capsule, 2 capsules at night",
    "xanax 2 tablets and one tab at night",
    "Percocet 5 325",
    "Tylenol 500 2 tabs",
    "ibuprofen 200 3 times a day",
    "lexapro 10 1 tab daily",
    "lexapro 10 1/2 tab",
    "prednisone taper 40 20 10",
    "Zoloft for anxiety 2 tablets at night",
    "Zoloft for anxiety 3 times a day for sleep",
    "Zoloft® 50 mg",
    "Zoloft 50 mg?",
    "Wegovy 💉 1.7 mg",
    "lexapro 10mg at night 😴",
    "ginkgo extract",
    "ginger root",
    "testosterone gel 2 pumps daily",
    "levothyroxine 50 mcg ½ tablet",
    "levothyroxine 50 mcg ¼ tablet",
    "Zoloft 50 mg × 2",
    "Zoloft 25−50 mg",
    "Zoloft “50 mg”",
    "Prozac™ (fluoxetine) 20mg",
    "Lexapro™ 10",
    "Paxil®CR™",
    "albuterol HFA 90 mcg",
    "albuterol HFA 90 mcg/actuation, 2 puffs q4h prn",
    "alprazolam 1 mg tablet, 1 tab TID #90 refills 0",
    "alprazolam 1 mg tablet, 1 tab TID Qty 30; RF 2",
    "alprazolam 1 mg tablet Sig: 1 tab TID Disp: 30 tabs",
    "Zoloft 50 mg, no refills",
    "Zoloft 50 mg, 2 refills",
    "Zoloft 50 mg 2 (two) times a day",
    "methylphenidate tb24 36 mg",
    "amoxicillin/clav 875-125 bid x 10d",
    "azithromycin 250 mg x5d",
    "oxycodone 10 mg max 40mg/day",
    "oxycodone 10 mg, maximum of 40 mg per day",
    "quetiapine fumerate 50 mg",
    "mirtazapine 15 mg soltab",
    "Advil liqui-gels 200 mg",
    "Adipex 37.5",
    "amoxicillin suspension 5 ml",
    "shrooms once in a while",
    "ozempic 0.25 mg first month",
    "valsartan 160, since 2020",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_line_of_the_same_kind_is_checked(text: str) -> None:
    found = read(text)
    assert found.status is ReadingStatus.CHECKED, found.unread
