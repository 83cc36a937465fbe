"""Uptake as leadership sees it: read from the published figures, and from nothing else.

This module knows neither the database nor the keys. All it can open is a folder whose
files could be sent to everyone: numbers rounded to fives, and the names of offers,
services, areas and age bands. `lib.release` writes them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import polars as pl

FOLDER = "published"  # under the installation's data
POINTER = "latest.txt"  # names the release that counts

# Below this many a rate of rounded numbers says more about the rounding than about the use.
RATE_FROM = 50


class Stream(StrEnum):
    AWARDED = "awarded"
    USED = "used"


class Dimension(StrEnum):
    OFFER = "offer"
    SERVICE = "service"
    AREA = "area"
    AGE_BAND = "age_band"


@dataclass(frozen=True)
class Group:
    """What a number is about: an offer, a service, an area or an age band."""

    dimension: Dimension
    key: str
    name: str


@dataclass(frozen=True)
class Figure:
    """A published number of uses, a multiple of five; what is not listed is 0."""

    month: date
    stream: Stream
    dimension: Dimension
    key: str
    units: int


@dataclass(frozen=True)
class Uncounted:
    """An offer with tickets that no till of ours punches, not counted by anyone that month."""

    month: date
    offer: str


@dataclass(frozen=True)
class Published:
    """One release: everything leadership can know. Months are their first days."""

    number: int
    released_at: datetime
    months: tuple[date, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    uncounted: tuple[Uncounted, ...]


@dataclass(frozen=True)
class Total:
    """Sums of the numbers that are shown; `rate` is None where it would say too little."""

    awarded: int
    used: int
    rate: float | None


def latest(folder: Path) -> Published | None:
    """The release that counts now, or None before the first."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return _read(folder / name)


@lru_cache(maxsize=4)  # a release that was pointed to is never written again
def _read(file: Path) -> Published:
    content = json.loads(file.read_text(encoding="utf-8"))
    return Published(
        number=content["number"],
        released_at=datetime.fromisoformat(content["released_at"]),
        months=tuple(date.fromisoformat(month) for month in content["months"]),
        groups=tuple(
            Group(Dimension(group["dimension"]), group["key"], group["name"])
            for group in content["groups"]
        ),
        figures=tuple(
            Figure(
                date.fromisoformat(figure["month"]),
                Stream(figure["stream"]),
                Dimension(figure["dimension"]),
                figure["key"],
                figure["units"],
            )
            for figure in content["figures"]
        ),
        uncounted=tuple(
            Uncounted(date.fromisoformat(row["month"]), row["offer"])
            for row in content["uncounted"]
        ),
    )


def within(published: Published, first: date, last: date) -> Published:
    """The same release, with the months from `first` to `last` only."""
    return replace(
        published,
        months=tuple(month for month in published.months if first <= month <= last),
        figures=tuple(f for f in published.figures if first <= f.month <= last),
        uncounted=tuple(row for row in published.uncounted if first <= row.month <= last),
    )


def offers(published: Published) -> list[Group]:
    """The offers that have figures of their own, by name."""
    return [group for group in published.groups if group.dimension is Dimension.OFFER]


def by_month(published: Published, offer: Group | None = None) -> pl.DataFrame:
    """Columns month, awarded, used, rate, for all offers or one; every published month.

    `used` is null where it is unknown, and `rate` (a share, at most 1) where too few were
    awarded. Summed from the table offer × month, the only one that has the partners' counts.
    """
    return _summed(_table(published, Dimension.OFFER, offer), ["month"]).sort("month")


def by_group(published: Published, dimension: Dimension) -> pl.DataFrame:
    """Columns name, awarded, used, rate over all months; most awarded first, age by age.

    Counts by partners are in the offers' table alone: in the others use, and so the rate,
    is what tills have registered, and at least that high.
    """
    found = _summed(_table(published, dimension), ["order", "name"])
    if dimension is Dimension.AGE_BAND:
        return found.sort("order").drop("order")
    return found.sort(["awarded", "order"], descending=[True, False]).drop("order")


def by_offer_and_month(published: Published) -> pl.DataFrame:
    """Columns name, month, awarded, used, rate; offers by name, then months."""
    table = _table(published, Dimension.OFFER)
    return _summed(table, ["order", "name", "month"]).sort(["order", "month"]).drop("order")


def total(
    published: Published, dimension: Dimension = Dimension.OFFER, offer: Group | None = None
) -> Total:
    """One table's sum over all its months, of the numbers it shows.

    Each table has a sum of its own, since every number was rounded by itself.
    """
    row = _summed(_table(published, dimension, offer), []).row(0, named=True)
    return Total(row["awarded"], row["used"] or 0, row["rate"])


def _table(published: Published, dimension: Dimension, only: Group | None = None) -> pl.DataFrame:
    """One row per group and month: awarded, used (null where unknown). Zeros are filled in."""
    groups = [g for g in published.groups if g.dimension is dimension and only in (None, g)]
    units = {(f.key, f.month, f.stream): f.units for f in _of(published.figures, dimension)}
    unknown = {
        (row.offer, row.month)
        for row in published.uncounted
        if dimension is Dimension.OFFER and not units.get((row.offer, row.month, Stream.USED))
    }
    rows = [
        (
            order,
            group.name,
            month,
            units.get((group.key, month, Stream.AWARDED), 0),
            None
            if (group.key, month) in unknown
            else units.get((group.key, month, Stream.USED), 0),
        )
        for order, group in enumerate(groups)
        for month in published.months
    ]
    schema = {
        "order": pl.Int64,
        "name": pl.String,
        "month": pl.Date,
        "awarded": pl.Int64,
        "used": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _of(figures: Iterable[Figure], dimension: Dimension) -> Iterable[Figure]:
    return (figure for figure in figures if figure.dimension is dimension)


def _summed(table: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The table added up to one row per key. The rate leaves out what has unknown use."""
    known = pl.col("used").is_not_null()
    given = pl.col("awarded").filter(known).sum()
    sums = [
        pl.col("awarded").sum(),
        pl.when(known.any()).then(pl.col("used").sum()).alias("used"),
        pl.when(given >= RATE_FROM)
        .then((pl.col("used").sum() / given).clip(upper_bound=1.0))
        .alias("rate"),
    ]
    return table.group_by(keys).agg(sums) if keys else table.select(sums)
