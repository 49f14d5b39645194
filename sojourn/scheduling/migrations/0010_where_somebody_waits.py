from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0009_times_told")]

    operations = [
        migrations.AddField(
            model_name="timewish",
            name="place",
            field=models.SlugField(blank=True, default=""),
        ),
    ]
