"""Opening a real clinic: the first people who work there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sojourn.accounts.roles import Role
from sojourn.command_line.django_ready import need_a_clinic, start_django
from sojourn.core.decisions import Refused

if TYPE_CHECKING:
    from sojourn.accounts.models import User

STAFF_ROLES = [str(role) for role in Role if role is not Role.PATIENT]


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="As patients see it.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(STAFF_ROLES), help="Repeatable."
)
@click.option("--credentials", default="", help="After the name on papers: MD, RN, LCSW.")
@click.option("--npi", default="", help="National Provider Identifier, for superbills.")
@click.option("--dea", default="", help="DEA number, for prescriptions.")
@click.option("--sees-patients/--no-patients", default=True, help="Whether visits are booked with them.")
def hire(
    email: str, name: str, roles: tuple[str, ...], credentials: str, npi: str, dea: str, sees_patients: bool
) -> None:
    """Make an account for somebody who works here, with the clinic's hours, and print their one-time link."""
    start_django()
    need_a_clinic()
    from django.conf import settings
    from django.urls import reverse

    from sojourn.accounts.actions import invitation_for

    facts = {"credentials": credentials, "npi": npi, "dea_number": dea, "sees_patients": sees_patients}
    try:
        user = _hired(email, name, [Role(role) for role in roles], facts)
    except Refused as refused:
        raise click.ClickException(refused.decision.sentence) from refused
    link = reverse("welcome", args=[invitation_for(user)])
    click.echo(f"{name} opens their account here, once:\n{settings.ENVIRONMENT.public_url}{link}")


def _hired(email: str, name: str, roles: list[Role], facts: dict[str, Any]) -> User:
    from django.db import transaction
    from django.utils import timezone

    from sojourn import content
    from sojourn.accounts.actions import create_user
    from sojourn.clinic.actions import add_staff

    now = timezone.now()
    hours = [(each.weekday, each.opens, each.closes) for each in content.pack().hours.weekly]
    with transaction.atomic():
        user = create_user(email=email, name=name, roles=roles, by=None, now=now)
        add_staff(user=user, display_name=name, hours=hours, by=None, now=now, **facts)
    return user
