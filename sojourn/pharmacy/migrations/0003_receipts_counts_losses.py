"""Deliveries, transfers, counts and losses; a second signature of its own; custody that can be corrected."""

import django.db.models.deletion
import sojourn.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_writing_to_the_escort'),
        ('pharmacy', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('day', 'End of the day'), ('initial', 'Initial inventory'), ('biennial', 'Biennial inventory')], max_length=8)),
                ('moment', models.CharField(choices=[('opening', 'Opening of business'), ('close', 'Close of business')], max_length=7)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CountLine',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('expected_mg', models.DecimalField(decimal_places=1, max_digits=7)),
                ('counted_mg', models.DecimalField(decimal_places=1, max_digits=7)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('supplier', models.CharField(max_length=120)),
                ('supplier_address', models.CharField(max_length=200)),
                ('supplier_dea', models.CharField(max_length=9)),
                ('document', models.CharField(max_length=60)),
                ('document_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LossReport',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('found_at', models.DateTimeField()),
                ('tell_by', models.DateField()),
                ('form_by', models.DateField()),
                ('account', models.TextField()),
                ('police', models.CharField(blank=True, max_length=200)),
                ('safeguards', models.TextField(blank=True)),
                ('value_cents', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LossStep',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('done_on', models.DateField()),
                ('words', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SecondSignature',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('how', models.CharField(choices=[('own', 'signed in themselves'), ('tablet', 'with their own password at the tablet')], max_length=6)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=20)),
                ('to', models.CharField(max_length=120)),
                ('to_address', models.CharField(max_length=200)),
                ('to_dea', models.CharField(max_length=9)),
                ('document', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='ownmedicine',
            name='dose',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='ownmedicine',
            name='note',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='ownmedicine',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='pharmacy.ownmedicine'),
        ),
        migrations.AlterModelOptions(name='registerentry', options={'ordering': ['at', 'number', 'id']}),
        migrations.AddField(
            model_name='registerentry',
            name='number',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='cause',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='dose',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='happened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='pharmacy.registerentry'),
        ),
        migrations.AddField(
            model_name='vial',
            name='ndc',
            field=models.CharField(blank=True, max_length=14),
        ),
        migrations.AlterField(
            model_name='ownmedicine',
            name='kind',
            field=models.CharField(choices=[('brought', 'Brought and checked'), ('used', 'Used'), ('returned', 'Taken home'), ('destroyed', 'Destroyed by the patient')], max_length=9),
        ),
        migrations.AlterField(
            model_name='registerentry',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('given', 'Given'), ('wasted', 'Wasted'), ('counted', 'Counted'), ('sent', 'Transferred'), ('lost', 'Lost')], max_length=8),
        ),
        migrations.AddField(
            model_name='count',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countline',
            name='again',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='pharmacy.countline'),
        ),
        migrations.AddField(
            model_name='countline',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countline',
            name='count',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='pharmacy.count'),
        ),
        migrations.AddField(
            model_name='countline',
            name='vial',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='pharmacy.vial'),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='reading',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entry', to='pharmacy.countline'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vial',
            name='delivery',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='vials', to='pharmacy.delivery'),
        ),
        migrations.AddField(
            model_name='lossreport',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='loss',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='pharmacy.lossreport'),
        ),
        migrations.AddField(
            model_name='lossstep',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lossstep',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='pharmacy.lossreport'),
        ),
        migrations.AddField(
            model_name='secondsignature',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondsignature',
            name='count',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='pharmacy.count'),
        ),
        migrations.AddField(
            model_name='secondsignature',
            name='entry',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='pharmacy.registerentry'),
        ),
        migrations.AddField(
            model_name='secondsignature',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondsignature',
            name='own_medicine',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='pharmacy.ownmedicine'),
        ),
        migrations.AddField(
            model_name='transfer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='transfer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='pharmacy.transfer'),
        ),
        migrations.AddIndex(
            model_name='registerentry',
            index=models.Index(fields=['at'], name='register_by_time'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('number__gt', 0)), fields=('vial', 'number'), name='lines_of_a_vial_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses__isnull', True)), fields=('dose',), name='a_dose_leaves_the_vial_once'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.CheckConstraint(condition=models.Q(('counted_mg__gte', 0)), name='nothing_counts_below_zero'),
        ),
        migrations.AddConstraint(
            model_name='countline',
            constraint=models.UniqueConstraint(condition=models.Q(('again__isnull', True)), fields=('count', 'vial'), name='a_vial_counts_once'),
        ),
        migrations.AddConstraint(
            model_name='secondsignature',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('first')), _negated=True), name='nobody_signs_for_themselves'),
        ),
        migrations.AddConstraint(
            model_name='secondsignature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('count__isnull', True), ('entry__isnull', False), ('own_medicine__isnull', True)), models.Q(('count__isnull', True), ('entry__isnull', True), ('own_medicine__isnull', False)), models.Q(('count__isnull', False), ('entry__isnull', True), ('own_medicine__isnull', True)), _connector='OR'), name='a_signature_is_for_one_thing'),
        ),
    ]
