"""The attackers of the two tables beside uptake: cards by scheme and channel, and kroner.

The tables are sums of their own cells and of nothing else, so all sum relations there are is
that no more cards are used than were issued. Linear programming over one pair is its intervals.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from tests.attackers import BASE, Taken, small

CARD_KEYS = ("scheme", "channel")
CHANNELS = ("awarded", "sold", "gift")


def cards_beside(shown: pl.DataFrame, true: pl.DataFrame) -> pl.DataFrame:
    """Columns stream, scheme, channel, shown, true: every cell that there may be."""
    keys = ["stream", *CARD_KEYS]
    table = true.select("stream").unique()
    for key, of in (("scheme", true), ("channel", pl.DataFrame({"channel": CHANNELS}))):
        table = table.join(of.select(key).unique(), how="cross")
    return (
        table.join(shown.select(*keys, shown="units"), on=keys, how="left")
        .join(true.select(*keys, true="units"), on=keys, how="left")
        .fill_null(0)
        .sort(keys)
    )


def cards_bounded(
    shown: pl.DataFrame, true: pl.DataFrame, *, off: int = BASE - 1, totals: bool = False
) -> Taken:
    """Small cells that the base, the largest error and used ≤ issued pin down.

    With `totals` the attacker also knows how many cards of each scheme were issued, in truth:
    whoever had them printed does.
    """
    cells = cards_beside(shown, true).with_columns(
        low=pl.max_horizontal(pl.col("shown") - off, pl.lit(0)), high=pl.col("shown") + off
    )
    issued = cells.filter(pl.col("stream") == "issued")
    used = cells.filter(pl.col("stream") == "used")
    issued = issued.join(used.select(*CARD_KEYS, least="low"), on=CARD_KEYS, how="left")
    issued = issued.with_columns(pl.max_horizontal("low", "least").alias("low")).drop("least")
    if totals:
        whole, low, high = (pl.col(name).sum().over("scheme") for name in ("true", "low", "high"))
        issued = issued.with_columns(
            low=pl.max_horizontal("low", whole - (high - pl.col("high"))),
            high=pl.min_horizontal("high", whole - (low - pl.col("low"))),
        )
    used = used.join(issued.select(*CARD_KEYS, most="high"), on=CARD_KEYS, how="left")
    used = used.with_columns(
        high=pl.min_horizontal("high", pl.col("most").fill_null(off))
    ).drop("most")  # fmt: skip
    asked = small(pl.concat([issued, used]))
    assert asked.filter(~pl.col("true").is_between("low", "high")).is_empty()
    apart = asked["high"] - asked["low"]
    return Taken(asked.height, int((apart == 0).sum()), int((apart <= 2).sum()))


def cards_averaged(releases: Sequence[pl.DataFrame], true: pl.DataFrame) -> Taken:
    """The mean of what a cell was in several releases, to the nearest."""
    keys = ["stream", *CARD_KEYS]
    every = pl.concat([cards_beside(shown, true) for shown in releases])
    means = small(every.group_by(keys).agg(pl.col("shown").mean(), pl.col("true").first()))
    away = (means["shown"] - means["true"]).abs()
    return Taken(means.height, int((away < 0.5).sum()), int((away < 1.5).sum()))


def last_claim(kroner_shown: int, known: int, *, to_the_nearest: int) -> tuple[int, int]:
    """The least and the most that one claim can be, in kroner, to who knows all the others."""
    off = to_the_nearest // 2
    return max(0, kroner_shown - off - known), kroner_shown + off - known


def cards_of_town(random: Any, schemes: int = 12) -> pl.DataFrame:
    """True cards of a year: issued and used by scheme and channel, many of them few."""
    rows = []
    for scheme in range(schemes):
        for channel, about in (("awarded", 40), ("sold", 12), ("gift", 2)):
            issued = int(random.poisson(about * random.gamma(0.5, 1.0)))
            used = int(random.binomial(issued, random.uniform(0.3, 0.9)))
            rows += [("issued", str(scheme), channel, issued), ("used", str(scheme), channel, used)]
    columns = ["stream", *CARD_KEYS, "units"]
    cards = pl.DataFrame(rows, schema=columns, orient="row").filter(pl.col("units") > 0)
    return cards.with_columns(most=pl.lit(1, pl.Int64))  # of one child
