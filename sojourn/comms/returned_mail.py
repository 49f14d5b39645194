"""Reading the report with which a mail system returns a letter (RFC 3464). Pure: bytes in, facts out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)


@dataclass(frozen=True)
class Returned:
    """Which of our letters it is about, whether it has come to an end, and what the mail system says."""

    message_id: UUID | None
    is_final: bool
    answer: str


def read_report(raw: bytes) -> Returned | None:
    """The facts of a delivery report; None when this is no such report (an answer, an out-of-office note)."""
    letter = message_from_bytes(raw, policy=policy.default)
    fields = [
        block
        for part in letter.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
    ]
    about = next((block for block in fields if block.get("Action")), None)
    if about is None:
        return None
    said = (about.get("Final-Recipient", ""), about.get("Status", ""), about.get("Diagnostic-Code", ""))
    return Returned(
        message_id=_our_letter(letter),
        is_final=str(about["Action"]).strip().lower() == "failed",
        answer=" ".join(" ".join(str(words).split()) for words in said if words),
    )


def _blocks(part: Message) -> Iterator[Message]:
    inside = part.get_payload()
    return (block for block in inside if isinstance(block, Message)) if isinstance(inside, list) else iter(())


def _our_letter(report: Message) -> UUID | None:
    """Our Message-ID stands in the returned letter or its headers, below the report's own."""
    returned = [part for part in report.walk() if part is not report]
    for part in returned:
        texts = [str(part.get("Message-ID", "")), _headers_as_text(part)]
        if found := next((hit for text in texts if (hit := _OURS.search(text))), None):
            return UUID(found[1])
    return None


def _headers_as_text(part: Message) -> str:
    if part.get_content_type() != "text/rfc822-headers":
        return ""
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if isinstance(content, bytes) else ""
