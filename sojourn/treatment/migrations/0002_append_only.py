"""The database refuses to change what is only added."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0001_initial")]
    operations = [
        guard(
            "treatment_readinessanswer",
            "treatment_readinessoverride",
            "treatment_discharge",
            "treatment_vitalsigns",
            "treatment_dosegiven",
            "treatment_sideeffect",
            "treatment_rescuegiven",
            "treatment_remark",
            "treatment_phasechange",
            "treatment_notesignature",
            "treatment_addendum",
        )
    ]
