"""The lines of the register as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from sojourn.pharmacy.models import RegisterEntry
from sojourn.pharmacy.rules import plain, to_ml

HEAD = (
    "written at",
    "happened at",
    "what",
    "vial",
    "lot",
    "ndc",
    "expires",
    "mg per mL",
    "mg",
    "mL",
    "balance mg",
    "patient",
    "address",
    "by",
    "second person",
    "signed at",
    "reason",
    "other party",
    "their DEA number",
    "document",
    "taken back",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lines: Iterable[RegisterEntry]) -> str:
    """A head and a row for each line, in order."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEAD)
    writer.writerows(_row(each) for each in lines)
    return page.getvalue()


def _row(line: RegisterEntry) -> list[str]:
    vial, patient, signature = line.vial, line.patient, getattr(line, "signature", None)
    return [
        timezone.localtime(line.at).isoformat(timespec="seconds"),
        timezone.localtime(line.when).isoformat(timespec="seconds"),
        line.get_kind_display(),
        *(_text(each) for each in (vial.number, vial.lot, vial.ndc)),
        vial.expires_on.isoformat(),
        str(vial.strength_mg_per_ml),
        plain(line.mg),
        str(to_ml(line.mg, vial.strength_mg_per_ml)),
        plain(line.balance_mg),
        _text(patient.legal_name if patient else ""),
        _text(", ".join(patient.address.splitlines()) if patient else ""),
        _text(str(line.by)),
        _text(str(signature.by) if signature else ""),
        timezone.localtime(signature.at).isoformat(timespec="seconds") if signature else "",
        _text(line.reason),
        *(_text(each) for each in _other(line)),
        _taken_back(line),
    ]


def _other(line: RegisterEntry) -> tuple[str, str, str]:
    if line.transfer:
        return line.transfer.to, line.transfer.to_dea, line.transfer.document
    delivery = line.vial.delivery
    if line.kind == RegisterEntry.Kind.RECEIVED and delivery:
        return delivery.supplier, delivery.supplier_dea, delivery.document
    return "", "", ""


def _taken_back(line: RegisterEntry) -> str:
    if line.reverses_id:
        return "takes back an earlier line"
    return "yes" if getattr(line, "reversed_by", None) else ""


def _text(words: str) -> str:
    """What a person typed is never a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words
