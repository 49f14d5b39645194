"""A signature is typed or drawn, and a withdrawal says who took it back.

From here on ``text_hash`` is the hash of the kept text itself. Rows from before carry one over id, version, title and
text, and are never changed: their texts stay as signed, the documents are asked again, and a rebuilt demo has none.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sojourn.core.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_prescriber_link'),
        ('people', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='consentsignature',
            name='how',
            field=models.CharField(choices=[('typed', 'Typed'), ('drawn', 'Drawn')], default='typed', max_length=5),
        ),
        migrations.AddField(
            model_name='consentsignature',
            name='strokes',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='consentwithdrawal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='consentsignature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'typed'), ('strokes', '')), models.Q(('how', 'drawn'), ('strokes__gt', '')), _connector='OR'), name='a_drawn_signature_has_strokes'),
        ),
        guard('intake_consentsignature', 'intake_consentwithdrawal'),
    ]
