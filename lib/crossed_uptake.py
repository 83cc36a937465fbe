"""Offers divided by area or age band, from the release's finer tables."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import reduce
from typing import NamedTuple

import polars as pl

from lib import disclosure, uptake
from lib.disclosure import Period
from lib.published import Published
from lib.uptake import By, kept

_NAMES = [(name, pl.String()) for name in ("offer", "key", "name")]
_ROWS = pl.Schema([*_NAMES, *uptake.FIGURES.items()])


class _Cell(NamedTuple):
    """What of an offer went to a group in a year, as `disclosure.sums` adds it up."""

    key: str
    awarded: int
    used: int
    cards: float


def rows(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    """Columns offer, key, name, awarded, used, rate: offers by area or by age, by quarters.

    They are told when a quarter has closed; small offers stand together there. Use is null
    where partners count it themselves and no till registers any.
    """
    of_each = _rows(published, by, year)
    chosen = [of_each[offer] for offer in of_each if not only or offer in only]
    # Not `concat`, which asks Polars' engine and takes ten times as long for so few.
    return reduce(pl.DataFrame.vstack, chosen, _ROWS.to_frame())


@kept
def _rows(published: Published, by: By, year: int) -> dict[str, pl.DataFrame]:
    """As `rows`, for each offer."""
    table = _whole(published, by, year)
    known = ~pl.col("offer").is_in(_never_registered(published, table, year))
    some_is_missing = pl.col("offer").is_in(list(_partly_told(published, by, year)))
    is_others = pl.col("offer") == disclosure.OTHER_OFFERS
    groups = uptake.named(published, by, year).with_row_index("place")
    found = (
        disclosure.rates(table, ["offer", by])
        .rename({by: "key"})
        .join(groups, on="key")
        .with_columns(
            pl.col("offer").replace(uptake.names(published, By.OFFER)),
            offer_key="offer",
            used=pl.when(known & ~(some_is_missing & (pl.col("used") == 0))).then("used"),
            rate=pl.when(known & ~some_is_missing & ~is_others).then("rate"),
        )
        .sort("offer", "place")
        .select("offer_key", *_ROWS)
        .partition_by("offer_key", include_key=False, maintain_order=True, as_dict=True)
    )
    return {offer: rows for (offer,), rows in found.items()}


def offers(published: Published, by: By, year: int) -> dict[str, str]:
    """The names by key of the offers that `rows` tells of; those put together are one."""
    return dict(_offers(published, by, year))


@kept
def _offers(published: Published, by: By, year: int) -> tuple[tuple[str, str], ...]:
    told = set(_whole(published, by, year)["offer"])
    return tuple(
        (key, name) for key, name in uptake.names(published, By.OFFER).items() if key in told
    )


@kept
def most_awarded(published: Published, by: By, year: int, how_many: int) -> tuple[str, ...]:
    """The keys of so many of these offers, those that were awarded most; fewer if there are."""
    of_each = disclosure.sums(_whole(published, by, year), ["offer"])
    return tuple(of_each.sort("awarded", descending=True, maintain_order=True)["offer"][:how_many])


@kept
def until(published: Published, by: By, year: int) -> date:
    """The last day of a year that `rows` tells of."""
    periods = _whole(published, by, year).select("period", "months")
    last, months = max(periods.iter_rows())
    return Period(months).after(last) - timedelta(days=1)


def by_group(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    """As `uptake.by_group`, of what `rows` shows, in the order of the groups."""
    return _by_group(published, by, year, tuple(only))


@kept
def _by_group(published: Published, by: By, year: int, only: tuple[str, ...]) -> pl.DataFrame:
    mixed = {*_partly_told(published, by, year), disclosure.OTHER_OFFERS}
    has_rate = mixed.isdisjoint(only)
    names = uptake.named(published, by, year)
    of_each = _cells(published, by, year)
    of_group: dict[str, list[_Cell]] = {}
    for offer in dict.fromkeys(only or of_each):
        for cell in of_each.get(offer, ()):
            of_group.setdefault(cell.key, []).append(cell)
    rows = []
    for key, name in names.iter_rows():
        if cells := of_group.get(key):
            _, *counts = zip(*cells, strict=True)
            awarded, used, cards = map(sum, counts)
            rate = disclosure.rate(awarded, used, cards) if has_rate else None
            rows.append((key, name, awarded, used, rate))
    return pl.DataFrame(
        rows, schema=pl.Schema([*names.schema.items(), *uptake.FIGURES.items()]), orient="row"
    )


@kept
def _cells(published: Published, by: By, year: int) -> dict[str, list[_Cell]]:
    """What went to each group, by offer."""
    of_each: dict[str, list[_Cell]] = {}
    for offer, *cell in disclosure.sums(_whole(published, by, year), ["offer", by]).iter_rows():
        of_each.setdefault(offer, []).append(_Cell(*cell))
    return of_each


@kept
def _partly_told(published: Published, by: By, year: int) -> frozenset[str]:
    return frozenset(uptake.partly_told(_whole(published, by, year)))


def _never_registered(published: Published, table: pl.DataFrame, year: int) -> list[str]:
    """The offers that have no use in a table, though some was counted or may have been."""
    used = pl.col("stream") == "used"
    in_all = uptake.within(published, By.OFFER, year).filter(used)["offer"]
    uncounted = published["uncounted"].filter(pl.col("period").dt.year() == year)["offer"]
    return list({*in_all, *uncounted} - set(table.filter(used)["offer"]))


@kept
def _whole(published: Published, by: By, year: int) -> pl.DataFrame:
    table = published[f"offer_{by}"].filter(pl.col("period").dt.year() == year)
    return uptake.sized(published, table, year)
