"""The private calendar address of a staff member: made, made anew, taken back."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sojourn.accounts.models import User
from sojourn.audit import actions as audit
from sojourn.clinic.models import StaffMember
from sojourn.core.decisions import require
from sojourn.core.ids import new_id
from sojourn.scheduling.models import CalendarFeed
from sojourn.scheduling.permissions import may_have_feed
from sojourn.scheduling.rules.feeds import SECRET_BYTES, hash_of


@transaction.atomic
def make_feed(*, staff: StaffMember, by: User, now: datetime, client_id: UUID | None = None) -> str:
    """A new address; the one before it stops at once. Gives the secret, which cannot be read again.

    Empty when the same form made one before: its secret was shown then.
    """
    require(may_have_feed(by, staff))
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if client_id and staff.calendar_feeds.filter(pk=client_id).exists():
        return ""
    _revoke(staff, now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(
        pk=client_id or new_id(), staff=staff, secret_hash=hash_of(secret), made_at=now
    )
    audit.record("calendar_feed.made", f"{staff} made a calendar link", by=by, now=now, subject=feed)
    return secret


@transaction.atomic
def revoke_feed(*, staff: StaffMember, by: User, now: datetime) -> bool:
    """The address stops at once. False when there was none."""
    require(may_have_feed(by, staff))
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    feed = staff.calendar_feeds.filter(revoked_at__isnull=True).first()
    if feed is None:
        return False
    _revoke(staff, now)
    audit.record(
        "calendar_feed.revoked", f"{staff} took the calendar link back", by=by, now=now, subject=feed
    )
    return True


def _revoke(staff: StaffMember, now: datetime) -> None:
    staff.calendar_feeds.filter(revoked_at__isnull=True).update(revoked_at=now)
