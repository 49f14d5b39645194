"""A step that gives a visit to a colleague names who had it, so that their calendar can let it go."""

import django.db.models.deletion
from django.db import migrations, models

from sojourn.core.append_only import guard


def _somebody() -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.staffmember"
    )


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0007_causes_and_fees"), ("clinic", "0002_append_only")]
    operations = [
        migrations.AddField("appointmentchange", "staff_before", _somebody()),
        migrations.AddField("appointmentchange", "monitor_before", _somebody()),
        migrations.AddField("appointmentchange", "starts_before", models.DateTimeField(null=True)),
        guard("scheduling_appointmentchange"),
    ]
