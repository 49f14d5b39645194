"""May a curve be predicted for this person and these doses? Outside a model's population there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sojourn.content.kinetics import ExpectedCourse, Model, Span
from sojourn.core.decisions import Decision, Finding

INTO = {"im": "the muscle", "iv": "a vein", "inf": "a vein as an infusion"}


@dataclass(frozen=True)
class Dose:
    """One dose that was given. ``route``: im, iv or inf; ``at`` and ``lasting`` in minutes."""

    route: str
    mg: float
    at: float
    lasting: float = 0.0


@dataclass(frozen=True)
class Person:
    """Whom a curve is asked for. ``conditions``: ICD-10 codes; ``age`` None: an adult, by the word of who asks."""

    weight_kg: float | None
    age: int | None = None
    conditions: tuple[str, ...] = ()


def may_predict(
    model: Model, sheet: ExpectedCourse, person: Person, doses: Sequence[Dose], minutes: Sequence[float] = ()
) -> Decision:
    """Every reason against a curve at once."""
    return Decision.of(
        *_population(model, person),
        *_excluded(sheet, person),
        *(found for dose in doses for found in _dose(sheet, dose)),
        *_counts(sheet, doses, minutes),
    )


def _population(model: Model, person: Person) -> Iterator[Finding]:
    who = model.population
    if not who.adults:
        yield _no("population", f"No curve from {model.id}. {who.why}")
        return
    if person.weight_kg is None:
        yield _no("weight", "No curve without a body weight.")
    elif not who.weight_kg.holds(person.weight_kg):
        yield _no("weight", _outside("kg", person.weight_kg, who.weight_kg, model))
    if person.age is not None and not who.age_years.holds(person.age):
        yield _no("age", _outside("years", person.age, who.age_years, model))


def _outside(unit: str, value: float, span: Span, model: Model) -> str:
    return (
        f"No curve for {value:g} {unit}: {model.id} is used from {span.low:g} to {span.high:g} {unit}. "
        f"{model.population.why}"
    )


def _excluded(sheet: ExpectedCourse, person: Person) -> Iterator[Finding]:
    for each in sheet.excluded:
        if any(code.startswith(each.codes) for code in person.conditions):
            yield _no("condition", f"No curve: no model here describes people with {each.what}.")


def _dose(sheet: ExpectedCourse, dose: Dose) -> Iterator[Finding]:
    limits = sheet.limits
    if dose.route not in INTO:
        yield _no(
            "route",
            f"No curve for a dose by {dose.route.upper()}: no model here says how it is taken up. "
            "There is one for the muscle and for a vein.",
        )
    if not 0 < dose.mg <= limits.dose_mg:
        yield _no("mg", f"A dose of {dose.mg:g} mg cannot be: above 0 and up to {limits.dose_mg:g} mg.")
    if not 0 <= dose.at <= limits.minutes:
        yield _no(
            "at", f"A dose at minute {dose.at:g} cannot be: from minute 0 to minute {limits.minutes:g}."
        )
    if not (0 < dose.lasting <= limits.infusion_minutes if dose.route == "inf" else dose.lasting == 0):
        yield _no(
            "lasting",
            f"An infusion over {dose.lasting:g} minutes cannot be: above 0 and up to {limits.infusion_minutes:g}.",
        )


def _counts(sheet: ExpectedCourse, doses: Sequence[Dose], minutes: Sequence[float]) -> Iterator[Finding]:
    limits = sheet.limits
    if not 1 <= len(doses) <= limits.doses:
        yield _no("doses", f"Name from 1 to {limits.doses} doses, not {len(doses)}.")
    if len(minutes) > limits.times:
        yield _no("minutes", f"At most {limits.times} times can be asked for, not {len(minutes)}.")
    for minute in minutes:
        if not 0 <= minute <= limits.minutes:
            yield _no("minutes", f"Minute {minute:g} cannot be: from minute 0 to minute {limits.minutes:g}.")
            return


def _no(field: str, message: str) -> Finding:
    return Finding(code=f"course_{field}", field=field, message=message)
