"""What must be true across the files of a pack. Each check yields file, key and reason; none reads a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sojourn.content.instruments import Instrument, Wording
from sojourn.content.pack.place import Clinic, Hours, Opening, Room
from sojourn.content.pack.policies import Policies
from sojourn.content.pack.services import Service
from sojourn.content.pack.shapes import placeholders
from sojourn.content.pack.words import Consent, Letter, Question, SelfCheck, Statement, Topic

Problem = tuple[str, str, str]
Services = dict[str, Service]

SERVICES, ROOMS, HOURS, POLICIES = "services.yaml", "rooms.yaml", "hours.yaml", "policies.yaml"

NEEDED_SERVICES = ("intake", "preparation", "integration", "session", "group")
NEEDED_PAGES = ("home", "treatment", "session", "groups", "prices", "questions", "self-check", "contact")
NEEDED_CONSENTS = ("ketamine-treatment", "financial-policy", "privacy-notice", "group-confidentiality")
NEEDED_MESSAGES = (
    "account-link",
    "account-known",
    "booking-confirmed",
    "visit-reminder",
    "times-changed",
    "visit-on-hold",
    "booking-moved",
    "booking-cancelled",
    "group-called-off",
    "group-called-off-waiting",
    "visit-missed",
    "questionnaire-due",
    "waiting-list-offer",
    "payment-receipt",
    "instalment-due",
    "instalment-late",
    "escort-pickup",
    "escort-called-off",
    "message-waiting",
    "decision-letter-ready",
    "estimate-ready",
    "question-received",
)
NEEDED_LETTERS = (
    "decision-eligible",
    "decision-not-now",
    "decision-declined",
    "prescriber",
    "discharge",
    "good-faith-estimate",
    "superbill-refusal",
    "superbill-footer",
    "receipt-footer",
    "payment-plan",
)

STANDINGS = frozenset({"undecided", "eligible", "not_now", "declined"})
"""How a patient stands to the treatment: as it was last decided."""


def unique(file: str, codes: Iterable[str]) -> Iterator[Problem]:
    """Every code stands once."""
    for code, times in Counter(codes).items():
        if times > 1:
            yield file, code, f"stands {times} times; a code is used once"


def needed(file: str, present: Iterable[str], wanted: Iterable[str]) -> Iterator[Problem]:
    """Everything the product shows or sends is there."""
    for missing in sorted(set(wanted) - set(present)):
        yield file, missing, "is missing; the product needs it"


def known_zone(timezone: str) -> Iterator[Problem]:
    """The clinic's time zone exists."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield "clinic.yaml", "timezone", f"{timezone!r} is not a time zone"


def rooms_are_somewhere(rooms: Mapping[str, Room], clinic: Clinic) -> Iterator[Problem]:
    """A room that names a location names one of the clinic's."""
    known = {"", *(each.code for each in clinic.places)}
    for code, room in rooms.items():
        if room.location not in known:
            yield ROOMS, f"{code}.location", f"there is no location {room.location!r}"


