"""The database refuses to change what is only added."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        guard(
            "intake_intakeanswer",
            "intake_medication",
            "intake_listconfirmation",
            "intake_consentsignature",
            "intake_consentwithdrawal",
        )
    ]
