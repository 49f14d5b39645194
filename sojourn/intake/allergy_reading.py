"""What an allergy was read as: a material of the clinic by its exact name, or drugs as the drug table knows them."""

from __future__ import annotations

from sojourn.content.allergies import Allergies
from sojourn.content.drugs import DrugTable
from sojourn.intake.matching import ReadingStatus, read_medication


def read_allergy(text: str, table: DrugTable, sheet: Allergies) -> tuple[tuple[str, ...], ReadingStatus]:
    """Its ingredients, and whether every word was understood; near misses stay unread."""
    material = sheet.material(text)
    if material:
        return (material.name,), ReadingStatus.CHECKED
    reading = read_medication(text, table, offers=False)
    return reading.ingredients, reading.status
