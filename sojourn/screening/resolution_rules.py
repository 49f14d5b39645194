"""Which findings are still open, and whether a provider may say yes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sojourn.core.decisions import Decision, Finding, Severity
from sojourn.core.spoken import clock, full_day
from sojourn.screening.interaction_rules import DrugCheck, InteractionReport
from sojourn.screening.reading_rules import TAKEN_OFF, is_settled_by_reading
from sojourn.screening.role_rules import PROVIDER, RANKS, is_at_least

NOBODY = "nobody"
ACCEPTED = "accepted"
CLEARANCE = "clearance"
READ = "read"
INTERACTION = "interaction:"
UNCONFIRMED = "medications:not_confirmed"
CHANGED = "changed_since"


@dataclass(frozen=True)
class Resolution:
    """How a finding was dealt with. ``settles``: accepted or ruled out; a clearance asked for is still open.
    ``row``: which word it is."""

    evidence_hash: str
    kind: str
    reason: str
    by: str
    settles: bool
    row: str = ""


@dataclass(frozen=True)
class Judged:
    """A finding with what a provider said about it, if it still rests on the same evidence."""

    finding: Finding
    resolution: Resolution | None = None

    @property
    def shown(self) -> str:
        """What a page shows of it: the evidence, and the word that was said about it, if there is one."""
        evidence = evidence_hash(self.finding)
        if self.resolution is None:
            return evidence
        word = (evidence, self.resolution.row, self.resolution.kind, str(self.resolution.settles))
        return hashlib.sha256("\n".join(word).encode()).hexdigest()

    @property
    def is_open(self) -> bool:
        """True when it stands in the way."""
        settled = self.resolution is not None and self.resolution.settles
        return self.finding.severity.blocks and not settled

    @property
    def waits(self) -> bool:
        """True while it stands in the way, or is a caution that nobody has said a word about."""
        unanswered = self.finding.severity is Severity.CAUTION and self.resolution is None
        return self.is_open or unanswered


def evidence_hash(finding: Finding) -> str:
    """What a resolution is tied to: a changed answer or weight opens the finding again, so does a new measurement."""
    told = (finding.code, finding.severity.value, finding.evidence, finding.event)
    text = "\n".join(told if finding.event else told[:3])
    return hashlib.sha256(text.encode()).hexdigest()


def as_shown(now: Judged | None, seen: str) -> Decision:
    """A word about a finding counts for what its page showed; ``seen`` says what that was, empty for nothing."""
    if seen == (now.shown if now else ""):
        return Decision()
    message = f"This has changed since you opened the page: {_since(now, seen)} Please look again."
    return Decision.of(Finding(code=CHANGED, message=message))


def _since(now: Judged | None, seen: str) -> str:
    """What is different; the reason somebody gave is for the chart, and not for every role that settles."""
    if now is None:
        return "what was asked about is no longer there."
    said = now.resolution
    if said is None or seen != evidence_hash(now.finding):
        return now.finding.message
    return f"{said.by} has {'settled it' if said.settles else 'asked others about it'} meanwhile."


def interaction_findings(report: InteractionReport) -> tuple[Finding, ...]:
    """Every drug that needs somebody's eye, as a finding like any other (P12–P17)."""
    return tuple(_of_drug(drug) for drug in report.drugs if drug.level is not Severity.NONE)


def settled_lines(report: InteractionReport, resolutions: Mapping[str, Resolution]) -> frozenset[str]:
    """The unread lines of which somebody has settled what they hold, as they stand now."""
    pairs = ((drug, _judged(_of_drug(drug), resolutions.get(drug.code))) for drug in report.not_checked)
    return frozenset(drug.line for drug, judged in pairs if judged.resolution and not judged.is_open)


def judge(findings: Iterable[Finding], resolutions: Mapping[str, Resolution]) -> tuple[Judged, ...]:
    """Pair findings with the latest resolution of the same code, as long as the evidence is the same."""
    return tuple(_judged(finding, resolutions.get(finding.code)) for finding in findings)


def may_be_eligible(judged: Iterable[Judged]) -> Decision:
    """Every stop, open question and decision must be settled first; all of them are named."""
    return Decision.of(*(each.finding for each in judged if each.is_open))


