"""What a mail system sends back."""

from __future__ import annotations

from sojourn.comms.models import OutboundMessage


def report(message: OutboundMessage, action: str = "failed", *, whole: bool = True) -> bytes:
    """A delivery report in the shape of RFC 3464; ``whole`` returns the letter, else its headers alone."""
    status = f"""Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {message.to}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown
"""
    letter = f"Message-ID: <{message.pk}@aureopdx.com>\nTo: {message.to}\nSubject: A message\n"
    parts = [
        "Content-Type: text/plain\n\nI'm sorry to have to inform you",
        f"Content-Type: message/delivery-status\n\n{status}",
        f"Content-Type: {'message/rfc822' if whole else 'text/rfc822-headers'}\n\n{letter}\nHello\n",
    ]
    body = "".join(f"--cut\n{part}\n" for part in parts)
    head = "From: MAILER-DAEMON@mx.example\nMessage-ID: <another@mx.example>\nMIME-Version: 1.0\n"
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"\n\n'
    return f"{head}{kind}{body}--cut--\n".encode()
