"""Freezing: a closed period's counts rounded once, and never again.

Rounding closed months anew at each release gives away by averaging what rounding hides. So a
period stays as it was frozen, and what becomes known later (a late count, a revoked award, the
rounding's own errors) is carried by the periods that are still to come, within the calendar
year. What is corrected in a year that has closed is left out: its figures stand.

The counts must come from records that outlive the persons: an award keeps the area, the age
band and the service of its own day when somebody moves or is erased.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lib import small_counts
from lib.disclosure import (
    KEYS,
    OTHERS,
    QUARTER_TABLES,
    TABLES,
    Period,
    bases,
    few_together,
    too_few,
)
from lib.rounding_targets import drawn_margin, plain_margin, secret_number
from lib.small_counts import BASE, Ints, Margin

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

# What a squared deviation costs: of a period's own sums, of the whole year's, and of a long
# period's cells, of which the last short period has to make good what is left. The year so far
# counts for less, by the square of how much of the year it is: made good at once, each period's
# error would tell in the next what the true number was.
OF_THE_PERIOD = 1.0
OF_THE_YEAR = 8.0
OF_THE_LONG_PERIOD = 1.5
UNTIL_IT_CLOSES = 0.6
OF_THE_LONG_OFFERS = 2.5  # times as much: they decide which offers stand together
OF_A_TOTAL = 5.0
OF_FEW_SUMS = 3.0  # times as much for areas, age bands and services, whose sums are large

# No published figure should be further from the true one. Where one would be, the period is
# rounded once more, from another beginning and with the offers that would have stood together;
# but not where there are so many cells that each time takes seconds and all times come alike.
FARTHEST, TRIES, MANY_CELLS = 2 * BASE, 10, 10_000


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
        units, farthest = np.zeros_like(now), np.inf
        others = self._others(inner, inner["reached"])
        for _try in range(TRIES if len(now) < MANY_CELLS else 1):
            tried = small_counts.rounded(now, base, list(self._margins(inner, others)), random)
            if (off := self._farthest_off(inner, tried)) < farthest:
                units, farthest = tried, off
            if farthest <= FARTHEST:
                break
            others = self._others(inner, self._so_far(inner, tried))
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
    def _long(self) -> Period:
        """The period in which little stands together: a month's quarter, or the period itself."""
        return Period.QUARTER if self.length is Period.MONTH else self.length

    @property
    def _long_began(self) -> date:
        return self._long.first_day(self.period)

    @property
    def _long_closes(self) -> bool:
        return self.length.after(self.period) == self._long.after(self._long_began)

    @property
    def _tables_with_others(self) -> Sequence[Sequence[str]]:
        return QUARTER_TABLES if self.length is Period.MONTH else TABLES

    def _others(self, inner: pl.DataFrame, units: pl.Series) -> list[pl.DataFrame]:
        """For each table in which some stand together: the same cells, of those alone, as one.

        `units` are those of the long period, true or rounded.
        """
        cells = self._in_long(inner).with_columns(units=units)
        found = []
        for table in self._tables_with_others:
            key = table[0]
            is_few = pl.col(key).is_in(too_few(cells, table)[key].implode())
            found.append(inner.with_columns(pl.when(is_few).then(pl.lit(OTHERS[key])).alias(key)))
        return found

    def _in_long(self, inner: pl.DataFrame) -> pl.DataFrame:
        return inner.with_columns(stream=pl.lit(self.stream), period=pl.lit(self._long_began))

    def _so_far(self, inner: pl.DataFrame, units: Ints) -> pl.Series:
        """What has been published of the long period, with these units."""
        return pl.Series("units", units) - inner["long"] + inner["reached"]

    def _farthest_off(self, inner: pl.DataFrame, units: Ints) -> float:
        """By how much a figure about to be published is off, at most, where fives are the base."""
        rounded = self._in_long(inner).with_columns(
            off=pl.Series(units) - pl.col("now"),
            long_off=pl.Series(units) - pl.col("long"),
            units=self._so_far(inner, units),
        )
        farthest = [0.0]
        if self.length is Period.MONTH:
            farthest += [_farthest(rounded, table, "off") for table in TABLES]
        if self._long_closes:
            farthest += [
                _farthest(few_together(rounded, table), table, "long_off")
                for table in self._tables_with_others
            ]
        return max(farthest)

    def _margins(self, inner: pl.DataFrame, others: Sequence[pl.DataFrame]) -> Iterator[Margin]:
        """Every sum that the rounding is to keep close, published or on its way to be.

        `others` as `_others` gives them.
        """
        so_far = (self.period.month - 1 + self.length) / Period.YEAR
        for span, column, whole, weight in (
            (self.period, "now", "now", OF_THE_PERIOD),
            (self.period.year, "year", "known", OF_THE_YEAR * so_far**2),
        ):
            for table in TABLES:
                times = 1 if "offer" in table else OF_FEW_SUMS
                told = column == "now"
                yield self._margin(inner, table, column, whole, times * weight, span, told)
            for total in ("offer", "area"):  # with and without what was only counted
                yield self._total(inner, total, column, OF_A_TOTAL * weight)
        weight = OF_THE_LONG_PERIOD if self._long_closes else UNTIL_IT_CLOSES
        # Not drawn: which offers stand on their own should not be left to chance.
        left, reached = inner["long"].to_numpy(), inner["reached"].to_numpy()
        yield plain_margin(inner, ("offer",), left, OF_THE_LONG_OFFERS * weight, whole=reached)
        for alone, together in zip(self._tables_with_others, others, strict=True):
            for cells, over, times in (
                (inner, ("long", self._long_began), 1),
                (together, ("others", self._long_began), OF_FEW_SUMS),
            ):
                yield self._margin(
                    cells, alone, "long", "reached", times * weight, over, self._long_closes
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
        return drawn_margin(
            inner, table, values, weight, self.seed, (self.stream, span), whole=true, told=told
        )

    def _total(self, inner: pl.DataFrame, key: str, column: str, weight: float) -> Margin:
        everything = pl.when(pl.col(key).is_not_null()).then(0)
        at = inner.with_columns(everything=everything)
        values = inner[column].to_numpy()
        return plain_margin(at, ("everything",), values, weight, whole=values.clip(0))


def _farthest(cells: pl.DataFrame, table: Sequence[str], off: str) -> float:
    """The largest error of a table's sums, in fives over the largest base that a cell was moved by.

    A card of ten punches more is ten tickets less in the same sum, and no fault of either.
    """
    error, base = pl.col(off), pl.col("base")
    moved = base.filter(error.abs() * 2 >= base).max()
    of_sum = pl.coalesce(moved, base.filter(error != 0).min())
    sums = cells.drop_nulls(table).group_by(table).agg(error.sum().abs() * BASE / of_sum)
    return float(sums[off].fill_null(0).to_numpy().max(initial=0.0))
