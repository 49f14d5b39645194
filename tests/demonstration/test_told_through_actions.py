"""The demo is told by people's own actions: it never writes a row itself, and chance comes from the seed alone."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import sojourn.demonstration
from sojourn.demonstration.cast import cast
from sojourn.demonstration.chronicle import Chronicle, Story
from sojourn.demonstration.days import CLOSES, at, is_open, open_also, opens_specially, stage_day
from sojourn.demonstration.scores import answers, spread
from tests.demonstration.moments import EVENING, MIDDAY, SUNDAY

FOLDER = Path(sojourn.demonstration.__file__).parent
WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "update",
    "delete",
    "save",
    "bulk_update",
}
ALLOWED = {"world.care.update"}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_the_demo_writes_rows(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    written = [ast.unparse(call) for call in calls if isinstance(call, ast.Attribute) and call.attr in WRITES]
    assert set(written) <= ALLOWED


def test_the_same_seed_and_day_give_the_same_people() -> None:
    assert cast(seed=4, now=MIDDAY) == cast(seed=4, now=MIDDAY)
    assert cast(seed=4, now=MIDDAY) != cast(seed=5, now=MIDDAY)
    assert len({person.name for person in cast(seed=4, now=MIDDAY)}) == len(cast(seed=4, now=MIDDAY))


def test_the_stage_is_today_until_the_clinic_closes() -> None:
    assert stage_day(MIDDAY) == date(2026, 6, 16)
    assert stage_day(EVENING) == date(2026, 6, 17)
    assert stage_day(SUNDAY) == date(2026, 6, 22)
    assert stage_day(at(date(2026, 6, 16), CLOSES)) == date(2026, 6, 17)


def test_on_a_closed_day_the_clinic_opens_for_whoever_looks() -> None:
    assert opens_specially(SUNDAY) == date(2026, 6, 21) and opens_specially(MIDDAY) is None
    assert opens_specially(at(date(2026, 6, 21), CLOSES)) is None, "nobody begins in the evening"
    with open_also(opens_specially(SUNDAY)):
        assert stage_day(SUNDAY) == date(2026, 6, 21)
    assert not is_open(date(2026, 6, 21))


def test_the_stage_is_always_a_day_on_which_the_clinic_works() -> None:
    for days in range(366):
        assert is_open(stage_day(MIDDAY + timedelta(days=days)))


def test_stories_take_turns_in_time_and_stop_where_now_is() -> None:
    told: list[str] = []

    def story(name: str, *hours: int) -> Story:
        for hour in hours:
            now = yield datetime(2026, 1, 1, hour, tzinfo=UTC)
            told.append(f"{name} {now.hour}")

    chronicle = Chronicle(datetime(2026, 1, 1, 12, tzinfo=UTC))
    chronicle.tell(story("a", 8, 11, 13))
    chronicle.tell(story("b", 9, 10, 12))
    chronicle.run()
    assert told == ["a 8", "b 9", "b 10", "a 11", "b 12"]


@pytest.mark.parametrize("total", [0, 1, 9, 16, 24])
def test_items_add_up_to_the_total(total: int) -> None:
    person = cast(seed=1, now=MIDDAY)[0]
    items = [f"q{number}" for number in range(1, 9)]
    assert sum(spread(total, items, 3, person.dice("x")).values()) == total
    told = answers(person, "phq-9", 0, "baseline")
    assert told["q9"] == 0 and sum(told[item] for item in items) == person.phq.start
