"""Allergies beside what the clinic gives and what is taken: by ingredient, class and family of drugs. Pure.

An allergy to ketamine itself is a screening rule of its own; one that was not read is told by :mod:`line_rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sojourn.content.allergies import Allergies, Family, Material
from sojourn.content.drugs import Drug, DrugTable
from sojourn.content.side_effects import SideEffects
from sojourn.core.decisions import Finding, Severity
from sojourn.screening.interaction_rules import DrugCheck
from sojourn.screening.line_rules import ToldLine

CODE = "allergic"


@dataclass(frozen=True)
class Medicine:
    """One that may reach the patient: ``code`` names it, ``where`` says from where, and in what words."""

    code: str
    where: str
    drugs: tuple[Drug, ...]


def given_here(sheet: SideEffects, table: DrugTable) -> tuple[Medicine, ...]:
    """What the clinic gives for side effects, each drug once; what the table does not know is no drug."""
    named = dict.fromkeys(each.medicine for each in sheet.rescues)
    found = ((name, table.find(name.lower().split())) for name in named)
    return tuple(
        Medicine(name.lower(), f"the clinic gives {name.lower()}", drug.drugs) for name, drug in found if drug
    )


def taken(drugs: Iterable[DrugCheck]) -> tuple[Medicine, ...]:
    """What stands on the medication list, not what left it; a line is named through all its changes."""
    return tuple(
        Medicine(each.line or each.input, f"the medication list has {each.input}", each.ingredients)
        for each in drugs
        if not each.last_taken_on
    )


def allergic(
    allergies: Iterable[ToldLine], medicines: Iterable[Medicine], sheet: Allergies, table: DrugTable
) -> tuple[Finding, ...]:
    """A finding for each allergy and each medicine or material it meets."""
    every = tuple(medicines)
    return tuple(finding for line in allergies for finding in _met(line, every, sheet, table))


def _met(
    line: ToldLine, medicines: tuple[Medicine, ...], sheet: Allergies, table: DrugTable
) -> Iterator[Finding]:
    for material in sheet.materials:
        if material.name in line.read_as:
            yield _of_material(line, material)
    told = tuple(table.drugs[name] for name in line.read_as if name in table.drugs)
    families = tuple(each for each in sheet.families if each.name in line.read_as)
    for medicine in medicines:
        if same := _same(told, families, medicine):
            yield _of_medicine(line, medicine, sheet.levels["same"], f"the same: {_listed(same)}")
        elif kin := _kin(told, families, medicine, sheet):
            yield _of_medicine(line, medicine, sheet.levels["kin"], f"its kin: {_listed(kin)}")


def _same(told: Iterable[Drug], families: Iterable[Family], medicine: Medicine) -> set[str]:
    """The ingredients of the medicine that the line names, or that are of a family it names."""
    named = {each.ingredient for each in told}
    of_families = {name for family in families for name in family.members(medicine.drugs)}
    return of_families | (named & {each.ingredient for each in medicine.drugs})


def _kin(
    told: tuple[Drug, ...], families: Iterable[Family], medicine: Medicine, sheet: Allergies
) -> set[str]:
    """Classes that stand for each other, families that hold both, and the families near one that the line names."""
    classes = _classes(told) & _classes(medicine.drugs) & set(sheet.kin)
    near = {name for family in families for name in family.kin}
    reached = [each for each in sheet.families if each.members(medicine.drugs)]
    return classes or {each.name for each in reached if each.name in near or each.members(told)}


def _of_medicine(line: ToldLine, medicine: Medicine, level: Severity, how: str) -> Finding:
    return Finding(
        code=f"{CODE}:{line.origin}:{medicine.code}",
        message=f"Allergy “{line.words}”, and {medicine.where} ({how}).",
        severity=level,
        source="Ketalar label, hypersensitivity; the drug table",
        evidence=f"allergy line “{line.evidence}” = {_listed(line.read_as)}; {medicine.where}",
        owner="provider",
    )


def _of_material(line: ToldLine, material: Material) -> Finding:
    return Finding(
        code=f"{CODE}:{line.origin}:{material.name}",
        message=f"Allergy “{line.words}”. {material.sentence}",
        severity=material.level,
        source="Clinic safety practice; awaits review",
        evidence=f"allergy line “{line.evidence}” = {material.name}",
        owner="provider",
    )


def _classes(drugs: Iterable[Drug]) -> set[str]:
    return {name for drug in drugs for name in drug.classes}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in sorted(names))
