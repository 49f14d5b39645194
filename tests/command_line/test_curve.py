"""`sojourn curve`: doses as text in, concentrations out, a sentence for everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn import content
from sojourn.command_line import main

USUAL = ("--model", "kamp2020", "--weight", "70", "--dose", "im:35@0", "--at", "5,10,20,60")
KEYS = [
    *("model", "time_min", "ketamine_ng_ml", "norketamine_ng_ml", "effect_site_ng_ml"),
    *("assumptions", "sources"),
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["curve", *arguments])


def curve(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_promised_shape() -> None:
    told = curve(*USUAL, "--dose", "im:20@20")
    assert list(told) == KEYS
    assert (told["model"], told["time_min"]) == ("kamp2020", [5, 10, 20, 60])
    assert told["ketamine_ng_ml"][:3] == pytest.approx([231.54, 260.193, 208.564], rel=1e-5)
    assert told["effect_site_ng_ml"][:3] == pytest.approx([52.2191, 121.288, 184.781], rel=1e-5)
    assert told["norketamine_ng_ml"][:2] == pytest.approx([9.4898, 25.2165], rel=1e-5)
    assert told["assumptions"]["f"] == 0.93
    assert told["assumptions"]["absorption_half_life_min"] == 10
    assert "not dosing advice" in told["assumptions"]["beside_every_plot"]
    assert any("10.1097/ALN.0000000000003577" in each for each in told["sources"])


def test_what_a_model_lacks_is_null() -> None:
    told = curve("--model", "clements1981_250", "--weight", "70", "--dose", "iv:17.5@0", "--at", "1,60")
    assert told["norketamine_ng_ml"] is None and told["effect_site_ng_ml"] is None
    assert told["ketamine_ng_ml"] == pytest.approx([138.548, 41.3026], rel=1e-5)


def test_times_come_back_as_they_were_asked_for() -> None:
    told = curve(*USUAL[:-1], "60,0.5,5")
    assert told["time_min"] == [60, 0.5, 5]
    assert told["ketamine_ng_ml"][2] == pytest.approx(231.54, rel=1e-5)


def test_a_dose_counts_at_its_own_minute() -> None:
    told = curve("--model", "kamp2020", "--weight", "70", "--dose", "iv:35@10", "--at", "9.999,10")
    assert told["ketamine_ng_ml"] == [0, pytest.approx(1400)]


def test_an_infusion_and_both_assumptions() -> None:
    infused = curve("--model", "kamp2020", "--weight", "70", "--dose", "inf:35/40@0", "--at", "40,60")
    assert 50 < infused["ketamine_ng_ml"][1] < infused["ketamine_ng_ml"][0] < 300
    half = curve(*USUAL, "--f", "0.465")
    assert half["ketamine_ng_ml"] == pytest.approx([each / 2 for each in curve(*USUAL)["ketamine_ng_ml"]])
    slow = curve(*USUAL, "--absorption-half-life", "20")
    assert slow["ketamine_ng_ml"][0] < curve(*USUAL)["ketamine_ng_ml"][0]


def test_people_read_a_table_and_the_words_beside_it() -> None:
    said = run(*USUAL).stdout
    assert "Kamp 2020 (arterial), 70 kg" in said and "93%" in said
    assert "260.2" in said and "norketamine" in said
    assert content.library().expected_course.caveat.strip() in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (("--weight", "20"), "No curve for 20 kg: kamp2020 is used from 40 to 140 kg."),
        (("--weight", "nan"), "'nan' is not a number"),
        (("--weight", "-70"), "No curve for -70 kg"),
        (("--weight", "1e2"), "'1e2' is not a number"),
        (("--weight", "7_0"), "'7_0' is not a number"),
        (("--age", "15"), "No curve for 15 years"),
        (("--age", "66"), "from 18 to 65 years"),
        (("--model", "herd2007"), "there is no model for children here"),
        (("--model", "../kamp2020"), "There is no model '../kamp2020'; known: "),
        (("--dose", "im:0@0"), "A dose of 0 mg cannot be"),
        (("--dose", "im:-3@0"), "A dose of -3 mg cannot be"),
        (("--dose", "im:35@-1"), "A dose at minute -1 cannot be"),
        (("--dose", "im:5000@0"), "A dose of 5000 mg cannot be"),
        (("--dose", "po:35@0"), "'po:35@0' is not a dose: write im:MG@MINUTE"),
        (("--dose", "iv:35/40@0"), "'iv:35/40@0' is not a dose"),
        (("--dose", "inf:35@0"), "'inf:35@0' is not a dose"),
        (("--dose", "inf:35/0@0"), "An infusion over 0 minutes cannot be"),
        (("--dose", "im:inf@0"), "'inf' is not a number"),
        (("--dose", ""), "'' is not a dose"),
        (("--dose", "x" * 10_000), "… is not a dose".replace("…", "…'")),
        (("--at", ",,"), "'' is not a number"),
        (("--at", "-1"), "Minute -1 cannot be"),
        (("--at", "99999999"), "Minute 1e+08 cannot be"),
        (("--f", "0"), "--f 0 cannot be: from 0.01 to 1."),
        (("--f", "93"), "--f 93 cannot be"),
        (("--absorption-half-life", "0"), "--absorption-half-life 0 cannot be"),
        (("--at", ",".join(["1"] * 10_001)), "At most 10000 times"),
    ],
    ids=lambda each: " ".join(each)[:30] if isinstance(each, tuple) else "",
)
def test_what_cannot_be_ends_with_a_sentence(changed: tuple[str, str], sentence: str) -> None:
    done = run(*USUAL, *changed, "--json")
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stdout == ""


def test_more_doses_than_anybody_had() -> None:
    done = run(*USUAL, *(each for _ in range(100) for each in ("--dose", "im:1@0")))
    assert (done.exit_code, "from 1 to 100 doses" in done.stderr) == (2, True)


@pytest.mark.parametrize("missing", ["--model", "--weight", "--dose", "--at"])
def test_nothing_is_guessed(missing: str) -> None:
    place = USUAL.index(missing)
    assert run(*USUAL[:place], *USUAL[place + 2 :]).exit_code == 2


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(["--model", "--weight", "--dose", "--at", "--age", "--f", "--absorption-half-life"]),
    st.text(max_size=30),
)
def test_any_text_at_all_is_answered(option: str, text: str) -> None:
    done = run(*USUAL, f"{option}={text}", "--json")
    assert done.exit_code in {0, 2}
    assert done.exit_code == 0 or "Error: " in done.stderr
