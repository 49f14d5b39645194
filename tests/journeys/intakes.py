"""Four people whose intake is in: an easy one, one with many medicines, one with an aneurysm, one already eligible.

Run as a process of its own, in a clinic that :mod:`tests.journeys.opening` opened.
"""

from __future__ import annotations

from sojourn.command_line.django_ready import start_django
from tests.journeys.in_time import followed
from tests.journeys.opening import PASSWORD

EASY, MANY, STOPPED, ELIGIBLE = "Ada Lund", "Bruno Kemp", "Celia Roth", "Doro Finch"
HERB = "Moonleaf drops"
MEDICINES = (
    ("Zoloft 50 mg", "50 mg", "once a day"),
    ("Lamictal 100 mg", "100 mg", "once a day"),
    ("oxycodone", "10 mg", "four times a day"),
    (HERB, "", "at night"),
)


def email_of(name: str) -> str:
    """Where they sign in."""
    return f"{name.lower().replace(' ', '.')}@home.example"


def tell() -> None:
    """Everything by the actions that people use."""
    from django.utils import timezone

    from sojourn.clinic.models import StaffMember
    from sojourn.intake import actions as intake
    from tests import stories

    now = timezone.now()
    doctor = StaffMember.objects.get(display_name="Dr Ada Quill").user
    easy, stopped = _sent(EASY), _sent(STOPPED, aneurysm="yes")
    many = _sent(MANY, confirmed=False)
    for text, dose, frequency in MEDICINES:
        intake.add_medication(
            patient=many, as_written=text, dose=dose, frequency=frequency, by=many.user, now=now
        )
    intake.confirm_list(patient=many, by=many.user, now=now)
    for each in (easy, stopped, many):
        stories.a_medical_visit(each, doctor, at=now, state="in_room")
    stories.an_eligible_patient(doctor, now=now, patient=_somebody(ELIGIBLE), preferred_name="Doro")


def _somebody(name: str) -> object:
    from django.utils import timezone

    from sojourn.accounts.actions import create_user
    from tests.factories import a_patient

    first, last = name.split()
    user = create_user(
        email=email_of(name), name=name, roles=["patient"], by=None, now=timezone.now(), password=PASSWORD
    )
    return a_patient(now=timezone.now(), user=user, first_name=first, last_name=last)


def _sent(name: str, *, confirmed: bool = True, **answers: str):  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from sojourn.intake import actions as intake
    from tests import stories

    now, patient = timezone.now(), _somebody(name)
    stories.fill_intake(patient, now=now, preferred_name=name.split()[0], **answers)
    stories.answer_questionnaire(patient, "phq-9", 2, now=now, q9=0)
    if confirmed:
        intake.confirm_list(patient=patient, by=None, now=now)
    return patient


if __name__ == "__main__":
    followed().keep_up()
    start_django()
    tell()
