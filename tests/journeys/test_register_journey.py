"""From the delivery to the inspection pack, with a nurse at the tablet and a provider in a browser of their own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories import SUPPLIER
from tests.journeys import house as houses
from tests.journeys import steps_website as website
from tests.journeys.guest import LAPTOP, TABLET, Guest
from tests.journeys.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("register")]
DAY = "2026-03-02"


@pytest.fixture(scope="module")
def house(folder: Path) -> Iterator[House]:
    """A session that has just begun, and an empty cabinet."""
    database = houses.new_database(folder)
    around = houses.environment(folder, mode="test", port=1, database=database)
    houses.Clock(folder / "clock").set(f"{DAY} 10:02")
    people = folder / "people.json"
    houses.run_in_time("tests.journeys.register_opening", str(people), around=around)
    told = json.loads(people.read_text())
    with houses.running(folder, people=told, mode="test", database=database, worker=False) as running:
        yield running


def comes_in(house: House, window: Callable[..., Guest], who: str, size: dict[str, int]) -> Guest:
    """Sign in at a window of their own."""
    guest, person = window(size), house.people[who]
    website.signs_in(guest, person["email"], person["password"])
    return guest


def test_from_the_delivery_to_the_inspection_pack(house: House, window: Callable[..., Guest]) -> None:
    nurse, provider = (
        comes_in(house, window, who, size) for who, size in (("nurse", TABLET), ("provider", LAPTOP))
    )
    receives(nurse)
    takes_inventory(nurse)
    signs_in_their_own_browser(provider)
    gives(nurse, house)
    wastes(nurse, house)
    house.clock.set(f"{DAY} 17:30")
    counts_short(nurse)
    signs_in_their_own_browser(provider)
    nurse.open("/workspace/register/")
    nurse.does_not_see("waits for somebody")
    reads_the_pack(nurse, house)


def receives(nurse: Guest) -> None:
    """A wrong DEA number is refused and the rest stays typed; then two vials come in."""
    nurse.open("/workspace/register/")
    nurse.sees("the cabinet is empty", "initial inventory not taken")
    nurse.follow("Receive stock")
    nurse.fill(**SUPPLIER | {"supplier_dea": "AB1234564"})
    nurse.fill(number="V-0500, V-0501", lot="24K118", ndc="0143-9508-01", strength_mg_per_ml="100")
    nurse.fill(volume_ml="5", expires_on="2027-03-31")
    nurse.press("Enter into the register")
    nurse.sees("no dea number")
    nurse.fill(supplier_dea=SUPPLIER["supplier_dea"])
    nurse.press("Enter into the register")
    nurse.sees("2 whole", "1000 mg")


def takes_inventory(nurse: Guest) -> None:
    """Blind, at the opening; it waits for the second person."""
    nurse.follow("Take the initial inventory")
    nurse.does_not_see("500 mg", "expected 500")
    nurse.fill(moment="opening")
    reads(nurse, "5", "5")
    nurse.press("Keep what was read")
    nurse.sees("2 of 5 ml at 100 mg/ml")
    nurse.follow("The second person signs")
    nurse.does_not_see("i have seen it")


def signs_in_their_own_browser(provider: Guest) -> None:
    """The count waits on top of the register."""
    provider.open("/workspace/register/")
    provider.leave_by(provider.page.locator(".waits a", has_text="Open the count").first.click)
    provider.follow("The second person signs")
    provider.press("I have seen it")
    provider.sees("signed by imogen sorrel")


def gives(nurse: Guest, house: House) -> None:
    """The dose in the chart is the line in the register. Sent as the form without a script sends it."""
    house.clock.set(f"{DAY} 10:12")
    nurse.open(f"/workspace/sessions/{house.people['patient']['session']}/")
    give = nurse.page.locator(".give-form")
    checker = give.locator("[name=checked_by] option", has_text=house.people["provider"]["name"])
    typed = {
        "csrfmiddlewaretoken": give.locator("[name=csrfmiddlewaretoken]").input_value(),
        "vial": give.locator("[name=vial] option", has_text="V-0500").get_attribute("value"),
        "checked_by": checker.get_attribute("value"),
        "mg": give.locator("[name=mg]").input_value(),
        "site": "deltoid",
        "side": "left",
    }
    address = str(give.evaluate("form => form.action"))
    sent = nurse.page.request.post(address, form=typed, headers={"Referer": nurse.page.url})
    assert sent.ok, sent.text()
    nurse.open("/workspace/register/")
    nurse.sees(house.people["patient"]["name"], "460")


def wastes(nurse: Guest, house: House) -> None:
    """The second person types their own password at the tablet; the nurse's own is not enough."""
    nurse.leave_by(
        nurse.page.locator(".vials li", has_text="V-050").get_by_role("link", name="Waste").first.click
    )
    nurse.fill(mg="5", reason="left in the syringe")
    nurse.sees("0.05 ml")
    nurse.press("Write waste")
    nurse.sees("awaiting the second person")
    for who, words in (("nurse", "somebody else than the one who wrote it"), ("provider", "")):
        person = house.people[who]
        nurse.fill(email=person["email"], password=person["password"])
        nurse.press("Sign as the second person")
        nurse.sees(words)
    nurse.sees("waste seen", "455")


def counts_short(nurse: Guest) -> None:
    """The opened vial reads ten milligrams less; the count is not signed before that has its cause."""
    nurse.open("/workspace/register/")
    nurse.follow("Count the cabinet")
    first_is_open = "V-0500" in nurse.page.locator("label", has_text="V-05").first.inner_text()
    assert first_is_open
    reads(nurse, "4.45", "5")
    nurse.press("Keep what was read")
    nurse.sees("10 mg short", "cannot be signed yet")
    nurse.fill(cause="dead-space", reason="Three needles today.")
    nurse.press("Put it down")
    nurse.sees("left in needles or syringes")


def reads(nurse: Guest, *levels: str) -> None:
    """Type a level for each vial, in the order of their numbers."""
    fields = nurse.page.locator(".levels input[type=number]").all()
    assert len(fields) == len(levels)
    for field, level in zip(fields, levels, strict=True):
        field.fill(level)


def reads_the_pack(nurse: Guest, house: House) -> None:
    """Everything an inspector asks for, and the same as a table."""
    nurse.follow("Inspection pack")
    nurse.fill(first=DAY, last=DAY)
    nurse.press("Put it together")
    nurse.sees("945 mg at the end")
    links = {
        name: nurse.page.get_by_role("link", name=name) for name in ("The pack, as PDF", "The lines, as CSV")
    }
    pdf, table = (nurse.page.request.get(str(each.get_attribute("href"))) for each in links.values())
    text = words_of(pdf.body(), house.folder)
    for expected in (
        "Page 1 of",
        "Initial inventory",
        SUPPLIER["supplier"],
        SUPPLIER["document"],
        house.people["patient"]["name"],
        "1 Fir Street",
        "left in the syringe",
        "Imogen Sorrel",
        "with their own password at the tablet",
        "Left in needles or syringes",
    ):
        assert expected in text, f"the pack does not say {expected!r}: {text}"
    rows = list(csv.DictReader(io.StringIO(table.text())))
    assert {each["what"] for each in rows} == {"Received", "Given", "Wasted", "Counted"}
    assert sum(float(each["mg"]) for each in rows) == 945


def words_of(pdf: bytes, folder: Path) -> str:
    """The text of a PDF, with single spaces."""
    assert pdf.startswith(b"%PDF")
    file = folder / "pack.pdf"
    file.write_bytes(pdf)
    made = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())
