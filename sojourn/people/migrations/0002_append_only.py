"""The database refuses to change what is only added."""

from django.db import migrations

from sojourn.core.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        guard(
            "people_bodyweight",
            "people_portalmessage",
            "people_messageread",
        )
    ]
