"""What was signed in a column of the line becomes a signature of its own, by the person who gave it."""

from typing import Any

from django.db import migrations
from django.db.models import F


def move(apps: Any, schema_editor: Any) -> None:
    """Every line that a second person signed."""
    signed = apps.get_model("pharmacy", "RegisterEntry").objects.filter(witness__isnull=False)
    signatures = apps.get_model("pharmacy", "SecondSignature").objects
    for line in signed.exclude(witness=F("by")).iterator():
        signatures.create(
            entry_id=line.pk, first_id=line.by_id, by_id=line.witness_id, how="tablet", at=line.at
        )


class Migration(migrations.Migration):
    dependencies = [("pharmacy", "0003_receipts_counts_losses")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
