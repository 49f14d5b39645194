"""Whether the patient, or who takes them home, comes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard
from sojourn.core.ids import new_id


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0003_calendar_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="VisitAnswer",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                (
                    "who",
                    models.CharField(
                        choices=[("patient", "Patient"), ("escort", "Who takes them home")], max_length=8
                    ),
                ),
                ("comes", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="scheduling.appointment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["comes", "starts_at"], name="answers_that_ask")],
            },
        ),
        guard("scheduling_visitanswer"),
    ]
