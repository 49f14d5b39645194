"""The database refuses to change answers, ends of side effects and who watched."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("treatment", "0007_bedside_answers_and_watch")]
    operations = [guard("treatment_response", "treatment_sideeffectgone", "treatment_seatwatch")]
