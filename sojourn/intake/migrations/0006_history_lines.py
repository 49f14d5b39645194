"""The problem list and the allergies become lines. What stood in free text is carried over as one line, not checked."""

import django.db.models.deletion
import sojourn.core.ids
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard

LONGEST = 200


def carry_over(apps, schema_editor):
    """The latest words of each form; the answers themselves stay, and whole."""
    answers = apps.get_model("intake", "IntakeAnswer")
    allergy, problem = apps.get_model("intake", "Allergy"), apps.get_model("intake", "Problem")
    latest = {}
    for each in answers.objects.filter(key__in=["allergy_other", "allergy_list", "other_problems"]).order_by("at", "id"):
        latest.setdefault(each.form_id, {})[each.key] = each
    for told in latest.values():
        words = told.get("allergy_list")
        if words and words.value and told.get("allergy_other") and told["allergy_other"].value == "yes":
            allergy.objects.create(as_written=words.value[:LONGEST], status="not_checked", harm="unknown", **_of(words))
        words = told.get("other_problems")
        if words and words.value:
            problem.objects.create(name=words.value[:LONGEST], state="unknown", **_of(words))


def _of(answer):
    return {"patient_id": answer.form.patient_id, "at": answer.at, "by_id": answer.by_id}


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0005_consent_signature'),
        ('people', '0003_contact_consent'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allergy',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_listed', models.BooleanField(default=True)),
                ('change_reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('as_written', models.CharField(max_length=200)),
                ('ingredients', models.JSONField(default=list)),
                ('status', models.CharField(max_length=12)),
                ('reaction', models.CharField(blank=True, max_length=200)),
                ('harm', models.CharField(choices=[('mild', 'Mild: a rash, a runny nose, an upset stomach'), ('moderate', 'Moderate: needed a doctor or a medicine'), ('severe', 'Severe: trouble breathing, fainting, a hospital'), ('unknown', 'I don’t know')], max_length=8)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allergies', to='people.patient')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='intake.allergy')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('as_written', ''), _negated=True), name='allergy_has_a_name'), models.CheckConstraint(condition=models.Q(('status__in', ['checked', 'not_checked'])), name='allergy_status'), models.CheckConstraint(condition=models.Q(('harm__in', ['mild', 'moderate', 'severe', 'unknown'])), name='allergy_harm_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_listed', models.BooleanField(default=True)),
                ('change_reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, max_length=12)),
                ('since', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('active', 'There now'), ('past', 'In the past'), ('unknown', 'I don’t know')], max_length=7)),
                ('treated_by', models.CharField(blank=True, max_length=120)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='people.patient')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='intake.problem')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='problem_has_a_name'), models.CheckConstraint(condition=models.Q(('state__in', ['active', 'past', 'unknown'])), name='problem_state_is_known')],
            },
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        guard("intake_allergy", "intake_problem"),
    ]