def zone_fits_the_grid(timezone: str, hours: Hours) -> Iterator[Problem]:
    """Cells are counted in UTC, so the zone is a whole number of them away from it, in summer and in winter."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return
    for month in (1, 7):
        away = datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta()
        if away % timedelta(minutes=hours.slot_minutes):
            yield HOURS, "slot_minutes", f"visits of {hours.slot_minutes} minutes’ grid do not fit {timezone}"
            return


def service_references(services: Services) -> Iterator[Problem]:
    """Follow-ups and prerequisites name services the clinic has."""
    for code, service in services.items():
        follow_up = service.follow_up
        if follow_up and follow_up.service not in services:
            yield SERVICES, f"{code}.follow_up.service", f"there is no service {follow_up.service!r}"
        if follow_up and follow_up.within_days < follow_up.after_days:
            yield SERVICES, f"{code}.follow_up.within_days", "ends before it begins"
        other_names = [("prerequisites", other) for other in service.prerequisites]
        if service.comes_first_as:
            other_names.append(("comes_first_as", service.comes_first_as))
        for key, other in other_names:
            if other not in services or other == code:
                yield SERVICES, f"{code}.{key}", f"there is no other service {other!r}"


def service_money(services: Services) -> Iterator[Problem]:
    """Ranges run upwards; each service either has a superbill with codes, or a sentence why not."""
    for code, service in services.items():
        if service.price_high_cents < service.price_low_cents:
            yield SERVICES, f"{code}.price_up_to", "the top of the price range lies below its start"
        if service.superbill and not (service.procedure_codes or service.procedure_codes_by_minutes):
            yield SERVICES, f"{code}.procedure_codes", "a superbill needs a procedure code"
        if service.superbill == bool(service.superbill_refusal):
            yield SERVICES, f"{code}.superbill_refusal", "stands exactly where there is no superbill"


def services_have_rooms(services: Services, rooms: Iterable[Room]) -> Iterator[Problem]:
    """Each service has a room of its kind that seats everyone."""
    rooms = tuple(rooms)
    for code, service in services.items():
        seats = [room.capacity for room in rooms if room.kind == service.room_kind]
        if not seats:
            yield SERVICES, f"{code}.room_kind", f"there is no room of the kind {service.room_kind!r}"
        elif max(seats) < service.capacity:
            yield SERVICES, f"{code}.capacity", f"no {service.room_kind} room seats {service.capacity}"


def groups_are_watched(services: Services) -> Iterator[Problem]:
    """A group that is full has enough people to look after it."""
    for code, service in services.items():
        if service.seats < service.capacity:
            yield (
                SERVICES,
                f"{code}.people_per_staff",
                f"{len(service.staff)} people look after {service.seats} patients, and not after {service.capacity}",
            )


def services_fit_the_day(services: Services, hours: Hours) -> Iterator[Problem]:
    """A visit and its turnover end before the clinic closes, on some day at least."""
    longest = max(opening.minutes for opening in hours.weekly)
    for code, service in services.items():
        if service.occupies_minutes > longest:
            yield SERVICES, f"{code}.minutes", "does not fit into any of the opening hours"


def hours_run_forward(hours: Hours) -> Iterator[Problem]:
    """Doors open before they close, and two stretches of one day do not overlap."""
    for opening in hours.weekly:
        if opening.closes <= opening.opens:
            yield (
                HOURS,
                opening.day,
                f"opens {opening.opens_text}, closes {opening.closes_text}: not after it",
            )
    for first, second in _neighbours(hours):
        if second.opens < first.closes:
            yield HOURS, second.day, f"two stretches overlap at {second.opens_text}"


def policies_agree(policies: Policies, services: Services) -> Iterator[Problem]:
    """Numbers that depend on one another fit, and named services exist."""
    plan, alerts = policies.plan, policies.safety_alerts
    if plan.default_instalments > plan.most_instalments:
        yield POLICIES, "plan.default_instalments", f"is above the most allowed, {plan.most_instalments}"
    if not alerts.page_again_minutes < alerts.lead_minutes < alerts.owner_minutes:
        yield POLICIES, "safety_alerts", "each step comes later than the one before"
    if policies.booking.offer_lead_hours * 60 < policies.booking.offer_minutes:
        yield POLICIES, "booking.offer_lead_hours", "an offer runs out before the visit it is for begins"
    known = policies.cancellation.reasons_by_code
    yield from unique(POLICIES, (each.code for each in policies.cancellation.reasons))
    for code in policies.cancellation.waived_for:
        if code not in known:
            yield POLICIES, "cancellation.waived_for", f"there is no reason {code!r}"
    for code in policies.escort.required_for:
        if code not in services:
            yield POLICIES, "escort.required_for", f"there is no service {code!r}"
    yield from unique(POLICIES, (each.code for each in policies.payments.methods))
    yield from unique(POLICIES, (each.code for each in policies.courses))
    yield from unique(POLICIES, (each.ingredient for each in policies.holds))


def drugs_exist(policies: Policies, known: Container[str]) -> Iterator[Problem]:
    """A medicine that a rule of the clinic names is in the drug table: a misspelt one would hold nobody back."""
    longer = (name for each in policies.stopped_medicines.longer for name in each.ingredients)
    named = {"holds": [each.ingredient for each in policies.holds], "stopped_medicines.longer": longer}
    for key, names in named.items():
        for missing in sorted(set(names)):
            if missing not in known:
                yield POLICIES, key, f"the drug table has no ingredient {missing!r}"


def instruments_exist(
    policies: Policies, library: Mapping[str, Instrument], worded: Iterable[str]
) -> Iterator[Problem]:
    """Questionnaires the clinic asks are in the clinical library, and licensed ones have their wording in the pack."""
    asked = {each for plan in policies.questionnaires for each in plan.instruments}
    for missing in sorted(asked - set(library)):
        yield POLICIES, "questionnaires", f"the library has no questionnaire {missing!r}"
    licensed = {each for each, sheet in library.items() if sheet.wording is Wording.LICENSED}
    for wordless in sorted(asked & licensed - set(worded)):
        yield (
            POLICIES,
            "questionnaires",
            f"the wording of {wordless!r} is licensed: put it with the licence into instruments/{wordless}.yaml "
            "of the pack, or do not ask it",
        )


def questions_have_topics(questions: Iterable[Question], topics: Iterable[Topic]) -> Iterator[Problem]:
    """Every question stands under a heading."""
    known = {topic.code for topic in topics}
    for question in questions:
        if question.topic not in known:
            yield "questions.yaml", f"{question.id}.topic", f"there is no topic {question.topic!r}"


def self_check_speaks(self_check: SelfCheck) -> Iterator[Problem]:
    """Every outcome that can come up has its words, and every answer that is not fine says why."""
    for question in self_check.questions:
        for answer in question.answers:
            key = f"{question.id}.{answer.value}"
            if answer.outcome not in self_check.outcomes:
                yield "self_check.yaml", key, f"the outcome {answer.outcome!r} has no words"
            if answer.outcome != "fine" and not answer.text:
                yield "self_check.yaml", key, "an answer that is not simply fine says why"


def consents_fit(
    consents: Iterable[Consent], services: Services, answers: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Consents name services the clinic has and answers the intake form knows; statements have ids of their own."""
    for consent in consents:
        file = f"consents/{consent.id}.md"
        for code in consent.services:
            if code not in services:
                yield file, "services", f"there is no service {code!r}"
        yield from unique(file, (each.id for each in consent.statements))
        for statement in consent.statements:
            yield from _told_otherwise_fits(file, statement, answers)


