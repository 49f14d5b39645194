"""A medicine may say which clinician of the care team prescribes it."""

import django.db.models.deletion
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_readings"), ("people", "0003_contact_consent")]
    operations = [
        migrations.AddField(
            "medication",
            "prescribed_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="medications",
                to="people.careteammember",
            ),
        ),
        guard("intake_medication"),
    ]
