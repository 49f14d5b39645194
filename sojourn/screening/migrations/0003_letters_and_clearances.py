"""Letters to other prescribers with their answers, and clearances asked for with their results."""

import django.db.models.deletion
import sojourn.core.ids
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_prescriber_link'),
        ('people', '0003_contact_consent'),
        ('screening', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('asked_of', models.CharField(max_length=160)),
                ('what', models.TextField()),
                ('due_on', models.DateField()),
                ('resolution', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='clearance', to='screening.findingresolution')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ClearanceResult',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(choices=[('cleared', 'Cleared'), ('not_cleared', 'Not cleared')], max_length=12)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('clearance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='screening.clearance')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrescriberLetter',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('finding_code', models.CharField(blank=True, max_length=120)),
                ('question', models.TextField()),
                ('text', models.TextField()),
                ('how', models.CharField(choices=[('post', 'By post'), ('fax', 'By fax'), ('email', 'By e-mail, sent by staff')], max_length=8)),
                ('sent_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('medication', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='intake.medication')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='people.careteammember')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prescriber_letters', to='people.patient')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PrescriberAnswer',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('outcome', models.CharField(choices=[('no_objection', 'No objection'), ('adjusts', 'They adjust or time the medicine themselves'), ('advises_against', 'Advises against treatment'), ('open', 'The question stays open')], max_length=16)),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='screening.prescriberletter')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='prescriberletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('question', ''), _negated=True)), name='letter_has_its_words'),
        ),
        guard(
            "screening_clearance",
            "screening_clearanceresult",
            "screening_prescriberletter",
            "screening_prescriberanswer",
        ),
    ]
