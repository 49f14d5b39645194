"""Prescriptions say how long a fill lasts and why it is so much; a wrong fill is superseded by the right one.

Fills from before supersede nothing, and prescriptions from before have neither days nor a reason.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('prescribing', '0003_papers_and_fills'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='prescriptionfill',
            options={'ordering': ['number', 'at', 'id']},
        ),
        migrations.RemoveConstraint(
            model_name='prescriptionfill',
            name='fills_count_up',
        ),
        migrations.AddField(
            model_name='prescription',
            name='days_supply',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='prescription',
            name='quantity_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='prescriptionfill',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='prescriptionfill',
            name='supersedes',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='prescribing.prescriptionfill'),
        ),
        migrations.AddField(
            model_name='prescriptionfill',
            name='withdrawn',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='prescriptionfill',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('prescription', 'number'), name='fills_count_up'),
        ),
        migrations.AddConstraint(
            model_name='prescriptionfill',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn', False), models.Q(('reason__gt', ''), ('supersedes__isnull', False)), _connector='OR'), name='fill_withdrawn_with_a_reason'),
        ),
        guard('prescribing_prescription', 'prescribing_prescriptionfill'),
    ]
