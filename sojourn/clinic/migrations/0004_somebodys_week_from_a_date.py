"""Somebody's week from a date on: only added, a later note counts."""

import django.db.models.deletion
import sojourn.core.ids
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0003_hours_of_a_date'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RosterDay',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('opens', models.TimeField(null=True)),
                ('closes', models.TimeField(null=True)),
                ('opens_again', models.TimeField(null=True)),
                ('closes_again', models.TimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=120)),
                ('noted_at', models.DateTimeField()),
                ('weekday', models.PositiveSmallIntegerField()),
                ('from_date', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_days', to='clinic.staffmember')),
            ],
            options={
                'ordering': ['from_date', 'noted_at', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', True), ('opens__isnull', True)), models.Q(('closes__gt', models.F('opens')), ('closes__isnull', False), ('opens__isnull', False)), _connector='OR'), name='rosterday_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('closes_again__isnull', True), ('opens_again__isnull', True)), models.Q(('closes__isnull', False), ('closes_again__gt', models.F('opens_again')), ('closes_again__isnull', False), ('opens_again__gt', models.F('closes'))), _connector='OR'), name='rosterday_has_a_break'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='roster_on_a_weekday')],
            },
        ),
        guard("clinic_rosterday"),
    ]
