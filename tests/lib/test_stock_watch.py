"""The lists of the day: each batch is on them from the right day and down to the right unit."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from lib import ledger, offers, stock_watch
from lib.db import Database
from lib.stock import BatchLine
from tests.shelf import CINEMA_VISIT, open_shelf, pool_of, received
from tests.town import KARI, NAV, NINA, NOW, TODAY, id_of


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def ids(lines: list[BatchLine]) -> list[UUID]:
    return [line.id for line in lines]


def taken(db: Database, pool: UUID, units: int) -> None:
    def body(tx: Any) -> None:
        ledger.take(tx, pool, units, award_id=id_of("A1"), by=NINA, now=NOW)

    db.transact(body)


def test_few_are_left_from_the_limit_down(db: Database) -> None:
    received(db, quantity=11, low_at=10)
    few = received(db, quantity=10, low_at=10)
    fewest = received(db, quantity=1, low_at=10)
    received(db, quantity=None)
    assert ids(stock_watch.low(db, on=TODAY)) == [fewest, few]


def test_a_batch_that_is_over_or_closed_is_not_missed(db: Database) -> None:
    received(db, quantity=1, valid_to=TODAY - timedelta(days=1))
    assert stock_watch.low(db, on=TODAY) == []
    last_day = received(db, quantity=1, valid_to=TODAY)
    assert ids(stock_watch.low(db, on=TODAY)) == [last_day]
    offers.close(db, CINEMA_VISIT, by=KARI, now=NOW)
    assert stock_watch.low(db, on=TODAY) == []


def test_thirty_days_before_the_end_is_soon(db: Database) -> None:
    received(db, valid_to=TODAY + timedelta(days=31))
    thirty = received(db, valid_to=TODAY + timedelta(days=30))
    unknown = received(db, quantity=None, event_date=TODAY + timedelta(days=3))
    received(db)
    assert ids(stock_watch.expiring(db, on=TODAY)) == [unknown, thirty]


def test_an_empty_batch_does_not_expire(db: Database) -> None:
    batch = received(db, quantity=2, valid_to=TODAY)
    assert ids(stock_watch.expiring(db, on=TODAY)) == [batch]
    taken(db, pool_of(db, batch), 2)
    assert stock_watch.expiring(db, on=TODAY) == []


def test_what_is_left_too_late_is_to_be_written_off(db: Database) -> None:
    late = received(db, valid_to=TODAY - timedelta(days=1))
    received(db, valid_to=TODAY)
    received(db, quantity=None, valid_to=TODAY - timedelta(days=1))
    assert ids(stock_watch.too_late(db, on=TODAY)) == [late]
    ledger.expire(db, on=TODAY, by=KARI, now=NOW)
    assert stock_watch.too_late(db, on=TODAY) == []


def test_a_month_without_an_award_is_idle(db: Database) -> None:
    idle = received(db, received_on=TODAY - timedelta(days=30))
    received(db, received_on=TODAY - timedelta(days=29))
    assert ids(stock_watch.untouched(db, on=TODAY)) == [idle]
    taken(db, pool_of(db, idle), 1)
    assert stock_watch.untouched(db, on=TODAY) == []


def test_a_batch_in_the_store_alone_waits_to_be_shared(db: Database) -> None:
    waiting = received(db)
    received(db, {NAV: 1})
    assert ids(stock_watch.unshared(db, on=TODAY)) == [waiting]


def test_the_days_are_those_of_the_calendar(db: Database) -> None:
    batch = received(db, event_date=date(2024, 5, 20))
    assert ids(stock_watch.expiring(db, on=date(2024, 5, 20), within_days=0)) == [batch]
    assert stock_watch.expiring(db, on=date(2024, 5, 21), within_days=0) == []
