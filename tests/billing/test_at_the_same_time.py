"""Two desks at once: receipts have no gap, nothing is taken twice, and nobody pays more than is owed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from sojourn.billing.actions import take_payment
from sojourn.billing.models import Payment
from sojourn.billing.queries import balance_of
from sojourn.core.decisions import Refused
from sojourn.core.ids import new_id
from tests.factories import NOW


def together(count: int, work: Callable[[int], None]) -> None:
    """Run the same work in several threads, started at one moment."""
    start = Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_payments_at_one_moment_have_numbers_in_a_row_and_stop_at_what_is_owed(own_database: str) -> None:
    from tests.billing.story import a_story

    story = a_story()
    story.charged("session")
    refused: list[int] = []

    def pay(number: int) -> None:
        try:
            take_payment(
                patient=story.patient,
                method="cash",
                cents=100_00,
                reference="",
                client_id=new_id(),
                by=story.desk,
                now=NOW,
            )
        except Refused:
            refused.append(number)

    together(8, pay)
    assert list(Payment.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert len(refused) == 3
    assert balance_of(story.patient) == 50_00


def test_one_form_sent_by_many_threads_is_one_payment(own_database: str) -> None:
    from tests.billing.story import a_story

    story = a_story()
    story.charged("session")
    id = new_id()
    together(
        6,
        lambda number: (
            take_payment(
                patient=story.patient,
                method="card",
                cents=50_00,
                reference="",
                client_id=id,
                by=story.desk,
                now=NOW,
            )
            and None
        ),
    )
    assert Payment.objects.get().number == 1
