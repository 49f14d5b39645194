"""The template environment of every face: filters that speak, and the few globals a page needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django_htmx.jinja import htmx_script
from jinja2 import Environment
from markupsafe import Markup, escape

from sojourn import content
from sojourn.accounts.roles import Permission
from sojourn.clinic.words import on_the_wall
from sojourn.content import markdown
from sojourn.content.pack.place import Clinic
from sojourn.core.ids import new_id
from sojourn.core.spoken import hours_in_words
from sojourn.faces.ui import charts, words
from sojourn.faces.ui.answers import evidence_in_words
from sojourn.faces.ui.icons import icon
from sojourn.faces.ui.levels import level

NOWHERE = "#"


def environment(**options: Any) -> Environment:
    """Built by Django's Jinja2 backend; named in the settings."""
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(GLOBALS)
    made.filters.update(FILTERS)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def link(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page that this installation may not serve (demo, gallery): "#" when it does not."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return NOWHERE


def opens(request: Any, name: str) -> bool:
    """True when this page lets the signed-in person in, so that no menu offers a closed door."""
    access = getattr(resolve(url(name)).func, "access", "public")
    return access == "public" or bool(access & getattr(request.user, "permissions", frozenset()))


def here(request: Any, *names: str) -> bool:
    """True when the page on the screen is one of these; "workspace:chart" also covers "workspace:chart_plan"."""
    match = getattr(request, "resolver_match", None)
    shown = getattr(match, "view_name", "") or ""
    return any(shown == name or shown.startswith(f"{name}_") for name in names)


def with_query(request: Any, **changes: Any) -> str:
    """The query of this page with some values changed; an empty value takes the key away. Starts with "?"."""
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = value
    return f"?{query.urlencode()}"


def brand() -> Clinic:
    """The clinic this installation runs, for macros, which do not see the page's context."""
    return content.pack().clinic


def with_calls(text: str) -> Markup:
    """A sentence in which the crisis and the emergency number can be called by a touch."""
    said = escape(text)
    for number in (brand().crisis.line, brand().crisis.emergency):
        said = said.replace(number, Markup('<a href="tel:{0}">{0}</a>').format(number))
    return Markup(said)


def render_markdown(text: str) -> Markup:
    """Sentences of the clinic's pack as safe HTML."""
    return Markup(markdown.render(text))


def _local(moment: datetime) -> datetime:
    return on_the_wall(moment)


def _on_screen(speak: Callable[..., str]) -> Callable[..., str]:
    """A filter over a moment: turned to the clinic's zone first; nothing to say gives an empty text."""

    @wraps(speak)
    def spoken(moment: datetime | date | None, *args: Any) -> str:
        if moment is None:
            return ""
        return speak(_local(moment) if isinstance(moment, datetime) else moment, *args)

    return spoken


def short_day(when: date, today: date | None = None) -> str:
    """ "24 Nov"; of another year "24 Nov 2027", so that nobody takes it for this one's."""
    this_year = (today or _local(timezone.now()).date()).year
    return words.short_day(when) if when.year == this_year else f"{words.short_day(when)} {when.year}"


def when(moment: datetime, now: datetime | None = None) -> str:
    """ "today 1:00 pm"."""
    return words.when(moment, _local(now or timezone.now()))


def in_days(moment: datetime | date, now: datetime | None = None) -> str:
    """ "in 3 days"."""
    then = moment.date() if isinstance(moment, datetime) else moment
    return words.in_days(then, _local(now or timezone.now()).date())


def ago(moment: datetime, now: datetime | None = None) -> str:
    """ "12 min ago"."""
    return words.ago(moment, now or timezone.now())


def age(born: date, today: date | None = None) -> int:
    """Whole years."""
    return words.age(born, today or _local(timezone.now()).date())


def iso(moment: datetime | date) -> str:
    """For the ``datetime`` attribute of a <time>."""
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


FILTERS: dict[str, Callable[..., Any]] = {
    "money": words.money,
    "clock": _on_screen(words.clock),
    "day": _on_screen(words.day),
    "short_day": _on_screen(short_day),
    "full_day": _on_screen(words.full_day),
    "when": _on_screen(when),
    "in_days": _on_screen(in_days),
    "ago": _on_screen(ago),
    "iso": _on_screen(iso),
    "hours": hours_in_words,
    "minutes": words.minutes_in_words,
    "initials": words.initials,
    "age": age,
    "with_calls": with_calls,
    "evidence": evidence_in_words,
    "markdown": render_markdown,
}
GLOBALS: dict[str, Any] = {
    "static": static,
    "url": url,
    "link": link,
    "here": here,
    "opens": opens,
    "with_query": with_query,
    "icon": icon,
    "level_of": level,
    "new_id": new_id,
    "brand": brand,
    "htmx_script": htmx_script,
    "charts": charts,
    "permissions": Permission,
}
