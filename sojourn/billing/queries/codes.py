"""The codes that stand on papers, from the library."""

from __future__ import annotations

from sojourn import content
from sojourn.billing.rules import code_for_minutes
from sojourn.content.pack.services import Service

_PLACES = {"office": "11", "video": "10"}
"""Place-of-service codes by the pack's words for how a visit is held; their labels are in the library."""


def place_of_service(mode: str) -> str:
    """Where the visit took place, as payers number it."""
    return _PLACES[mode]


def diagnosis_words(code: str) -> str:
    """Our words for a diagnosis; the code itself when the library does not list it."""
    listed = {each.code: each.label for each in content.library().codes.diagnoses}
    return listed.get(code, code)


def code_of(service: Service, minutes: int | None) -> str | None:
    """The service's own code, or the one that follows from the recorded minutes."""
    if service.procedure_codes_by_minutes:
        return code_for_minutes(minutes, content.library().codes.psychotherapy)
    return next(iter(service.procedure_codes), None)


def expected_code(service: Service) -> str | None:
    """The code an estimate expects: that of a visit as long as the service is planned."""
    return code_of(service, service.minutes)
