"""What a visitor does: read, check in private, book a first visit, open the account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journeys.guest import Guest
from tests.journeys.house import Mailbox

PASSWORD = "a long walk by the river"


@dataclass(frozen=True)
class Somebody:
    """Who comes."""

    first: str
    last: str
    born: tuple[str, str, str] = ("3", "17", "1984")

    @property
    def name(self) -> str:
        """First and family name."""
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.first}.{self.last}@example.test".lower()


def reads_everything(visitor: Guest) -> None:
    """Each public page, with what it must say."""
    visitor.open("/")
    visitor.sees("portland", "off-label", "988")
    visitor.open("/treatment/")
    visitor.sees("off-label", "muscle")
    visitor.open("/a-session/")
    visitor.sees("3 hours", "prepare", "ground", "journey", "integrate")
    visitor.open("/groups/")
    visitor.sees("six", "prescri", "$180")
    visitor.open("/prices/")
    visitor.sees("$220", "$550", "$170", "venmo", "hsa", "superbill", "0%")
    visitor.open("/questions/")
    visitor.sees("primary care", "988")
    visitor.open("/contact/")


def checks_in_private(visitor: Guest) -> None:
    """Ticks the calm answer to every question, and one that needs a talk."""
    visitor.open("/could-this-be-for-me/")
    for group in visitor.page.locator("fieldset.group").all():
        group.locator("input[type=radio]").first.check()
    visitor.choose("mania", "yes") if visitor.page.locator("[name=mania]").count() else None
    visitor.press("What could it mean?")
    visitor.sees("worth talking about first")


def says_when_born(visitor: Guest, born: tuple[str, str, str]) -> None:
    """The first step of booking."""
    visitor.open("/book/")
    month, day, year = born
    visitor.fill(month=month, day=day, year=year)
    visitor.press("See free times")


def books_first_visit(visitor: Guest, who: Somebody, *, doctor: str) -> str:
    """Age, the first free time of that doctor, name and address; gives the time in words."""
    says_when_born(visitor, who.born)
    visitor.page.get_by_label("Who would you like to see?").select_option(
        label=next(each for each in _doctors(visitor) if each.startswith(doctor))
    )
    visitor.press("Show their times")
    visitor.leave_by(visitor.page.locator("button.time").first.click)
    when = visitor.page.locator(".chosen-time .h3").inner_text()
    visitor.fill(first_name=who.first, last_name=who.last, phone="503 555 0123", email="not an address")
    visitor.press("Book this time")
    visitor.sees("does not look like an e-mail address yet")
    visitor.fill(email=who.email)
    visitor.page.get_by_label(re.compile("You may write to me")).check()
    visitor.press("Book this time")
    visitor.sees("now look into your e-mail")
    return when


def opens_account(visitor: Guest, who: Somebody, mailbox: Mailbox) -> None:
    """Follow the e-mailed link, choose a password, and be in the portal; the link works once."""
    link = mailbox.link(who.email, "/welcome/")
    visitor.open(link)
    visitor.fill(password="short")
    visitor.page.get_by_role("button").last.click()
    visitor.sees("at least 10 characters")
    visitor.fill(password=PASSWORD)
    visitor.leave_by(visitor.page.get_by_role("button").last.click)
    assert "/portal/" in visitor.page.url
    spent = visitor.page.request.get(link)
    assert spent.status == 410


def signs_in(guest: Guest, email: str, password: str = PASSWORD) -> None:
    """The sign-in page, as everybody uses it."""
    guest.context.clear_cookies()
    guest.open("/accounts/login/")
    guest.fill(login=email, password=password)
    guest.leave_by(guest.page.locator("main button, button.button").last.click)
    assert "/login" not in guest.page.url, guest.text()


def _doctors(visitor: Guest) -> list[str]:
    return visitor.page.locator("#id_staff option").all_inner_texts()
