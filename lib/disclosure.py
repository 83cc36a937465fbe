"""What may be published of uptake, and as which tables, so that no figure gives a child away.

Inner cells (stream, month, offer, area, age band, service) hold true counts and stay with the
case records. `lib.freezing` rounds a period's cells to their `bases` once it has closed. A short
fixed list of tables, all of them sums of frozen cells, is what anyone may see: all sums agree, and
asking for many sums tells no more than the tables do. Zeros are left out of them, since a row
with 0 would tell that there was something. Frames in, frames out: this module opens nothing.

Where no other source is given, a rule's number is what was measured against the attackers of
`tests/attackers.py` (`make bench NAME=uptake`).
"""

from collections.abc import Sequence
from datetime import date
from enum import IntEnum

import polars as pl

from lib.small_counts import BASE

NOTE = (
    "Tallene er avrundet til hele femmere for å verne barna. 0 betyr ingen eller noen få. "
    "Summer stemmer. Forskjeller under 10 bør ikke tolkes. Der ett barn får flere billetter eller "
    "klipp, er avrundingen grovere."
)
# What is too small to stand alone in a table, added up.
OTHER_OFFERS = "øvrige tilbud"
OTHERS = {
    "offer": OTHER_OFFERS,
    "area": "øvrige nærmiljøer",
    "age_band": "øvrige aldre",
    "service": "øvrige tjenester",
}

UNKNOWN = ""  # of a unit without the information: sold, given away, or never told
# What a cell is about. Null in the last three is use that a partner only counted, which enters
# the table of offers alone.
KEYS = ("offer", "area", "age_band", "service")
# The only tables there are: these each period, the others each quarter of a town with months.
TABLES = (("offer",), ("area",), ("age_band",), ("service",))
QUARTER_TABLES = (("offer", "area"), ("offer", "age_band"))

# What is protected is a child, and a child may have many uses: the five punches of one card are
# a multiple of five, and would be published as they are. So a cell's base is five times the most
# that one child was given of the offer in a period, and a cell shows its true number only where
# five children or more made it. Of cards that most is the punches, which everybody knows, and
# use is rounded by what the card holds, not by what was punched. Of tickets no rule says how
# many a child may get at once: the most is raised to one of these, so that the base tells no
# more than a step of them. Once raised it stays so for the year.
SIZES = pl.Series([one * ten for ten in (1, 10, 100, 1_000, 10_000) for one in (1, 2, 5)])

# These are in tickets, and in cards for an offer that is cards: each cell counts in its own
# fives. A period with less in all is not told of, and in a town whose periods are longer than
# months nothing with less stands alone: there, no figure is of fewer than five.
LISTED_FROM = 15
# An offer is divided by area and age from so many on for each group of the larger division: at
# fewer, what the large sums tell of each small cell gave a trained attacker of 600 children 9
# points, and here 4. (OsloMet: no group of 5 or fewer, which rounding to fives cannot promise.)
DIVIDED_FROM = 5
# Below this many a rate of rounded numbers says more about the rounding than about the use.
RATE_FROM = 50
# Kroner of so few claims would tell what one of them was.
CLAIMS_FROM = 15
KRONER_BASE = 5_000
# Yesterday's stock less today's is an award, so leadership sees bands, changed monthly.
STOCK_BANDS = ((0, "under 10"), (10, "10–49"), (50, "50 eller flere"))


