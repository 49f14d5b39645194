"""The inspection pack: the register of some days, as an inspector of the DEA or the Oregon Medical Board reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sojourn import content
from sojourn.clinic import queries as clinic
from sojourn.core.money import in_words
from sojourn.core.spoken import clock, short_day
from sojourn.faces.ui.words import full_day
from sojourn.pharmacy import queries
from sojourn.pharmacy.models import Count, LossReport, RegisterEntry, SecondSignature
from sojourn.pharmacy.queries import Inspection
from sojourn.pharmacy.rules import plain, to_ml, words_of_gap

Kind = RegisterEntry.Kind


def inspection_data(found: Inspection, *, by: Any, now: datetime) -> dict[str, Any]:
    """Everything in order; amounts as words, moments at the clinic's clock."""
    sheet = content.library().register
    given, wasted = found.of_kind(Kind.GIVEN), found.of_kind(Kind.WASTED)
    return {
        "made_at": now,
        "period": f"{full_day(found.first)} to {full_day(found.last)}",
        "made": f"{full_day(timezone.localtime(now))}, {clock(timezone.localtime(now))}, by {by}",
        "drug": f"{sheet.drug}, {sheet.schedule}",
        "registrations": [[each.signature, each.dea_number] for each in clinic.staff() if each.dea_number],
        "keep_years": content.pack().policies.records.keep_years,
        "sums": _sums(found),
        "inventories": [_inventory(each) for each in found.inventories],
        "receipts": _receipts(found.of_kind(Kind.RECEIVED)),
        "given": [_given(each) for each in given],
        "wasted": [_wasted(each) for each in wasted],
        "transfers": [_transfer(each) for each in found.of_kind(Kind.SENT)],
        "counts": [_count(each) for each in found.daily],
        "losses": [_loss(each) for each in found.losses],
        "people": sorted(_people(found.lines)),
    }


def _sums(found: Inspection) -> list[list[str]]:
    moves = [(kind.label, found.sum_of(kind)) for kind in Kind]
    counted = {Kind.COUNTED.label: "Differences found in counts"}
    return [
        ["In the cabinet at the beginning", plain(found.opening)],
        *([counted.get(name, name), plain(mg)] for name, mg in moves if mg),
        ["In the cabinet at the end", plain(found.closing)],
    ]