def _told_otherwise_fits(
    file: str, statement: Statement, answers: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    key = f"statements.{statement.id}"
    for question, given in statement.unless.items():
        for answer in sorted(set(given) - answers.get(question, frozenset())):
            yield file, f"{key}.unless", f"the intake form has no answer {answer!r} to {question!r}"
    if bool(statement.unless) != bool(statement.unless_says):
        yield file, f"{key}.unless_says", "stands with unless: what somebody reads who told otherwise"


def placeholders_used(file: str, declared: Iterable[str], text: str) -> Iterator[Problem]:
    """Declared means used. (Used but never declared is refused earlier, where the clinic's facts are filled in.)"""
    for name in sorted(set(declared) - placeholders(text)):
        yield file, name, "is declared under placeholders but not used in the text"


def letter_placeholders(letter: Letter) -> Iterator[Problem]:
    """The placeholders of a letter. One to a prescriber also says what is meant when it is no single medicine, and how
    the patient stands to the treatment before a decision and after each."""
    file = f"letters/{letter.id}.md"
    yield from placeholders_used(file, letter.placeholders, letter.body)
    if letter.kind == "prescriber" and "medicine" in letter.placeholders and not letter.usual.get("medicine"):
        yield file, "usual.medicine", "is missing; it stands where the letter is about no single medicine"
    if "standing" in letter.placeholders:
        for missing in sorted(STANDINGS - set(letter.standings)):
            yield file, f"standings.{missing}", "is missing; it says how the patient stands to the treatment"
        for unknown in sorted(set(letter.standings) - STANDINGS):
            yield file, f"standings.{unknown}", f"is none of {', '.join(sorted(STANDINGS))}"


def _neighbours(hours: Hours) -> Iterator[tuple[Opening, Opening]]:
    ordered = sorted(hours.weekly, key=lambda each: (each.weekday, each.opens_text))
    pairs = zip(ordered, ordered[1:], strict=False)
    return ((first, second) for first, second in pairs if first.day == second.day)
