"""How other clinicians are reached, and the patient's word about speaking with them as rows of its own."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard
from sojourn.core.ids import new_id


def keep_what_was_said(apps, schema_editor):
    """A yes of before becomes a row, dated by the member's own time-ordered id."""
    member_table = apps.get_model("people", "CareTeamMember")
    consent_table = apps.get_model("people", "ContactConsent")
    for member in member_table.objects.filter(may_contact=True):
        at = datetime.fromtimestamp((member.pk.int >> 80) / 1000, UTC)
        consent_table.objects.create(id=new_id(), member=member, allowed=True, scope="treatment", at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("careteammember", "fax", models.CharField(blank=True, max_length=24, default=""), preserve_default=False),
        migrations.AddField("careteammember", "email", models.EmailField(blank=True, max_length=254, default=""), preserve_default=False),
        migrations.AddField("careteammember", "address", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("careteammember", "removed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="ContactConsent",
            fields=[
                ("id", models.UUIDField(default=new_id, editable=False, primary_key=True, serialize=False)),
                ("allowed", models.BooleanField()),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("treatment", "we may speak about treatment"),
                            ("medicines", "we may speak about medicines only"),
                            ("ask_first", "wants to be asked first each time"),
                            ("nothing", "no contact"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_consents",
                        to="people.careteammember",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(allowed=True, scope__in=["treatment", "medicines"])
                        | models.Q(allowed=False, scope__in=["ask_first", "nothing"]),
                        name="contact_consent_says_one_thing",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop),
        migrations.RemoveField("careteammember", "may_contact"),
        guard("people_contactconsent"),
    ]
