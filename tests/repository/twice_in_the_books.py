"""The same of money and of the controlled-drug register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

from sojourn import content
from sojourn.billing import actions as billing
from sojourn.core.ids import new_id
from sojourn.pharmacy import actions as pharmacy
from sojourn.pharmacy.rules import Container, Party
from tests.billing.story import a_story
from tests.factories import NOW, a_patient, a_user, a_vial
from tests.repository.twice import Twice, cases_of, plain

TODAY = NOW.date()


def _take_payment() -> Twice:
    story = a_story()
    story.charged("session")
    said = {"patient": story.patient, "method": "cash", "cents": 10_000, "reference": "", "by": story.desk}
    return plain(billing.take_payment, {"cents": 12_000}, {"method": "card"}, **said)


def _refund() -> Twice:
    taken = _take_payment()
    payment = billing.take_payment(**taken.facts, client_id=new_id())
    said = {"payment": payment, "cents": 5_000, "reason": "Too much.", "by": a_user("owner")}
    return plain(billing.refund, {"cents": 6_000}, {"reason": "Other."}, **said)


def _waive() -> Twice:
    story = a_story()
    said = {"charge": story.charged("session"), "cents": 5_000, "reason": "Kindness.", "by": story.owner}
    return plain(billing.waive, {"cents": 6_000}, **said)


def _agree_plan() -> Twice:
    story = a_story()
    story.charged("session")
    said = {"patient": story.patient, "total_cents": 40_000, "parts": 4, "by": story.desk}
    others = {"parts": 2}, {"total_cents": 30_000}, {"first_due": TODAY + timedelta(days=9)}
    return plain(billing.agree_plan, *others, first_due=TODAY + timedelta(days=7), **said)


def _give_estimate() -> Twice:
    story = a_story()
    said = {"patient": story.patient, "scope": "intake", "by": story.desk}
    return plain(billing.give_estimate, {"scope": "course"}, **said)


def _in_the_register(act: Callable[..., Any], *others: dict[str, Any], **facts: Any) -> Twice:
    return plain(act, *others, number="entry_id", **facts)


def _receive() -> Twice:
    vial = Container(
        number="V-1", lot="L", strength_mg_per_ml=100, volume_ml=D(5), expires_on=date(2027, 3, 31)
    )
    party = Party(name="Cascade", address="400 Cedar Road, Salem, OR 97301", dea="AB1234563")
    said = {"containers": [vial], "supplier": party, "document": "INV-1", "document_on": TODAY}
    others = {"document": "INV-2"}, {"containers": [Container(**{**vars(vial), "lot": "M"})]}
    return _in_the_register(pharmacy.receive, *others, by=a_user("nurse"), **said)


def _transfer() -> Twice:
    nurse = a_user("nurse")
    party = Party(name="Returns", address="1 Fir Street, Salem, OR 97301", dea="AB1234563")
    said = {"vials": [a_vial(nurse)], "reason": "expired", "to": party, "document": "R-1", "by": nurse}
    return _in_the_register(pharmacy.transfer, {"document": "R-2"}, {"vials": []}, **said)


def _report_loss() -> Twice:
    nurse = a_user("nurse")
    said = {"kind": "break-in", "vials": [a_vial(nurse)], "account": "The lock was broken.", "by": nurse}
    others = {"account": "Open door."}, {"kind": "robbery"}, {"vials": []}
    return _in_the_register(pharmacy.report_loss, *others, found_at=NOW, **said)


def _note_step() -> Twice:
    lost = _report_loss()
    report, kind = pharmacy.report_loss(**lost.facts), content.library().register.steps[0].code
    said = {"report": report, "kind": kind, "done_on": TODAY, "words": "Portland", "by": lost.facts["by"]}
    return _in_the_register(pharmacy.note_step, {"words": "Salem"}, **said)


def _count() -> Twice:
    nurse = a_user("nurse")
    vial = a_vial(nurse)
    return _in_the_register(pharmacy.count, {"levels": {vial.pk: D("4.9")}}, levels={vial.pk: D(5)}, by=nurse)


def _waste() -> Twice:
    nurse = a_user("nurse")
    said = {"vial": a_vial(nurse), "mg": D(20), "reason": "Dropped.", "by": nurse}
    return _in_the_register(pharmacy.waste, {"mg": D(30)}, {"reason": "Expired."}, **said)


def _withdraw_waste() -> Twice:
    wasted = _waste()
    line = pharmacy.waste(**wasted.facts)
    said = {"line": line, "reason": "Never dropped.", "by": wasted.facts["by"]}
    return _in_the_register(pharmacy.withdraw_waste, {"reason": "Other."}, **said)


def _take_into_custody() -> Twice:
    said = {"description": "Troches", "quantity": D(4), "unit": "troches", "label_matches": True}
    facts = {"patient": a_patient(), "visit": uuid4(), "by": a_user("nurse")}
    return _in_the_register(
        pharmacy.take_into_custody, {"quantity": D(5)}, {"label_matches": False}, **said, **facts
    )


def _from_custody(act: Callable[..., Any], other: dict[str, Any], **more: Any) -> Twice:
    brought = _take_into_custody()
    pharmacy.take_into_custody(**brought.facts)
    whose = {name: brought.facts[name] for name in ("patient", "visit", "by")}
    return _in_the_register(act, other, quantity=D(2), **whose, **more)


def _destroy_own() -> Twice:
    return _from_custody(pharmacy.destroy_own, {"note": "Melted."}, note="Wet.")


def _return_own() -> Twice:
    return _from_custody(pharmacy.return_own, {"quantity": D(1)})


CASES = cases_of(globals())
