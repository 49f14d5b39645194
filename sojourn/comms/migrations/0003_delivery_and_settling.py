"""How each try at sending ended, the language of a message, and what a person did about one that was stuck."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard

STATES = [
    ("queued", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("unsure", "Unsure"),
    ("bounced", "Came back"),
    ("dropped", "Not needed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("comms", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterModelOptions("deliveryattempt", {"ordering": ["at", "id"]}),
        migrations.AddField(
            "deliveryattempt", "outcome", models.CharField(blank=True, default="", max_length=8), preserve_default=False
        ),
        migrations.AddField(
            "outboundmessage", "language", models.CharField(blank=True, default="", max_length=8), preserve_default=False
        ),
        migrations.AddField("outboundmessage", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "outboundmessage",
            "settled_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "outboundmessage", "settled_how", models.TextField(blank=True, default=""), preserve_default=False
        ),
        migrations.AlterField(
            "outboundmessage", "state", models.CharField(choices=STATES, default="queued", max_length=8)
        ),
        guard("comms_deliveryattempt"),
    ]
