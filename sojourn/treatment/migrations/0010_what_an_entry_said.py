"""What came from a tablet keeps the hash of what it said: other words under its id are not the same entry."""

from django.db import migrations, models

from sojourn.core.append_only import guard

FROM_DEVICE = ("arrival", "heldentry")


class Migration(migrations.Migration):
    dependencies = [("treatment", "0009_entries_taken_back")]
    operations = [
        *(
            migrations.AddField(each, "said_hash", models.CharField(blank=True, default="", max_length=64))
            for each in FROM_DEVICE
        ),
        guard(*(f"treatment_{each}" for each in FROM_DEVICE)),
    ]
