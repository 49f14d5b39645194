"""What a tablet sends later: charted once, in order, held rather than lost, and only in its author's name."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.urls import reverse

from sojourn.accounts.roles import Role
from sojourn.audit.queries import verify
from sojourn.treatment.actions import arrivals
from sojourn.treatment.models import Arrival, DoseGiven, HeldEntry, PhaseChange, Remark, VitalSigns
from tests.factories import a_user
from tests.treatment.stage import a_stage, after, begun

pytestmark = pytest.mark.django_db
READINGS = {"point": "", "systolic": "128", "diastolic": "82", "heart_rate": "74", "spo2": "98", "moaas": "5"}
DEVICE = uuid4()


@pytest.fixture
def stage():
    made = a_stage()
    begun(made)
    return made


@pytest.fixture
def nurse(client, stage):
    client.force_login(stage.nurse)
    return client


def slip(stage, number=1, *, kind="vitals", minute=5.0, **changes):
    """One entry as a tablet words it."""
    made = {
        "id": str(uuid4()),
        "session": str(stage.session.pk),
        "kind": kind,
        "sequence": number,
        "at": after(minute).isoformat(),
        "author": str(stage.nurse.pk),
        "said": READINGS,
        "confirmed": True,
    }
    return {**made, **changes}


def send(client, *slips, minute=6.0, device=DEVICE, clock=None):
    """What the server answers to a parcel: (id, state) of each."""
    parcel = {"device": str(device), "clock": (clock or after(minute)).isoformat(), "entries": slips}
    answer = client.post(
        reverse("workspace:session_arrivals"), json.dumps(parcel), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return [(each["id"], each["state"]) for each in answer.json()["answers"]]


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(after(6), tick=False)
    return time_machine


def test_entries_are_charted_once_however_often_they_come(nurse, stage):
    made = [slip(stage, number, minute=number) for number in (1, 2, 3)]
    kept = [(each["id"], "kept") for each in made]
    assert send(nurse, *made) == kept
    assert send(nurse, *made, made[0]) == [*kept, kept[0]]
    assert VitalSigns.objects.filter(observed_at__gte=after(0)).count() == Arrival.objects.count() == 3
    assert verify().intact


def test_two_tablets_on_one_session_keep_both_readings(nurse, stage):
    send(nurse, slip(stage), device=uuid4())
    send(nurse, slip(stage), device=uuid4())
    assert VitalSigns.objects.filter(observed_at=after(5)).count() == 2


def test_a_dose_made_without_the_server_is_the_registers_line_and_begins_the_journey(nurse, stage):
    said = {"mg": "40", "vial": str(stage.vial.pk), "site": "deltoid", "side": "left"}
    later = {**READINGS, "point": "+10"}
    answers = send(
        nurse,
        slip(stage, 1, minute=1),
        slip(stage, 2, kind="dose", minute=2, said=said),
        slip(stage, 3, minute=3, said=later),
        slip(stage, 4, kind="phase", minute=4, said={"phase": "integrate"}),
    )
    assert [state for _, state in answers] == ["kept"] * 4
    assert DoseGiven.objects.get().observed_at == after(2)
    assert [(each.phase, each.at) for each in PhaseChange.objects.order_by("at")][-2:] == [
        ("journey", after(2)),
        ("integrate", after(4)),
    ]
    stage.vial.refresh_from_db()
    assert stage.vial.balance_mg == 460


def test_what_was_confirmed_and_is_refused_is_held_with_its_reasons(nurse, stage):
    wrong = slip(stage, said={**READINGS, "spo2": "980"})
    assert send(nurse, wrong) == [(wrong["id"], "held")]
    held = HeldEntry.objects.get()
    assert held.said["spo2"] == "980" and "not possible" in held.reasons[0]
    assert send(nurse, wrong) == [(wrong["id"], "held")]
    assert HeldEntry.objects.count() == 1


def test_what_was_not_confirmed_yet_is_refused_and_leaves_nothing(nurse, stage):
    wrong = slip(stage, kind="dose", said={"mg": "400"}, confirmed=False)
    assert send(nurse, wrong) == [(wrong["id"], "refused")]
    assert not HeldEntry.objects.exists() and not Arrival.objects.exists()


def test_one_bad_entry_stops_none_of_the_others(nurse, stage):
    good = slip(stage)
    answers = send(
        nurse,
        "nonsense",
        {"id": "x"},
        slip(stage, kind="poem"),
        slip(stage, session=str(uuid4())),
        slip(stage, at="2026-03-02T10:05:00"),
        slip(stage, at="0001-01-01T00:00:00Z"),
        slip(stage, sequence=2**70),
        slip(stage, kind="remark", said={"text": "a\x00b"}),
        good,
        clock=after(6) + timedelta(days=400),
    )
    assert [state for _, state in answers] == ["unreadable"] * 8 + ["held"]


def test_an_id_that_something_else_has_is_held(nurse, stage):
    taken = slip(stage, id=str(stage.session.vitals.get().pk))
    good = slip(stage, 2)
    assert send(nurse, taken, good) == [(taken["id"], "held"), (good["id"], "kept")]
    assert "could not keep" in HeldEntry.objects.get().reasons[0]


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"device":1}', '{"device":"x","clock":"y","entries":[]}', "[" * 9999]
)
def test_a_parcel_that_cannot_be_read_is_answered(nurse, body):
    answer = nurse.post(reverse("workspace:session_arrivals"), body, content_type="application/json")
    assert answer.status_code == 400 and "cannot be read" in answer.json()["sentence"]


def test_nobody_sends_in_anothers_name(client, stage):
    client.force_login(stage.other)
    made = slip(stage)
    assert send(client, made) == [(made["id"], "other_person")]
    assert not Arrival.objects.exists()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PATIENT])
def test_who_may_not_chart_sends_nothing(client, stage, role):
    client.force_login(a_user(role))
    answer = client.post(reverse("workspace:session_arrivals"), "{}", content_type="application/json")
    assert answer.status_code == 403


def test_a_tablet_whose_clock_is_wrong_is_put_right(nurse, stage):
    fast = timedelta(hours=3)
    made = [slip(stage, number, at=(after(number) + fast).isoformat()) for number in (1, 2)]
    send(nurse, made[0], clock=after(6) + fast)
    send(nurse, made[1], clock=after(6) + fast - timedelta(seconds=9))
    assert list(Arrival.objects.values_list("skew_ms", "observed_at")) == [
        (-10_800_000, after(1)),
        (-10_800_000, after(2)),
    ]
    assert list(VitalSigns.objects.order_by("observed_at").values_list("observed_at", flat=True))[-2:] == [
        after(1),
        after(2),
    ]


@pytest.mark.parametrize(
    ("known", "skew"), [(-60_000, -60_000), (60_000, -10_800_000), (None, -10_800_000), (10**30, -10_800_000)]
)
def test_what_the_tablet_knew_of_its_clock_goes_before_what_it_is_by_now(nurse, stage, known, skew):
    send(nurse, slip(stage, skew_ms=known, at=after(6.5).isoformat()), clock=after(6) + timedelta(hours=3))
    assert [*Arrival.objects.values_list("skew_ms"), *HeldEntry.objects.values_list("skew_ms")] == [(skew,)]


def test_a_correction_made_without_the_server_finds_what_it_corrects(nurse, stage):
    first = slip(stage, 1, minute=1)
    said = {**READINGS, "systolic": "138", "supersedes": first["id"], "note": "Misread."}
    assert [state for _, state in send(nurse, first, slip(stage, 2, minute=2, said=said))] == ["kept", "kept"]
    assert VitalSigns.objects.get(supersedes=first["id"]).systolic == 138


def new_id_after(number):
    return UUID(int=0x0198_0000_0000_7000_8000_0000_0000_0000 + number)


def test_lines_and_readings_keep_their_order(nurse, stage):
    made = [
        slip(stage, n, kind="remark", id=str(new_id_after(n)), said={"text": f"line {n}"})
        for n in range(1, 60)
    ]
    send(nurse, *made)
    assert [each.text for each in Remark.objects.all()] == [f"line {n}" for n in range(1, 60)]


def test_the_key_is_the_same_for_one_person_on_one_tablet_alone(nurse, client, stage):
    def key(device):
        return nurse.get(reverse("workspace:session_key", args=[device])).json()["key"]

    mine = key(DEVICE)
    assert key(DEVICE) == mine != key(uuid4())
    client.force_login(stage.other)
    assert key(DEVICE) != mine


def test_a_parcel_takes_few_questions_whatever_it_holds(nurse, stage, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        send(nurse, *[slip(stage, n, minute=n / 60) for n in range(200)])


@pytest.mark.parametrize("odd", [5, -1, 0.5, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize("kind", ["vitals", "gone"])
def test_an_odd_time_among_what_was_said_stops_nothing(nurse, stage, kind, odd):
    strange, good = slip(stage, kind=kind, said={**READINGS, "kind": "x", "observed_at": odd}), slip(stage, 2)
    assert send(nurse, strange, good) == [(strange["id"], "held"), (good["id"], "kept")]
    page = reverse("workspace:session_held", args=[stage.session.pk, strange["id"]])
    assert nurse.get(page).status_code == 200


@pytest.mark.parametrize("odd", [5, True, [1], {"a": 1}])
def test_an_odd_time_in_a_body_of_json_is_refused(nurse, stage, odd):
    page = reverse("workspace:session_remark", args=[stage.session.pk])
    answer = nurse.post(page, {"text": "x", "observed_at": odd}, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_outside_the_calendar_stops_nothing(nurse, stage, at):
    strange, good = slip(stage, at=at), slip(stage, 2)
    assert send(nurse, strange, good) == [(strange["id"], "unreadable"), (good["id"], "kept")]


def test_another_entry_under_a_known_number_is_not_taken_for_it(nurse, stage):
    """Told "kept", the tablet would forget what was never charted."""
    first = slip(stage, kind="remark", said={"text": "one"})
    same_parcel = {**first, "at": after(4).isoformat()}
    assert send(nurse, first, same_parcel) == [(first["id"], "kept"), (first["id"], "unreadable")]
    elsewhere = str(begun(a_stage(stocked=False)).pk)
    for other in ({"kind": "vitals", "said": READINGS}, {"session": elsewhere}):
        assert send(nurse, {**first, **other}) == [(first["id"], "unreadable")]
    assert send(nurse, first) == [(first["id"], "kept")]
    assert [each.text for each in Remark.objects.all()] == ["one"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("side_effect", {"kind": "nausea", "severity": "mild"}), ("phase", {"phase": "journey"})],
)
def test_the_same_entry_in_two_requests_at_once_counts_once(nurse, stage, monkeypatch, kind, said):
    """A tablet without an answer sends again while the first request is at work; nothing is charted twice."""
    made = slip(stage, kind=kind, said=said)
    assert send(nurse, made) == [(made["id"], "kept")]
    real, asked = arrivals.known, []

    def before_the_first_is_written(ids):
        asked.append(ids)
        return real(ids) if len(asked) > 1 else {}

    monkeypatch.setattr(arrivals, "known", before_the_first_is_written)
    assert send(nurse, made) == [(made["id"], "kept")]
    assert not HeldEntry.objects.exists()


@pytest.mark.parametrize("kind", ["vitals", "side_effect"])
def test_a_busy_database_says_nothing_about_an_entry(nurse, stage, monkeypatch, kind):
    """The request fails and the tablet sends again; nobody has to chart by hand what was right."""
    made = slip(stage, kind=kind, said={**READINGS, "kind": "nausea", "severity": "mild"})

    def is_locked(*args, **kwargs):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "note_arrivals", is_locked)
        nurse.raise_request_exception = False
        parcel = {"device": str(DEVICE), "clock": after(6).isoformat(), "entries": [made]}
        page = reverse("workspace:session_arrivals")
        assert nurse.post(page, parcel, content_type="application/json").status_code == 500
    assert send(nurse, made) == [(made["id"], "kept")]
    assert not HeldEntry.objects.exists()


def test_only_a_dose_is_charted_all_the_same(nurse, stage):
    wrong = slip(stage, said={**READINGS, "spo2": "980"})
    send(nurse, wrong)
    page = reverse("workspace:session_held", args=[stage.session.pk, wrong["id"]])
    assert nurse.post(page, {**READINGS, "chart": "1", "anyway": "yes"}).status_code == 302
    assert not HeldEntry.objects.filter(settled__isnull=True).exists()
