"""Giving a patient's record out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sojourn.command_line.django_ready import need_a_clinic, start_django


@click.command()
@click.argument("patient")
@click.option(
    "--reason", default="the patient asked for their record", show_default=True, help="Goes to the audit."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def export(patient: str, reason: str, out: Path | None) -> None:
    """Print the whole record of PATIENT (record number or id) as JSON. The export is itself recorded."""
    start_django()
    need_a_clinic()
    text = _as_json(_record_of(patient, reason))
    if out is None:
        click.echo(text)
        return
    out.write_text(text + "\n")
    out.chmod(0o600)
    click.echo(f"Written to {out}.", err=True)


def _record_of(patient: str, reason: str) -> dict[str, Any]:
    from django.utils import timezone

    from sojourn.people import queries as people
    from sojourn.timeline.queries import whole_record

    try:
        found = people.record_to_hand_out(patient, now=timezone.now(), reason=reason)
    except people.NotFound as error:
        raise click.ClickException(f"No patient has the record number or id {patient!r}.") from error
    return whole_record(found)


def _as_json(record: dict[str, Any]) -> str:
    import json

    from django.core.serializers.json import DjangoJSONEncoder

    return json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
