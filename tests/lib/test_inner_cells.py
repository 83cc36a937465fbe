"""The true counts behind the figures: each unit in one cell, and none lost on the way."""

from datetime import date

import polars as pl

from lib import inner_cells
from lib.award_groups import sealed
from lib.db import Database
from lib.disclosure import Period
from lib.inner_cells import CELLS
from lib.keys import Keys
from tests.town import STAVERN, awards_drawn, given, id_of

APRIL, JULY = date(2024, 4, 1), date(2024, 7, 1)


def cells(db: Database, length: Period = Period.MONTH) -> pl.DataFrame:
    return inner_cells.of(db, APRIL, JULY, areas={str(STAVERN)}, length=length)


def cinema(db: Database) -> None:
    given(
        db,
        "batch",
        "id | offer_id | ticket_form | punches_per_unit | received_on | delivery_key\n"
        "KINO | CINEMA | qr | 2 | 2024-03-01 | a",
    )


def test_a_house_without_anything_has_no_cells(db: Database) -> None:
    assert cells(db).schema == CELLS
    assert cells(db).is_empty()


def test_awards_alike_are_one_cell_and_the_span_has_its_first_day_and_not_its_last(
    db: Database,
) -> None:
    cinema(db)
    awards_drawn(
        db,
        """
        batch_id | units | awarded_on | service_id | neighbourhood_id | age_band
        KINO     | 1     | 2024-03-31 | NAV        | STAVERN          | 6–9 år
        KINO     | 2     | 2024-04-01 | NAV        | STAVERN          | 6–9 år
        KINO     | 3     | 2024-04-30 | NAV        | STAVERN          | 6–9 år
        KINO     | 4     | 2024-04-30 | NAV        | -                | ukjent alder
        KINO     | 5     | 2024-06-30 | NURSES     | ELSEWHERE        | 6–9 år
        KINO     | 6     | 2024-07-01 | NAV        | STAVERN          | 6–9 år
        """,
    )
    offer, nav, nurses = (str(id_of(name)) for name in ("CINEMA", "NAV", "NURSES"))
    assert sorted(cells(db).rows()) == [
        ("awarded", APRIL, offer, "", "", nav, 8, 8),
        ("awarded", APRIL, offer, str(STAVERN), "6–9 år", nav, 10, 6),
        # A neighbourhood that the year does not know is one without the information.
        ("awarded", date(2024, 6, 1), offer, "", "6–9 år", nurses, 10, 10),
    ]


def test_use_that_was_only_counted_has_no_group_and_what_is_nobodys_has_an_unknown_one(
    db: Database,
) -> None:
    cinema(db)
    given(
        db,
        "batch",
        "id | offer_id | ticket_form | received_on | delivery_key\nPAPIR | PLAY | paper | "
        "2024-03-01 | b",
    )
    given(db, "use_count", "batch_id | month | units\nPAPIR | 2024-04-01 | 7")
    given(db, "card_issue", "id | batch_id | channel | units | issued_on\nS | KINO | gift | 1 | "
        "2024-04-02")  # fmt: skip
    given(db, "card_issue_card", "card_id | issue_id\nK | S")
    given(db, "redemption", "card_id | punches | redeemed_on\nK | 1 | 2024-05-02")
    found = {
        (row["stream"], row["month"]): (row["area"], row["service"], row["units"])
        for row in cells(db).iter_rows(named=True)
    }
    assert found == {
        ("used", APRIL): (None, None, 7),
        ("awarded", APRIL): ("", "", 2),
        ("used", date(2024, 5, 1)): ("", "", 1),
    }


def test_an_award_whose_seal_no_key_opens_is_counted_among_the_unknown(db: Database) -> None:
    cinema(db)
    award = id_of("A")
    other = Keys(b"another house's key, not this one's")
    given(
        db,
        "award",
        "id | batch_id | units | awarded_on | service_id | sealed",
        [(award, id_of("KINO"), 3, APRIL, id_of("NAV"), sealed(other, award, "6–9 år", STAVERN))],
    )
    [row] = cells(db).rows(named=True)
    assert (row["area"], row["age_band"], row["units"]) == ("", "", 6)


def most_of(db: Database, stream: str, length: Period = Period.MONTH) -> list[int]:
    found = cells(db, length).filter(pl.col("stream") == stream).sort("month", "offer")
    return list(found["most"])


def test_the_most_of_a_cell_is_what_one_child_was_given_in_the_period_whoever_gave_it(
    db: Database,
) -> None:
    """Ola has two cards of two punches at once, and a third and a fourth by another award."""
    cinema(db)
    awards_drawn(
        db,
        """
        id | batch_id | person_id | units | awarded_on | service_id | neighbourhood_id | age_band
        A1 | KINO     | OLA       | 2     | 2024-04-01 | NAV        | STAVERN          | 6–9 år
        A2 | KINO     | OLA       | 2     | 2024-04-30 | NURSES     | STAVERN          | 6–9 år
        A3 | KINO     | KARI      | 1     | 2024-04-30 | NAV        | STAVERN          | 6–9 år
        A4 | KINO     | OLA       | 1     | 2024-05-01 | NAV        | STAVERN          | 6–9 år
        """,
    )
    assert most_of(db, "awarded") == [8, 8, 2]
    assert most_of(db, "awarded", Period.QUARTER) == [10, 10, 10]


def test_the_most_of_use_is_what_the_child_had_on_what_it_used(db: Database) -> None:
    cinema(db)
    awards_drawn(
        db,
        """
        id | batch_id | person_id | units | awarded_on | service_id | neighbourhood_id | age_band
        A1 | KINO     | OLA       | 2     | 2024-04-01 | NAV        | STAVERN          | 6–9 år
        A2 | KINO     | OLA       | 3     | 2024-04-30 | NAV        | STAVERN          | 6–9 år
        """,
    )
    given(db, "award_card", "card_id | award_id\nK1 | A1\nK2 | A2")
    given(
        db,
        "redemption",
        "card_id | punches | redeemed_on | request_key\nK1 | 1 | 2024-05-02 | a\n"
        "K1 | 1 | 2024-06-02 | b\nK2 | 1 | 2024-06-02 | c",
    )
    assert most_of(db, "used") == [4, 10]
    # The first card is used in two months of the quarter, and is two cards of two punches still.
    assert most_of(db, "used", Period.QUARTER) == [10, 10]


def test_the_most_of_counted_use_is_what_any_child_was_given_of_the_offer(db: Database) -> None:
    given(
        db,
        "batch",
        "id | offer_id | ticket_form | received_on | delivery_key\nPAPIR | PLAY | paper | "
        "2024-03-01 | b",
    )
    given(db, "use_count", "batch_id | month | units\nPAPIR | 2024-04-01 | 7")
    assert most_of(db, "used") == [1]
    awards_drawn(
        db,
        """
        batch_id | person_id | units | awarded_on | service_id | neighbourhood_id | age_band
        PAPIR    | OLA       | 4     | 2024-03-10 | NAV        | STAVERN          | 6–9 år
        PAPIR    | OLA       | 2     | 2024-03-11 | NAV        | STAVERN          | 6–9 år
        PAPIR    | KARI      | 5     | 2024-04-11 | NAV        | STAVERN          | 6–9 år
        """,
    )
    assert most_of(db, "used") == [6]
