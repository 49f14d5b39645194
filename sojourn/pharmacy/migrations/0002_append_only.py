"""The database refuses to change what is only added."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("pharmacy", "0001_initial")]
    operations = [
        guard(
            "pharmacy_registerentry",
            "pharmacy_ownmedicine",
        )
    ]
