"""Offers divided by area or age band, from the release's finer tables."""

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from lib import disclosure, uptake
from lib.disclosure import Period
from lib.published import Published
from lib.uptake import By, kept


def rows(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    """Columns offer, key, name, awarded, used, rate: offers by area or by age, by quarters.

    They are told when a quarter has closed; small offers stand together there. Use is null
    where partners count it themselves and no till registers any.
    """
    found = _all_rows(published, by, year).lazy()
    if only:
        found = found.filter(pl.col("offer_key").is_in(list(only)))
    return found.drop("offer_key").collect()


@kept
def _all_rows(published: Published, by: By, year: int) -> pl.DataFrame:
    """As `rows`, of all offers, with their keys."""
    table = _filtered(published, by, year)
    found = disclosure.rates(table, ["offer", by])
    known = ~pl.col("offer").is_in(_never_registered(published, table, year))
    some_is_missing = pl.col("offer").is_in(list(_partly_told(published, by, year)))
    groups = uptake.named(published, by, year).with_row_index("place")
    return (
        found.rename({by: "key"})
        .join(groups, on="key")
        .with_columns(
            pl.col("offer").replace(uptake.names(published, By.OFFER)),
            offer_key="offer",
            used=pl.when(known & ~(some_is_missing & (pl.col("used") == 0))).then("used"),
            rate=pl.when(known & ~some_is_missing & ~uptake.is_others("offer")).then("rate"),
        )
        .sort("offer", "place")
        .select("offer_key", "offer", "key", "name", "awarded", "used", "rate")
    )


def offers(published: Published, by: By, year: int) -> dict[str, str]:
    """The names by key of the offers that `rows` tells of; those put together are one."""
    return dict(_offers(published, by, year))


@kept
def _offers(published: Published, by: By, year: int) -> tuple[tuple[str, str], ...]:
    told = set(_filtered(published, by, year)["offer"])
    return tuple(
        (key, name) for key, name in uptake.names(published, By.OFFER).items() if key in told
    )


def until(published: Published, by: By, year: int) -> date:
    """The last day of a year that `rows` tells of."""
    periods = _filtered(published, by, year).select("period", "months")
    last, months = max(periods.iter_rows())
    return Period(months).after(last) - timedelta(days=1)


def by_group(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    """As `uptake.by_group`, of what `rows` shows, in the order of the groups."""
    return _by_group(published, by, year, tuple(only))


@kept
def _by_group(published: Published, by: By, year: int, only: tuple[str, ...]) -> pl.DataFrame:
    found = disclosure.rates(_filtered(published, by, year, only), [by]).rename({by: "key"})
    if not {*_partly_told(published, by, year), disclosure.OTHER_OFFERS}.isdisjoint(only):
        found = found.with_columns(rate=pl.lit(None, pl.Float64))
    return uptake.named(published, by, year).join(found, on="key", maintain_order="left")


@kept
def _partly_told(published: Published, by: By, year: int) -> frozenset[str]:
    return frozenset(uptake.partly_told(_whole(published, by, year)))


def _never_registered(published: Published, table: pl.DataFrame, year: int) -> list[str]:
    """The offers that have no use in a table, though some was counted or may have been."""
    used = pl.col("stream") == "used"
    in_all = uptake.within(published, By.OFFER, year).filter(used)["offer"]
    uncounted = published["uncounted"].filter(pl.col("period").dt.year() == year)["offer"]
    return list({*in_all, *uncounted} - set(table.filter(used)["offer"]))


def _filtered(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    table = _whole(published, by, year)
    return table.filter(pl.col("offer").is_in(list(only))) if only else table


@kept
def _whole(published: Published, by: By, year: int) -> pl.DataFrame:
    table = published[f"offer_{by}"].filter(pl.col("period").dt.year() == year)
    return uptake.sized(published, table, year)
