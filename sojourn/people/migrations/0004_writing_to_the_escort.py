"""The patient's word that we may write to whoever stands by them, and an e-mail address to write to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_contact_consent")]
    operations = [
        migrations.AddField(
            "contact", "email", models.EmailField(blank=True, default="", max_length=254), preserve_default=False
        ),
        migrations.AddField("contact", "may_write", models.BooleanField(default=False)),
    ]
