"""The database refuses to change how entries came."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0003_arrivals_from_tablets")]
    operations = [guard("treatment_arrival", "treatment_heldentry", "treatment_heldsettled")]
