"""One set of data for each paper. Every person is invented."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from sojourn.faces.ui.paper import blocks
from sojourn.treatment.rules.note_layout import pieces_of

MADE_AT = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
CLINIC = {
    "name": "Example Clinic (demonstration)",
    "short_name": "Example",
    "address": "1 Example Street, Portland, OR 97200",
    "phone": "+1 503 555 0100",
    "email": "hello@clinic.example",
    "npi": "1234567893",
    "tin": "00-0000000",
}
PATIENT = {
    "name": "Wren Halloway",
    "born": date(1985, 3, 14),
    "mrn": "00318",
    "address": "4 Fern Lane, Portland, OR 97200",
}
PROVIDER = {
    "name": "Imogen Sorrel, MD",
    "npi": "1987654328",
    "address": CLINIC["address"],
    "dea": "AS0000000",
}
COMMON: dict[str, Any] = {
    "made_at": MADE_AT,
    "clinic": CLINIC,
    "demo": True,
    "patient": PATIENT,
    "date": date(2026, 11, 24),
}


def _part(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "pieces": [asdict(piece) for piece in pieces_of(text)]}


PAPERS: dict[str, dict[str, Any]] = {
    "receipt": {
        "number": "R-2026-0042",
        "lines": [
            {
                "date": "24 Nov 2026",
                "what": "Ketamine session, one to one",
                "provider": "I. Sorrel, MD",
                "amount": 55000,
            }
        ],
        "payments": [{"date": "24 Nov 2026", "how": "Card, first of four parts", "amount": 13750}],
        "total": 55000,
        "paid": 13750,
        "balance": 41250,
        "notes": ["Kept for a health savings account: service, date, provider and patient stand above."],
    },
    "superbill": {
        "number": "S-2026-0017",
        "provider": PROVIDER,
        "diagnoses": [{"code": "F33.2", "words": "Major depressive disorder, recurrent, severe"}],
        "lines": [
            {
                "date": "12 Oct 2026",
                "code": "99204",
                "place": "11",
                "what": "New patient visit",
                "pointers": "A",
                "units": 1,
                "charge": 22000,
            }
        ],
        "total": 22000,
        "paid": 22000,
        "signed_by": "Imogen Sorrel, MD",
        "signed_at": "13 October 2026",
    },
    "estimate": {
        "number": "E-2026-0009",
        "valid_until": date(2027, 11, 24),
        "service": "A course of ketamine sessions",
        "provider": PROVIDER,
        "lines": [
            {"what": "Ketamine session, one to one", "count": 8, "each": 55000, "amount": 440000},
            {"what": "Integration visit", "code": "90834", "count": 8, "each": 17000, "amount": 136000},
        ],
        "total": 576000,
        "separately": ["Laboratory tests, if your doctor asks for any"],
        "sentences": ["This is an estimate, not a contract.", "You may dispute a bill that is far above it."],
    },
    "prescription": {
        "prescriber": PROVIDER,
        "drug": "Ketamine hydrochloride",
        "strength": "100 mg",
        "form": "troche",
        "quantity": "6 (six)",
        "directions": "Bring to the clinic. Taken there, under supervision.",
        "refills": "0",
        "issued": date(2026, 11, 24),
        "seen_in_person": "12 October 2026, Imogen Sorrel, MD",
    },
    "order": {
        "mg": "60",
        "ml": "0.60",
        "strength": 100,
        "mg_per_kg": "0.75",
        "weight": "80 kg",
        "weighed": "24 November 2026, 08:50",
        "booster": "none",
        "signed": {"by": "Imogen Sorrel, MD", "at": "24 November 2026, 09:10"},
    },
    "consent": {
        "title": "Consent to ketamine treatment",
        "version": 3,
        "body": blocks(
            "## What it is\n\nAn *off-label* use, said plainly.\n\n- It may not work.\n- You may stop.\n"
        ),
        "signed": {
            "name": "Wren Halloway",
            "at": "20 November 2026, 18:04",
            "how": "typed name",
            "proof": "9f2c…71",
        },
    },
    "discharge": {
        "provider": "Imogen Sorrel, MD",
        "left_at": "4:02 pm",
        "escort": "Rosa H.",
        "given": [["Ketamine, into the muscle", "40 mg at 1:21 pm"]],
        "instructions": ["Do not drive until you have slept.", "Keep the evening empty."],
        "medicines": [{"name": "Lamotrigine", "when": "7:21 pm"}],
        "next": ["Integration visit, Wednesday 11:00 am"],
        "crisis": "Call or text 988 at any hour. In an emergency call 911.",
    },
    "note": {
        "title": "Session note",
        "author": "Tamsin Brook, RN",
        "facts": [["Dose", "40 mg, left deltoid"], ["Highest pressure", "152/92"]],
        "sections": [
            _part(
                "Journey", "Quiet throughout.\n\n+10 | 128/82 | 98 %\n+20 | 131/84 | 97 %\n\nSpoke at +55."
            ),
            _part("Plan", "As before."),
        ],
        "signed": {"by": "Imogen Sorrel, MD", "at": "24 November 2026, 17:10"},
        "addenda": [
            {"at": "25 November 2026", "by": "Imogen Sorrel, MD", "text": "Slept well, by telephone."}
        ],
    },
    "letter": {
        "subject": "About Wren Halloway’s treatment",
        "to": ["Dr Ada Quill", "9 Alder Road", "Portland, OR 97200"],
        "body": blocks(
            "Dear Dr Quill,\n\nthank you for seeing Wren.\n\n## What we did\n\nFive sessions so far.\n"
        ),
        "sign": {"name": "Imogen Sorrel, MD", "title": "Psychiatrist"},
    },
    "inspection": {
        "period": "1 September 2026 to 24 November 2026",
        "made": "24 November 2026, 1:00 pm, by Tamsin Brook",
        "drug": "Ketamine hydrochloride injection, C-III",
        "registrations": [["Imogen Sorrel, MD", "AS0000000"]],
        "keep_years": 10,
        "sums": [["In the cabinet at the beginning", "0"], ["Received", "500"], ["Given", "-40"]],
        "inventories": [
            {
                "title": "Initial inventory, 1 Sep 2026, 8:30 am, opening of business",
                "by": "Tamsin Brook",
                "second": "AWAITING A SECOND PERSON",
                "sealed": [["100 mg/mL", "5 mL", "6"]],
                "opened": [["V-0412", "100 mg/mL", "5 mL", "3.50 mL"]],
                "total": "3350",
            }
        ],
        "receipts": [
            {
                "at": "1 Sep 2026, 8:20 am",
                "from": "Cascade Medical Supply, 400 Cedar Road, Salem",
                "dea": "AB1234563",
                "document": "INV-1, 31 August 2026",
                "by": "Tamsin Brook",
                "vials": [
                    {
                        "number": "V-0412",
                        "lot": "24K118",
                        "ndc": "–",
                        "expires": "31 March 2027",
                        "strength": "100 mg/mL",
                        "ml": "5",
                        "mg": "500",
                    }
                ],
            }
        ],
        "given": [
            {
                "at": "2 Sep 2026, 1:20 pm",
                "patient": PATIENT["name"],
                "address": PATIENT["address"],
                "vial": "V-0412, 100 mg/mL",
                "mg": "40",
                "ml": "0.40",
                "by": "Tamsin Brook",
                "left": "460",
                "note": "replaced",
            }
        ],
        "wasted": [
            {
                "at": "2 Sep 2026, 1:25 pm",
                "vial": "V-0412",
                "mg": "5",
                "ml": "0.05",
                "reason": "left in the syringe",
                "by": "Tamsin Brook",
                "witness": "Imogen Sorrel, 2 Sep 2026, 1:27 pm, signed in themselves",
            }
        ],
        "transfers": [],
        "counts": [
            {
                "at": "2 Sep 2026, 5:36 pm",
                "vials": 1,
                "expected": "455",
                "counted": "445",
                "by": "Tamsin Brook",
                "second": "AWAITING A SECOND PERSON",
                "differences": ["V-0412 10 mg short: not explained yet"],
            }
        ],
        "losses": [{"title": "Missing and not explained", "facts": [["Account", "Asked everybody."]]}],
        "people": ["Tamsin Brook"],
    },
}


def data_for(template: str) -> dict[str, Any]:
    """Everything one paper needs."""
    return COMMON | PAPERS[template]
