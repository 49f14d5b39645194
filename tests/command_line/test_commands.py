"""The `sojourn` command, as an operator runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from sojourn.audit import actions as audit
from sojourn.command_line import main
from sojourn.command_line.processes import free_port
from tests.factories import NOW, PASSWORD, a_patient


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


def test_help_names_every_command() -> None:
    code, text = run("--help")
    assert code == 0
    assert all(name in text for name in main.commands)


@pytest.mark.django_db
def test_check_is_content_with_the_pack_and_the_database() -> None:
    assert run("check", "--json") == (0, '{"ok": true, "problems": []}\n')


@pytest.mark.django_db
def test_check_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOJOURN_CLINIC", str(tmp_path / "nowhere"))
    code, text = run("check", "--json")
    assert code == 1
    assert json.loads(text)["problems"]


@pytest.mark.django_db
def test_the_audit_trail_is_intact() -> None:
    audit.record("test.written", "Something happened.", by=None, now=NOW)
    assert run("verify-audit") == (0, "Intact: 1 events, each following from the one before.\n")


def test_a_changed_event_is_found(own_database: str) -> None:
    for number in range(3):
        audit.record("test.written", f"Event {number}", by=None, now=NOW)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_no_UPDATE")
        else:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only")
        cursor.execute("UPDATE audit_event SET sentence = 'Nothing' WHERE sentence = 'Event 1'")

    code, text = run("verify-audit", "--json")
    assert (code, json.loads(text)["intact"], json.loads(text)["events"]) == (1, False, 2)


@pytest.mark.django_db
def test_a_record_is_exported_by_its_number_and_the_export_is_recorded(tmp_path: Path) -> None:
    patient = a_patient()
    out = tmp_path / "record.json"

    code, text = run("export", patient.record_number, "--out", str(out))

    assert code == 0, text
    assert patient.last_name in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
    assert audit.Event.objects.filter(patient_id=str(patient.pk), kind="record.exported").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["99999", "nobody", "0199a0aa-0000-7000-8000-000000000000"])
def test_an_unknown_patient_gets_a_sentence(who: str) -> None:
    code, text = run("export", who)
    assert (code, "No patient has" in text) == (1, True)


@pytest.mark.django_db
def test_the_first_owner_is_hired_with_a_link_that_opens_once(client: Client) -> None:
    code, text = run(
        "hire", "robin@clinic.example", "--name", "Robin Ash", "--role", "owner", "--no-patients"
    )
    assert code == 0, text
    link = urlsplit(text.split()[-1]).path
    password = {"password": PASSWORD}
    assert client.post(link, password).status_code == 302
    assert client.get("/home")["Location"] == "/workspace/"
    assert Client().get(link).status_code == 410

    code, text = run("hire", "Robin@clinic.example", "--name", "Robin", "--role", "owner")
    assert (code, "already an account" in text) == (1, True)


@pytest.mark.django_db
def test_nobody_is_hired_with_a_wrong_provider_number() -> None:
    who = ("hire", "ada@clinic.example", "--name", "Ada Quill", "--role", "provider")
    code, text = run(*who, "--npi", "1234567890")
    assert (code, "check digit does not fit" in text) == (1, True)
    assert not get_user_model().objects.filter(email="ada@clinic.example").exists()


def test_the_demo_refuses_to_run_in_production() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sojourn.command_line", "demo"],
        env={**os.environ, "SOJOURN_MODE": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "runs only where SOJOURN_MODE is unset or 'demo'" in done.stderr


@pytest.mark.slow
def test_the_demo_starts_answers_and_leaves_nothing_running(tmp_path: Path) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    demo = subprocess.Popen(
        [sys.executable, "-m", "sojourn.command_line", "demo", "--weeks", "2", "--port", str(port)],
        env={**environment, "SOJOURN_MODE": "demo", "SOJOURN_VAR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert demo.stdout is not None
    told = "".join(iter(demo.stdout.readline, "Stop with Ctrl-C.\n"))
    try:
        summary = json.loads((tmp_path / "demo.json").read_text())
        page = urllib.request.urlopen(f"{summary['address']}/demo/people", timeout=20).read().decode()
        assert all(person["email"] in told and person["id"] in page for person in summary["people"])
        children = _children(demo.pid)
        assert len(children) >= 2
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=30) == 0
    assert not [pid for pid in children if _alive(pid)]


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    parents = {int(one): int(two) for one, two in (line.split() for line in listed.splitlines()[1:])}
    direct = [child for child, parent in parents.items() if parent == pid]
    return direct + [grandchild for child in direct for grandchild in _children(child)]


def _alive(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not Path(f"/proc/{pid}").exists():
            return False
        time.sleep(0.1)
    return True
