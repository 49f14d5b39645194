"""Checks for scripts: a list of medicines or a file of answers in, levels and findings out. No database is touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sojourn import content
from sojourn.command_line import checking, main
from sojourn.command_line.answers_file import AnswersFile
from tests.screening.test_rules import HEALTHY as WELL

QUESTIONS = [question.key for question in content.library().intake_form.questions]
VOICE_KEYS = ["voice", "level", "text", "source", "url", "dated", "silent", "also"]
DRUG_KEYS = ["input", "status", "ingredients", "level", "voices", "hold_hours"]
FINDING_KEYS = ["code", "level", "sentence", "source", "evidence", "resolved_by"]
HEALTHY = dict(WELL) | {"cannabis": "never"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def interactions(*texts: str) -> dict[str, Any]:
    done = run("interactions", *texts, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


WELL_ASKED: dict[str, Any] = {"age": 40, "measures": {"phq-9": {"q9": 0, "total": 3}}}


def screened(folder: Path, **facts: Any) -> dict[str, Any]:
    done = run("screening", "--answers", str(written(folder, facts)), "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def written(folder: Path, facts: Any) -> Path:
    path = folder / "answers.json"
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts))
    return path


def test_the_promised_shape() -> None:
    report = interactions("Zoloft 50 mg", "Lamictal 100 mg", "xyzol")
    assert list(report) == ["level", "drugs"]
    assert report["level"] == "unknown"
    zoloft, lamictal, unread = report["drugs"]
    assert all(list(drug)[:6] == DRUG_KEYS for drug in report["drugs"])
    assert zoloft["ingredients"] == [{"name": "sertraline", "rxcui": "36437", "classes": ["ssri"]}]
    assert list(zoloft["voices"][0]) == VOICE_KEYS
    assert json.dumps(lamictal["hold_hours"]) == '{"before": 6, "after": 6}'
    assert unread == {
        "input": "xyzol",
        "status": "not checked",
        "ingredients": [],
        "level": "unknown",
        "voices": [],
        "hold_hours": None,
    }


@pytest.mark.parametrize(
    ("texts", "level"),
    [
        (["omeprazole"], "none"),
        (["Zoloft"], "information"),
        (["Lamictal", "Zoloft"], "caution"),
        (["oxycodone", "Lamictal"], "decide"),
        (["oxycodone", "xyzol"], "unknown"),
        (["theophylline", "xyzol", "oxycodone"], "stop"),
    ],
)
def test_the_heaviest_level_wins_and_unknown_is_heavier_than_decide(texts: list[str], level: str) -> None:
    assert interactions(*texts)["level"] == level


def test_a_daily_opioid_dose_is_told_where_it_is_given() -> None:
    known, unknown = interactions("oxycodone 10 mg three times a day", "morphine")["drugs"]
    assert known["daily_equivalent"]["value"] == 45
    assert known["daily_equivalent"]["unit"] == "MME"
    assert unknown["daily_equivalent"]["value"] is None
    assert "not computed" in unknown["daily_equivalent"]["sentence"]


def test_people_read_the_same_as_text() -> None:
    done = run("interactions", "Lamictal 100 mg", "xyzol", "oxycodone 10 mg twice a day")
    assert done.exit_code == 0
    assert "Together: unknown" in done.stdout
    assert "Keep 6 h free before the session and 6 h after." in done.stdout
    assert "not checked" in done.stdout
    assert "About 30 MME a day." in done.stdout


def test_three_voices_are_told_with_where_and_when_it_is_written() -> None:
    (oxycodone,) = interactions("oxycodone")["drugs"]
    assert [voice["voice"] for voice in oxycodone["voices"]] == ["label", "clinic", "literature"]
    label = oxycodone["voices"][0]
    assert (label["level"], label["dated"], label["silent"]) == ("decide", "2024-10", False)
    assert label["url"].startswith("https://dailymed.nlm.nih.gov/")
    assert [each["source"] for each in label["also"]] == ["Spravato label, section 7"]
    (rule,) = oxycodone["rules"]
    assert (rule["id"], rule["disagree"], rule["reviewed_by"], rule["reviewed_on"]) == (
        "opioid",
        True,
        None,
        None,
    )


def test_a_silent_voice_has_no_level_and_is_not_none() -> None:
    (theophylline,) = interactions("Theo-24")["drugs"]
    assert theophylline["level"] == "stop"
    silent = [voice for voice in theophylline["voices"] if voice["silent"]]
    assert [(voice["voice"], voice["level"]) for voice in silent] == [("clinic", None), ("literature", None)]


def test_people_read_who_disagrees_and_that_nobody_reviewed_it() -> None:
    said = run("interactions", "oxycodone", "Theo-24").stdout
    assert "They do not agree: clinic says caution, label says decide, literature says information." in said
    assert "Opioids: decide. Not yet reviewed by a clinician." in said
    assert "clinic, silent: The clinic's protocol does not name these." in said
    assert "[Clinic protocol: opioids and benzodiazepines, date not given]" in said
    assert "Ketalar label, section 7.3, Oct 2024, https://" in said


def test_nothing_to_check_is_a_mistake() -> None:
    assert run("interactions", "--json").exit_code == 2


def test_bytes_that_are_no_text_name_no_medicine() -> None:
    done = run("interactions", "ph\udcffenelzine", "--json")
    assert done.exit_code == 2 and "no text" in done.output


def test_somebody_with_nothing_to_report(tmp_path: Path) -> None:
    report = screened(tmp_path, **WELL_ASKED, answers=HEALTHY, medications=[])
    assert report == {"level": "none", "findings": [], "interactions": {"level": "none", "drugs": []}}


def test_an_empty_file_is_not_a_healthy_person(tmp_path: Path) -> None:
    report = screened(tmp_path)
    assert report["level"] == report["interactions"]["level"] == "unknown"
    assert {finding["level"] for finding in report["findings"]} == {"unknown"}
    codes = {finding["code"] for finding in report["findings"]}
    assert {"age:not_answered", "aneurysm:not_answered", "medications:not_answered"} <= codes


def test_a_finding_in_the_promised_shape(tmp_path: Path) -> None:
    report = screened(tmp_path, **WELL_ASKED, answers=HEALTHY | {"aneurysm": "yes"}, medications=["Zoloft"])
    assert list(report) == ["level", "findings", "interactions"]
    assert report["level"] == "stop"
    (finding,) = report["findings"]
    assert list(finding) == FINDING_KEYS
    assert (finding["code"], finding["level"], finding["resolved_by"]) == ("aneurysm", "stop", "provider")
    assert finding["evidence"] == "answer:aneurysm = yes"
    assert report["interactions"]["level"] == "information"


def test_the_medications_weigh_in(tmp_path: Path) -> None:
    medicines: list[Any] = ["xyzol", {"text": "oxycodone 5 mg", "frequency": "three times a day"}]
    report = screened(tmp_path, age=40, answers=HEALTHY, medications=medicines)
    assert report["level"] == "unknown"
    assert report["interactions"]["drugs"][1]["daily_equivalent"]["value"] == 22.5


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"age": 17}, ["age"]),
        ({"age": 18}, []),
        ({"birth_date": "2008-11-24", "today": "2026-11-23"}, ["age"]),
        ({"birth_date": "2008-11-23", "today": "2026-11-23"}, []),
        ({"age": 40, "today": "2028-02-29"}, []),
        ({"age": 40, "vitals": {"systolic": 181, "diastolic": 80}}, ["blood_pressure_very_high"]),
        ({"age": 40, "measures": {"phq-9": {"q9": 1, "total": 3}}}, ["suicidal_thoughts"]),
    ],
)
def test_what_stands_in_the_file(tmp_path: Path, facts: dict[str, Any], codes: list[str]) -> None:
    report = screened(tmp_path, answers=HEALTHY, medications=[], **facts)
    assert [each["code"] for each in report["findings"] if each["level"] == "stop" or codes][:1] == codes


def test_findings_as_text(tmp_path: Path) -> None:
    path = written(
        tmp_path, WELL_ASKED | {"answers": HEALTHY | {"seizure": "yes"}, "medications": ["Zoloft"]}
    )
    done = run("screening", "--answers", str(path))
    assert done.exit_code == 0
    assert "Together: decide" in done.stdout
    assert "answer:seizure = yes" in done.stdout


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ("{not json", "JSON"),
        ("[]", "object"),
        ('{"answers": {"complaints": ' + "[" * 100_000 + "]" * 100_000 + "}}", "too deep"),
        ('{"answers": {"aneurysm": "yes", "aneurysm": "no"}}', "“aneurysm” stands there twice"),
        ('{"medications": ["Nardil"], "medications": []}', "“medications” stands there twice"),
        ('{"medications": [{"text": "Nardil", "text": "Zoloft"}]}', "“text” stands there twice"),
        ({"answers": {"anurysm": "yes"}}, "anurysm"),
        ({"answers": {"aneurysm": "maybe"}}, "aneurysm"),
        ({"answers": {"aneurysm": True}}, "aneurysm"),
        ({"answers": {"aneurysm": ["yes"]}}, "aneurysm"),
        ({"answers": {"aneurysm": {"yes": 1}}}, "aneurysm"),
        ({"answers": {"complaints": [["depression"]]}}, "complaints"),
        ({"answers": {"weight_lb": True}}, "weight_lb"),
        ({"answers": {"complaints": "depression"}}, "complaints"),
        ({"answers": {"emergency_phone": 5}}, "emergency_phone"),
        ({"answers": {"weight_lb": "heavy"}}, "weight_lb"),
        ({"answers": ["aneurysm"]}, "answers"),
        ({"answer": {}}, "answer"),
        ({"age": "forty"}, "age"),
        ({"age": -1}, "age"),
        ({"age": 40, "birth_date": "1986-01-01"}, "birth_date"),
        ({"birth_date": "01/02/1986"}, "birth_date"),
        ({"birth_date": "2030-01-01", "today": "2026-11-23"}, "birth_date"),
        ({"vitals": {"sistolic": 190}}, "sistolic"),
        ({"labs": {"pregnancy": "positive"}}, "pregnancy"),
        ({"labs": {"pregnancy_test": "positve"}}, "pregnancy_test"),
        ({"labs": {"pregnancy_test": 1}}, "pregnancy_test"),
        ({"vitals": {"systolic": -5}}, "systolic"),
        ({"vitals": {"systolic": 1}}, "systolic cannot be 1"),
        ({"vitals": {"heart_rate": 99999}}, "heart_rate"),
        ({"measures": {"phq-9": {"rise": -28}}}, "phq-9.rise"),
        ({"measures": {"phq-9": {"q9": -1}}}, "phq-9.q9"),
        ({"measures": {"phq-9": {"total": 28}}}, "phq-9.total"),
        ({"measures": {"phq9": {"total": 3}}}, "phq9"),
        ({"measures": {"phq-9": {"item9": 3}}}, "item9"),
        ({"medications": "Zoloft"}, "medications"),
        ({"medications": [5]}, "medications"),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence_and_code_2(
    tmp_path: Path, facts: Any, named: str
) -> None:
    done = run("screening", "--answers", str(written(tmp_path, facts)), "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert named in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["absent.json", ""])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    done = run("screening", "--answers", str(tmp_path / name))
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(tmp_path) in done.stderr


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(b"\xff\xfe\x00")
    assert run("screening", "--answers", str(tmp_path / "answers.json")).exit_code == 2


def test_every_question_key_of_the_form_is_known(tmp_path: Path) -> None:
    assert screened(tmp_path, answers=dict.fromkeys(QUESTIONS))["level"] == "unknown"


def test_lines_and_texts_of_the_file_are_read_or_wait_for_a_person() -> None:
    given = AnswersFile(
        answers={"story": "A grey.", "allergy_ketamine": "no"},
        problems=("brain aneurysm", "a wobbly knee"),
        allergies=("Ketalar", "moon pollen"),
    )
    found = {each.code: each.severity for each in checking._found(given)}
    assert found["aneurysm"] == found["ketamine_allergy"] == "stop"
    assert (found["problem:2"], found["allergy:2"], found["read:story"]) == ("decide", "unknown", "decide")


def test_a_drug_beside_the_name_is_not_overlooked(tmp_path: Path) -> None:
    hidden = {"text": "Vitamin D", "dose": "1000 IU + oxycodone 80 mg", "frequency": "with moonleaf"}
    plain = {"text": "Vitamin D", "dose": "1000 IU", "frequency": "once a day with food"}
    found = screened(tmp_path, **WELL_ASKED, medications=[hidden, plain])["interactions"]["drugs"]
    assert [each["status"] for each in found] == ["not checked", "checked"]
    assert "oxycodone" in [each["name"] for each in found[0]["ingredients"]]
