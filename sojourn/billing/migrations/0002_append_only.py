"""The database refuses to change what is only added."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [
        guard(
            "billing_charge",
            "billing_paymentplan",
            "billing_instalment",
            "billing_payment",
            "billing_estimate",
            "billing_estimateread",
            "billing_superbill",
        )
    ]