class Period(IntEnum):
    """The shortest period that a town's figures are published for, in months."""

    MONTH = 1
    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12

    def first_day(self, day: date) -> date:
        """The first day of the period that a day is in."""
        return date(day.year, (day.month - 1) // self * self + 1, 1)

    def after(self, first_day: date) -> date:
        """The first day after the period that begins on a day."""
        month = first_day.month - 1 + self
        return date(first_day.year + month // 12, month % 12 + 1, 1)


# From so many children on: about 330 awards in a month or 500 in a quarter or half-year.
CHILDREN_FROM = ((600, Period.MONTH), (300, Period.QUARTER), (150, Period.HALF_YEAR))
AWARDS_A_CHILD = 6


def period_for(*, children: int | None, awarded_last_year: int | None) -> Period:
    """How long a town's periods are, for a calendar year at a time.

    Anyone can check it: `children` is the number of low-income children that the municipality
    has typed in, `awarded_last_year` the published number of the last closed year, of which six
    count as a child. The smaller decides; a town that knows neither has yearly figures.
    """
    known = [] if children is None else [children]
    if awarded_last_year is not None:
        known.append(awarded_last_year // AWARDS_A_CHILD)
    fewest = min(known, default=0)
    return next((period for least, period in CHILDREN_FROM if fewest >= least), Period.YEAR)


def bases(most: pl.Series) -> pl.Series:
    """What each cell is rounded to multiples of, from the most that one child was given."""
    return BASE * SIZES.gather(SIZES.search_sorted(most)).alias("base")


def published(frozen: pl.DataFrame, *, until: date) -> dict[str, pl.DataFrame]:
    """The tables by name, from frozen cells of periods that ended before a day.

    Columns period (its first day), months (its length), one or two of offer, area, age_band and
    service, stream, units. The names are «offer», «area», «age_band», «service» and, where
    periods are months, for each quarter once it has closed, «offer_area» and «offer_age_band».
    """
    reached = _IN_FIVES.sum().over("stream", "period", "months")
    frozen = frozen.filter(reached >= LISTED_FROM)
    by_month = pl.col("months") == Period.MONTH
    monthly, longer = frozen.filter(by_month), frozen.filter(~by_month)
    quarters = _in_quarters(monthly, until)
    tables = {
        name_of(table): _summed(
            pl.concat([monthly, few_together(_enough(longer, table), table)]), table
        )
        for table in TABLES
    }
    return tables | {
        name_of(table): _summed(few_together(quarters, table), table) for table in QUARTER_TABLES
    }


_IN_FIVES = pl.col("units") * BASE // pl.col("base")


def name_of(table: Sequence[str]) -> str:
    """A table's name, from what it is about."""
    return "_".join(table)


def _summed(cells: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    keys = ["period", "months", *table, "stream"]
    sums = cells.drop_nulls(table).group_by(keys).agg(pl.col("units").sum())
    return sums.filter(pl.col("units") > 0).sort(keys)


def _in_quarters(monthly: pl.DataFrame, until: date) -> pl.DataFrame:
    """The cells of closed quarters, with those in place of their months."""
    quarter = pl.col("period").dt.truncate("1q")
    closed = monthly.filter(quarter.dt.offset_by("1q") <= until)
    return closed.with_columns(period=quarter, months=pl.lit(int(Period.QUARTER), pl.Int64))


def _enough(cells: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    """A table's cells, of periods in which they are enough: counted use is not in every table."""
    cells = cells.drop_nulls(table)
    return cells.filter(_IN_FIVES.sum().over("stream", "period") >= LISTED_FROM)


def few_together(cells: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    """The cells of a table, with what is too small to stand alone there as one of OTHERS."""
    key = table[0]
    few = too_few(cells, table).with_columns(few=True)
    shown = pl.when("few").then(pl.lit(OTHERS[key])).otherwise(key)
    joined = cells.join(few, on=["stream", "period", key], how="left", maintain_order="left")
    return joined.with_columns(shown.alias(key)).drop("few")


def too_few(cells: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    """Columns stream, period and the table's first key: what is too small to stand alone there.

    Each stream and period is for itself. Where these would still be too few together, the next
    smallest joins them. `cells` has the KEYS, units and base beside those columns.
    """
    within, key = ["stream", "period"], table[0]
    groups = pl.max_horizontal(pl.col("area").n_unique(), pl.col("age_band").n_unique())
    divided_from = DIVIDED_FROM * groups.over(within) if len(table) > 1 else 0
    least = pl.max_horizontal(pl.lit(LISTED_FROM), divided_from)
    return (
        cells.drop_nulls(table)
        .filter(pl.col("units") > 0)
        .with_columns(least=least)
        .group_by(*within, key)
        .agg(pl.col("least").first(), total=_IN_FIVES.sum())
        .sort(*within, "total", key)
        .with_columns(smaller=pl.col("total").cum_sum().over(within) - pl.col("total"))
        .filter(
            (pl.col("total") < pl.col("least"))
            | ((pl.col("smaller") > 0) & (pl.col("smaller") < pl.col("least")))
        )
        .select(*within, key)
    )


def rates(table: pl.DataFrame, by: Sequence[str], *, always: bool = False) -> pl.DataFrame:
    """Columns `by`, awarded, used and the `rate` of a published table, null where there is none."""
    found = sums(table, by)
    counts = zip(found["awarded"], found["used"], found["cards"], strict=True)
    of = pl.Series([rate(*count, always=always) for count in counts], dtype=pl.Float64)
    return found.select(*by, "awarded", "used", rate=of)


def sums(table: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Columns `by`, awarded, used and cards: the awarded tickets and cards, of which a row has
    `size` uses each, or one where there is no such column."""
    of = {name: pl.col("units").filter(pl.col("stream") == name).sum() for name in STREAMS}
    size = pl.col("size") if "size" in table.columns else 1
    cards = (pl.col("units") / size).filter(pl.col("stream") == "awarded").sum()
    return table.lazy().group_by(by).agg(**of, cards=cards).sort(by).collect()


def rate(awarded: int, used: int, cards: float, *, always: bool = False) -> float | None:
    """The share of what was awarded that was used, at most 1; none below RATE_FROM awarded
    tickets and cards.

    `always` is for a year's offers and for whole months, which are told however few they are.
    """
    if awarded <= 0 or (round(cards, 9) < RATE_FROM and not always):
        return None
    return min(used / awarded, 1.0)


STREAMS = ("awarded", "used")


def stock_band(left: int) -> str:
    """What leadership may know of a stock, to be worked out once a month."""
    return next(words for least, words in reversed(STOCK_BANDS) if left >= least)
