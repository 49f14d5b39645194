"""What the form tells about a person and those around them, put where the clinic looks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sojourn.accounts.models import User
from sojourn.content.intake_form import UNKNOWN
from sojourn.intake.form_rules import kilograms
from sojourn.people import actions as people
from sojourn.people.models import CareTeamMember, Contact, ContactConsent, Patient

Told = Mapping[str, Any]


def copy_to_record(patient: Patient, told: Told, *, by: User | None, now: datetime) -> None:
    """Name, address and channel, emergency contact, escort, care team and weight, inside the caller's transaction.

    "I don't know" is nothing to copy.
    """
    told = {key: value for key, value in told.items() if value != UNKNOWN}
    people.update_details(patient=patient, by=by, now=now, **_details(told, bool(patient.phone)))
    for contact in _contacts(told):
        people.set_contact(patient=patient, by=by, now=now, **contact)
    for member in _care_team(told):
        known = patient.care_team.filter(kind=member["kind"], name=member["name"], removed_at__isnull=True)
        if not known.exists():
            people.add_care_team_member(patient=patient, by=by, now=now, **member)
    _note_weight(patient, told, by=by, now=now)


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
