"""A letter and its answer, sent several times at the same moment: each counts once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from sojourn.core.ids import new_id
from sojourn.screening import actions
from tests.factories import NOW, the_clinic
from tests.screening.asking import a_colleague, a_letter
from tests.stories import a_prescriber


def test_a_letter_and_its_answer_that_come_several_times_at_once_are_one_each(own_database):
    the_clinic()
    provider, letter_id, answer_id = a_prescriber().user, new_id(), new_id()
    member = a_colleague()

    def work(_):
        try:
            letter = a_letter(provider, member=member, client_id=letter_id, reach="5 Elm Way")
            told = {"text": "Fine by me.", "outcome": "no_objection", "by": provider, "now": NOW}
            actions.record_answer(letter=letter, client_id=answer_id, **told)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(work, range(4)))
    (letter,) = member.letters.all()
    assert letter.answers.count() == 1
