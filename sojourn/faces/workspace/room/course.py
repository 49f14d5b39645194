"""What the room and the note show of the expected course: one function gathers it, one template part shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from sojourn import content
from sojourn.content.kinetics import Anchor, ExpectedCourse, Model
from sojourn.core.decisions import Finding
from sojourn.faces.ui.charts import Expected, ExpectedLane, ExpectedPicture, Given, Soft, expected_chart
from sojourn.treatment.models import DoseGiven
from sojourn.treatment.queries import Chart
from sojourn.treatment.queries.course import Known
from sojourn.treatment.rules.course import Band, Course, Dose, Person, expected_course, may_predict

EVERY_MINUTES = 3
AFTER_THE_LAST = 180


@dataclass(frozen=True)
class CoursePart:
    """Either a picture or the reasons why there is none; beside it what must be said."""

    key: str
    sheet: ExpectedCourse
    models: tuple[Model, ...]
    picture: Markup | None = None
    reasons: tuple[Finding, ...] = field(default=())
    weight_kg: float | None = None


def known_of(chart: Chart) -> Known | None:
    """What the part asks about the patient, for a page that asks it together with something else."""
    return Known.of(chart.session.appointment.patient, chart.doses[0].observed_at) if chart.doses else None


def course_part(chart: Chart, known: Known | None = None, *, id: str = "expected") -> CoursePart | None:
    """The part for a chart; None before the first dose. One query unless ``known`` was asked already."""
    known = known or known_of(chart)
    if known is None:
        return None
    sheet = content.library().expected_course
    models = tuple(content.library().models[each] for each in sheet.drawn)
    person, doses = known.person(), _doses(chart.doses)
    key = f"{id}-{chart.doses[-1].pk.hex}-{len(doses)}"
    reasons = _reasons(models, sheet, person, doses)
    if reasons or person.weight_kg is None:
        return CoursePart(key, sheet, models, reasons=reasons)
    drawn = _drawn(models, sheet, person.weight_kg, doses, id)
    return CoursePart(key, sheet, models, picture=drawn, weight_kg=person.weight_kg)


def _doses(given: list[DoseGiven]) -> tuple[Dose, ...]:
    first = given[0].observed_at
    return tuple(
        Dose(each.route.lower(), float(each.mg), (each.observed_at - first).total_seconds() / 60)
        for each in given
    )


def _reasons(
    models: tuple[Model, ...], sheet: ExpectedCourse, person: Person, doses: tuple[Dose, ...]
) -> tuple[Finding, ...]:
    """Each reason once: both models are refused together, since either alone would be read as the whole."""
    found: dict[str, Finding] = {}
    for model in models:
        for each in may_predict(model, sheet, person, doses).blocking:
            found.setdefault(each.code, each)
    return tuple(found.values())


@lru_cache(maxsize=128)
def _drawn(
    models: tuple[Model, ...], sheet: ExpectedCourse, weight_kg: float, doses: tuple[Dose, ...], id: str
) -> Markup:
    """Remembered, because the room asks for its page every few seconds."""
    end = int(doses[-1].at) + AFTER_THE_LAST
    minutes = tuple(float(each) for each in range(0, end + EVERY_MINUTES, EVERY_MINUTES))
    arterial, venous = (expected_course(each, sheet, weight_kg, doses, minutes) for each in models)
    given = [Given(each.at, f"{each.mg:g} mg") for each in doses]
    return expected_chart(ExpectedPicture(minutes, _lanes(arterial, venous, sheet), given), id=id)


def _lanes(arterial: Course, venous: Course, sheet: ExpectedCourse) -> list[ExpectedLane]:
    blood = [
        _curve("Arterial ketamine", "arterial", arterial.ketamine),
        _curve("Venous ketamine", "venous", venous.ketamine),
    ]
    lanes = [ExpectedLane("Ketamine in the blood, ng/mL", blood, _soft(sheet, "blood"), 120)]
    if arterial.effect_site:
        effect = [_curve("Effect site", "effect", arterial.effect_site)]
        lanes.append(ExpectedLane("Effect site, ng/mL", effect, _soft(sheet, "effect site"), 84))
    if arterial.norketamine:
        made = [_curve("Norketamine", "made", arterial.norketamine)]
        lanes.append(ExpectedLane("Norketamine in the blood, ng/mL", made, (), 60))
    return lanes


def _curve(name: str, series: str, band: Band) -> Expected:
    return Expected(name, series, band.low, band.typical, band.high)


def _soft(sheet: ExpectedCourse, place: str) -> list[Soft]:
    drawn: list[Anchor] = [each for each in sheet.anchors if each.drawn and each.compare_with == place]
    return [Soft(each.low, each.high, each.short or each.effect) for each in drawn]
