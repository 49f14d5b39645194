"""What the form tells about a person and those around them, put where the clinic looks for it.

When it is sent all of it, and from then on each thing that is answered anew, at once: it is the person's own word, and
the trail keeps what stood there before. Only what was touched, so that nothing the clinic knows better is undone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sojourn.accounts.models import User
from sojourn.content.intake_form import UNKNOWN
from sojourn.intake.form_rules import kilograms
from sojourn.people import actions as people
from sojourn.people.models import CareTeamMember, Contact, ContactConsent, Patient

Told = Mapping[str, Any]
_TakeOver = Callable[[Patient, Told, User | None, datetime], None]


def copy_to_record(patient: Patient, told: Told, *, by: User | None, now: datetime) -> None:
    """Name, address and channel, emergency contact, escort, care team and weight, inside the caller's transaction.

    "I don't know" is nothing to copy.
    """
    told = _known(told)
    people.update_details(patient=patient, by=by, now=now, **_details(told, bool(patient.phone)))
    for contact in _contacts(told):
        people.set_contact(patient=patient, by=by, now=now, **contact)
    for member in _care_team(told):
        known = _listed(patient, member)
        if known is None:
            people.add_care_team_member(patient=patient, by=by, now=now, **member)
    _note_weight(patient, told, by=by, now=now)


def copy_changes(
    patient: Patient, told: Told, changed: Collection[str], *, by: User | None, now: datetime
) -> None:
    """What of this was answered anew after the form was sent (``changed``), inside the caller's transaction."""
    told = _known(told)
    for begins, take_over in _TAKEN_OVER.items():
        if any(key.startswith(begins) for key in changed):
            take_over(patient, told, by, now)


def _known(told: Told) -> Told:
    return {key: value for key, value in told.items() if value != UNKNOWN}


def _take_name(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
    people.update_details(
        patient=patient,
        by=by,
        now=now,
        **{name: told.get(name) or "" for name in ("preferred_name", "pronouns")},
    )


def _take_address(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
    if address := _address(told):
        people.update_details(patient=patient, by=by, now=now, address=address)


def _take_channel(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
    if ways := told.get("contact_preference"):
        people.update_details(patient=patient, by=by, now=now, channel=_channel(ways, bool(patient.phone)))


def _take_contact(kind: str) -> _TakeOver:
    def take(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
        for contact in _contacts(told):
            if contact["kind"] == kind:
                people.set_contact(patient=patient, by=by, now=now, **contact)

    return take


def _take_member(kind: str) -> _TakeOver:
    """Another name is another clinician beside the one before; another number is how the same one is reached."""

    def take(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
        for member in _care_team(told):
            if member["kind"] == kind:
                _take_one(patient, member, by, now)

    return take


def _take_one(patient: Patient, member: dict[str, Any], by: User | None, now: datetime) -> None:
    known = _listed(patient, member)
    if known is None:
        people.add_care_team_member(patient=patient, by=by, now=now, **member)
        return
    reach = {name: member[name] for name in ("phone", "email") if member[name]}
    if any(getattr(known, name) != value for name, value in reach.items()):
        people.change_care_team_member(member=known, by=by, now=now, **reach)


def _take_consent(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
    """A no, or "ask me first", holds for everybody on the list; a yes for those the form names."""
    scope = _MAY_CONTACT.get(told.get("may_contact_team", ""))
    if scope is None:
        return
    named = {(each["kind"], each["name"]) for each in _care_team(told)}
    for member in patient.care_team.filter(removed_at__isnull=True):
        if scope != ContactConsent.Scope.TREATMENT or (member.kind, member.name) in named:
            people.set_contact_consent(member=member, scope=scope, by=by, now=now)


def _listed(patient: Patient, member: dict[str, Any]) -> CareTeamMember | None:
    theirs = patient.care_team.filter(removed_at__isnull=True)
    return theirs.filter(kind=member["kind"], name=member["name"]).first()


def _details(told: Told, has_phone: bool) -> dict[str, str]:
    found = {"preferred_name": told.get("preferred_name"), "pronouns": told.get("pronouns")}
    found["address"] = _address(told)
    ways = told.get("contact_preference") or []
    if ways:
        found["channel"] = _channel(ways, has_phone)
    return {name: value for name, value in found.items() if value}


def _channel(ways: Collection[str], has_phone: bool) -> str:
    if "text_message" not in ways or not has_phone:
        return "email"
    return "both" if "email" in ways else "sms"


def _address(told: Told) -> str:
    street, city = told.get("address_street", ""), told.get("address_city", "")
    region = f"{told.get('address_state', '').upper()} {told.get('address_zip', '')}".strip()
    return "\n".join(line for line in (street, ", ".join(part for part in (city, region) if part)) if line)


def _contacts(told: Told) -> Iterator[dict[str, Any]]:
    if told.get("emergency_name"):
        yield {
            "kind": Contact.Kind.EMERGENCY,
            "name": told["emergency_name"],
            "relationship": told.get("emergency_relation", ""),
            "phone": told.get("emergency_phone", ""),
        }
    if told.get("escort_name"):
        yield {
            "kind": Contact.Kind.ESCORT,
            "name": told["escort_name"],
            "phone": told.get("escort_phone", ""),
        }


_CARE_TEAM = (
    ("primary_care", CareTeamMember.Kind.PRIMARY_CARE),
    ("counselor", CareTeamMember.Kind.COUNSELLOR),
)


_MAY_CONTACT = {
    "all": ContactConsent.Scope.TREATMENT,
    "ask_first": ContactConsent.Scope.ASK_FIRST,
    "none": ContactConsent.Scope.NOTHING,
}


def _care_team(told: Told) -> Iterator[dict[str, Any]]:
    contact = _MAY_CONTACT.get(told.get("may_contact_team", ""), "")
    for key, kind in _CARE_TEAM:
        name = " ".join(str(told.get(f"{key}_name") or "").split())
        if name:
            yield {
                "kind": kind,
                "name": name,
                "phone": told.get(f"{key}_phone", ""),
                "email": told.get(f"{key}_email", ""),
                "contact": contact,
            }


def _note_weight(patient: Patient, told: Told, *, by: User | None, now: datetime) -> None:
    """The told weight stands until one is measured."""
    pounds = told.get("weight_lb")
    if isinstance(pounds, int | float):
        people.note_weight(
            patient=patient, kg=kilograms(pounds), by=by, now=now, source="told by the patient"
        )


def _take_weight(patient: Patient, told: Told, by: User | None, now: datetime) -> None:
    _note_weight(patient, told, by=by, now=now)


_TAKEN_OVER: dict[str, _TakeOver] = {
    "preferred_name": _take_name,
    "pronouns": _take_name,
    "address_": _take_address,
    "contact_preference": _take_channel,
    "emergency_": _take_contact(Contact.Kind.EMERGENCY),
    "escort_": _take_contact(Contact.Kind.ESCORT),
    "primary_care_": _take_member(CareTeamMember.Kind.PRIMARY_CARE),
    "counselor_": _take_member(CareTeamMember.Kind.COUNSELLOR),
    "may_contact_team": _take_consent,
    "weight_lb": _take_weight,
}
"""By how the keys of the questions begin."""
