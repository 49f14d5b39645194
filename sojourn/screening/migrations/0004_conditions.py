"""Conditions of a decision, each a row; a clearance may be asked for with one. Its table is copied and guarded anew."""

import django.db.models.deletion
import sojourn.core.ids
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0003_letters_and_clearances'),
    ]

    operations = [
        migrations.AlterField(
            model_name='clearance',
            name='resolution',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clearance', to='screening.findingresolution'),
        ),
        migrations.CreateModel(
            name='DecisionCondition',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=16)),
                ('systolic', models.PositiveSmallIntegerField(null=True)),
                ('diastolic', models.PositiveSmallIntegerField(null=True)),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('side', models.CharField(blank=True, max_length=10)),
                ('limit', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='set_conditions', to='screening.eligibilitydecision')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='clearance',
            name='condition',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clearance', to='screening.decisioncondition'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('condition__isnull', True), ('resolution__isnull', False)), models.Q(('condition__isnull', False), ('resolution__isnull', True)), _connector='OR'), name='clearance_for_a_finding_or_a_condition'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.UniqueConstraint(fields=('decision', 'position'), name='one_condition_per_place'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['blood_pressure', 'letter', 'measured', 'escort'])), name='condition_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('diastolic__gt', 0), ('diastolic__isnull', False), ('kind', 'blood_pressure'), ('systolic__gt', models.F('diastolic')), ('systolic__isnull', False)), models.Q(models.Q(('kind', 'blood_pressure'), _negated=True), ('diastolic__isnull', True), ('systolic__isnull', True)), _connector='OR'), name='condition_pressure_that_can_be'),
        ),
        migrations.AddConstraint(
            model_name='decisioncondition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'measured'), ('limit__gt', 0), ('limit__isnull', False), ('side__in', ['below', 'at_least']), ('subject__gt', '')), models.Q(models.Q(('kind', 'measured'), _negated=True), ('limit__isnull', True), ('side', ''), ('subject', '')), _connector='OR'), name='condition_value_with_a_limit'),
        ),
        guard("screening_decisioncondition", "screening_clearance"),
    ]