def _when(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{short_day(here)} {here.year}, {clock(here)}"


def _receipts(lines: Iterable[RegisterEntry]) -> list[dict[str, Any]]:
    """One block for each delivery; vials of before deliveries were kept stand together."""
    found: dict[Any, dict[str, Any]] = {}
    for line in lines:
        delivery = line.vial.delivery
        block = found.setdefault(
            line.vial.delivery_id,
            {
                "at": _when(line.at),
                "from": f"{delivery.supplier}, {delivery.supplier_address}" if delivery else "not recorded",
                "dea": delivery.supplier_dea if delivery else "",
                "document": f"{delivery.document}, {full_day(delivery.document_on)}" if delivery else "",
                "by": str(line.by),
                "vials": [],
            },
        )
        block["vials"].append(_label(line))
    return list(found.values())


def _label(line: RegisterEntry) -> dict[str, str]:
    vial = line.vial
    return {
        "number": vial.number,
        "lot": vial.lot,
        "ndc": vial.ndc or "–",
        "expires": full_day(vial.expires_on),
        "strength": f"{vial.strength_mg_per_ml} mg/mL",
        "ml": plain(vial.volume_ml),
        "mg": plain(line.mg),
    }


def _given(line: RegisterEntry) -> dict[str, Any]:
    patient, vial = line.patient, line.vial
    return {
        "at": _when(line.when),
        "patient": patient.legal_name if patient else "",
        "address": ", ".join(patient.address.splitlines())
        if patient and patient.address
        else "no address known",
        "vial": f"{vial.number}, {vial.strength_mg_per_ml} mg/mL",
        "mg": plain(-line.mg),
        "ml": f"{to_ml(-line.mg, vial.strength_mg_per_ml)}",
        "by": str(line.by),
        "left": plain(line.balance_mg),
        "note": "taken back" if line.reverses_id else "replaced" if _reversed(line) else "",
    }


def _wasted(line: RegisterEntry) -> dict[str, Any]:
    signature: SecondSignature | None = getattr(line, "signature", None)
    taken_back = "taken back" if line.reverses_id or _reversed(line) else "AWAITING A SECOND PERSON"
    return {
        "at": _when(line.at),
        "vial": line.vial.number,
        "mg": plain(-line.mg),
        "ml": f"{to_ml(-line.mg, line.vial.strength_mg_per_ml)}",
        "reason": line.reason,
        "by": str(line.by),
        "witness": _signed(signature) if signature else taken_back,
    }


def _reversed(line: RegisterEntry) -> bool:
    return getattr(line, "reversed_by", None) is not None


def _signed(signature: SecondSignature) -> str:
    return f"{signature.by}, {_when(signature.at)}, {SecondSignature.How(signature.how).label}"


def _transfer(line: RegisterEntry) -> dict[str, str]:
    sent, names = line.transfer, content.library().register.names
    return {
        "at": _when(line.at),
        "vial": f"{line.vial.number}, lot {line.vial.lot}",
        "mg": plain(-line.mg),
        "to": f"{sent.to}, {sent.to_address}, DEA {sent.to_dea}" if sent else "",
        "document": f"{names.get(sent.reason, sent.reason)}; {sent.document}" if sent else "",
        "by": str(line.by),
    }


def _inventory(count: Count) -> dict[str, Any]:
    counted = queries.readings_of(count)
    return {
        "title": f"{count.get_kind_display()}, {_when(count.at)}, {count.get_moment_display().lower()}",
        "by": str(count.by),
        "second": _second(count),
        "sealed": [
            [f"{each.strength_mg_per_ml} mg/mL", f"{plain(each.volume_ml)} mL", str(each.number)]
            for each in queries.sealed_in(counted)
        ],
        "opened": [
            [
                each.line.vial.number,
                f"{each.line.vial.strength_mg_per_ml} mg/mL",
                f"{plain(each.line.vial.volume_ml)} mL",
                f"{to_ml(each.line.counted_mg, each.line.vial.strength_mg_per_ml)} mL",
            ]
            for each in counted
            if not each.is_whole
        ],
        "total": plain(sum((each.line.counted_mg for each in counted), Decimal(0))),
    }


def _count(count: Count) -> dict[str, Any]:
    counted = queries.readings_of(count)
    return {
        "at": _when(count.at),
        "by": str(count.by),
        "second": _second(count),
        "vials": len(counted),
        "expected": plain(sum((each.line.expected_mg for each in counted), Decimal(0))),
        "counted": plain(sum((each.line.counted_mg for each in counted), Decimal(0))),
        "differences": [
            f"{each.reading.number} {words_of_gap(each.reading.gap_mg)}: "
            f"{each.entry.reason if each.entry else 'not explained yet'}"
            for each in counted
            if each.reading.gap_mg
        ],
    }


def _second(count: Count) -> str:
    signature = getattr(count, "signature", None)
    return _signed(signature) if signature else "AWAITING A SECOND PERSON"


def _loss(report: LossReport) -> dict[str, Any]:
    names = content.library().register.names
    gone = [f"{line.vial.number}, {plain(-line.mg)} mg" for line in report.entries.all()]
    return {
        "title": f"{names.get(report.kind, report.kind)}, found {_when(report.found_at)}",
        "facts": [
            ["What is gone", "; ".join(gone) or "nothing that was in stock"],
            ["Account", report.account],
            ["Police", report.police],
            ["Paid for it", in_words(report.value_cents) if report.value_cents is not None else ""],
            ["Safeguards", report.safeguards],
            [
                "Thefts before",
                f"{queries.thefts_before(report)} in {content.library().register.thefts_months} months",
            ],
            ["Field division by", full_day(report.tell_by)],
            ["Form 106 by", full_day(report.form_by)],
            *(
                [names[step.kind], f"{full_day(step.done_on)}: {step.words} ({step.by})"]
                for step in report.steps.all()
            ),
            ["Written by", f"{report.by}, {_when(report.at)}"],
        ],
    }


def _people(lines: Iterable[RegisterEntry]) -> set[str]:
    return {str(each.by) for each in lines}
