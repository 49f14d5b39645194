"""Walks every page a person can reach by link, and counts how often each asks the database."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.urls import resolve

from sojourn.accounts.models import User

OF_EACH_KIND = 2
"""Pages of one address with other ids that are looked at."""

NOT_A_QUESTION = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}
"""Beginning and ending a transaction asks nothing and waits for nobody."""

LINKS = re.compile(r'(?:href|hx-get)="(/(?:portal|workspace)[^"#]*|\?[^"#]*)"')


@dataclass
class Questions:
    """Counts what is asked while it is entered."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stands around each statement."""
        if sql.split(maxsplit=1)[0].upper() not in NOT_A_QUESTION:
            self.asked.append(sql)
        return execute(sql, params, many, context)


def questions_of(client: Client, address: str) -> tuple[Any, list[str]]:
    """The answer to one request, and every statement it cost."""
    questions = Questions()
    with connection.execute_wrapper(questions):
        answer = client.get(address)
    return answer, questions.asked


def pages_of(user: User, start: str) -> dict[str, int]:
    """Every HTML page this person reaches from there, and how often it asks."""
    client = Client()
    client.force_login(user)
    waiting, seen, kinds, found = deque([start]), {start}, Counter[str](), {}
    no_pages: set[str] = set()
    while waiting:
        address = waiting.popleft()
        if kind_of(address) in no_pages:
            continue
        answer, asked = questions_of(client, address)
        if is_page := answer.status_code == 200 and "html" in answer["Content-Type"]:
            found[address] = len(asked)
        elif answer.status_code == 200:
            no_pages.add(kind_of(address))
        for link in links_in(answer, address) if is_page else led_on(answer):
            kinds[kind_of(link)] += link not in seen
            if link not in seen and kinds[kind_of(link)] <= OF_EACH_KIND:
                waiting.append(link)
            seen.add(link)
    return found


def links_in(page: Any, address: str) -> list[str]:
    """Where links and parts that load themselves lead."""
    return [urljoin(address, html.unescape(link)) for link in LINKS.findall(page.content.decode())]


def led_on(answer: Any) -> list[str]:
    """The address somebody is sent on to."""
    return [answer["Location"]] if answer.status_code in {301, 302, 303} else []


def kind_of(address: str) -> str:
    """The page, whoever it is about: its name and what its question mark asks for."""
    parts = urlsplit(address)
    return f"{resolve(parts.path).view_name}?{sorted(name for name, _ in parse_qsl(parts.query))}"
