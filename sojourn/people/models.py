"""Patients and the people around them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sojourn.core.models import AppendOnly, Record


class Patient(Record):
    """One person in care. Opened through :func:`sojourn.people.queries.open_record`, never queried by a view."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="patient"
    )
    mrn = models.PositiveIntegerField(unique=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField()
    email = models.EmailField()
    phone = models.CharField(max_length=24, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    channel = models.CharField(max_length=8, default="email")
    registered_on = models.DateField()

    class Meta:
        ordering = ["last_name", "first_name"]
        indexes = [models.Index(fields=["last_name", "first_name"], name="patient_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__lt=F("registered_on")), name="born_before_registered"
            ),
            models.CheckConstraint(condition=Q(birth_date__year__gte=1900), name="born_after_1900"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What they like to be called."""
        return self.preferred_name or self.first_name

    @property
    def name(self) -> str:
        """Preferred first name and family name."""
        return f"{self.called} {self.last_name}"

    @property
    def legal_name(self) -> str:
        """The name on documents."""
        return f"{self.first_name} {self.last_name}"

    @property
    def record_number(self) -> str:
        """The MRN as people read it: five digits."""
        return f"{self.mrn:05d}"

    @property
    def short_name(self) -> str:
        """First name and initial, for narrow places and calendars."""
        return f"{self.called} {self.last_name[:1]}."

    @property
    def initials(self) -> str:
        """ "W.H.", for paper on a wall and calendars outside the clinic."""
        return "".join(f"{name[:1].upper()}." for name in (self.called, self.last_name))


class RecordCounter(models.Model):
    """The one row that holds the last record number given out; its lock puts registrations in a line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveIntegerField(default=10_000)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="only_one_record_counter")]


class Contact(Record):
    """Somebody who stands by a patient: to be called in an emergency, or to take them home.

    ``may_write``: the patient agreed that we tell this person when and where to come.
    """

    class Kind(models.TextChoices):
        """What they do for the patient."""

        EMERGENCY = "emergency", "Emergency contact"
        ESCORT = "escort", "Takes them home"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    email = models.EmailField(blank=True)
    may_write = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class CareTeamMember(Record):
    """Another clinician who cares for the patient (P11, P18)."""

    class Kind(models.TextChoices):
        """Their part in the patient's care."""

        PRIMARY_CARE = "primary_care", "Primary care"
        COUNSELLOR = "counsellor", "Counsellor or therapist"
        PSYCHIATRY = "psychiatry", "Psychiatry"
        PRESCRIBER = "prescriber", "Prescriber"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_team")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    practice = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    fax = models.CharField(max_length=24, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def contact_consent(self) -> ContactConsent | None:
        """The patient's last word about contact with this person; None while they were never asked."""
        said = list(self.contact_consents.all())
        return said[-1] if said else None

    @property
    def may_contact(self) -> bool:
        """True when the last word was a yes. Never asked is not a yes."""
        said = self.contact_consent
        return said is not None and said.allowed

    @property
    def contact_words(self) -> str:
        """The last word, for a line beside the name."""
        said = self.contact_consent
        return said.get_scope_display() if said else "not asked yet"


class ContactConsent(AppendOnly):
    """The patient's word about speaking with one clinician (P18). The latest row counts; a withdrawal is a row too."""

    class Scope(models.TextChoices):
        """What we may speak about."""

        TREATMENT = "treatment", "we may speak about treatment"
        MEDICINES = "medicines", "we may speak about medicines only"
        ASK_FIRST = "ask_first", "wants to be asked first each time"
        NOTHING = "nothing", "no contact"

    member = models.ForeignKey(CareTeamMember, on_delete=models.PROTECT, related_name="contact_consents")
    allowed = models.BooleanField()
    scope = models.CharField(max_length=12, choices=Scope.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(allowed=True, scope__in=["treatment", "medicines"])
                | Q(allowed=False, scope__in=["ask_first", "nothing"]),
                name="contact_consent_says_one_thing",
            )
        ]


class BodyWeight(AppendOnly):
    """A weight in kilograms with its date; doses per kilogram rest on the latest that the clinic measured."""

    MEASURED = "measured"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="weights")
    kg = models.DecimalField(max_digits=5, decimal_places=1)
    measured_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    source = models.CharField(max_length=40, default=MEASURED)

    class Meta:
        ordering = ["-measured_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kg__gte=20, kg__lte=400), name="weight_is_possible")
        ]


class PortalMessage(AppendOnly):
    """One message between a patient and the clinic, inside the portal."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    from_patient = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]


class MessageRead(AppendOnly):
    """When a portal message was first read by the other side."""

    message = models.OneToOneField(PortalMessage, on_delete=models.PROTECT, related_name="read")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()


class Enquiry(Record):
    """A question from the public page, before anybody is a patient."""

    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=24, blank=True)
    about = models.CharField(max_length=40, default="question")
    text = models.TextField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)

    class Meta:
        ordering = ["-at"]
