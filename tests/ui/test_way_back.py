"""The address a refused form leaves in the browser leads back to a page when it is opened by itself."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import a_patient, a_user, the_clinic

pytestmark = pytest.mark.django_db


def test_a_forms_own_address_leads_to_the_page_it_stands_on(client: Client) -> None:
    the_clinic()
    patient = a_patient()
    client.force_login(a_user("provider"))
    answer = client.get(f"/workspace/patients/{patient.pk}/medications/confirm/")
    assert (answer.status_code, answer["Location"]) == (302, f"/workspace/patients/{patient.pk}/medications/")
