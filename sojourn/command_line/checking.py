"""Checks for scripts and for trying out: medicines as text, or a file of answers. Neither needs a database."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from sojourn import content
from sojourn.command_line.answers_file import AnswersFile, Entry, Unusable, read_answers
from sojourn.content.interactions import Citation, InteractionRule, Voice
from sojourn.core.decisions import Finding, Severity
from sojourn.intake.allergy_reading import read_allergy
from sojourn.intake.beside_the_name import with_beside
from sojourn.intake.matching import MedicationReading, ReadingStatus, read_medication
from sojourn.intake.since_rules import latest_day
from sojourn.screening.allergy_rules import allergic, given_here, taken
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport, check_medications
from sojourn.screening.line_rules import ToldLine, began_on, not_read, problem_line
from sojourn.screening.reading_rules import lists_not_known, to_read
from sojourn.screening.rules import ScreeningFacts, overall, screen

NO_LIST = "The medication list was not given; an empty one says that nothing is taken."


class WrongInput(click.ClickException):
    """What was given cannot be checked; nothing is printed but the reason."""

    exit_code = 2


@click.command()
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print {level, drugs} for a script.")
def interactions(texts: tuple[str, ...], as_json: bool) -> None:
    """Check each medicine TEXT, as a person would write it, for interactions with ketamine."""
    report = _checked([_reading(Entry(text=_readable(text))) for text in texts])
    _print(report.as_json(), as_json, [*_drug_lines(report), f"Together: {report.level}"])


@click.command()
@click.option("--answers", "file", required=True, type=click.Path(path_type=Path), help="A JSON file.")
@click.option("--json", "as_json", is_flag=True, help="Print {level, findings, interactions} for a script.")
def screening(file: Path, as_json: bool) -> None:
    """Screen a FILE of answers, measures, vitals, labs and medications. What it leaves out reads unknown."""
    try:
        given = read_answers(file, today=datetime.now(content.pack().clinic.zone).date())
    except Unusable as unusable:
        raise WrongInput(str(unusable)) from unusable
    report = _medications(given)
    findings = (*_found(given), *_allergic(given, report), *_no_list(given))
    level = overall(findings, report)
    shape = {
        "level": level.value,
        "findings": [_finding_json(each) for each in findings],
        "interactions": report.as_json(),
    }
    said = [line for each in findings for line in _finding_lines(each)]
    _print(shape, as_json, [*said, *_drug_lines(report), f"Together: {level}"])


def _readable(text: str) -> str:
    """The text as it was given. Bytes that are no text name no medicine."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise WrongInput("One of these holds bytes that are no text.")
    return text


def _print(shape: dict[str, Any], as_json: bool, lines: list[str]) -> None:
    click.echo(json.dumps(shape, ensure_ascii=False) if as_json else "\n".join(lines))


def _reading(entry: Entry) -> MedicationReading:
    table = content.library().drugs
    read = read_medication(entry.text, table)
    return with_beside(read, table, dose=entry.dose, frequency=entry.frequency)


def _checked(readings: list[MedicationReading]) -> InteractionReport:
    library = content.library()
    return check_medications(
        readings,
        library.interactions,
        equivalents=library.equivalents,
        large_doses=content.pack().policies.large_doses,
    )


def _medications(given: AnswersFile) -> InteractionReport:
    if given.medications is None:
        return InteractionReport(Severity.UNKNOWN, ())
    return _checked([_reading(each) for each in given.entries])


def _no_list(given: AnswersFile) -> tuple[Finding, ...]:
    if given.medications is not None:
        return ()
    code = "medications:not_answered"
    return (Finding(code=code, message=NO_LIST, severity=Severity.UNKNOWN, owner="provider"),)


def _found(given: AnswersFile) -> tuple[Finding, ...]:
    facts = ScreeningFacts(
        today=given.today or date.max,
        birth_date=given.birth_date,
        answers=given.answers,
        measures=given.measures,
        vitals=given.vitals,
        labs=given.labs,
        problems={code: line.words for line in _problems(given) for code in line.read_as},
        began=began_on(_problems(given)),
        allergies={name: line.words for line in _allergies(given) for name in line.read_as},
    )
    return (
        *screen(facts, content.library().screening, minimum_age=content.pack().policies.age_limit),
        *not_read(_problems(given), _allergies(given)),
        *to_read(content.library().intake_form, given.answers),
        *lists_not_known(content.library().intake_form, given.answers, given.standing),
    )


def _allergic(given: AnswersFile, report: InteractionReport) -> tuple[Finding, ...]:
    library = content.library()
    medicines = (*given_here(library.side_effects, library.drugs), *taken(report.drugs))
    return allergic(_allergies(given), medicines, library.allergies, library.drugs)


def _problems(given: AnswersFile) -> list[ToldLine]:
    """The problem list: a name or code of the library, or own words that nobody has read."""
    library = content.library()
    named = ((each, library.codes.named(each.name)) for each in given.listed)
    return [
        problem_line(
            str(number),
            each.name,
            known.code if known else "",
            codes=library.codes,
            rules=library.screening,
            began=latest_day(each.since, given.today or date.max),
        )
        for number, (each, known) in enumerate(named, start=1)
    ]


def _allergies(given: AnswersFile) -> list[ToldLine]:
    library = content.library()
    read = ((text, *read_allergy(text, library.drugs, library.allergies)) for text in given.allergies)
    return [
        ToldLine(str(number), text, ingredients, to_the_end=status is ReadingStatus.CHECKED)
        for number, (text, ingredients, status) in enumerate(read, start=1)
    ]


def _finding_json(found: Finding) -> dict[str, str]:
    return {
        "code": found.code,
        "level": found.severity.value,
        "sentence": found.message,
        "source": found.source,
        "evidence": found.evidence,
        "resolved_by": found.owner,
    }


def _finding_lines(found: Finding) -> list[str]:
    rests_on = "; ".join(filter(None, (found.evidence, found.source)))
    return [f"{found.severity}: {found.message}", *([f"  {rests_on}"] if rests_on else [])]


def _drug_lines(report: InteractionReport) -> list[str]:
    return [line for drug in report.drugs for line in _about(drug)]


def _about(drug: DrugCheck) -> list[str]:
    names = ", ".join(each.ingredient for each in drug.ingredients)
    status = drug.status.value.replace("_", " ")
    hold = drug.hold
    return [
        f"{drug.level}: {drug.input} ({status}{': ' if names else ''}{names})",
        f"  {drug.sentence}",
        *(line for rule in drug.heaviest_first for line in _rule_lines(rule)),
        *([f"  Keep {hold.before:g} h free before the session and {hold.after:g} h after."] if hold else []),
    ]


def _rule_lines(rule: InteractionRule) -> list[str]:
    said = ", ".join(f"{voice} says {level}" for voice, level in rule.levels)
    return [
        f"  {rule.title}: {rule.level}. {rule.review}",
        *(f"    {_voice_line(voice)}" for voice in rule.voices),
        *([f"    They do not agree: {said}."] if rule.disagrees else []),
    ]


def _voice_line(voice: Voice) -> str:
    cited = "; ".join(map(_cited, voice.citations))
    return f"{voice.voice}, {voice.level or 'silent'}: {voice.text}{f' [{cited}]' if cited else ''}"


def _cited(citation: Citation) -> str:
    return ", ".join(filter(None, (citation.source, citation.dated_words, citation.url)))
