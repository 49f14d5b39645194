"""The database refuses to change what was agreed, what was said of it, and process notes."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0005_aims_and_process_notes")]
    operations = [
        guard(
            "treatment_commitment",
            "treatment_commitmentword",
            "treatment_goal",
            "treatment_goalmark",
            "treatment_processnote",
        )
    ]
