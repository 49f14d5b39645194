"""What the public reads: every fact comes from the pack, and another pack gives another website."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from sojourn import content
from sojourn.faces.website import calculator, map_views, question_search
from tests.factories import the_clinic

RIVERBEND = Path(__file__).parents[2] / "content" / "packs" / "riverbend"
PAGES = ("home", "treatment", "session", "groups", "prices", "questions", "could_this_be", "contact", "book")
pytestmark = pytest.mark.django_db


def read(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(f"website:{name}") + query)
    assert answer.status_code == 200, name
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_stands_with_its_own_title_and_the_crisis_line(client: Client, name: str) -> None:
    html = read(client, name)
    assert html.count("<h1") == 1
    assert 'href="tel:988"' in html
    assert re.search(r'<meta name="description" content="[^"]{20,}">', html)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_style_or_script(client: Client, name: str) -> None:
    html = read(client, name)
    assert " style=" not in html and "<style" not in html
    assert not re.search(r"<script(?![^>]*src=)", html)


@pytest.mark.parametrize("name", PAGES)
def test_pages_follow_another_clinics_pack(client: Client, name: str) -> None:
    with content.using(RIVERBEND) as pack:
        html = read(client, name)
    assert pack.clinic.name in html
    assert "Áureo" not in html and "$550" not in html


def test_prices_are_those_of_the_pack(client: Client) -> None:
    for name in ("home", "prices"):
        html = read(client, name)
        assert all(each in html for each in ("$220", "$550", "$170", "$180–$220")), name
    with content.using(RIVERBEND):
        html = read(client, "prices")
    assert all(each in html for each in ("$260", "$615.50", "$190", "$140–$175"))


@pytest.mark.parametrize(
    ("programme", "page", "words"),
    [
        ("P1", "treatment", "one patient with one provider"),
        ("P2", "home", "PTSD"),
        ("P3", "home", "93%"),
        ("P4", "home", "one step at a time"),
        ("P6", "home", "before they have met one of our doctors"),
        ("P9", "home", "18 and over"),
        ("P19", "session", "3 hours"),
        ("P25", "groups", "6 people at most"),
        ("P26", "groups", "ketamine prescribed for them"),
        ("P27", "groups", "sliding scale"),
        ("P28", "prices", "$220"),
        ("P29", "prices", "superbill"),
        ("P30", "prices", "0% payment plan"),
        ("P30", "prices", "HSA"),
    ],
)
def test_the_facts_of_the_programme_stand_where_people_look(
    client: Client, programme: str, page: str, words: str
) -> None:
    assert words in read(client, page), programme


@pytest.mark.parametrize("query", ["", "?course=nonsense&preparation=-1&parts=999", "?parts=x&course="])
def test_the_calculator_starts_with_a_usual_course(client: Client, query: str) -> None:
    html = read(client, "prices", query)
    assert "$3,100" in html and "4 × $775" in html


def test_the_calculator_adds_up_what_was_chosen(client: Client) -> None:
    html = read(client, "prices", "?course=weekly&preparation=1&parts=4")
    assert "$3,270" in html and "4 × $817.50" in html
    assert "$900" in html  # intake and integration visits are on a superbill, preparation is not
    assert (
        "4 × $"
        not in read(client, "prices", "?course=single&preparation=0&parts=1").split("Of this")[0][-200:]
    )


def test_instalments_are_said_to_the_cent() -> None:
    assert calculator.parts_in_words(22000, 3) == "1 × $73.34, 2 × $73.33"


def test_each_question_has_an_anchor_and_each_topic_too(client: Client) -> None:
    html, pack = read(client, "questions"), content.pack()
    for each in (*pack.questions, *pack.question_topics):
        assert f'id="{getattr(each, "id", None) or each.code}"' in html


def test_every_row_that_people_ask_about_is_answered() -> None:
    answered = {row for question in content.pack().questions for row in question.programme}
    assert {f"P{number}" for number in (*range(9, 28), 29, 30)} <= answered


def test_questions_are_found_by_words_in_the_answer(client: Client) -> None:
    found = [one.id for topic in question_search.topics_with("LAMOTRIGINE hours") for one in topic.questions]
    assert "lamotrigine" in found and "age" not in found
    assert "No answer here holds" in read(client, "questions", "?q=zzzz")


def test_a_search_is_shown_as_text_never_as_markup(client: Client) -> None:
    html = read(client, "questions", "?q=<script>alert(1)</script>")
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_a_page_asks_the_database_nothing(client: Client, django_assert_num_queries: object) -> None:
    for name in ("home", "treatment", "session", "groups", "prices", "questions"):
        with django_assert_num_queries(0):  # type: ignore[operator]
            read(client, name)


def test_search_engines_find_the_website_and_nothing_else(client: Client) -> None:
    robots = read(client, "robots")
    assert "Disallow: /portal/" in robots and "Sitemap: http" in robots
    root = ElementTree.fromstring(read(client, "sitemap"))
    assert len(root) == len(map_views.LISTED)
    assert client.get("/favicon.ico").status_code == 301


def test_an_unknown_address_is_answered_kindly(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "could not find that page" in answer.content.decode()


def test_booking_names_the_price_of_the_clinic(client: Client) -> None:
    the_clinic()
    assert "$220" in read(client, "book")