def may_resolve(finding: Finding, kind: str) -> Decision:
    """A stop can be ruled out or cleared, never accepted, nor can what may turn out to be one; what is nobody's to
    override stays, and no clearance is asked for it: none could lift it. Having read it settles somebody's own words,
    and nothing else."""
    if kind == READ and not is_settled_by_reading(finding):
        return _refused(finding, "Reading alone does not settle this: {}")
    stop = Severity.STOP in (finding.severity, finding.at_stake)
    if finding.owner == NOBODY and (stop or kind == CLEARANCE):
        return _refused(finding, "Nobody can override this: {}")
    if kind != ACCEPTED or not stop:
        return Decision()
    if finding.severity is Severity.STOP:
        return _refused(finding, "A stop can be ruled out or cleared, not accepted: {}")
    if finding.code.startswith(TAKEN_OFF):
        return _refused(finding, "A stop that was taken back is ruled out or cleared, not accepted: {}")
    return _refused(
        finding, "What is not known cannot be accepted. Find it out, or rule it out with a reason: {}"
    )


def may_settle(finding: Finding, kind: str, roles: Iterable[str]) -> Decision:
    """The role that the rule names, and those above it. What names no role is a provider's, and so is asking others."""
    if is_at_least(settled_by(finding, kind), roles):
        return Decision()
    role = settled_by(finding, kind).replace("_", " ")
    words = f"This is settled by the {role}." if kind != CLEARANCE else f"Others are asked by a {role}."
    return Decision.of(Finding(code="not_their_finding", message=words, field="kind", owner=finding.owner))


def settled_by(finding: Finding, kind: str = "") -> str:
    """The least role that may settle it so."""
    return finding.owner if finding.owner in RANKS and kind != CLEARANCE else PROVIDER


def theirs(judged: Iterable[Judged], roles: Iterable[str]) -> tuple[Judged, ...]:
    """What waits for a word that these roles may give: what stands in the way, and cautions nobody answered yet."""
    held = tuple(roles)
    return tuple(each for each in judged if each.waits and is_at_least(settled_by(each.finding), held))


def list_confirmed(*, changed: datetime | None, confirmed: datetime | None) -> Finding | None:
    """A list that nobody has called complete since its last change says nothing about what is missing from it.

    ``changed`` is told as it is given: in the clinic's zone.
    """
    if confirmed and (changed is None or confirmed >= changed):
        return None
    return Finding(
        code=UNCONFIRMED,
        message="Nobody has confirmed the medication list since it last changed."
        if changed
        else "Nobody has said which medicines they take, or that there are none.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="Clinic safety practice",
        evidence=f"last change {full_day(changed)}, {clock(changed)}" if changed else "no list",
        event=changed.isoformat() if changed else "",
        owner="provider",
    )


def form_not_sent(sent: bool) -> Finding | None:
    """Nobody is called eligible by an intake form that was never sent; no word of anybody stands in for it."""
    if sent:
        return None
    return Finding(
        code="intake_form:not_sent",
        message="The intake form has not been sent. Nobody is called eligible before it.",
        severity=Severity.UNKNOWN,
        at_stake=Severity.STOP,
        source="P6",
        evidence="no form sent",
        owner=NOBODY,
    )


def open_alerts(count: int) -> Finding | None:
    """Somebody who may be in danger is spoken with first; the alert's own account closes this, nothing else."""
    if not count:
        return None
    return Finding(
        code="safety_alert",
        message="A safety alert is open. It is closed with what was found and agreed, before any yes.",
        source="Clinic safety practice",
        evidence=f"open alerts: {count}",
        owner=NOBODY,
    )


def _refused(finding: Finding, sentence: str) -> Decision:
    return Decision.of(replace(finding, message=sentence.format(finding.message)))


def _judged(finding: Finding, resolution: Resolution | None) -> Judged:
    fits = resolution is not None and resolution.evidence_hash == evidence_hash(finding)
    return Judged(finding, resolution if fits else None)


def _of_drug(drug: DrugCheck) -> Finding:
    return Finding(
        code=drug.code,
        message=f"{drug.as_taken}: {drug.sentence}",
        severity=drug.level,
        at_stake=Severity.STOP if drug.level is Severity.UNKNOWN else Severity.NONE,
        source=drug.sources,
        evidence=_read_as(drug),
        owner="provider",
    )


def _read_as(drug: DrugCheck) -> str:
    """What a resolution is tied to: another drug, dose or frequency opens it again."""
    return f"medication list: {drug.as_taken} = " + (
        ", ".join(each.ingredient for each in drug.ingredients) or "not read"
    )
