"""Papers keep who both were on the day, fills are written down, orders keep the weighing, plans their reviews.

Prescriptions from before have none of it: their paper falls back to the patient and prescriber as they are now.
"""

import django.db.models.deletion
import sojourn.core.ids
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0002_append_only'),
        ('people', '0002_append_only'),
        ('prescribing', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PrescriptionFill',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('filled_on', models.DateField()),
                ('pharmacy', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='doseorder',
            name='weighed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='planrevision',
            name='after_session',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='planrevision',
            name='review_after',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='prescription',
            name='amount',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='prescription',
            name='npi',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='prescription',
            name='patient_birth_date',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='prescription',
            name='patient_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='prescription',
            name='prescriber_address',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='prescription',
            name='prescriber_licence',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='prescription',
            name='prescriber_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='prescription',
            name='seen_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='prescription',
            name='seen_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='prescription',
            name='unit',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name='prescription',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(('amount__gte', 1), ('unit__gt', '')), _connector='OR'), name='prescription_amount_has_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='prescription',
            constraint=models.CheckConstraint(condition=models.Q(('seen_on__isnull', True), ('seen_on__lte', models.F('issued_on')), _connector='OR'), name='prescription_after_seeing'),
        ),
        migrations.AddField(
            model_name='prescriptionfill',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='prescriptionfill',
            name='prescription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fills', to='prescribing.prescription'),
        ),
        migrations.AddConstraint(
            model_name='prescriptionfill',
            constraint=models.UniqueConstraint(fields=('prescription', 'number'), name='fills_count_up'),
        ),
        migrations.AddConstraint(
            model_name='prescriptionfill',
            constraint=models.CheckConstraint(condition=models.Q(('number__lte', 5)), name='at_most_five_refills_filled'),
        ),
        guard(
            'prescribing_prescriptionfill',
            'prescribing_planrevision',
            'prescribing_prescription',
            'prescribing_doseorder',
        ),
    ]
