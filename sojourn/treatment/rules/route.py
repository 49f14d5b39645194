"""By which way a dose goes in: a route of the library, the planned one, with a place on the body where it has one."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.content.dosing import Dosing, Named, Route
from sojourn.core.decisions import Decision, Finding


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """What was said of one dose. ``planned`` is the plan's route, or empty when there is no plan."""

    route: str
    site: str
    side: str
    planned: str
    own_medicine: bool


def usual_route(sheet: Dosing, planned: str, *, own_medicine: bool) -> str:
    """The route when nobody names one: the planned one, or the first that fits; own medicine is never injected."""
    if planned and not own_medicine:
        return planned
    return next(each.code.upper() for each in sheet.routes if each.injected is not own_medicine)


def may_go_in(way: WayIn, sheet: Dosing) -> Decision:
    """Every reason against this route and place at once."""
    route = next((each for each in sheet.routes if each.code.upper() == way.route), None)
    if route is None:
        names = " or ".join(f"{each.code.upper()} ({each.name.lower()})" for each in sheet.routes)
        return _no("route", f"{way.route} is not a route of this clinic: choose {names}.")
    return Decision.of(_planned(way, route), *_place(way, route, sheet))


def _planned(way: WayIn, route: Route) -> Finding | None:
    if way.own_medicine:
        found = "Own medicine is not injected." if route.injected else ""
    else:
        differs = way.planned and way.planned != way.route
        found = f"The plan says {way.planned}, and this is {way.route}." if differs else ""
    return _finding("route", found) if found else None


def _place(way: WayIn, route: Route, sheet: Dosing) -> tuple[Finding | None, ...]:
    if not route.injected:
        said = way.site or way.side
        return (_finding("site", f"{route.name}: there is no site of injection.") if said else None,)
    return (
        _known("site", way.site, sheet.sites, "Choose the muscle it is given into."),
        _known("side", way.side, sheet.sides, "Choose the side, left or right."),
    )


def _known(field: str, code: str, choices: tuple[Named, ...], sentence: str) -> Finding | None:
    return None if any(each.code == code for each in choices) else _finding(field, sentence)


def _finding(field: str, message: str) -> Finding:
    return Finding(code=field, field=field, message=message)


def _no(field: str, message: str) -> Decision:
    return Decision((_finding(field, message),))
