"""A session needs a provider and somebody who keeps watch, both inside their hours, and the database holds both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import msgspec
import pytest

from sojourn import content
from sojourn.audit.models import Event
from sojourn.clinic.actions import add_leave
from sojourn.clinic.queries import house
from sojourn.core.decisions import Refused
from sojourn.faces.workspace.today.slots import slot_of
from sojourn.people.models import Patient
from sojourn.scheduling import actions, queries
from sojourn.scheduling.models import Appointment, Claim
from tests.factories import NOW, a_patient, a_staff_member, a_user
from tests.scheduling.clinic_day import TUESDAY, Clinic, a_clinic, at, seen_by_a_doctor
from tests.scheduling.test_races import rush

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A pack in which the provider keeps watch without anybody beside."""
    pack = content.pack()
    session = msgspec.structs.replace(pack.services["session"], leader_may_monitor=True)
    changed = msgspec.structs.replace(pack, services={**pack.services, "session": session})
    monkeypatch.setattr(content, "pack", lambda: changed)
    yield


def away(member: Any, starts: str, ends: str, day: date = TUESDAY) -> None:
    add_leave(staff=member, starts_at=at(starts, day), ends_at=at(ends, day), reason="", by=None, now=NOW)


def watched_by(visit: Appointment) -> set[object]:
    return set(Claim.objects.filter(appointment=visit).values_list("resource", flat=True))


def move(visit: Appointment, clinic: Clinic, clock: str, **changes: Any) -> Appointment:
    facts = {"staff": visit.staff, "room": visit.room, "starts_at": at(clock), "reason": "asked"}
    return actions.move(appointment=visit, by=clinic.desk, now=NOW, **{**facts, **changes})


def test_a_session_claims_its_provider_and_a_monitor(clinic: Clinic) -> None:
    nurse = a_staff_member("nurse")
    visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    assert visit.monitor == nurse
    assert watched_by(visit) == {visit.staff_id, nurse.pk, visit.room_id, visit.patient_id}
    assert visit.claims.filter(resource=nurse.pk).count() == 21
    assert clinic.book("intake", at("09:00"), staff=clinic.second_doctor).monitor is None


def test_who_keeps_watch_has_the_session_in_their_day(clinic: Clinic) -> None:
    nurse = a_staff_member("nurse")
    visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    assert visit in queries.diary_of(nurse, TUESDAY).visits
    slot = slot_of(visit, NOW)
    assert slot.needs(nurse.pk) and slot.needs(visit.staff_id) and not slot.needs(clinic.therapist.pk)


def test_nurses_come_first_and_providers_last(clinic: Clinic) -> None:
    nurse = a_staff_member("nurse")
    able = house().who_plays("monitor")
    assert able[0] == nurse and set(able[2:]) == {clinic.doctor, clinic.second_doctor}


def test_no_monitor_means_no_free_time_and_no_booking(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    for member in (clinic.second_doctor, clinic.therapist):
        away(member, "11:00", "12:00")
    free = queries.free_times("session", from_day=TUESDAY, days=1)
    assert {each.starts_at for each in free} == {
        at("12:00"),
        at("12:30"),
        at("13:00"),
        at("13:30"),
        at("14:00"),
    }
    assert all(each.monitor and each.monitor != each.staff for each in free)
    with pytest.raises(
        Refused, match="Nobody is free to keep watch on Tuesday 3 March, 9:00 am. Still free: .*noon|pm"
    ):
        clinic.book("session", at("09:00"), patient=patient)
    assert not Appointment.objects.filter(service="session").exists()


def test_the_pack_may_let_the_provider_keep_watch(clinic: Clinic, alone: None) -> None:
    for member in (clinic.second_doctor, clinic.therapist):
        away(member, "08:00", "18:00")
    visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    assert visit.monitor is None and visit.claims.count() == 60


@pytest.mark.parametrize("who", ["doctor", "desk"])
def test_a_named_monitor_is_a_second_person_who_can(clinic: Clinic, who: str) -> None:
    named = {"doctor": clinic.doctor, "desk": a_staff_member("front_desk")}[who]
    with pytest.raises(Refused, match="second person who can monitor"):
        clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic), monitor=named)


