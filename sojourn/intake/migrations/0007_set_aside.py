"""The clinic may say that a medicine which is off the list was never taken."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sojourn.core.ids
from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0006_history_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MedicationSetAside',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('medication', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside', to='intake.medication')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='set_aside_has_a_reason')],
            },
        ),
        guard("intake_medicationsetaside"),
    ]
