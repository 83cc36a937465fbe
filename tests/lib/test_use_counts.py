"""Use as the partner counted it: a month that nobody counted is unknown."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from lib import use_counts
from lib.db import Database
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.stock import TicketForm, UnitKind
from lib.use_counts import CountedByTheTill, MoreThanDelivered
from tests.shelf import open_shelf, received
from tests.town import KARI, NINA, NOW

APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def paper_batch(db: Database, **changes: Any) -> UUID:
    return received(db, **({"ticket_form": TicketForm.PAPER} | changes))


def standing(db: Database, batch: UUID) -> list[tuple[date, int]]:
    return [(count.month, count.units) for count in use_counts.of_batch(db, batch)]


def test_a_month_nobody_counted_is_not_there(db: Database) -> None:
    batch = paper_batch(db)
    use_counts.record(db, batch, date(2024, 4, 17), 12, by=KARI, now=NOW)
    use_counts.record(db, batch, MAY, 0, by=KARI, now=NOW)
    assert standing(db, batch) == [(APRIL, 12), (MAY, 0)]


def test_the_latest_count_of_a_month_stands_and_the_earlier_is_kept(db: Database) -> None:
    batch = paper_batch(db)
    use_counts.record(db, batch, MAY, 99, by=KARI, now=NOW)
    use_counts.record(db, batch, MAY, 9, by=KARI, now=NOW + timedelta(minutes=1))
    assert standing(db, batch) == [(MAY, 9)]
    assert len(db.rows("select id from use_count")) == 2
    assert [count.batch_id for count in use_counts.all_of(db)] == [batch]


def test_no_more_are_used_than_were_delivered(db: Database) -> None:
    batch = paper_batch(db, quantity=100)
    use_counts.record(db, batch, APRIL, 60, by=KARI, now=NOW)
    with pytest.raises(MoreThanDelivered, match="101 til sammen, men partiet har bare 100"):
        use_counts.record(db, batch, MAY, 41, by=KARI, now=NOW)
    use_counts.record(db, batch, MAY, 40, by=KARI, now=NOW)


def test_a_recount_replaces_the_month_in_the_sum(db: Database) -> None:
    batch = paper_batch(db, quantity=100)
    use_counts.record(db, batch, MAY, 90, by=KARI, now=NOW)
    use_counts.record(db, batch, MAY, 100, by=KARI, now=NOW + timedelta(minutes=1))
    assert standing(db, batch) == [(MAY, 100)]


def test_a_card_is_used_as_often_as_it_has_punches(db: Database) -> None:
    batch = paper_batch(db, quantity=10, unit_kind=UnitKind.PUNCH_CARD, punches_per_unit=2)
    use_counts.record(db, batch, MAY, 20, by=KARI, now=NOW)
    with pytest.raises(MoreThanDelivered):
        use_counts.record(db, batch, APRIL, 1, by=KARI, now=NOW)


def test_an_unknown_delivery_has_no_upper_limit_of_its_own(db: Database) -> None:
    batch = paper_batch(db, quantity=None)
    use_counts.record(db, batch, MAY, 100_000, by=KARI, now=NOW)
    with pytest.raises(BadInput, match=r"^Antall brukt må være fra 0"):
        use_counts.record(db, batch, MAY, 100_001, by=KARI, now=NOW)
    with pytest.raises(BadInput, match=r"^Antall brukt må være fra 0"):
        use_counts.record(db, batch, MAY, -1, by=KARI, now=NOW)


def test_the_partner_cannot_have_counted_a_month_to_come(db: Database) -> None:
    batch = paper_batch(db)
    use_counts.record(db, batch, MAY, 1, by=KARI, now=NOW)
    with pytest.raises(BadInput, match=r"^Måned kan ikke være etter"):
        use_counts.record(db, batch, JUNE, 1, by=KARI, now=NOW)


def test_our_qr_tickets_are_counted_by_the_till_alone(db: Database) -> None:
    with pytest.raises(CountedByTheTill):
        use_counts.record(db, received(db), MAY, 1, by=KARI, now=NOW)


def test_a_partners_own_codes_are_counted_by_the_partner(db: Database) -> None:
    batch = received(db, ticket_form=TicketForm.PARTNER_CODE)
    use_counts.record(db, batch, MAY, 1, by=KARI, now=NOW)


def test_only_a_coordinator_enters_counts(db: Database) -> None:
    with pytest.raises(NotYourRole):
        use_counts.record(db, paper_batch(db), MAY, 1, by=NINA, now=NOW)


def test_months_run_backwards_over_the_turn_of_the_year() -> None:
    assert use_counts.months(date(2023, 11, 30), date(2024, 1, 1)) == [
        date(2024, 1, 1),
        date(2023, 12, 1),
        date(2023, 11, 1),
    ]
    assert use_counts.months(MAY, MAY) == [MAY]
    assert use_counts.months(JUNE, MAY) == []


def test_what_the_till_counts_is_not_for_the_partner_to_count(db: Database) -> None:
    received(db)
    paper = paper_batch(db)
    assert [line.id for line in use_counts.countable(db)] == [paper]
