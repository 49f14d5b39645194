"""The old column goes; the database guards what is only added, and moves a balance with its line alone."""

from django.db import migrations

from sojourn.core.append_only import guard
from sojourn.pharmacy.balance_triggers import keep_the_balance


class Migration(migrations.Migration):
    dependencies = [("pharmacy", "0004_signatures_of_their_own")]
    operations = [
        migrations.RemoveConstraint(model_name="registerentry", name="waste_has_a_second_person"),
        migrations.RemoveField(model_name="registerentry", name="witness"),
        guard(
            "pharmacy_registerentry",
            "pharmacy_ownmedicine",
            "pharmacy_delivery",
            "pharmacy_transfer",
            "pharmacy_lossreport",
            "pharmacy_lossstep",
            "pharmacy_count",
            "pharmacy_countline",
            "pharmacy_secondsignature",
        ),
        keep_the_balance(),
    ]
