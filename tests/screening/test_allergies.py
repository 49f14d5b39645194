"""Allergies beside what the clinic gives, what it works with, and what is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn import content
from sojourn.core.decisions import Severity
from sojourn.intake import actions as intake
from sojourn.intake.allergy_reading import read_allergy
from sojourn.intake.matching import ReadingStatus, read_medication
from sojourn.screening.allergy_rules import allergic, given_here, taken
from sojourn.screening.interaction_rules import check_medications
from sojourn.screening.line_rules import ToldLine, not_read
from sojourn.screening.queries import screening_of
from tests.factories import NOW, a_patient
from tests.stories import fill_intake

LIBRARY = content.library()
SHEET = LIBRARY.allergies
WHO = {"by": None, "now": NOW}


def line(text, origin="1"):
    ingredients, status = read_allergy(text, LIBRARY.drugs, SHEET)
    return ToldLine(origin, text, ingredients, to_the_end=status is ReadingStatus.CHECKED)


def met(allergy, *medicines):
    read = [replace(read_medication(text, LIBRARY.drugs), line=text) for text in medicines]
    report = check_medications(read, LIBRARY.interactions)
    every = (*given_here(LIBRARY.side_effects, LIBRARY.drugs), *taken(report.drugs))
    return allergic([line(allergy)], every, SHEET, LIBRARY.drugs)


@pytest.mark.parametrize("case", SHEET.cases, ids=lambda case: case.name)
def test_each_worked_case_holds(case):
    found = {each.code.removeprefix("allergic:1:"): each.severity for each in met(case.allergy, *case.taken)}
    assert found == case.finds


@pytest.mark.parametrize("rescue", LIBRARY.side_effects.rescues, ids=lambda each: each.code)
def test_whatever_the_library_says_the_clinic_gives_is_compared(rescue):
    known = LIBRARY.drugs.find(rescue.medicine.lower().split())
    assert bool(met(rescue.medicine)) == bool(known)


def test_a_finding_names_the_line_and_what_it_meets():
    (found,) = met("Zofran")
    assert found.message == "Allergy “Zofran”, and the clinic gives ondansetron (the same: ondansetron)."
    assert found.evidence == "allergy line “Zofran” = ondansetron; the clinic gives ondansetron"
    assert (found.owner, found.severity) == ("provider", Severity.DECIDE)
    assert found.source == "Ketalar label, hypersensitivity; the drug table"


def test_a_finding_about_a_material_says_what_to_do_about_it():
    (found,) = met("adhesive tape")
    said = "Electrodes, sensors and plasters stick with it. Plan what is used instead."
    assert found.message == f"Allergy “adhesive tape”. {said}"
    assert found.evidence == "allergy line “adhesive tape” = adhesive"
    assert (found.owner, found.source) == ("provider", "Clinic safety practice; awaits review")


@pytest.mark.parametrize(
    ("allergy", "medicine", "shared"),
    [
        ("Percocet", "Norco", "the same: acetaminophen"),
        ("oxycodone and acetaminophen", "Percocet", "the same: acetaminophen, oxycodone"),
        ("lisinopril", "benazepril", "its kin: ace inhibitor"),
    ],
)
def test_everything_they_share_is_told_in_words(allergy, medicine, shared):
    found = {each.code: each.message for each in met(allergy, medicine)}
    assert found[f"allergic:1:{medicine}"].endswith(f"({shared}).")


def test_a_medicine_is_told_by_its_line_however_it_is_written():
    read = replace(read_medication("Norco", LIBRARY.drugs), line="the line")
    report = check_medications([read], LIBRARY.interactions)
    assert [each.code for each in taken(report.drugs)] == ["the line"]
    report = check_medications([replace(read, line="")], LIBRARY.interactions)
    assert [each.code for each in taken(report.drugs)] == ["Norco"]


@pytest.mark.parametrize(
    ("allergy", "medicine", "how"),
    [
        ("penicillins", "Augmentin", "the same: amoxicillin"),
        ("penicillins", "Keflex", "its kin: cephalosporins"),
        ("cephalexin", "cefdinir", "its kin: cephalosporins"),
        ("sulfasalazine", "Bactrim", "its kin: sulfonamides"),
        ("codeine", "morphine", "its kin: opioid"),
        ("penicillins and codeine", "Norco", "its kin: opioid"),
    ],
)
def test_a_finding_tells_by_which_family_they_meet(allergy, medicine, how):
    (found,) = met(allergy, medicine)
    assert found.message == f"Allergy “{allergy}”, and the medication list has {medicine} ({how})."


@pytest.mark.parametrize("text", ["ondansatron", "latexx", "the tape they used", "latex and moon pollen"])
def test_what_is_only_nearly_a_name_is_never_matched_and_stays_unread(text):
    (found,) = not_read([], [line(text)])
    assert (found.severity, found.at_stake) == (Severity.UNKNOWN, Severity.STOP)


def test_one_more_allergy_or_medicine_never_lowers_anything():
    alone, more = set(met("codeine", "Norco")), set(met("codeine", "Norco", "morphine", "Zoloft"))
    assert alone < more


def _codes(patient):
    return {each.finding.code: each for each in screening_of(patient, today=NOW.date()).judged}


@pytest.mark.django_db
def test_an_allergy_and_a_medicine_that_meet_wait_for_a_provider():
    patient = a_patient()
    fill_intake(patient)
    allergy = intake.add_allergy(patient=patient, as_written="sulfa and codeine", harm="severe", **WHO)
    latex = intake.add_allergy(patient=patient, as_written="Latex", harm="mild", **WHO)
    taken_now = intake.add_medication(patient=patient, as_written="Tylenol with codeine", **WHO)
    found = _codes(patient)
    assert found[f"allergic:{allergy.pk}:{taken_now.pk}"].is_open
    assert found[f"allergic:{latex.pk}:latex"].is_open and f"allergy:{latex.pk}" not in found
    intake.stop_medication(medication=taken_now, reason="Hives.", **WHO)
    assert f"allergic:{allergy.pk}:{taken_now.pk}" not in _codes(patient)
