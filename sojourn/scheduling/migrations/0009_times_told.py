from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0008_who_a_visit_was_taken_from")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="times_told",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
