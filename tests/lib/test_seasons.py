"""The seasons: a month has something to give, or it is a gap."""

from datetime import date

import pytest

from lib import offers, scheme_templates, seasons
from lib.db import Database
from lib.offers import Availability
from tests.shelf import CINEMA_VISIT, THEATRE_VISIT, open_shelf, received
from tests.town import KARI, NOW, TODAY, given

MAY = date(2024, 5, 1)


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def months(db: Database, offer: str = "Kinobillett", *, on: date = TODAY) -> list[int]:
    [line] = [line for line in seasons.ahead(db, on=on).lines if line.offer.name == offer]
    return [month.month for month in sorted(line.months)]


def test_the_months_begin_with_this_one_and_are_twelve(db: Database) -> None:
    season = seasons.ahead(db, on=date(2024, 11, 30))
    assert season.months[0] == date(2024, 11, 1)
    assert season.months[1:3] == (date(2024, 12, 1), date(2025, 1, 1))
    assert season.months[-1] == date(2025, 10, 1)


def test_tickets_count_in_the_months_they_can_be_used(db: Database) -> None:
    received(db, valid_from=date(2024, 6, 30), valid_to=date(2024, 8, 1))
    assert months(db) == [6, 7, 8]


def test_tickets_that_ran_out_this_month_count_no_longer(db: Database) -> None:
    received(db, valid_to=TODAY)
    assert months(db) == [5]
    assert months(db, on=date(2024, 5, 16)) == []


def test_tickets_without_dates_count_all_year(db: Database) -> None:
    received(db)
    assert len(months(db)) == 12


def test_an_event_counts_in_its_own_month(db: Database) -> None:
    received(db, offer_id=THEATRE_VISIT, event_date=date(2024, 10, 3))
    assert months(db, "Forestilling") == [10]


def test_an_empty_batch_gives_nothing_and_an_uncounted_one_may(db: Database) -> None:
    batch_id = received(db)
    db.transact(lambda tx: tx.run("update pool set units_left = 0 where batch_id = $1", batch_id))
    assert months(db) == []
    received(db, quantity=None)
    assert len(months(db)) == 12


def test_summer_tickets_count_in_summer(db: Database) -> None:
    received(db)
    db.transact(
        lambda tx: tx.run(
            "update offer set availability = $2 where id = $1", CINEMA_VISIT, Availability.SUMMER
        )
    )
    assert months(db) == [6, 7, 8]


def test_the_gaps_are_the_months_without_tickets(db: Database) -> None:
    received(db, valid_to=date(2024, 7, 31))
    received(db, offer_id=THEATRE_VISIT, event_date=date(2024, 9, 20))
    gaps = seasons.ahead(db, on=TODAY).without_tickets
    assert [month.month for month in gaps] == [8, 10, 11, 12, 1, 2, 3, 4]


def test_what_was_for_once_is_in_the_year_until_it_is_over(db: Database) -> None:
    received(db, offer_id=THEATRE_VISIT, event_date=TODAY)
    assert months(db, "Forestilling") == [5]
    after = seasons.ahead(db, on=date(2024, 5, 16))
    assert [line.offer.name for line in after.lines] == ["Kinobillett"]


def test_a_closed_offer_is_not_in_the_year(db: Database) -> None:
    received(db)
    offers.close(db, CINEMA_VISIT, by=KARI, now=NOW)
    assert [line.offer.name for line in seasons.ahead(db, on=TODAY).lines] == ["Forestilling"]


def test_a_schemes_own_card_fills_no_gap(db: Database) -> None:
    scheme_templates.add(db, "kragerokortet", by=KARI, on=TODAY, now=NOW)
    season = seasons.ahead(db, on=TODAY)
    assert {line.offer.name for line in season.lines} == {"Kinobillett", "Forestilling"}
    assert len(season.without_tickets) == 12


def test_a_holiday_lies_over_each_month_it_has_a_day_in(db: Database) -> None:
    given(
        db,
        "school_holiday",
        """
        name        | year | first_day  | last_day
        Vinterferie | 2024 | 2024-02-19 | 2024-02-23
        Høstferie   | 2024 | 2024-09-30 | 2024-10-04
        Juleferie   | 2024 | 2024-12-21 | 2025-01-02
        """,
    )
    season = seasons.ahead(db, on=MAY)
    met = {m.month: [h.name for h in season.holidays_in(m)] for m in season.months}
    assert {month: names for month, names in met.items() if names} == {
        9: ["Høstferie"],
        10: ["Høstferie"],
        12: ["Juleferie"],
        1: ["Juleferie"],
    }
    # Last winter's is over.
    assert [holiday.name for holiday in season.holidays] == ["Høstferie", "Juleferie"]
