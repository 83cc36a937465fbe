"""What is public beside the figures: names, groups, prices, yardsticks, and what is on offer.

None of it is about a person, and none depends on what anyone was given.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from lib import ages, municipality, yardsticks
from lib.card_issues import CHANNEL_NAMES
from lib.db import Database, Reader, sql
from lib.disclosure import OTHER_OFFERS, OTHERS, UNKNOWN
from lib.funding import SOURCE_KIND_NAMES
from lib.offers import AVAILABILITY_NAMES
from lib.published import TABLES

MONTHS_AHEAD = 12
WITHOUT = "uten opplysning"
# What else stands in the tables as a code, by its dimension.
_CODES: Mapping[str, Mapping[Any, str]] = {
    "channel": CHANNEL_NAMES,
    "kind": SOURCE_KIND_NAMES,
    "availability": AVAILABILITY_NAMES,
}


def tables(db: Database, *, on: date) -> dict[str, pl.DataFrame]:
    """The tables of the published store that hold no figures."""
    bands = [{"dimension": "age_band", "key": band, "name": band} for band in ages.band_names()]
    together = [*OTHERS.items(), ("partner", OTHER_OFFERS), ("scheme", OTHER_OFFERS)]
    others = [{"dimension": key, "key": name, "name": name} for key, name in together]
    known = [*bands, *others]
    unknown = [
        {"dimension": dimension, "key": UNKNOWN, "name": WITHOUT}
        for dimension in ("area", "age_band", "service")
    ]
    codes = [
        {"dimension": dimension, "key": str(code), "name": name}
        for dimension, named in _CODES.items()
        for code, name in named.items()
    ]
    house = municipality.the(db)
    if house:
        codes.append({"dimension": "municipality", "key": house.number, "name": house.in_full})
    expected = [
        {"scheme": str(each.scheme_id), "year": each.year, "times": each.times}
        for each in yardsticks.expected(db)
    ]
    children = yardsticks.children(db)
    return {
        "names": pl.DataFrame([*db.rows(sql("release/names")), *known, *unknown, *codes]),
        "offers": db.frame(sql("release/offers")),
        "prices": _prices(db),
        "children": pl.DataFrame(
            {"year": list(children), "children": list(children.values())},
            schema=TABLES["children"],
        ),
        "expected": pl.DataFrame(expected, schema=TABLES["expected"]),
        "on_offer": pl.DataFrame(list(_on_offer(db, on)), TABLES["on_offer"], orient="row"),
    }


def children_in(db: Reader, year: int) -> int | None:
    """The typed-in number of the year, or of the nearest one that has any."""
    typed = yardsticks.children(db)
    nearest = min(typed, key=lambda known: (abs(known - year), known), default=None)
    return None if nearest is None else typed[nearest]


def _prices(db: Database) -> pl.DataFrame:
    """What a use of each offer costs in each year, by who pays.

    Deliveries weigh by their uses; where one of them is of unknown number they weigh alike.
    """
    rows = db.frame(sql("release/deliveries"))
    if rows.is_empty():
        return TABLES["prices"].to_frame()
    of_offer = ["offer", "year"]
    by_payer = [*of_offer, "source", "kind", "is_gift"]
    some_unknown = pl.col("uses").is_null().any().over(of_offer)
    return (
        rows.with_columns(
            source=pl.when("is_gift").then("giver").otherwise("source"),
            weight=pl.when(some_unknown).then(1.0).otherwise(pl.col("uses").cast(pl.Float64)),
        )
        .with_columns(share=pl.col("weight") / pl.col("weight").sum().over(of_offer))
        .group_by(by_payer)
        .agg(
            pl.col("share").sum(),
            price_ore=(pl.col("price_ore") * pl.col("share")).sum() / pl.col("share").sum(),
        )
        .with_columns(pl.col("price_ore").round().cast(pl.Int64))
        .sort(by_payer)
    )


def _on_offer(db: Database, on: date) -> Iterator[tuple[date, int]]:
    """For a year of months how many offers can be used in it, whether or not any are left."""
    spans = db.rows(sql("release/validity"))
    month = on.replace(day=1)
    for _ in range(MONTHS_AHEAD):
        last = month.replace(day=monthrange(month.year, month.month)[1])
        there = {
            row["offer"]
            for row in spans
            if (row["first_day"] is None or row["first_day"] <= last)
            and (row["last_day"] is None or row["last_day"] >= month)
        }
        yield month, len(there)
        month = last + timedelta(days=1)
