"""The link that opens an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from sojourn.accounts.actions import invitation_for
from sojourn.accounts.models import User
from sojourn.comms import actions as comms
from sojourn.comms.models import OutboundMessage


@transaction.atomic
def send_account_link(*, user: User, now: datetime) -> OutboundMessage:
    """E-mail the link with which somebody chooses a password. Asked for twice within a second, it is one link."""
    invitation = invitation_for(user)
    return comms.queue(
        template="account-link",
        to=user.email,
        channel="email",
        context={
            "name": user.name.split()[0],
            "link": f"/welcome/{invitation}/",
            "valid_days": str(settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)),
        },
        about=user.pk,
        once=f"account-link:{invitation}"[:160],
        now=now,
    )
