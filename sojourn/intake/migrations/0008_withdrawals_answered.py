"""Whoever sees to it that a consent was taken back says what was done."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sojourn.core.ids
from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0007_set_aside'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WithdrawalAnswer',
            fields=[
                ('id', models.UUIDField(default=sojourn.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('withdrawal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='intake.consentwithdrawal')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='withdrawal_answer_says_what')],
            },
        ),
        guard("intake_withdrawalanswer"),
    ]
