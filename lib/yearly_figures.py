"""The two tables beside uptake: cards by scheme, channel and year; kroner by scheme and quarter.

Each is rounded and frozen once, like the rest.
"""

from datetime import date

import numpy as np
import polars as pl

from lib import small_counts
from lib.disclosure import CLAIMS_FROM, KRONER_BASE, LISTED_FROM, Period, bases
from lib.freezing import AlreadyFrozen
from lib.rounding_targets import drawn_margin, secret_number
from lib.small_counts import BASE

CARD_KEYS = ("scheme", "channel")

# `claims` is rounded; what is entered is true, and secret.
KRONER = pl.Schema(
    {
        "period": pl.Date,
        "months": pl.Int64,
        "scheme": pl.String,
        "claims": pl.Int64,
        "kroner": pl.Int64,
        "entered_claims": pl.Int64,
        "entered_kroner": pl.Int64,
    }
)


def freeze_cards(cards: pl.DataFrame, *, year: int, seed: bytes) -> pl.DataFrame:
    """A closed year's cards, rounded: columns stream, scheme, channel, period, months, units.

    `cards` are true counts in columns stream («issued» or «used»), scheme, channel, units and
    `most`, the most of them that one child has. All of what is returned may be published, and
    sums over schemes or channels are sums of it. Schemes with less than LISTED_FROM issued (in
    the fives of each) are left out: somebody knows how many were printed.
    """
    new = []
    for stream in sorted(set(cards["stream"])):
        counts = cards.filter(pl.col("stream") == stream).group_by(CARD_KEYS).agg(
            pl.col("units").sum(), pl.col("most").max()
        )  # fmt: skip
        counts = counts.sort(CARD_KEYS).with_columns(base=bases(counts["most"]))
        units = counts["units"].to_numpy().astype(np.int64)
        margins = [
            drawn_margin(counts, keys, units, weight, seed, ("cards", stream, year))
            for keys, weight in ((CARD_KEYS, 1.0), (("scheme",), 0.5), (("channel",), 0.5))
        ]
        random = np.random.default_rng(secret_number(seed, "cards", stream, year))
        base = counts["base"].to_numpy()
        rounded = pl.Series("units", small_counts.rounded(units, base, margins, random))
        new.append(counts.select(pl.lit(stream).alias("stream"), *CARD_KEYS, "base", rounded))
    none = pl.DataFrame(schema=dict.fromkeys(("stream", *CARD_KEYS), pl.String))
    nought = pl.lit(0, pl.Int64)
    together = pl.concat([none.with_columns(base=nought, units=nought), *new])
    fives = pl.col("units") * BASE // pl.col("base")
    issued = fives.filter(pl.col("stream") == "issued").sum().over("scheme")
    told = together.filter(issued >= LISTED_FROM, pl.col("units") > 0).drop("base")
    return told.with_columns(
        pl.lit(date(year, 1, 1)).alias("period"), pl.lit(12, pl.Int64).alias("months")
    )


def freeze_kroner(
    frozen: pl.DataFrame, claims: pl.DataFrame, *, period: date, length: Period, seed: bytes
) -> pl.DataFrame:
    """A closed quarter's rows (or a longer period's), to be added to those so far.

    `frozen` has the schema KRONER. `claims` are all true ones as they stand now, in columns
    month, scheme, claims, kroner. Late corrections move into the period, within the year; the
    claims go up or down to a multiple of five by chance. Raises AlreadyFrozen.
    """
    if frozen.filter(pl.col("period") >= period).height:
        raise AlreadyFrozen(period)
    began, ends = date(period.year, 1, 1), length.after(period)
    known = (
        claims.filter(pl.col("month") >= began, pl.col("month") < ends)
        .group_by("scheme")
        .agg(pl.col("claims", "kroner").sum())
    )
    before = (
        frozen.filter(pl.col("period") >= began)
        .group_by("scheme")
        .agg(pl.col("entered_claims", "entered_kroner").sum())
    )
    now = known.join(before, on="scheme", how="left").fill_null(0).sort("scheme")
    now = now.with_columns(
        entered_claims=(pl.col("claims") - pl.col("entered_claims")).clip(0),
        entered_kroner=(pl.col("kroner") - pl.col("entered_kroner")).clip(0),
    )
    chance = [secret_number(seed, "kroner", name, period) % BASE for name in now["scheme"]]
    claims_now, kroner_now = pl.col("entered_claims"), pl.col("entered_kroner")
    return now.select(
        pl.lit(period).alias("period"),
        pl.lit(int(length), pl.Int64).alias("months"),
        "scheme",
        claims=(claims_now + pl.Series(chance, dtype=pl.Int64)) // BASE * BASE,
        kroner=(kroner_now + KRONER_BASE // 2) // KRONER_BASE * KRONER_BASE,
        entered_claims=claims_now,
        entered_kroner=kroner_now,
    )


def published_kroner(frozen: pl.DataFrame) -> pl.DataFrame:
    """Columns period, months, scheme, kroner: only where the rounded claims are enough."""
    enough = frozen.filter(pl.col("claims") >= CLAIMS_FROM, pl.col("kroner") > 0)
    return enough.select("period", "months", "scheme", "kroner").sort("period", "scheme")
