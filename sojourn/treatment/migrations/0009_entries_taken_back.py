"""An entry can be taken back: a row that supersedes it and says that it never happened."""

from django.db import migrations, models
from django.db.models import Q

from sojourn.core.append_only import guard

ENTRIES = ("dosegiven", "remark", "rescuegiven", "response", "sideeffect", "sideeffectgone", "vitalsigns")
KINDS = [
    ("vitals", "Readings"),
    ("dose", "Dose"),
    ("side_effect", "Side effect"),
    ("gone", "Side effect over"),
    ("rescue", "Medicine for it"),
    ("remark", "Line"),
    ("response", "Answer to a reading"),
    ("phase", "Phase"),
    ("mistake", "Taken back"),
]


def _flag(model: str) -> migrations.AddField:
    return migrations.AddField(model, "entered_in_error", models.BooleanField(default=False))


def _takes_back_another(model: str) -> migrations.AddConstraint:
    condition = Q(entered_in_error=False) | Q(supersedes__isnull=False)
    name = f"{model}_takes_back_another"
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [("treatment", "0008_bedside_append_only")]
    operations = [
        *(_flag(each) for each in ENTRIES),
        *(_takes_back_another(each) for each in ENTRIES),
        *(
            migrations.AlterField(each, "kind", models.CharField(choices=KINDS, max_length=20))
            for each in ("arrival", "heldentry")
        ),
        guard(*(f"treatment_{each}" for each in ENTRIES), "treatment_arrival", "treatment_heldentry"),
    ]
