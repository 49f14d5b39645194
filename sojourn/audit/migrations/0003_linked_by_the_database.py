"""The database moves the chain's head itself, and refuses an event that does not follow the one before it."""

from django.db import migrations

from sojourn.audit.chain_triggers import keep_the_chain


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [keep_the_chain()]
