"""The expected course of doses for scripts: a model of the library, doses as text in, concentrations out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click
import numpy as np

from sojourn import content
from sojourn.command_line.checking import WrongInput
from sojourn.content.kinetics import Assumed, Model
from sojourn.core.numbers import number_in
from sojourn.treatment.rules.course import Curves, Dose, Person, bodies, may_predict, predict
from sojourn.treatment.rules.course.bands import same_for_all

SHAPES = "im:MG@MINUTE, iv:MG@MINUTE or inf:MG/MINUTES@MINUTE, as in im:35@0 or inf:35/40@0"
_DOSE = re.compile(r"(?P<route>im|iv|inf):(?P<mg>[^/@:]+)(?:/(?P<lasting>[^/@:]+))?@(?P<at>[^/@:]+)")
QUOTED = 40


@dataclass(frozen=True)
class Asked:
    """What was asked for, read and allowed."""

    model: Model
    person: Person
    doses: tuple[Dose, ...]
    minutes: tuple[float, ...]
    bioavailability: float
    half_life: float


@click.command()
@click.option("--model", "model", required=True, help="Id of a model, such as kamp2020.")
@click.option("--weight", required=True, help="Body weight in kg.")
@click.option(
    "--dose", "doses", required=True, multiple=True, help="Repeatable: im:MG@MIN, iv:MG@MIN, inf:MG/MIN@MIN."
)
@click.option("--at", "at", required=True, help="Minutes to print, with commas between them.")
@click.option("--age", help="Age in years; an adult unless given.")
@click.option("--f", "f", help="The part of a dose into the muscle that arrives, such as 0.93.")
@click.option("--absorption-half-life", help="Half-life of absorption from the muscle, minutes.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print {model, time_min, ketamine_ng_ml, …} for a script."
)
def curve(as_json: bool, **given: Any) -> None:
    """Predict ketamine in the blood after doses that were given, by a published model. Never advice on a dose."""
    asked = _read(**given)
    curves = _predicted(asked)
    click.echo(json.dumps(_shape(asked, curves), ensure_ascii=False) if as_json else _table(asked, curves))


def _read(
    *,
    model: str,
    weight: str,
    doses: Sequence[str],
    at: str,
    age: str | None,
    f: str | None,
    absorption_half_life: str | None,
) -> Asked:
    library = content.library()
    sheet = library.expected_course
    if model not in library.models:
        raise WrongInput(f"There is no model {_quoted(model)}; known: {', '.join(library.models)}.")
    asked = Asked(
        library.models[model],
        Person(_number("--weight", weight), None if age is None else int(_number("--age", age))),
        tuple(_dose(each) for each in doses),
        tuple(_number("--at", each) for each in at.split(",")),
        _assumed("--f", f, sheet.bioavailability_im),
        _assumed("--absorption-half-life", absorption_half_life, sheet.absorption_half_life_minutes),
    )
    decision = may_predict(asked.model, sheet, asked.person, asked.doses, asked.minutes)
    if not decision.allowed:
        raise WrongInput(decision.sentence)
    return asked


def _dose(text: str) -> Dose:
    found = _DOSE.fullmatch(text.strip())
    if found is None or (found["route"] == "inf") is (found["lasting"] is None):
        raise WrongInput(f"--dose {_quoted(text)} is not a dose: write {SHAPES}.")
    lasting = _number("--dose", found["lasting"]) if found["lasting"] else 0.0
    return Dose(found["route"], _number("--dose", found["mg"]), _number("--dose", found["at"]), lasting)


def _number(option: str, text: str) -> float:
    number = number_in(text)
    if number is None:
        raise WrongInput(f"{option}: {_quoted(text)} is not a number. Write it plainly, such as 35 or 0.5.")
    return float(number)


def _assumed(option: str, text: str | None, of: Assumed) -> float:
    value = of.value if text is None else _number(option, text)
    if not of.allowed.holds(value):
        raise WrongInput(f"{option} {value:g} cannot be: from {of.allowed.low:g} to {of.allowed.high:g}.")
    return value


def _quoted(text: str) -> str:
    return repr(text if len(text) <= QUOTED else text[:QUOTED] + "…")


def _predicted(asked: Asked) -> Curves:
    body = bodies(
        asked.model,
        asked.person.weight_kg or 0.0,
        bioavailability=asked.bioavailability,
        absorption_half_life=asked.half_life,
    )
    return predict(body, same_for_all(asked.doses, 1), np.array(asked.minutes))


def _shape(asked: Asked, curves: Curves) -> dict[str, Any]:
    return {
        "model": asked.model.id,
        "time_min": [_plain(each) for each in asked.minutes],
        "ketamine_ng_ml": _row(curves.ketamine),
        "norketamine_ng_ml": _row(curves.norketamine),
        "effect_site_ng_ml": _row(curves.effect_site),
        "assumptions": _assumptions(asked),
        "sources": _sources(asked.model),
    }


def _row(values: Any) -> list[float] | None:
    return None if values is None else [float(each) for each in values[0]]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _assumptions(asked: Asked) -> dict[str, Any]:
    model, effect = asked.model, asked.model.effect_site
    return {
        "weight_kg": _plain(asked.person.weight_kg or 0.0),
        "f": asked.bioavailability,
        "absorption_half_life_min": _plain(asked.half_life),
        "site": model.site,
        "drug": model.drug,
        "population": model.population.who,
        "scaling": model.scaling,
        "effect_site_half_life_min": effect.half_life_minutes if effect else None,
        "norketamine_fraction": model.metabolite.fraction if model.metabolite else None,
        "model_version": model.version,
        "source_level": model.source_level,
        "beside_every_plot": content.library().expected_course.caveat,
    }


def _sources(model: Model) -> list[str]:
    sheet = content.library().expected_course
    more = [each.source for each in (model.metabolite, model.effect_site) if each]
    assumed = [sheet.bioavailability_im.why, sheet.absorption_half_life_minutes.why]
    return [each.strip() for each in (f"{model.source.citation} {model.source.link}", *more, *assumed)]


def _table(asked: Asked, curves: Curves) -> str:
    columns = {
        "ketamine": curves.ketamine,
        "norketamine": curves.norketamine,
        "effect site": curves.effect_site,
    }
    known = {name: values[0] for name, values in columns.items() if values is not None}
    head = "".join(f"{name:>13}" for name in ("minute", *known))
    rows = [
        f"{minute:>13g}" + "".join(f"{values[place]:>13.1f}" for values in known.values())
        for place, minute in enumerate(asked.minutes)
    ]
    assumed = (
        f"{asked.model.title} ({asked.model.site}), {asked.person.weight_kg:g} kg; of a dose into the muscle "
        f"{asked.bioavailability:.0%} arrives, with a half-life of {asked.half_life:g} min. ng/mL:"
    )
    return "\n".join([assumed, "", head, *rows, "", content.library().expected_course.caveat.strip()])
