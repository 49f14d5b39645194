"""What a patient does in the portal: one next step after the other."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.guest import Guest
from tests.journeys.steps_website import Somebody

TOLD = {
    "sex_at_birth": "female",
    "pronouns": "she/her",
    "address_street": "12 Alder Way",
    "address_city": "Portland",
    "address_state": "OR",
    "address_zip": "97209",
    "contact_preference": "email",
    "emergency_name": "Rosa Hale",
    "emergency_phone": "503 555 0188",
    "escort_available": "yes",
    "escort_name": "Rosa Hale",
    "escort_phone": "503 555 0188",
    "complaints": "depression",
    "story": "A grey that came four winters ago and stayed.",
    "goals": "To want something again in the morning.",
    "treatments_tried": "Sertraline for two years, some help.",
    "hypertension": "yes",
    "hypertension_controlled": "yes",
    "heart_rhythm": "yes",
    "could_become_pregnant": "no",
    "weight_lb": "154",
    "height_ft": "5",
    "height_in": "6",
    "motion_sickness": "yes",
    "has_primary_care": "yes",
    "primary_care_name": "Dr Ansel Birdwood",
    "has_counselor": "yes",
    "counselor_name": "Joss Ember",
}
LAMOTRIGINE = {
    "as_written": "Lamotrigine 200 mg",
    "dose": "200 mg",
    "frequency": "once a day",
    "reason": "mood",
}
_OPEN_FIELDS = """() => [...document.querySelectorAll('form.topic-form :is(input,textarea)')]
  .filter(it => it.type !== 'hidden' && it.name && it.offsetParent !== null)
  .map(it => [it.name, it.type])"""


def does_what_comes_next(patient: Guest, who: Somebody, *, until: str) -> list[str]:
    """Do the one next step, again and again, until it reads so; gives what the steps were called."""
    done: list[str] = []
    for _ in range(20):
        patient.open("/portal/")
        card = patient.page.locator(".card-now")
        assert card.count() == 1, "the portal shows one next step"
        title = card.get_by_role("heading").inner_text()
        if title.startswith(until):
            return done
        done.append(title)
        patient.leave_by(card.get_by_role("link").first.click)
        _doing(title)(patient, who)
    raise AssertionError(f"the steps never came to {until!r}: {done}")


def fills_intake(patient: Guest, who: Somebody) -> None:
    """Topic by topic, then look it over and send."""
    while patient.page.locator("form.topic-form").count():
        _answers_topic(patient, {**TOLD, "preferred_name": who.first})
        patient.leave_by(patient.page.locator("button[name=go]").click)
    patient.sees("everything is there", "a grey that came four winters ago")
    patient.press("Send my answers")
    patient.sees("thank you")


def lists_medicines(patient: Guest, who: Somebody) -> None:
    """Lamotrigine, one pill whose name nobody can read, and that this is everything."""
    adds_medicine(patient, **LAMOTRIGINE)
    adds_medicine(patient, as_written="Moonleaf drops")
    patient.sees("not checked")
    patient.press("This is everything I take")
    patient.sees("you said that this is everything you take")


def adds_medicine(patient: Guest, **line: str) -> None:
    """One more line."""
    patient.follow("Add a medicine")
    patient.fill(**line)
    patient.press("Add to my list")


def answers_questionnaire(patient: Guest, value: int = 2) -> None:
    """Each question with the same answer, then send."""
    while patient.page.locator("[name=value]").count():
        wanted = patient.page.locator(f'[name=value][value="{_answer(patient, value)}"]')
        wanted.check()
        patient.leave_by(patient.page.locator("form.question-form button").last.click)
    patient.press("Send")


def signs(patient: Guest, who: Somebody) -> None:
    """Read, tick every statement, sign with the name in full."""
    for statement in patient.page.locator("[name=agreed]").all():
        statement.check()
    patient.fill(signed_name=who.name)
    patient.press("Sign")


def signs_for_group(patient: Guest, who: Somebody) -> None:
    """What a group asks for on top: that nothing of others is carried out of the room."""
    patient.open("/portal/consents/group-confidentiality/")
    signs_by_hand(patient)
    patient.open("/portal/consents/group-confidentiality/")
    patient.follow("What you signed")
    patient.sees(who.name, "drawn")
    assert patient.page.locator("svg.signature-drawn path").get_attribute("d")


def signs_by_hand(patient: Guest) -> None:
    """Read, tick every statement, draw the name."""
    for statement in patient.page.locator("[name=agreed]").all():
        statement.check()
    patient.choose("how", "drawn")
    pad = patient.page.locator("svg.signature-pad")
    pad.scroll_into_view_if_needed()
    frame, mouse = pad.bounding_box(), patient.page.mouse
    assert frame
    left, middle = frame["x"] + 40, frame["y"] + frame["height"] / 2
    mouse.move(left, middle)
    mouse.down()
    for step in range(1, 12):
        mouse.move(left + 12 * step, middle + (20 if step % 2 else -20))
    mouse.up()
    patient.press("Sign")


def reads_estimate(patient: Guest, who: Somebody) -> None:
    """Open the estimate and say that it was read."""
    if "/estimates/" not in patient.page.url:
        patient.leave_by(patient.page.locator("a[href*='/billing/estimates/']").first.click)
    patient.sees("in all", "the law gives you the right to such an estimate")
    patient.leave_by(patient.page.locator("form[action*='/read/'] button").click)


def reads_letter(patient: Guest, who: Somebody) -> None:
    """A letter is read by opening it."""
    patient.sees("dear")


def _answer(patient: Guest, value: int) -> str:
    offered = patient.page.locator("[name=value]").evaluate_all("all => all.map(it => it.value)")
    sensitive = "better off dead" in patient.text()
    return "0" if sensitive else str(value) if str(value) in offered else offered[-1]


def _answers_topic(patient: Guest, told: dict[str, str]) -> None:
    """What is answered may open further questions, so look again until nothing new is there."""
    met: set[str] = set()
    while new := [each for each in patient.page.evaluate(_OPEN_FIELDS) if each[0] not in met]:
        for name, kind in new:
            if name in met:
                continue
            met.add(name)
            if kind in {"radio", "checkbox"}:
                patient.choose(name, told.get(name) or _calm(patient, name))
            elif name in told:
                patient.fill(**{name: told[name]})


def _calm(patient: Guest, name: str) -> str:
    offered = patient.page.locator(f'[name="{name}"]').evaluate_all("all => all.map(it => it.value)")
    return "no" if "no" in offered else offered[0]


def _doing(title: str) -> Callable[[Guest, Somebody], None]:
    for pattern, doing in DOINGS.items():
        if re.match(pattern, title):
            return doing
    raise AssertionError(f"nobody knows how to do {title!r}")


DOINGS: dict[str, Callable[[Guest, Somebody], None]] = {
    "Tell us about you": fills_intake,
    "List what you take": lists_medicines,
    "A few questions": lambda patient, who: answers_questionnaire(patient),
    "Read and sign": signs,
    "See what it will cost": reads_estimate,
    "A letter from your doctor": reads_letter,
}
