"""Freezing: a closed period's counts rounded once, and never again.

Rounding closed months anew at each release gives away by averaging what rounding hides. So a
period stays as it was frozen, and what becomes known later (a late count, a revoked award, the
rounding's own errors) is carried by the periods that are still to come, within the calendar
year. What is corrected in a year that has closed is left out: its figures stand.

The counts must come from records that outlive the persons: an award keeps the area, the age
band and the service of its own day when somebody moves or is erased.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lib import small_counts
from lib.disclosure import (
    KEYS,
    LISTED_FROM,
    LONG_TABLES,
    OTHER_OFFERS,
    TABLES,
    Period,
    bases,
)
from lib.small_counts import BASE, Floats, Ints, Margin

# The frozen cells of all periods. `units` is rounded, to a multiple of `base`; `entered` is the
# true number that the period has accounted for, and secret, like the seed.
FROZEN = pl.Schema(
    {
        "stream": pl.String,
        "period": pl.Date,
        "months": pl.Int64,
        **dict.fromkeys(KEYS, pl.String),
        "base": pl.Int64,
        "units": pl.Int64,
        "entered": pl.Int64,
    }
)

# What a squared deviation costs: of a period's own sums, of the year's so far, and of a long
# period's cells, of which the last short period has to make good what is left.
OF_THE_PERIOD = 1.0
OF_THE_YEAR = 2.0
OF_THE_LONG_PERIOD = 1.5
UNTIL_IT_CLOSES = 0.6
OF_THE_LONG_OFFERS = 2.5  # times as much: they decide which offers stand together
OF_A_TOTAL = 5.0
OF_FEW_SUMS = 3.0  # times as much for areas, age bands and services, whose sums are large

# What a small sum aims at is drawn from the seed, so that nobody can reckon back from how near
# the figures are: for 1 to 4 it is 0 or 5, whichever they are; from there to SMALL_SUM it is up
# to ASIDE beside the number. What is drawn has to count for more than the other sums' pull.
SMALL_SUM, ASIDE = 15, 2.0
OF_A_DRAWN_SUM = 2.0


class AlreadyFrozen(ValueError):
    """A period at or before the last one that was frozen: the clock or the caller is wrong."""


def freeze(
    frozen: pl.DataFrame, cells: pl.DataFrame, *, period: date, length: Period, seed: bytes
) -> pl.DataFrame:
    """The frozen cells of a period that has closed, to be added to those so far.

    `frozen` has the schema FROZEN. `cells` are all true counts as they stand now, in columns
    stream, month, the KEYS, units and `most`, the most of them that one child may be; what lies
    in other years or after the period is passed over. The same seed (1 to 64 bytes, secret) gives
    the same cells. Raises AlreadyFrozen.
    """
    if frozen.filter(pl.col("period") >= period).height:
        raise AlreadyFrozen(period)
    year_began = date(period.year, 1, 1)
    cells = cells.filter(pl.col("month") >= year_began, pl.col("month") < length.after(period))
    frozen = frozen.filter(pl.col("period") >= year_began)
    new = [FROZEN.to_frame()]
    for stream in sorted({*cells["stream"], *frozen["stream"]}):
        of_stream = pl.col("stream") == stream
        closing = _Closing(stream, period, length, seed)
        new.append(closing.frozen(frozen.filter(of_stream), cells.filter(of_stream)))
    return pl.concat(new)


@dataclass(frozen=True)
class _Closing:
    """One stream's period, being frozen."""

    stream: str
    period: date
    length: Period
    seed: bytes

    def frozen(self, earlier: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
        """The period's frozen cells; `earlier` and `cells` are the year's, of this stream."""
        inner = self._accounts(earlier, cells)
        now = inner["now"].to_numpy()
        random = np.random.default_rng(secret_number(self.seed, self.stream, self.period))
        base = inner["base"].to_numpy()
        units = small_counts.rounded(now, base, list(self._margins(inner)), random)
        return inner.select(
            pl.lit(self.stream).alias("stream"),
            pl.lit(self.period).alias("period"),
            pl.lit(int(self.length), pl.Int64).alias("months"),
            *KEYS,
            "base",
            pl.Series("units", units),
            pl.col("now").alias("entered"),
        ).filter((pl.col("units") > 0) | (pl.col("entered") > 0))

    def _accounts(self, earlier: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
        """A row per inner cell of the year, with the true counts that are

        now:  to be entered: what is known of the year and in no frozen period, at least 0
        year: known of the year, less what was published of it
        long: now, and whatever rounding left over in the long period's earlier part
        reached: entered in the long period so far

        and the base: that of the year's largest awards in it.
        """
        in_long = pl.col("period") >= self._long_began
        entered, units = pl.col("entered"), pl.col("units")
        return (
            pl.concat(
                [
                    cells.select(
                        *KEYS,
                        base=bases(cells["most"]),
                        known="units",
                        entered=0,
                        units=0,
                        left=0,
                        reached=0,
                    ),
                    earlier.select(
                        *KEYS,
                        "base",
                        known=0,
                        entered=entered,
                        units=units,
                        left=pl.when(in_long).then(entered - units).otherwise(0),
                        reached=pl.when(in_long).then("entered").otherwise(0),
                    ),
                ],
                how="vertical_relaxed",
            )
            .group_by(KEYS)
            .agg(pl.col("base").max(), pl.exclude("base").sum().cast(pl.Int64))
            .sort(KEYS)
            .with_columns(now=(pl.col("known") - entered).clip(0), year=pl.col("known") - units)
            .with_columns(
                long=pl.col("now") + pl.col("left"), reached=pl.col("now") + pl.col("reached")
            )
        )

    @property
    def _long_began(self) -> date:
        return self.length.long.first_day(self.period) if self.length.long else self.period

    def _margins(self, inner: pl.DataFrame) -> Iterator[Margin]:
        """Every sum that the rounding is to keep close, published or on its way to be."""
        long = self.length.long
        for span, column, whole, weight in (
            (self.period, "now", "now", OF_THE_PERIOD),
            (self.period.year, "year", "known", OF_THE_YEAR),
        ):
            for table in TABLES:
                times = 1 if "offer" in table else OF_FEW_SUMS
                told = column == "now"
                yield self._margin(inner, table, column, whole, times * weight, span, told)
            for total in ("offer", "area"):  # with and without what was only counted
                yield self._total(inner, total, column, OF_A_TOTAL * weight)
        if long:
            closes = self.length.after(self.period) == long.after(self._long_began)
            weight = OF_THE_LONG_PERIOD if closes else UNTIL_IT_CLOSES
            # Not drawn: which offers stand on their own should not be left to chance.
            of, target, _ = _sums(inner, ("offer",), inner["long"].to_numpy())
            size = _sizes(inner, ("offer",), inner["reached"].to_numpy())
            yield Margin(of, target, OF_THE_LONG_OFFERS * weight, size=size)
            for finer in LONG_TABLES:
                for cells, over, times in (
                    (inner, ("long", self._long_began), 1),
                    (_likely_others(inner), ("others", self._long_began), OF_FEW_SUMS),
                ):
                    yield self._margin(
                        cells, finer, "long", "reached", times * weight, over, closes
                    )

    def _margin(
        self,
        inner: pl.DataFrame,
        table: Sequence[str],
        column: str,
        whole: str,
        weight: float,
        span: object,
        told: bool,
    ) -> Margin:
        values, true = inner[column].to_numpy(), inner[whole].to_numpy()
        return margin(
            inner, table, values, weight, self.seed, (self.stream, span), whole=true, told=told
        )

    def _total(self, inner: pl.DataFrame, key: str, column: str, weight: float) -> Margin:
        everything = pl.when(pl.col(key).is_not_null()).then(0)
        at = inner.with_columns(everything=everything)
        of, target, _ = _sums(at, ("everything",), inner[column].to_numpy())
        size = _sizes(at, ("everything",), inner[column].to_numpy().clip(0))
        return Margin(of, target, weight, size=size)


def margin(
    cells: pl.DataFrame,
    keys: Sequence[str],
    values: Ints,
    weight: float,
    seed: bytes,
    span: tuple[object, ...],
    *,
    whole: Ints | None = None,
    told: bool = True,
) -> Margin:
    """The sums of `values` by some columns, to aim beside as the seed and the span tell.

    `cells` has the base of each beside those columns; `whole` are the true counts where `values`
    are only what is left of them; `told` as in Margin.
    """
    whole = values if whole is None else whole
    of, target, groups = _sums(cells, keys, values)
    size = _sizes(cells, keys, whole)
    true = _sums(cells, keys, whole)[1] / size
    names = groups.iter_rows()
    chance = np.array([secret_number(seed, *span, *keys, *name) / 2**64 for name in names])
    small = (true > 0) & (true < BASE)
    aside = np.where(true < SMALL_SUM, ASIDE * (2 * chance - 1), 0.0)
    drawn = size * np.where(small, np.where(chance < 0.5, BASE, 0) - true, aside)
    weights = np.where(small, OF_A_DRAWN_SUM * weight, weight)
    return Margin(of, target + drawn, weights, told, size)


def _sizes(cells: pl.DataFrame, keys: Sequence[str], true: Ints) -> Floats:
    """For each sum how many times BASE its cells' bases are: by what is in them, if anything is."""
    base = cells["base"].to_numpy()
    of, counts, _ = _sums(cells, keys, true)
    worth = _sums(cells, keys, true * BASE / base)[1]
    inside = of >= 0
    plain = np.bincount(of[inside], base[inside]) / np.bincount(of[inside]) / BASE
    return np.divide(counts, worth, out=plain, where=worth > 0)


def _sums(
    cells: pl.DataFrame, keys: Sequence[str], values: Ints | Floats
) -> tuple[Ints, Floats, pl.DataFrame]:
    """For each row the number of its sum, the sums of the values, and what they are sums of."""
    of, groups = _grouped(cells, keys)
    inside = of >= 0
    sums = np.bincount(of[inside], values[inside], groups.height).astype(np.float64)
    return of, sums, groups


def _likely_others(inner: pl.DataFrame) -> pl.DataFrame:
    """The offers that will stand together in the long period as one, the rest as null."""
    total = (pl.col("reached") * BASE / pl.col("base")).sum().over("offer")
    few = total < LISTED_FROM - BASE / 2
    return inner.with_columns(offer=pl.when(few).then(pl.lit(OTHER_OFFERS)))


def _grouped(inner: pl.DataFrame, table: Sequence[str]) -> tuple[Ints, pl.DataFrame]:
    """For each row the number of its group in the second frame, or -1 where a key is null."""
    groups = inner.select(table).drop_nulls().unique(maintain_order=True)
    numbered = groups.with_row_index("at")
    of = inner.select(table).join(numbered, on=table, how="left", maintain_order="left")["at"]
    return of.cast(pl.Int64).fill_null(-1).to_numpy(), groups


def secret_number(seed: bytes, *what: object) -> int:
    """A number that only the seed tells, the same each time for the same things."""
    text = "\x1f".join(map(str, what)).encode()
    return int.from_bytes(hashlib.blake2b(text, key=seed, digest_size=8).digest(), "big")
