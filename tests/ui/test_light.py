"""Day and evening are chosen once, and never lead away from the clinic."""

from __future__ import annotations

from django.test import Client


def test_the_choice_is_kept_and_one_stays_on_the_page(client: Client) -> None:
    answer = client.get("/light/evening", headers={"referer": "http://testserver/prices"})
    assert answer.headers["Location"] == "http://testserver/prices"
    assert answer.cookies["light"].value == "evening"


def test_a_foreign_page_is_not_gone_back_to(client: Client) -> None:
    answer = client.get("/light/day", headers={"referer": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_dim_is_not_a_choice(client: Client) -> None:
    assert client.get("/light/dim").status_code == 404


def test_the_gallery_stands_in_test_and_demo(client: Client) -> None:
    answer = client.get("/gallery")
    assert answer.status_code == 200
    assert answer.content.count(b'class="pane"') >= 30
