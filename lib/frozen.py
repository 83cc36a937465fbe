"""What was frozen, as it is kept: periods, their rounded cells, a year's cards, claimed kroner."""

from collections.abc import Collection
from datetime import date, datetime

import polars as pl

from lib.db import Database, Reader, Transaction, sql
from lib.disclosure import LISTED_FROM
from lib.freezing import FROZEN
from lib.small_counts import BASE
from lib.yearly_figures import KRONER

_EVER = date(1900, 1, 1)


def spans(db: Reader) -> list[tuple[date, int]]:
    """The first day and the months of each frozen period, oldest first."""
    rows = db.rows("select period, months from frozen_period order by period")
    return [(row["period"], row["months"]) for row in rows]


def areas_of(db: Reader, year: int) -> frozenset[str]:
    """The neighbourhoods, by id, that a year's figures are divided by.

    Those that were there when its first period was frozen; before that, those there are now.
    """
    kept = db.rows("select area from frozen_area where year = $1", year)
    if kept or any(first_day.year == year for first_day, _ in spans(db)):
        return frozenset(row["area"] for row in kept)
    rows = db.rows("select cast(id as text) as area from neighbourhood")
    return frozenset(row["area"] for row in rows)


def cells(db: Database, since: date = _EVER) -> pl.DataFrame:
    """The frozen cells of periods from a day on, in columns FROZEN."""
    text = f"select {', '.join(FROZEN.names())} from frozen_cell where period >= $1"
    return db.frame(text, since).cast(FROZEN)


def cards(db: Database) -> pl.DataFrame:
    """The closed years' cards, as they may be published."""
    return db.frame("select stream, scheme, channel, period, months, units from frozen_card")


def kroner(db: Database) -> pl.DataFrame:
    """What was claimed, in columns KRONER."""
    return db.frame(f"select {', '.join(KRONER.names())} from frozen_kroner").cast(KRONER)


def awarded_in(db: Reader, year: int) -> int:
    """The published number of tickets and cards that were given away in a year."""
    span = date(year, 1, 1), date(year + 1, 1, 1)
    row = db.row(sql("release/awarded_in"), *span, LISTED_FROM, BASE)
    return int(row["units"]) if row else 0


def keep(
    tx: Transaction,
    *,
    span: tuple[date, int],
    areas: Collection[str],
    cells: pl.DataFrame,
    cards: pl.DataFrame | None,
    kroner: pl.DataFrame | None,
    now: datetime,
) -> None:
    """Keep a period that has been frozen, within an act; one that is kept already is refused."""
    first_day, months = span
    tx.run("insert into frozen_period values ($1, $2, $3)", first_day, months, now)
    if not tx.rows("select area from frozen_area where year = $1", first_day.year):
        tx.run_many(
            "insert into frozen_area values ($1, $2)", [(first_day.year, area) for area in areas]
        )
    tx.append("frozen_cell", cells)
    if cards is not None:
        tx.append("frozen_card", cards)
    if kroner is not None:
        tx.append("frozen_kroner", kroner)
