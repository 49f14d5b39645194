"""A drug in "how much", "how often" or "what for" is read like one in the name; usual directions are no alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sojourn import content
from sojourn.intake import actions, queries
from sojourn.intake.beside_the_name import still_named, with_beside
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication
from sojourn.intake.models import Medication
from tests.factories import NOW, a_patient, a_user

LATER = NOW + timedelta(hours=1)


def read(text: str, **fields: str) -> MedicationReading:
    table = content.library().drugs
    return with_beside(read_medication(text, table), table, **fields)


USUAL = [
    ("Zoloft", "50 mg", "10 mg at night"),
    ("Zoloft", "50 mg", "250 mg at night"),
    ("Zoloft", "50", "50 mg at night"),
    ("Zoloft 25 mg", "200 mg", "daily"),
    ("Zoloft", "50 mg for anxiety", "daily"),
    ("Percocet", "5/325", "for pain"),
    ("Zoloft", "1 tablet", "once a day"),
    ("Zoloft", "50 mg", "twice a day"),
    ("Zoloft 50 mg", "100 mg", "every morning"),
    ("Zoloft", "25 mg in the morning, 50 mg at night", ""),
    ("Effexor XR", "150 mg + 75 mg", "daily with food"),
    ("Ibuprofen", "400-600 mg", "as needed for pain"),
    ("Seroquel", "25-200 mg", "at night"),
    ("Zoloft", "25 to 50 mg", "daily"),
    ("Zoloft", "25 mg-50 mg", "daily"),
    ("Ativan", "half a tablet", "at bedtime, when needed"),
    ("Ativan", "½ - 1 mg", "PRN"),
    ("Tylenol", "2 caplets", "every 8 hours with food"),
    ("Albuterol inhaler", "2 puffs", "every 4-6 hours as needed"),
    ("Flonase", "1 spray in each nostril", "daily"),
    ("Estradiol", "1 patch", "twice weekly"),
    ("Vitamin B12", "1000 mcg", "monthly injection"),
    ("Vitamin D", "1000 IU", "every other day"),
    ("Amoxicillin", "5 mL", "3x/day for 10 days"),
    ("Semaglutide", "0.5 mg", "once a week, on Sundays"),
    ("Adderall", "20 mg", "8 am and 2 pm"),
    ("Percocet", "5/325", "q6h prn"),
    ("Losartan", "50", "qd"),
    ("Lamictal", "one", "bid"),
    ("Metformin", "1,000 mg", "2 times daily with meals"),
    ("Sertralina", "una tableta", "dos veces al día"),
    ("Ibuprofeno", "1 pastilla", "cada 8 horas con comida"),
    ("Losartan", "media tableta", "por la noche, antes de dormir"),
    ("Suboxone", "8/2 mg film", "under the tongue, daily"),
    ("Melatonin", "3 mg", "before bed as needed"),
    ("Prednisone", "10 mg", "daily, tapering"),
    ("Omeprazole", "20 mg capsule", "30 minutes before breakfast"),
    ("Trazodone", "50mg", "nightly"),
    ("Gabapentin", "300 mg", "TID"),
    ("Insulin", "10 units", "before meals"),
    ("Zoloft", "50 mg", "once daily, with a snack"),
    ("Trazodone", "1/2 tablet", "at night if I can’t sleep"),
    ("Sumatriptan", "50 mg", "at onset of migraine, may repeat after 2 hours"),
    ("Hydrocortisone", "thin layer", "2x/day to the affected area"),
    ("Metformina", "850", "dos veces al día con las comidas"),
    ("Methadone", "80 mg", "daily at the clinic"),
    ("Cannabis", "2 joints", "smoke at night"),
    ("Prednisone", "40 mg for 5 days then 20 mg", "daily"),
    ("Adderall", "20 in the morning, 5 in the evening", ""),
    ("Hyzaar", "50/12.5 mg", "daily"),
    ("Tylenol", "500 mg, no more than 4 a day", ""),
    ("Tylenol", "500 mg", "not more than four a day"),
    ("Zoloft 50 mg", "", "daily + 25 mg at night"),
    ("Zoloft", "50 mg", "daily and 25 mg at night"),
    ("Vitamin D", "1000 IU (25 mcg)", "daily"),
    ("Vitamin D", "1000 IU/25 mcg", "daily"),
]


@pytest.mark.parametrize(("text", "dose", "frequency"), USUAL)
def test_usual_directions_are_no_alarm(text: str, dose: str, frequency: str) -> None:
    alone, found = read(text), read(text, dose=dose, frequency=frequency)
    assert alone.status is ReadingStatus.CHECKED
    assert (found.status, found.beside) == (ReadingStatus.CHECKED, ())
    assert found.drugs == alone.drugs


@pytest.mark.parametrize(
    ("dose", "frequency", "beside", "taken"),
    [
        ("1000 IU + oxycodone 80 mg", "", ("oxycodone",), "oxycodone"),
        ("1000 IU + oxycodone 80 mg", "xanax at night", ("oxycodone", "Xanax"), "oxycodone"),
        ("", "with nardil", ("Nardil",), "phenelzine"),
        ("50 mg and a pain patch", "", ("pain", "patch"), None),
        ("one for the pain pill", "", ("pain pill", "one"), None),
        ("1 injection", "", ("injection",), None),
        ("5-325", "", ("5", "325"), None),
        ("", "and moonleaf at night", ("moonleaf",), None),
        ("", "weekly shot", ("weekly", "shot"), None),
        ("1 tablet +", "", ("and",), None),
        ("1 tablet + h", "", ("h",), None),
        ("", "2 joints at night", ("joints",), None),
        ("", "smoke at night", ("smoke",), None),
        ("microdose", "weekends", ("microdose",), None),
        ("oxycodne 80", "", ("oxycodne",), None),
        ("5 mg and one of my friends pills", "", ("friends", "one", "pills"), None),
        ("1 tablet and one tablet bathroom", "", ("bathroom",), None),
        ("1 tablet and 50 mg bathroom", "", ("bathroom", "50", "mg"), None),
        ("+ 80 mg at clinic", "", ("80", "mg", "clinic"), None),
        ("5 mg + 80 mg at clinic", "", ("80", "mg", "clinic"), None),
        ("5 mg", "daily + 80 mg at clinic", ("80", "mg", "clinic"), None),
        ("1000 IU + 80 mg", "", ("80", "mg"), None),
        ("plus 80 mg", "daily", ("80", "mg"), None),
        ("5 mg", "plus 80 mg at night", ("80", "mg"), None),
        ("1 tablet + 80 mg", "", ("80", "mg"), None),
        ("20/12.5", "", ("20", "12.5"), None),
        ("", "20/12.5 mg daily", ("20 mg", "12.5 mg"), None),
    ],
)
def test_another_drug_in_the_directions_is_named(
    dose: str, frequency: str, beside: tuple[str, ...], taken: str | None
) -> None:
    found = read("Melatonin", dose=dose, frequency=frequency)
    assert found.status is ReadingStatus.NOT_CHECKED
    assert found.beside == beside
    assert taken is None or {taken, "melatonin"} <= set(found.ingredients)


@pytest.mark.parametrize(
    ("reason", "beside"),
    [
        ("anxiety", ()),
        ("helps me sleep, says Dr. Smith", ()),
        ("iron deficiency", ()),
        ("low testosterone", ()),
        ("to quit nicotine", ()),
        ("alcohol use disorder", ()),
        ("opioid withdrawal", ()),
        ("para dormir", ()),
        ("to stop drinking alcohol", ()),
        ("ADHD, prescribed by Heather", ()),
        ("ecstasy", ("ecstasy",)),
        ("and methadone 100", ("methadone",)),
        ("plus xanax", ("Xanax",)),
        ("xanax to quit smoking", ("Xanax",)),
        ("zoloft did not work", ("Zoloft",)),
    ],
)
def test_a_drug_in_what_for_is_asked_about_but_for_a_reason(reason: str, beside: tuple[str, ...]) -> None:
    found = read("Vitamin D", reason=reason)
    assert (found.beside, found.ingredients) == (beside, ("cholecalciferol",))
    assert (found.status is ReadingStatus.CHECKED) is (not beside)


@pytest.mark.parametrize(
    ("text", "reason", "beside"),
    [
        ("Naltrexone", "alcohol", ()),
        ("Naltrexone 50 mg", "for alcohol", ()),
        ("Campral", "Alcohol.", ()),
        ("Chantix", "nicotine", ()),
        ("Wellbutrin", "to the nicotine", ()),
        ("Naltrexone", "alcohol every day", ("alcohol",)),
        ("Naltrexone", "alcohol, 2 glasses", ("alcohol",)),
        ("Naltrexone", "alcohol and sleep", ("alcohol",)),
        ("Naltrexone", "nicotine", ("nicotine",)),
        ("Naltrexone", "alcohol, nicotine", ("alcohol", "nicotine")),
        ("Naltrexone", "cocaine", ("cocaine",)),
        ("Chantix", "alcohol", ("alcohol",)),
        ("Zoloft", "alcohol", ("alcohol",)),
        ("moonleaf", "alcohol", ("alcohol",)),
    ],
)
def test_what_a_medicine_is_taken_against_is_its_reason_and_nothing_more(
    text: str, reason: str, beside: tuple[str, ...]
) -> None:
    assert read(text, reason=reason).beside == beside


def test_the_same_drug_beside_its_name_is_no_other() -> None:
    assert read("Zoloft", dose="sertraline 50 mg", reason="Zoloft for mood").status is ReadingStatus.CHECKED


@pytest.mark.django_db
class TestTheList:
    """What is kept when a field beside the name changes."""

    def add(self, text: str, **fields: str) -> Medication:
        return actions.add_medication(patient=a_patient(), as_written=text, by=None, now=NOW, **fields)

    def change(self, line: Medication, **fields: str) -> Medication:
        return actions.change_medication(medication=line, by=None, now=LATER, **fields)

    def test_a_drug_in_the_dose_is_kept_and_the_line_not_checked(self) -> None:
        line = self.add("Vitamin D", dose="1000 IU + oxycodone 80 mg")
        assert (line.ingredients, line.status) == (["cholecalciferol", "oxycodone"], "not_checked")
        assert queries.beside_its_name(line) == ("oxycodone",)
        assert self.change(line, dose="1000 IU").status == "checked"

    def test_it_is_read_when_it_comes_later(self) -> None:
        line = self.change(self.add("Vitamin D"), frequency="xanax at night")
        assert (line.ingredients, line.status) == (["alprazolam", "cholecalciferol"], "not_checked")

    def test_what_a_provider_named_stays_until_something_new_is_written(self) -> None:
        line = self.add("moonleaf drops", dose="5 mL")
        named = actions.name_ingredients(
            medication=line, ingredients=["melatonin"], reason="The label", by=a_user(), now=NOW
        )
        more = self.change(named, as_written="moonleaf drops", dose="10 mL")
        assert (more.ingredients, more.status) == (["melatonin"], "checked")
        other = self.change(more, frequency="with xanax")
        assert (other.ingredients, other.status) == (["alprazolam", "melatonin"], "not_checked")

    def test_a_mended_dose_is_not_taken_for_a_providers_word(self) -> None:
        line = self.add("Vitamin D", dose="1 moonleaf")
        mended = self.change(line, dose="1 tablet")
        Medication.objects.filter(pk=mended.pk)
        assert mended.status == "checked" and actions.read_again(now=LATER) == []


class TestWhatAProviderNamed:
    """A provider said what "xyzol" is; the dose beside it changes, the name does not."""

    def named(self, text="xyzol", **fields):
        lamotrigine = read("lamotrigine").drugs
        return replace(read(text, **fields), drugs=lamotrigine, status=ReadingStatus.CHECKED)

    def test_it_stays_named_under_another_dose(self):
        found = still_named(
            self.named(dose="50 mg"), read("xyzol", dose="50 mg"), read("xyzol", dose="75 mg")
        )
        assert [each.ingredient for each in found.drugs] == ["lamotrigine"]
        assert (found.status, found.dose) == (ReadingStatus.CHECKED, "75 mg")

    def test_a_new_word_beside_it_is_not_checked(self):
        now = read("xyzol", dose="75 mg", frequency="with moondust")
        found = still_named(self.named(dose="50 mg"), read("xyzol", dose="50 mg"), now)
        assert found.status is ReadingStatus.NOT_CHECKED
        assert [each.ingredient for each in found.drugs] == ["lamotrigine"]

    def test_a_word_that_stood_there_before_is_no_news(self):
        before = read("xyzol", frequency="with moondust")
        found = still_named(self.named(frequency="with moondust"), before, before)
        assert found.status is ReadingStatus.CHECKED

    def test_what_was_not_checked_does_not_become_so(self):
        before = read("xyzol")
        assert still_named(before, before, read("xyzol", dose="75 mg")).status is ReadingStatus.NOT_CHECKED

    def test_drugs_stand_in_the_order_of_their_names(self):
        both = (*read("zoloft").drugs, *read("abilify").drugs)
        kept = replace(read("xyzol"), drugs=both, status=ReadingStatus.CHECKED)
        names = [each.ingredient for each in still_named(kept, read("xyzol"), read("xyzol")).drugs]
        assert names == sorted(names) and len(names) == 2


def test_a_reading_keeps_the_fields_it_was_read_with():
    found = read("Zoloft", dose="50 mg", frequency="daily")
    assert (found.dose, found.frequency) == ("50 mg", "daily")
    assert (read("Zoloft").dose, read("Zoloft").frequency) == ("", "")
