"""What must hold of any such curve, whatever the numbers: mass, sums, proportions, and rates that meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.content import library
from sojourn.treatment.rules.course import Body, Dose, bodies, predict
from sojourn.treatment.rules.course.bands import same_for_all
from sojourn.treatment.rules.course.body import Organs
from sojourn.treatment.rules.course.exponentials import in_blood, modes, responses
from sojourn.treatment.rules.course.superposition import Doses

MODELS = library().models
MINUTES = np.array([0.0, 0.5, 3, 10, 20, 45, 60, 90, 180, 400])
QUANTITIES = ("ketamine", "norketamine", "effect_site")

volume, flow = st.floats(3, 300), st.floats(0.1, 5)
rate = st.floats(0.005, 0.5)


def organs(central: float, clearance: float, around: list[tuple[float, float]]) -> Organs:
    volumes, flows = (np.array([[each[place] for each in around]]).reshape(1, -1) for place in (0, 1))
    return Organs(np.array([central]), np.array([clearance]), volumes, flows, np.zeros_like(volumes))


@st.composite
def people(draw: Any) -> Body:
    around = [(draw(volume), draw(flow)) for _ in range(draw(st.integers(0, 3)))]
    return Body(
        ketamine=organs(draw(volume), draw(flow), around),
        absorption=np.array([draw(rate)]),
        bioavailability=np.array([draw(st.floats(0.1, 1))]),
        norketamine=organs(draw(volume), draw(flow), [(draw(volume), draw(flow))]),
        fraction=draw(st.floats(0.1, 1)),
        mass_ratio=0.94,
        equilibration=np.array([draw(rate)]),
    )


doses = st.lists(
    st.one_of(
        st.builds(Dose, st.just("im"), st.floats(1, 100), st.floats(0, 100)),
        st.builds(Dose, st.just("iv"), st.floats(1, 100), st.floats(0, 100)),
        st.builds(Dose, st.just("inf"), st.floats(1, 100), st.floats(0, 100), st.floats(0.01, 120)),
    ),
    min_size=1,
    max_size=3,
)


def found(body: Body, given: list[Dose], minutes: np.ndarray = MINUTES) -> np.ndarray:
    curves = predict(body, same_for_all(given, body.people), minutes)
    return np.stack([getattr(curves, name) for name in QUANTITIES])


def by_matrix(body: Body, given: list[Dose]) -> np.ndarray:
    """Everybody by the other way, whether their rates are near or not."""
    from sojourn.treatment.rules.course import superposition

    everybody = np.ones(body.people, bool)
    many = same_for_all(given, body.people)
    arriving = many.mg * np.where(many.by_muscle, body.bioavailability[:, None], 1.0)
    into = {name: np.zeros((body.people, len(MINUTES))) for name in QUANTITIES}
    superposition._exactly(into, body, many, arriving, MINUTES, everybody)
    return np.stack([into[name] for name in QUANTITIES])


def close(one: np.ndarray, other: np.ndarray, rtol: float = 1e-8) -> None:
    np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-9 * max(abs(other).max(), 1e-12))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), doses)
def test_the_closed_form_and_the_matrix_exponential_agree(body: Body, given_: list[Dose]) -> None:
    close(found(body, given_), by_matrix(body, given_), rtol=1e-7)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), doses)
def test_superposition(body: Body, given_: list[Dose]) -> None:
    close(found(body, given_), sum(found(body, [each]) for each in given_))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), doses, st.floats(0.01, 50))
def test_linearity(body: Body, given_: list[Dose], times: float) -> None:
    more = [replace(each, mg=each.mg * times) for each in given_]
    close(found(body, more), times * found(body, given_))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), doses)
def test_nothing_before_a_dose_and_nothing_below_nought(body: Body, given_: list[Dose]) -> None:
    later = [replace(each, at=each.at + 20.5) for each in given_]
    curves = found(body, later)
    assert (curves[..., MINUTES < 20.5] == 0).all()
    assert curves.min() >= -1e-9 * curves.max()


LEGENDRE, WEIGHTS = np.polynomial.legendre.leggauss(40)


def area(body: Body, dose: Dose) -> float:
    """Integral of ketamine, mg·min/L, from the dose until nothing is left: Gauss-Legendre on pieces that grow."""
    slowest = min(modes(body.ketamine)[0].min(), body.absorption[0])
    pieces = [0.0, *np.geomspace(1e-3, 45 / slowest + dose.lasting, 60)]
    pieces = sorted({*pieces, dose.lasting})
    total = 0.0
    for start, end in zip(pieces, pieces[1:], strict=False):
        at = (end - start) / 2 * LEGENDRE + (start + end) / 2
        total += float((found(body, [dose], at)[0, 0] * WEIGHTS).sum() * (end - start) / 2)
    return total / 1000


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    people(),
    st.sampled_from([Dose("im", 35, 0), Dose("iv", 20, 0), Dose("inf", 35, 0, 40), Dose("inf", 5, 0, 0.5)]),
)
def test_the_area_under_the_curve_is_what_arrived_over_clearance(body: Body, dose: Dose) -> None:
    arrived = dose.mg * (body.bioavailability[0] if dose.route == "im" else 1)
    assert area(body, dose) * body.ketamine.clearance[0] / arrived == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    "model", [each for each in MODELS.values() if each.clearance], ids=lambda each: each.id
)
def test_the_area_closes_for_every_model_of_the_library(model: Any) -> None:
    body = bodies(model, 81, bioavailability=0.7, absorption_half_life=13)
    if body.equilibration is None:
        body = replace(body, equilibration=np.array([0.08]))
    if body.norketamine is None:
        body = replace(body, norketamine=organs(70, 0.6, []), fraction=0.7)
    assert area(body, Dose("im", 40, 0)) * body.ketamine.clearance[0] / 28 == pytest.approx(1, abs=1e-6)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(people(), st.floats(1, 100), st.floats(0, 60))
def test_a_compartment_without_volume_or_flow_is_none(body: Body, mg: float, at: float) -> None:
    dose, kept = [Dose("im", mg, at), Dose("inf", mg, at, 10)], body.ketamine
    for more in ((0.0, 1.0), (50.0, 0.0), (0.0, 0.0)):
        volumes, flows = (
            np.append(each, [[value]], axis=1)
            for each, value in zip((kept.volumes, kept.flows), more, strict=True)
        )
        wider = Organs(kept.central, kept.clearance, volumes, flows, np.zeros_like(volumes))
        close(found(replace(body, ketamine=wider), dose), found(body, dose), rtol=1e-7)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), doses, st.sampled_from([0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 9e-4, 2e-3]), st.integers(0, 3))
def test_equal_rates_do_no_harm(body: Body, given_: list[Dose], apart: float, which: int) -> None:
    rates = modes(body.ketamine)[0][0]
    same = np.array([rates[which % len(rates)] * (1 + apart)])
    equal = replace(body, absorption=same, equilibration=same * (1 + apart))
    curves = found(equal, given_)
    assert np.isfinite(curves).all()
    close(curves, by_matrix(equal, given_), rtol=1e-6)
    beside = replace(body, absorption=same * (1 + 1e-9), equilibration=same)
    close(found(beside, given_), curves, rtol=1e-2 if apart > 1e-6 else 1e-5)


def test_equal_rates_inside_the_body_need_no_other_way() -> None:
    twin = organs(20, 1.0, [(40, 2.0), (40, 2.0)])
    one = organs(20, 1.0, [(80, 4.0)])
    at = np.linspace(0, 200, 30)
    told = [in_blood("k", each, *modes(each)) for each in (twin, one)]
    twice, once = ((each.weights[0] * np.exp(-np.outer(at, each.rates[0]))).sum(1) for each in told)
    np.testing.assert_allclose(twice, once, rtol=1e-12)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(people(), st.floats(1, 100), st.sampled_from([1e-3, 1e-5, 1e-7, 1e-9, 1e-12]))
def test_a_tiny_infusion_is_a_bolus(body: Body, mg: float, lasting: float) -> None:
    after = MINUTES[MINUTES > 0]
    close(
        found(body, [Dose("inf", mg, 0, lasting)], after),
        found(body, [Dose("iv", mg, 0)], after),
        rtol=max(1e-9, 10 * lasting),
    )


def test_many_people_at_once_are_each_alone() -> None:
    model, random = MODELS["kamp2020"], np.random.default_rng(7)
    kg = random.uniform(45, 130, 50)
    body = bodies(model, kg, bioavailability=0.93, absorption_half_life=random.uniform(5, 20, 50))
    lasting = np.where(random.random((50, 3)) < 0.5, random.uniform(1, 40, (50, 3)), 0.0) * [0, 0, 1]
    given_ = Doses(
        random.uniform(0, 60, (50, 3)), random.uniform(0, 60, (50, 3)), lasting, (True, True, False)
    )
    together = predict(body, given_, MINUTES)
    for each in (0, 17, 49):
        alone = np.arange(50) == each
        one = predict(body.of(alone), given_.of(alone), MINUTES)
        for name in QUANTITIES:
            np.testing.assert_allclose(getattr(together, name)[each], getattr(one, name)[0], rtol=1e-11)


def test_what_is_near_is_marked() -> None:
    body = bodies(MODELS["kamp2020"], [70, 70], bioavailability=1, absorption_half_life=[8.3, 10])
    near = responses(body, by_muscle=True, only=QUANTITIES).near
    assert near.tolist() == [True, False]