def test_a_named_monitor_works_then_and_is_free_then(clinic: Clinic) -> None:
    patient = seen_by_a_doctor(clinic)
    early = a_staff_member("nurse", hours=[(1, time(8), time(12))])
    with pytest.raises(Refused, match="does not work for the whole"):
        clinic.book("session", at("09:00"), patient=patient, monitor=early)
    clinic.book("preparation", at("09:00"), patient=patient, staff=clinic.therapist)
    with pytest.raises(Refused, match=f"{clinic.therapist} is not free to keep watch"):
        clinic.book("session", at("09:00"), patient=seen(clinic), monitor=clinic.therapist)


def seen(clinic: Clinic) -> Patient:
    return clinic.book(starts_at=NOW, staff=clinic.second_doctor, room=clinic.room("willow")).patient


def test_moving_keeps_the_monitor_when_free_and_finds_another_when_not(clinic: Clinic) -> None:
    visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    assert visit.monitor == clinic.therapist
    assert move(visit, clinic, "09:30").monitor == clinic.therapist
    away(clinic.therapist, "13:30", "14:00")
    moved = move(visit, clinic, "12:00")
    assert moved.monitor == clinic.second_doctor
    assert clinic.therapist.pk not in watched_by(moved) and clinic.second_doctor.pk in watched_by(moved)


def test_somebody_else_keeps_watch_and_the_time_is_given_back(clinic: Clinic) -> None:
    visit = clinic.book("session", at("09:00"), patient=seen_by_a_doctor(clinic))
    change = {"appointment": visit, "reason": "ill", "now": NOW}
    with pytest.raises(Refused, match="front desk"):
        actions.name_monitor(monitor=clinic.second_doctor, by=a_user("patient"), **change)
    changed = actions.name_monitor(monitor=clinic.second_doctor, by=clinic.desk, **change)
    assert changed.monitor == clinic.second_doctor and clinic.therapist.pk not in watched_by(changed)
    assert Event.objects.get(kind="appointment.reassigned").data["before"] == str(clinic.therapist)
    intake = clinic.book("intake", at("13:00"))
    with pytest.raises(Refused, match="Nobody beside the one who leads"):
        actions.name_monitor(appointment=intake, monitor=clinic.therapist, reason="", by=clinic.desk, now=NOW)


def test_a_group_s_monitor_works_the_whole_time(clinic: Clinic) -> None:
    early = a_staff_member("nurse", hours=[(4, time(8), time(14))])
    with pytest.raises(Refused, match="does not work for the whole"):
        actions.open_group(
            service="group",
            room=clinic.room("grove"),
            provider=clinic.doctor,
            monitor=early,
            starts_at=at("13:00", date(2026, 3, 13)),
            by=clinic.desk,
            now=NOW,
        )


@pytest.mark.slow
def test_two_sessions_at_once_never_share_a_monitor(own_database: str) -> None:
    """Two rooms, two providers, two who can watch: both are booked, each with their own; a third finds nobody."""
    clinic = a_clinic()
    nurse = a_staff_member("nurse")
    places = [
        {"staff": clinic.doctor, "room": clinic.room("alder")},
        {"staff": clinic.second_doctor, "room": clinic.room("cedar")},
    ]
    patients = [seen_by_nobody(clinic, n) for n in range(8)]
    told = rush(8, lambda n: clinic.book("session", at("09:00"), patient=patients[n], **places[n % 2]))
    assert told.count("won") == 2, told
    watching = list(Appointment.objects.filter(service="session").values_list("monitor", flat=True))
    assert set(watching) == {nurse.pk, clinic.therapist.pk}


def seen_by_nobody(clinic: Clinic, number: int) -> Patient:
    """An intake is booked for earlier, so that what must come first has come."""
    patient = a_patient()
    day = date(2026, 3, 2)
    clinic.book("intake", at(f"{9 + number}:00" if number else "09:00", day), patient=patient)
    return patient
