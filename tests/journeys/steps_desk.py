"""What the front desk does with money and with the monthly group."""

from __future__ import annotations

import re

from tests.journeys.guest import Guest
from tests.journeys.steps_clinic import finds, prescribes_for_home


def opens_account(desk: Guest, name: str) -> None:
    """Somebody's charges and payments."""
    finds(desk, name)
    desk.follow("Account")


def takes_payment(desk: Guest, name: str, method: str, dollars: str, *, reference: str = "") -> None:
    """A payment with its receipt, as a PDF too."""
    opens_account(desk, name)
    desk.choose("method", method)
    desk.page.locator("#pay [name=cents]").fill(dollars)
    desk.page.locator("#pay [name=reference]").fill(reference)
    desk.press("Take payment")
    desk.sees("issued")
    assert_is_pdf(desk, desk.page.get_by_role("link", name="Print the receipt"))


def agrees_plan(desk: Guest, *, parts: str) -> None:
    """What is owed, in equal parts without interest."""
    desk.page.locator("#plan_parts").fill(parts)
    desk.press("Agree the plan")
    desk.sees("0 % interest", f"1 of {parts}")


def issues_superbill(desk: Guest, name: str, service: str) -> None:
    """A paper for the insurer, where the service can have one; it opens at once."""
    row = desk.page.locator("table.charges tbody tr", has_text=service)
    with desk.page.expect_navigation():
        row.get_by_role("button", name="Issue superbill").click()
    assert desk.page.url.endswith(".pdf"), desk.page.url
    opens_account(desk, name)
    row = desk.page.locator("table.charges tbody tr", has_text=service)
    assert_is_pdf(desk, row.get_by_role("link").last)


def assert_is_pdf(guest: Guest, link: object) -> None:
    """The address behind the link is a PDF."""
    address = link.get_attribute("href")  # type: ignore[attr-defined]
    assert guest.page.request.get(address).body().startswith(b"%PDF"), address


def opens_group(desk: Guest, *, day: str, provider: str, monitor: str) -> None:
    """The next monthly group."""
    desk.open("/workspace/groups/")
    desk.fill(day=day, time="10:00")
    for name, label in (("provider", provider), ("monitor", monitor)):
        field = desk.page.locator(f"[name={name}]")
        options = field.locator("option").all_inner_texts()
        field.select_option(label=next(each for each in options if label in each))
    desk.press("Open the group")
    desk.sees("the group is open")


def seats(desk: Guest, name: str, *, cents: int, sharing: str) -> None:
    """One seat at the price agreed with the office."""
    _chooses(desk, name)
    desk.fill(agreed_cents=str(cents), joins_sharing=sharing)
    desk.press("Give the seat")
    desk.sees(f"{name.split()[0]} has seat")


def seats_when_prescribed(desk: Guest, doctor: Guest, name: str, *, looked: str) -> None:
    """Without a prescription of her own there is no seat; the doctor writes one, and there is."""
    group = re.sub(r"\?.*", "", desk.page.url)
    _chooses(desk, name)
    desk.sees("a seat cannot be given yet", "no such prescription yet")
    prescribes_for_home(doctor, name, looked=looked)
    desk.open(group)
    seats(desk, name, cents=22000, sharing="yes")


def puts_on_waiting_list(desk: Guest, name: str, *, cents: int | None = None) -> None:
    """The seventh, at the price agreed with the office."""
    _chooses(desk, name)
    if cents:
        desk.fill(agreed_cents=str(cents), joins_sharing="no")
    desk.press("Put on the waiting list")
    desk.sees("is on the waiting list", "1 on the list")


def calls_off(desk: Guest, group: str, *, why: str, names: tuple[str, ...], waiting: str) -> None:
    """First who is affected; without a word nothing happens; then once, and the page says who needs another date."""
    desk.open(group)
    desk.follow("Call this group off")
    desk.sees(*names, waiting, "nobody is charged", "takes them home")
    desk.press("Call this group off")
    desk.sees("please say in a few words why")
    desk.fill(reason=why)
    desk.press("Call this group off")
    desk.sees("the group is called off, and everybody is told", why, "6 of 6", "needs a date", waiting)


def finds_a_new_date(desk: Guest, group: str, name: str, *, day: str) -> None:
    """A new group, and the seat in it one link away from the one that was called off."""
    opens_group(desk, day=day, provider="Dr Noor Haddad", monitor="Ezra Pope")
    desk.open(group)
    row = desk.page.locator("ul.lost > li", has_text=name)
    desk.leave_by(row.get_by_role("link", name="Group on").click)
    desk.fill(agreed_cents="20000", joins_sharing="yes")
    desk.press("Give the seat")
    desk.open(group)
    desk.sees("has another date", "5 of 6")


def _chooses(desk: Guest, name: str) -> None:
    group = re.sub(r"\?.*", "", desk.page.url)
    desk.open(f"{group}?q={name}")
    desk.follow(name)
