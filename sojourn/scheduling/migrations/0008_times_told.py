from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0007_causes_and_fees")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="times_told",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
