"""The true counts behind the published figures: they never leave the release.

What is counted is uses: a card with two punches gives two. `most` is how many of a cell's uses
one child may have made: what a child was given of the offer in a period, or had on what it
used there; the punches of a card that is nobody's in particular.

An award keeps the neighbourhood, the age band and the service of its own day, so nobody who
moves or has a birthday moves a count.
"""

from collections.abc import Collection
from datetime import date

import polars as pl

from lib import award_groups
from lib.ages import UNKNOWN_BAND
from lib.db import Database, sql
from lib.disclosure import KEYS, UNKNOWN, Period

CELLS = pl.Schema(
    {
        "stream": pl.String,
        "month": pl.Date,
        **dict.fromkeys(KEYS, pl.String),
        "units": pl.Int64,
        "most": pl.Int64,
    }
)


def of(
    db: Database, first: date, after: date, *, areas: Collection[str], length: Period
) -> pl.DataFrame:
    """Columns CELLS from a day to before another within a year, each cell once.

    `length` is that of the periods that will be frozen.

    A neighbourhood that is not among `areas` counts as unknown. Area, age band and service are
    null for use that a partner only counted.
    """
    span = first, after
    periods = first, after, int(length)
    nameless = dict.fromkeys(("area", "age_band", "service"), pl.lit(UNKNOWN))
    counted = dict.fromkeys(("area", "age_band", "service"), pl.lit(None, pl.String))
    parts = [
        _of_awards(db, "release/awarded", periods).with_columns(stream=pl.lit("awarded")),
        _of_awards(db, "release/used", periods).with_columns(stream=pl.lit("used")),
        db.frame(sql("release/issued"), *span).with_columns(stream=pl.lit("awarded"), **nameless),
        db.frame(sql("release/used_by_anyone"), *span).with_columns(
            stream=pl.lit("used"), **nameless
        ),
        db.frame(sql("release/counted"), *periods).with_columns(stream=pl.lit("used"), **counted),
    ]
    cells = pl.concat([part.select(CELLS.names()).cast(CELLS) for part in parts])
    known = pl.col("area").is_null() | pl.col("area").is_in(list(areas))
    return (
        cells.with_columns(
            area=pl.when(known).then("area").otherwise(pl.lit(UNKNOWN)),
            age_band=pl.col("age_band").replace({UNKNOWN_BAND: UNKNOWN}),
        )
        .group_by("stream", "month", *KEYS)
        .agg(pl.col("units").sum(), pl.col("most").max())
        .filter(pl.col("units") > 0)
        .sort("stream", "month", *KEYS)
    )


def _of_awards(db: Database, query: str, periods: tuple[date, date, int]) -> pl.DataFrame:
    """The cells of what persons were awarded; the seals are opened some at a time."""
    cells = CELLS.to_frame().drop("stream")
    for awards in db.frames(sql(query), *periods):
        ids = awards["award"].str.replace_all("-", "", literal=True).str.decode("hex")
        groups = award_groups.opened(db.keys, zip(ids, awards["sealed"], strict=True))
        areas, bands = zip(*groups, strict=True)
        told = awards.with_columns(area=pl.Series(areas), age_band=pl.Series(bands))
        summed = told.group_by("month", *KEYS).agg(pl.col("units").sum(), pl.col("most").max())
        cells = pl.concat([cells, summed.select(cells.columns)])
    return cells
