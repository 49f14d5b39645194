"""Settings contradicting one another stop the start with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from sojourn.project.environment import SettingsError, read

REAL = {"SOJOURN_SECRET_KEY": "k" * 50, "SOJOURN_DATA_KEY": "d" * 50, "SOJOURN_HOSTS": "clinic.example"}


@pytest.mark.parametrize("left_out", list(REAL))
def test_production_needs_all_of_these(left_out: str) -> None:
    with pytest.raises(SettingsError, match=left_out):
        read({"SOJOURN_MODE": "production", **REAL, left_out: ""})


@pytest.mark.parametrize("name", list(REAL))
def test_the_demo_never_starts_beside_production_settings(name: str) -> None:
    with pytest.raises(SettingsError, match="Demo mode refuses"):
        read({"SOJOURN_MODE": "demo", name: REAL[name]})


@pytest.mark.parametrize(
    ("url", "token", "says"),
    [
        ("http://texts.example", "t", "begin with https"),
        ("https://texts.example", "", "SOJOURN_SMS_TOKEN"),
        ("texts.example", "t", "look like"),
    ],
)
def test_texts_leave_sealed_and_to_somebody_who_knows_us(url: str, token: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read({"SOJOURN_MODE": "production", **REAL, "SOJOURN_SMS_URL": url, "SOJOURN_SMS_TOKEN": token})


def test_the_demo_writes_no_texts_to_real_telephones() -> None:
    with pytest.raises(SettingsError, match="SOJOURN_SMS_URL"):
        read({"SOJOURN_MODE": "demo", "SOJOURN_SMS_URL": "https://texts.example"})


def test_a_mode_nobody_knows_is_refused() -> None:
    with pytest.raises(SettingsError, match="SOJOURN_MODE is 'prod'"):
        read({"SOJOURN_MODE": "prod"})


def test_production_is_never_the_demo() -> None:
    found = read({"SOJOURN_MODE": "production", **REAL})
    assert (found.is_production, found.is_demo) == (True, False)


def test_one_click_sign_in_is_nowhere_but_in_the_demo(client: Any, db: None) -> None:
    for path in ("/demo/people", "/demo/become", "/demo/mailbox"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
