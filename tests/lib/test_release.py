"""What may leave the register: closed periods, in fives, that never move again."""

import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from threading import Barrier

import polars as pl
import pytest

from lib import frozen, published, release, uptake, yardsticks
from lib.db import Database
from lib.disclosure import Period
from lib.published import TABLES, Published
from lib.release import AllPublished, NothingClosed, OlderRegister, Release, Span
from lib.staff import NotYourRole, StaffUser
from lib.uptake import By
from tests.town import (
    ADAM,
    KARI,
    LISE,
    NINA,
    NOW,
    awards_drawn,
    cards_of,
    given,
    id_of,
    punched,
    single_awards_drawn,
)

MARCH, APRIL, MAY, JUNE = (date(2024, month, 1) for month in (3, 4, 5, 6))
FIRST_OF_MAY, FIRST_OF_JUNE, FIRST_OF_JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
NEW_YEAR = date(2025, 1, 1)
KINO, BUSS = "Bølgen: Kino", "Vestfold kollektivtrafikk: Buss"
ROUNDED = ("offer", "area", "age_band", "service", "offer_area", "offer_age_band", "cards")

Shown = dict[tuple[str, date], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "published"


def children(db: Database, count: int | None, year: int = 2024) -> None:
    """What the municipality types in of children in low-income families."""
    yardsticks.set_year(db, year, count, {}, by=KARI)


@pytest.fixture
def stock(db: Database) -> Database:
    """Two offers of our own cards and one of paper, since March; the bus card has two punches.

    There are so many children that the figures come each month.
    """
    children(db, 1_200)
    given(
        db,
        "partner",
        """
        id     | name
        BOLGEN | Bølgen
        VKT    | Vestfold kollektivtrafikk
        MUNKEN | Munken
        """,
    )
    given(
        db,
        "offer",
        """
        id     | partner_id | name      | category
        CINEMA | BOLGEN     | Kino      | cinema
        BUS    | VKT        | Buss      | transport
        PLAY   | MUNKEN     | Munken    | theatre
        """,
    )
    given(
        db,
        "batch",
        """
        id      | offer_id | ticket_form | punches_per_unit | received_on | valid_to | delivery_key
        KINO24  | CINEMA   | qr          | 1                | 2024-03-11  | -          | a
        BUSS24  | BUS      | qr          | 2                | 2024-03-12  | -          | b
        PAPIR24 | PLAY     | paper       | 1                | 2024-03-13  | 2024-04-20 | c
        """,
    )
    return db


def awards(db: Database, drawn: str) -> None:
    """Awards for NAV in Stavern to children of 6–9, unless they are drawn otherwise.

    Each unit is the award of a child of its own; those of A1 have the ids of «A1 0», «A1 1» ….
    """
    lines = [line.strip() for line in drawn.strip().splitlines()]
    heading, rows = lines[0], lines[1:]
    for column, usual in (
        ("service_id", "NAV"),
        ("neighbourhood_id", "STAVERN"),
        ("age_band", "6–9 år"),
    ):
        if column not in heading:
            heading, rows = f"{heading} | {column}", [f"{row} | {usual}" for row in rows]
    single_awards_drawn(db, "\n".join([heading, *rows]))


def cancelled(db: Database, award: str, units: int) -> None:
    """All of what `awards` drew as one."""
    rows = [(id_of(f"{award} {n}"), "not_wanted") for n in range(units)]
    given(db, "award_cancellation", "award_id | reason", rows)


def publish(
    db: Database, folder: Path, on: date = FIRST_OF_JUNE, by: StaffUser | None = KARI
) -> Release:
    return release.publish(db, folder, by=by, on=on, now=NOW, progress=lambda _share, _what: None)


def latest(folder: Path) -> Published:
    found = published.latest(folder)
    assert found
    return found


def periods(folder: Path) -> list[tuple[date, int]]:
    return latest(folder)["periods"].rows()


def shown(folder: Path, stream: str, by: By = By.OFFER) -> Shown:
    """The units of a table by name and period."""
    known = uptake.names(latest(folder), by)
    table = latest(folder)[by].filter(pl.col("stream") == stream)
    return {(known[row[by]], row["period"]): row["units"] for row in table.iter_rows(named=True)}


def awarded(folder: Path, by: By = By.OFFER) -> Shown:
    return shown(folder, "awarded", by)


def used(folder: Path, by: By = By.OFFER) -> Shown:
    return shown(folder, "used", by)


def content(folder: Path) -> dict[str, object]:
    """What the latest file tells of everything but when it was made."""
    name = (folder / published.POINTER).read_text(encoding="utf-8")
    told: dict[str, object] = json.loads((folder / name).read_text(encoding="utf-8"))["tables"]
    return told


# --- What is counted ---


def test_fewer_than_fifteen_in_a_whole_month_are_not_told_of(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on
        KINO24   | 10    | 2024-04-10
        KINO24   | 15    | 2024-05-31
        """,
    )
    publish(stock, folder)
    assert awarded(folder) == {(KINO, MAY): 15}


def test_a_month_is_closed_on_the_first_day_of_the_next(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-05-20")
    publish(stock, folder, date(2024, 5, 31))
    assert periods(folder) == [(MARCH, 1), (APRIL, 1)]
    assert not awarded(folder)
    publish(stock, folder, FIRST_OF_JUNE)
    assert periods(folder) == [(MARCH, 1), (APRIL, 1), (MAY, 1)]
    assert awarded(folder) == {(KINO, MAY): 20}


def test_a_cancelled_award_is_not_counted(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        id | batch_id | units | awarded_on
        A1 | KINO24   | 15    | 2024-04-10
        A2 | KINO24   | 20    | 2024-04-10
        """,
    )
    cancelled(stock, "A2", 20)
    publish(stock, folder)
    assert awarded(folder) == {(KINO, APRIL): 15}


def test_a_card_with_two_punches_counts_as_two_uses(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nBUSS24 | 15 | 2024-04-10")
    publish(stock, folder)
    assert awarded(folder) == {(BUSS, APRIL): 30}


def test_use_belongs_to_the_month_of_use_and_an_undone_punch_to_none(
    stock: Database, folder: Path
) -> None:
    awards(stock, "id | batch_id | units | awarded_on\nA1 | KINO24 | 60 | 2024-03-10")
    cards = cards_of(stock, "A1", 60)
    punched(stock, cards[:20], on=APRIL)
    punched(stock, cards[20:35], on=date(2024, 5, 31))
    punched(stock, [id_of("nobody's")], on=date(2024, 5, 31))
    again = [(id_of(f"undone {n}"), card) for n, card in enumerate(cards[35:])]
    given(
        stock,
        "redemption",
        "id | card_id | punches | redeemed_on | request_key",
        [(undone, card, 1, date(2024, 5, 31), str(undone)) for undone, card in again],
    )
    given(stock, "redemption_undo", "redemption_id", [(undone,) for undone, _ in again])
    publish(stock, folder)
    assert used(folder) == {(KINO, APRIL): 20, (KINO, MAY): 15}
    assert used(folder, By.SERVICE) == {("NAV Larvik", APRIL): 20, ("NAV Larvik", MAY): 15}


def test_the_partners_latest_count_enters_offer_by_month_only(
    stock: Database, folder: Path
) -> None:
    given(
        stock,
        "use_count",
        """
        batch_id | month      | units | counted_at
        PAPIR24  | 2024-04-01 | 90    | 2024-05-02 10:00
        PAPIR24  | 2024-04-01 | 20    | 2024-05-03 10:00
        PAPIR24  | 2024-03-01 | 15    | 2024-05-04 10:00
        KINO24   | 2024-04-01 | 30    | 2024-05-02 10:00
        """,
    )
    publish(stock, folder, FIRST_OF_JULY)
    assert used(folder) == {("Munken", MARCH): 15, ("Munken", APRIL): 20}
    assert all(latest(folder)[table].is_empty() for table in ROUNDED if table != "offer")


def test_every_table_of_a_month_holds_the_same_awards(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on | service_id | neighbourhood_id | age_band
        KINO24   | 15    | 2024-04-10 | NAV        | STAVERN          | 6–9 år
        KINO24   | 10    | 2024-04-11 | NURSES     | -                | 6–9 år
        PAPIR24  | 30    | 2024-04-12 | NURSES     | -                | 13–15 år
        PAPIR24  | 5     | 2024-04-12 | NURSES     | -                | ukjent alder
        """,
    )
    publish(stock, folder)
    assert awarded(folder) == {(KINO, APRIL): 25, ("Munken", APRIL): 35}
    assert awarded(folder, By.SERVICE) == {
        ("NAV Larvik", APRIL): 15,
        ("Skolehelsetjenesten", APRIL): 45,
    }
    assert awarded(folder, By.AREA) == {("Stavern", APRIL): 15, ("uten opplysning", APRIL): 45}
    assert awarded(folder, By.AGE_BAND) == {
        ("6–9 år", APRIL): 25,
        ("13–15 år", APRIL): 30,
        ("uten opplysning", APRIL): 5,
    }


def test_offers_by_area_and_by_age_come_when_the_quarter_has_closed(
    stock: Database, folder: Path
) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on | neighbourhood_id | age_band
        KINO24   | 20    | 2024-04-10 | STAVERN          | 6–9 år
        KINO24   | 25    | 2024-06-10 | -                | 16–19 år
        """,
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert latest(folder)["offer_area"].is_empty()
    assert latest(folder)["offer_age_band"].is_empty()
    publish(stock, folder, FIRST_OF_JULY)
    cinema = str(id_of("CINEMA"))
    assert latest(folder)["offer_area"].drop("stream").rows() == [
        (APRIL, 3, cinema, "", 25),
        (APRIL, 3, cinema, str(id_of("STAVERN")), 20),
    ]
    assert latest(folder)["offer_age_band"].drop("stream").rows() == [
        (APRIL, 3, cinema, "16–19 år", 25),
        (APRIL, 3, cinema, "6–9 år", 20),
    ]


def test_what_is_sold_or_given_to_nobody_counts_without_a_group_and_by_channel_when_the_year_is_over(  # noqa: E501
    stock: Database, folder: Path
) -> None:
    """60 cards sold of which 30 are used and one came back; 40 awarded of which 20 are used."""
    card_offer(stock)
    given(
        stock,
        "card_issue",
        "id | scheme_id | batch_id | number | channel | units | issued_on\n"
        "S1 | LARVIK_CARD | KORT24 | 1 | sale | 61 | 2024-04-03",
    )
    sold = [(id_of(f"sold {n}"), id_of("S1")) for n in range(61)]
    given(stock, "card_issue_card", "card_id | issue_id", sold)
    given(stock, "card_return", "card_id", [sold[-1][:1]])
    awards(
        stock,
        "id | batch_id | units | awarded_on | scheme_id\n"
        "A1 | KORT24 | 40 | 2024-04-10 | LARVIK_CARD",
    )
    got = cards_of(stock, "A1", 40)
    punched(stock, [*(card for card, _ in sold[:30]), *got[:20]], on=date(2024, 5, 2))
    publish(stock, folder, FIRST_OF_JULY)
    assert awarded(folder) == {("Kortet", APRIL): 100}
    assert awarded(folder, By.AREA) == {("Stavern", APRIL): 40, ("uten opplysning", APRIL): 60}
    assert used(folder, By.SERVICE) == {("NAV Larvik", MAY): 20, ("uten opplysning", MAY): 30}
    assert latest(folder)["cards"].is_empty()
    publish(stock, folder, NEW_YEAR)
    rows = latest(folder)["cards"].drop("scheme").sort("channel", "stream").rows()
    assert rows == [
        (date(2024, 1, 1), 12, "awarded", "issued", 40),
        (date(2024, 1, 1), 12, "awarded", "used", 20),
        (date(2024, 1, 1), 12, "sale", "issued", 60),
        (date(2024, 1, 1), 12, "sale", "used", 30),
    ]


def test_a_card_that_was_lost_and_replaced_is_one_card_in_use(
    stock: Database, folder: Path
) -> None:
    """Twenty cards, all lost twice, and used only as they are now."""
    card_offer(stock)
    awards(
        stock,
        "id | batch_id | units | awarded_on | scheme_id\n"
        "A1 | KORT24 | 20 | 2024-04-10 | LARVIK_CARD",
    )
    names = [f"{n} {life}" for n in range(20) for life in ("first", "second", "third")]
    cards = [
        (id_of(name), id_of(f"A1 {at // 3}"), id_of(names[at - 1]) if at % 3 else None)
        for at, name in enumerate(names)
    ]
    given(stock, "award_card", "card_id | award_id | replaces", cards)
    punched(stock, [id_of(f"{n} third") for n in range(20)], on=date(2024, 5, 2))
    publish(stock, folder, NEW_YEAR)
    table = latest(folder)["cards"]
    assert dict(table.select("stream", "units").iter_rows()) == {"issued": 20, "used": 20}


def card_offer(db: Database) -> None:
    """The scheme's own cards, of one punch."""
    given(db, "partner", "id | name\nTOWN | Kortet")
    given(db, "offer", "id | partner_id | name | category\nCARD | TOWN | Kortet | cinema")
    given(
        db,
        "batch",
        "id | offer_id | ticket_form | unit_kind | punches_per_unit | received_on | scheme_id | "
        "delivery_key\nKORT24 | CARD | qr | scheme_card | 1 | 2024-03-11 | LARVIK_CARD | kort",
    )


def claimed(db: Database, on: str, count: int, kroner: int, state: str = "received") -> None:
    """So many claims of so many kroner on cards of a scheme with kroner."""
    awards_drawn(
        db,
        "id | batch_id | units | awarded_on | service_id | neighbourhood_id | age_band | scheme_id"
        f"\n{on} | KRONER | {count} | {on} | NAV | STAVERN | 6–9 år | CLUBS",
    )
    card = id_of(f"card {on}")
    given(db, "award_card", "card_id | award_id", [(card, id_of(on))])
    reason = "other" if state == "refused" else None
    first = db.rows("select count(*) as n from claim")[0]["n"]
    given(
        db,
        "claim",
        "number | request_key | card_id | amount_ore | purpose | entered_by | received_on | state "
        "| reason",
        [
            (first + n, f"{on} {n}", card, kroner * 100, "fee", KARI.id, on, state, reason)
            for n in range(count)
        ],
    )


@pytest.fixture
def clubs(stock: Database) -> Database:
    """A scheme with kroner, that clubs claim for fees."""
    given(
        stock,
        "scheme",
        "id | name | kind | age_from | age_to | valid_from\n"
        "CLUBS | Fritidskortet | money | 6 | 18 | 2024-01-01",
    )
    return stock


def test_claimed_kroner_come_by_scheme_when_the_quarter_has_closed(
    clubs: Database, folder: Path
) -> None:
    claimed(clubs, "2024-04-10", 20, 1_000)
    claimed(clubs, "2024-06-10", 10, 1_250)
    claimed(clubs, "2024-06-11", 40, 9_999, "refused")
    publish(clubs, folder, FIRST_OF_JUNE)
    assert latest(folder)["kroner"].is_empty()
    publish(clubs, folder, FIRST_OF_JULY)
    assert latest(folder)["kroner"].rows() == [(APRIL, 3, str(id_of("CLUBS")), 35_000)]
    # They are no uses: what is claimed was never awarded as tickets.
    assert not awarded(folder)


def test_kroner_of_a_few_claims_are_not_told_of(clubs: Database, folder: Path) -> None:
    claimed(clubs, "2024-04-10", 10, 9_000)
    publish(clubs, folder, FIRST_OF_JULY)
    assert latest(folder)["kroner"].is_empty()


def test_a_late_claim_is_carried_by_the_next_quarter(clubs: Database, folder: Path) -> None:
    claimed(clubs, "2024-04-10", 20, 1_000)
    publish(clubs, folder, FIRST_OF_JULY)
    claimed(clubs, "2024-06-30", 15, 1_000)
    publish(clubs, folder, date(2024, 10, 1))
    assert latest(folder)["kroner"]["kroner"].to_list() == [20_000, 15_000]


# --- What has been published stands ---


def test_what_is_corrected_later_is_carried_by_later_months_toward_the_year(
    stock: Database, folder: Path
) -> None:
    """April is out with 20 awarded and 40 used; then the award is cancelled and others are late."""
    awards(stock, "id | batch_id | units | awarded_on\nA1 | KINO24 | 20 | 2024-04-10")
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 40")
    publish(stock, folder, FIRST_OF_MAY)
    cancelled(stock, "A1", 20)
    awards(
        stock, "batch_id | units | awarded_on\nKINO24 | 50 | 2024-04-29\nKINO24 | 10 | 2024-05-02"
    )
    given(
        stock,
        "use_count",
        "batch_id | month | units | counted_at\nPAPIR24 | 2024-04-01 | 60 | 2024-05-20 10:00",
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert awarded(folder) == {(KINO, APRIL): 20, (KINO, MAY): 40}
    assert used(folder) == {("Munken", APRIL): 40, ("Munken", MAY): 20}


def test_an_award_revoked_after_its_month_was_frozen_is_taken_from_later_months(
    stock: Database, folder: Path
) -> None:
    awards(stock, "id | batch_id | units | awarded_on\nA1 | KINO24 | 20 | 2024-04-10")
    publish(stock, folder, FIRST_OF_MAY)
    cancelled(stock, "A1", 20)
    publish(stock, folder, FIRST_OF_JUNE)
    assert awarded(folder) == {(KINO, APRIL): 20}
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 50 | 2024-06-10")
    publish(stock, folder, FIRST_OF_JULY)
    assert awarded(folder) == {(KINO, APRIL): 20, (KINO, JUNE): 30}


def test_a_correction_older_than_the_last_frozen_year_changes_nothing(
    stock: Database, folder: Path
) -> None:
    awards(
        stock,
        """
        id | batch_id | units | awarded_on
        A1 | KINO24   | 20    | 2024-04-10
        A2 | KINO24   | 35    | 2025-01-10
        """,
    )
    publish(stock, folder, NEW_YEAR)
    of_2024 = content(folder)
    cancelled(stock, "A1", 20)
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 90 | 2024-12-30")
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 40")
    publish(stock, folder, date(2025, 2, 1))
    assert awarded(folder) == {(KINO, APRIL): 20, (KINO, NEW_YEAR): 35}
    assert not used(folder)
    for table in ROUNDED:
        assert content(folder)[table][: len(of_2024[table])] == of_2024[table]  # type: ignore[index, arg-type]


def test_no_figure_that_is_out_ever_moves(stock: Database, folder: Path) -> None:
    """Six months of odd numbers, with an award cancelled and another late after each release."""
    given(stock, "neighbourhood", "id | name\nNANSET | Nanset")
    before: dict[str, set[tuple[object, ...]]] = {}
    for month in range(3, 13):
        awards(
            stock,
            f"""
            id       | batch_id | units | awarded_on       | neighbourhood_id | age_band
            A{month} | KINO24   | 17    | 2024-{month:02}-03 | STAVERN        | 6–9 år
            B{month} | BUSS24   | 9     | 2024-{month:02}-04 | NANSET         | 10–12 år
            C{month} | KINO24   | 3     | 2024-{month:02}-05 | -              | 13–15 år
            """,
        )
        publish(stock, folder, Period.MONTH.after(date(2024, month, 1)))
        for table in ROUNDED:
            rows = set(latest(folder)[table].rows())
            assert rows >= before.get(table, set())
            before[table] = rows
        cancelled(stock, f"B{month}", 9)
    assert before["offer"]
    assert before["offer_area"]
    # All that was known at the turn of the year: ten months of cinema, and the last bus.
    year = sum(awarded(folder).values())
    assert abs(year - (10 * 20 + 18)) <= 15


def test_erasing_a_person_leaves_the_figures_as_they_were(stock: Database, folder: Path) -> None:
    awards(
        stock,
        """
        batch_id | units | awarded_on | person_id
        KINO24   | 1     | 2024-04-10 | OLA
        KINO24   | 1     | 2024-04-11 | KARI
        """,
    )
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 18 | 2024-04-10")
    publish(stock, folder, FIRST_OF_MAY)
    stock.transact(lambda tx: tx.run("delete from award where person_id = $1", id_of("OLA")))
    publish(stock, folder, FIRST_OF_JUNE)
    assert awarded(folder) == {(KINO, APRIL): 20}


def test_who_moves_counts_where_they_lived_on_the_day_of_the_award(
    stock: Database, folder: Path
) -> None:
    """Use, too, stays with the neighbourhood of the award."""
    given(stock, "neighbourhood", "id | name\nNANSET | Nanset")
    awards(
        stock,
        """
        id | batch_id | units | awarded_on | neighbourhood_id | age_band
        A1 | KINO24   | 20    | 2024-03-10 | STAVERN          | 6–9 år
        A2 | KINO24   | 25    | 2024-04-10 | NANSET           | 10–12 år
        """,
    )
    punched(stock, cards_of(stock, "A1", 15), on=date(2024, 5, 31))
    publish(stock, folder)
    assert awarded(folder, By.AREA) == {("Stavern", MARCH): 20, ("Nanset", APRIL): 25}
    assert awarded(folder, By.AGE_BAND) == {("6–9 år", MARCH): 20, ("10–12 år", APRIL): 25}
    assert used(folder, By.AREA) == {("Stavern", MAY): 15}


def test_a_neighbourhood_that_is_added_in_mid_year_waits_for_the_next(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, APRIL)
    given(stock, "neighbourhood", "id | name\nNANSET | Nanset")
    awards(
        stock,
        """
        batch_id | units | awarded_on | neighbourhood_id
        KINO24   | 20    | 2024-05-10 | NANSET
        KINO24   | 25    | 2025-01-10 | NANSET
        """,
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert awarded(folder, By.AREA) == {("uten opplysning", MAY): 20}
    publish(stock, folder, date(2025, 2, 1))
    assert awarded(folder, By.AREA) == {("uten opplysning", MAY): 20, ("Nanset", NEW_YEAR): 25}


def test_an_offer_that_changes_its_name_keeps_its_figures(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-04-10")
    publish(stock, folder, FIRST_OF_MAY)
    stock.transact(
        lambda tx: tx.run("update offer set name = 'Film' where id = $1", id_of("CINEMA"))
    )
    publish(stock, folder, FIRST_OF_JUNE)
    assert awarded(folder) == {("Bølgen: Film", APRIL): 20}


# --- How long a period is ---


@pytest.mark.parametrize(
    ("count", "first_day", "length", "text", "unit"),
    [
        (1_200, MARCH, Period.MONTH, "mars 2024", "måned"),
        (600, MARCH, Period.MONTH, "mars 2024", "måned"),
        (599, date(2024, 1, 1), Period.QUARTER, "januar 2024 til mars 2024", "kvartal"),
        (200, date(2024, 1, 1), Period.HALF_YEAR, "januar 2024 til juni 2024", "halvår"),
        (60, date(2024, 1, 1), Period.YEAR, "2024", "år"),
        (None, date(2024, 1, 1), Period.YEAR, "2024", "år"),
    ],
)
def test_the_number_of_children_says_how_often_figures_come(
    stock: Database,
    folder: Path,
    count: int | None,
    first_day: date,
    length: Period,
    text: str,
    unit: str,
) -> None:
    """Without the number they come once a year."""
    children(stock, count)
    first = Span(first_day, length)
    assert first.text == text
    refusal = release.why_not(stock, folder, on=date(2024, 3, 12))
    assert isinstance(refusal, NothingClosed)
    assert str(refusal).startswith(f"Ingen {unit} er avsluttet ennå.")
    assert first.after.strftime("%d.%m.%Y") in str(refusal)
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-03-20")
    assert publish(stock, folder, first.after) == Release(1, (first,))
    assert awarded(folder) == {(KINO, first_day): 20}


def test_a_years_periods_stay_as_long_as_its_first_whatever_is_typed_in(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, APRIL)
    children(stock, 200)
    assert publish(stock, folder, FIRST_OF_JULY).new == tuple(
        Span(month, Period.MONTH) for month in (APRIL, MAY, JUNE)
    )
    done = publish(stock, folder, date(2025, 7, 1))
    assert done.new[-1] == Span(NEW_YEAR, Period.HALF_YEAR)
    assert {span.length for span in done.new[:-1]} == {Period.MONTH}


def test_a_number_that_is_typed_in_late_opens_the_months_that_are_over(
    stock: Database, folder: Path
) -> None:
    children(stock, None)
    assert isinstance(release.why_not(stock, folder, on=FIRST_OF_JUNE), NothingClosed)
    children(stock, 1_200)
    assert len(publish(stock, folder, FIRST_OF_JUNE).new) == 3


@pytest.mark.parametrize(("units", "length"), [(900, Period.HALF_YEAR), (895, Period.YEAR)])
@pytest.mark.parametrize("batch", ["KINO24", "BUSS24"])
def test_a_whole_years_awards_count_too_six_to_a_child(
    stock: Database, folder: Path, batch: str, units: int, length: Period
) -> None:
    """What is published of 2025 decides for 2026, though 1 200 children are typed in.

    A card with two punches counts once. A month that is too small to be told of does not
    count: anyone must be able to check it.
    """
    awards(
        stock,
        f"""
        batch_id | units   | awarded_on
        {batch}  | {units} | 2025-03-10
        KINO24   | 10      | 2025-05-10
        """,
    )
    done = publish(stock, folder, date(2027, 1, 1))
    assert {span.length for span in done.new if span.first_day.year == 2025} == {Period.MONTH}
    assert {span.length for span in done.new if span.first_day.year == 2026} == {length}


def test_half_a_year_to_begin_with_is_no_whole_year(stock: Database, folder: Path) -> None:
    """Stocked in March 2024: that year's few awards say nothing of 2025."""
    done = publish(stock, folder, date(2025, 2, 1))
    assert done.new[-1] == Span(NEW_YEAR, Period.MONTH)


# --- Refusals, stops, and folders and registers that went astray ---


def test_nothing_can_be_published_before_the_first_month_is_over(
    stock: Database, folder: Path
) -> None:
    with pytest.raises(NothingClosed, match=re.escape("01.04.2024")):
        publish(stock, folder, date(2024, 3, 31))
    assert published.latest(folder) is None
    publish(stock, folder, APRIL)


def test_an_empty_house_has_nothing_to_publish(db: Database, folder: Path) -> None:
    assert isinstance(release.why_not(db, folder, on=FIRST_OF_JUNE), NothingClosed)
    assert not release.due(db, folder, on=FIRST_OF_JUNE)


def test_a_published_month_is_not_published_again(stock: Database, folder: Path) -> None:
    publish(stock, folder, FIRST_OF_JUNE)
    with pytest.raises(AllPublished, match=re.escape("Neste måned kan publiseres 01.07.2024")):
        publish(stock, folder, date(2024, 6, 30))


def test_a_clock_set_back_closes_fewer_months_and_takes_none_away(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, FIRST_OF_JUNE)
    for day in (FIRST_OF_MAY, date(2020, 1, 1)):
        with pytest.raises(AllPublished):
            publish(stock, folder, day)
        assert release.publish_when_due(stock, folder, on=day, now=NOW) is None
    assert periods(folder) == [(MARCH, 1), (APRIL, 1), (MAY, 1)]
    assert publish(stock, folder, FIRST_OF_JULY).new == (Span(JUNE, Period.MONTH),)


def test_an_award_of_a_day_to_come_waits_for_its_month(stock: Database, folder: Path) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-06-10")
    publish(stock, folder, FIRST_OF_JUNE)
    assert not awarded(folder)
    publish(stock, folder, FIRST_OF_JULY)
    assert awarded(folder) == {(KINO, JUNE): 20}


@pytest.mark.parametrize("writes_before_the_stop", [0, 1])
def test_an_interrupted_release_leaves_the_earlier_whole(
    stock: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, writes_before_the_stop: int
) -> None:
    awards(
        stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-04-10\nKINO24 | 30 | 2024-05-10"
    )
    publish(stock, folder, FIRST_OF_MAY)
    before = content(folder)
    replaced: list[Path] = []

    def pulled_out(source: Path, target: Path) -> None:
        if len(replaced) == writes_before_the_stop:
            raise OSError("the disk is full")
        replaced.append(target)
        os.rename(source, target)

    with monkeypatch.context() as stopped:
        stopped.setattr(os, "replace", pulled_out)
        with pytest.raises(OSError, match="full"):
            publish(stock, folder, FIRST_OF_JUNE)
    assert latest(folder).number == 1
    assert content(folder) == before
    done = publish(stock, folder, FIRST_OF_JUNE)
    assert done == Release(2, (Span(MAY, Period.MONTH),))
    assert awarded(folder)[(KINO, MAY)] == 30


def test_a_release_that_is_stopped_while_counting_leaves_the_earlier_whole(
    stock: Database, folder: Path
) -> None:
    """What was frozen on the way stays as it is, and comes out with the next."""
    awards(stock, "id | batch_id | units | awarded_on\nA1 | KINO24 | 20 | 2024-04-10")
    publish(stock, folder, APRIL)

    def stop(_share: float, what: str) -> None:
        if what == "Teller mai 2024":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release.publish(stock, folder, by=KARI, on=FIRST_OF_JUNE, now=NOW, progress=stop)
    assert periods(folder) == [(MARCH, 1)]
    assert frozen.spans(stock) == [(MARCH, 1), (APRIL, 1)]
    cancelled(stock, "A1", 20)
    done = publish(stock, folder)
    assert done == Release(2, (Span(APRIL, Period.MONTH), Span(MAY, Period.MONTH)))
    assert awarded(folder) == {(KINO, APRIL): 20}


def test_a_period_is_frozen_whole_or_not_at_all(
    stock: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-03-20")

    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as stopped:
        stopped.setattr("lib.db.Transaction.append", broken)
        with pytest.raises(OSError, match="full"):
            publish(stock, folder, APRIL)
    assert frozen.spans(stock) == []
    assert stock.rows("select * from frozen_area") == []
    publish(stock, folder, APRIL)
    assert awarded(folder) == {(KINO, MARCH): 20}


def test_the_progress_ends_at_one_and_never_goes_back(stock: Database, folder: Path) -> None:
    heard: list[float] = []
    release.publish(
        stock,
        folder,
        by=KARI,
        on=FIRST_OF_JUNE,
        now=NOW,
        progress=lambda share, _what: heard.append(share),
    )
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert heard[-1] == 1


def test_a_lost_folder_is_filled_with_the_same_figures_again(stock: Database, folder: Path) -> None:
    """To the letter, but for the release's number and moment; nothing is counted anew."""
    odd_months(stock)
    publish(stock, folder, FIRST_OF_MAY)
    publish(stock, folder, NEW_YEAR)
    before = (folder / "release-0002.json").read_text(encoding="utf-8")
    shutil.rmtree(folder)
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 90 | 2024-04-11")
    release.publish(
        stock,
        folder,
        by=KARI,
        on=NEW_YEAR,
        now=datetime(2025, 1, 1, 9, 30),
        progress=lambda _share, _what: None,
    )
    after = (folder / "release-0001.json").read_text(encoding="utf-8")
    numbered = re.compile(r'"(number|released_at)": .*')
    assert numbered.sub("", after) == numbered.sub("", before)
    assert latest(folder).released_at == datetime(2025, 1, 1, 9, 30)
    with pytest.raises(AllPublished):
        publish(stock, folder, NEW_YEAR)


def odd_months(db: Database) -> None:
    """Awards in April, May and August that rounding must move."""
    awards(
        db,
        """
        batch_id | units | awarded_on | neighbourhood_id | age_band
        KINO24   | 17    | 2024-04-10 | STAVERN          | 6–9 år
        BUSS24   | 11    | 2024-04-11 | -                | 10–12 år
        PAPIR24  | 23    | 2024-05-10 | STAVERN          | 13–15 år
        KINO24   | 19    | 2024-08-10 | STAVERN          | 16–19 år
        """,
    )


def test_an_older_copy_of_the_register_publishes_nothing_over_newer_figures(
    stock: Database, folder: Path, settled_file: Path, tmp_path: Path
) -> None:
    """The database was laid back from before the first release; the folder was not."""
    publish(stock, folder, FIRST_OF_JUNE)
    before = content(folder)
    with Database(shutil.copy(settled_file, tmp_path / "older.duckdb"), stock.keys) as older:
        given(older, "partner", "id | name\nBOLGEN | Bølgen")
        given(older, "offer", "id | partner_id | name | category\nCINEMA | BOLGEN | Kino | cinema")
        given(
            older,
            "batch",
            "id | offer_id | ticket_form | received_on | delivery_key\n"
            "KINO24 | CINEMA | qr | 2024-03-11 | a",
        )
        children(older, 1_200)
        with pytest.raises(OlderRegister, match="eldre kopi"):
            publish(older, folder, FIRST_OF_JULY)
        assert not release.due(older, folder, on=FIRST_OF_JULY)
        assert frozen.spans(older) == []
    assert content(folder) == before


def test_two_releases_at_once_are_one(stock: Database, folder: Path) -> None:
    def tried(_: int) -> bool:
        try:
            publish(stock, folder)
        except AllPublished:
            return False
        return True

    with ThreadPoolExecutor(4) as all_of_them:
        assert sorted(all_of_them.map(tried, range(4))) == [False, False, False, True]
    assert latest(folder).number == 1
    assert len(frozen.spans(stock)) == 3


def test_without_the_lock_two_releases_at_once_trip_over_each_other(
    stock: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both have counted March when one of them keeps it."""
    monkeypatch.setattr(release, "_one_at_a_time", nullcontext())
    both_are_here = Barrier(2, timeout=30)

    def told(_share: float, what: str) -> None:
        if what == "Teller mars 2024":
            both_are_here.wait()

    def tried(_: int) -> str:
        try:
            release.publish(stock, folder, by=KARI, on=APRIL, now=NOW, progress=told)
        except Exception as error:
            return type(error).__name__
        return ""

    with ThreadPoolExecutor(2) as both:
        assert set(both.map(tried, range(2))) - {"", "AllPublished"}


def test_a_coordinator_publishes_and_nobody_else(stock: Database, folder: Path) -> None:
    for user in (NINA, LISE, ADAM):
        with pytest.raises(NotYourRole):
            publish(stock, folder, by=user)
    publish(stock, folder, by=KARI)


def test_a_new_release_is_read_while_an_old_session_still_has_the_one_before(
    stock: Database, folder: Path
) -> None:
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 20 | 2024-05-10")
    publish(stock, folder, FIRST_OF_MAY)
    old = latest(folder)
    publish(stock, folder, FIRST_OF_JUNE)
    assert uptake.total(old, By.OFFER, 2024).awarded == 0
    assert uptake.total(latest(folder), By.OFFER, 2024).awarded == 20
    assert (old.number, latest(folder).number) == (1, 2)


# --- Odd towns ---


def test_an_empty_year_has_its_periods_and_no_figure(stock: Database, folder: Path) -> None:
    publish(stock, folder, NEW_YEAR)
    assert len(periods(folder)) == 10
    assert all(latest(folder)[table].is_empty() for table in (*ROUNDED, "kroner"))
    assert uptake.years(latest(folder)) == [2024]


@pytest.mark.parametrize("units", [5, 15, 20])
@pytest.mark.parametrize("count", [1_200, 200, None])
def test_one_child_alone_is_in_no_figure_however_much_it_got(
    stock: Database, folder: Path, count: int | None, units: int
) -> None:
    children(stock, count)
    awards_drawn(
        stock,
        f"""
        id | batch_id | units | awarded_on | service_id | neighbourhood_id | age_band
        A1 | KINO24   | {units} | 2024-04-10 | NAV      | STAVERN          | 6–9 år
        """,
    )
    given(stock, "award_card", "card_id | award_id\n K1 | A1")
    given(stock, "redemption", f"card_id | punches | redeemed_on\n K1 | {units} | 2024-05-31")
    publish(stock, folder, NEW_YEAR)
    assert all(latest(folder)[table].is_empty() for table in (*ROUNDED, "kroner"))


def test_all_in_one_cell_is_the_same_number_in_every_table(stock: Database, folder: Path) -> None:
    """One offer, one neighbourhood, one age band and one service."""
    awards(stock, "batch_id | units | awarded_on\nKINO24 | 203 | 2024-04-10")
    publish(stock, folder, FIRST_OF_JULY)
    [told] = {tuple(latest(folder)[table]["units"]) for table in ROUNDED if table != "cards"}
    assert told in ((200,), (205,))


# --- What could be sent to everyone ---


def test_the_file_could_be_sent_to_everyone(clubs: Database, folder: Path) -> None:
    awards(
        clubs,
        """
        id | batch_id | units | awarded_on | person_id
        A1 | KINO24   | 13    | 2024-04-10 | OLA
        A2 | PAPIR24  | 1     | 2024-04-10 | KARI
        A3 | BUSS24   | 61    | 2024-11-10 | KARI
        """,
    )
    given(clubs, "award_card", "card_id | award_id\n K1 | A1 0")
    given(clubs, "redemption", "card_id | punches | redeemed_on\n K1 | 4 | 2024-04-11")
    given(clubs, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 87")
    claimed(clubs, "2024-04-12", 33, 1_234)
    publish(clubs, folder, NEW_YEAR)
    assert sorted(file.name for file in folder.iterdir()) == ["latest.txt", "release-0001.json"]
    text = (folder / "release-0001.json").read_text(encoding="utf-8")
    whole = json.loads(text)
    assert set(whole) == {"number", "released_at", "tables"}
    assert set(whole["tables"]) == set(TABLES)
    for name, rows in whole["tables"].items():
        assert all(set(row) == set(TABLES[name]) for row in rows)
    for name in ROUNDED:
        assert all(row["units"] > 0 and row["units"] % 5 == 0 for row in whole["tables"][name])
    assert whole["tables"]["offer"]
    assert [row["kroner"] % 5_000 for row in whole["tables"]["kroner"]] == [0]
    for name in ("A1", "A2", "K1", "OLA", "KARI", "H1", "H2", "KINO24", "PAPIR24", "NINA"):
        assert str(id_of(name)) not in text
    told = json.dumps([whole["tables"][name] for name in (*ROUNDED, "kroner")])
    for true_count in (13, 61, 87, 33, 1_234, 40_722):
        assert not re.search(rf"\b{true_count}\b", told)


# --- The schedule, and what partners count ---


def test_an_offer_without_tills_is_marked_until_someone_counts(
    stock: Database, folder: Path
) -> None:
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 0")
    publish(stock, folder)
    # Over since 20 April, so May needs no count.
    assert latest(folder)["uncounted"].rows() == [(MARCH, str(id_of("PLAY")))]
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-03-01 | 5")
    publish(stock, folder, FIRST_OF_JULY)
    assert latest(folder)["uncounted"].is_empty()


def test_the_schedule_waits_for_counts_until_the_tenth_but_a_coordinator_need_not(
    stock: Database, folder: Path
) -> None:
    publish(stock, folder, APRIL)
    assert release.uncounted(stock, Span(APRIL, Period.MONTH)) == ["Munken"]
    assert not release.due(stock, folder, on=date(2024, 5, 10))
    assert release.publish_when_due(stock, folder, on=date(2024, 5, 10), now=NOW) is None
    assert release.due(stock, folder, on=date(2024, 5, 11))
    assert publish(stock, folder, date(2024, 5, 2)).new == (Span(APRIL, Period.MONTH),)


def test_the_schedule_publishes_at_once_when_all_is_counted(stock: Database, folder: Path) -> None:
    given(stock, "use_count", "batch_id | month | units\nPAPIR24 | 2024-04-01 | 3")
    done = release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW)
    assert done == Release(1, (Span(MARCH, Period.MONTH), Span(APRIL, Period.MONTH)))
    assert release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW) is None


def test_the_schedule_does_not_hold_back_older_months(stock: Database, folder: Path) -> None:
    done = release.publish_when_due(stock, folder, on=FIRST_OF_MAY, now=NOW)
    assert done == Release(1, (Span(MARCH, Period.MONTH),))


def test_a_clock_far_ahead_closes_no_empty_years_by_itself(stock: Database, folder: Path) -> None:
    release.publish_when_due(stock, folder, on=date(2031, 1, 15), now=NOW)
    ahead = [each for each in latest(folder)["periods"]["period"] if each > date(2024, 8, 1)]
    assert ahead == []
    assert not release.due(stock, folder, on=date(2031, 1, 15))
    # A coordinator sees which periods they are, and may.
    assert len(publish(stock, folder, date(2025, 1, 1)).new) > 0


def test_a_quarter_waits_for_the_counts_of_its_last_month(stock: Database, folder: Path) -> None:
    children(stock, 400)
    assert release.publish_when_due(stock, folder, on=date(2024, 4, 10), now=NOW) is None
    done = release.publish_when_due(stock, folder, on=date(2024, 4, 11), now=NOW)
    assert done == Release(1, (Span(date(2024, 1, 1), Period.QUARTER),))
