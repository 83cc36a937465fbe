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
OTHER_OFFERS = "øvrige tilbud"

UNKNOWN = ""  # of a unit without the information: sold, given away, or never told
# What a cell is about. Null in the last three is use that a partner only counted, which enters
# the table of offers alone.
KEYS = ("offer", "area", "age_band", "service")
# The only tables there are: these each period, the others when a long period has closed.
TABLES = (("offer",), ("area",), ("age_band",), ("service",))
LONG_TABLES = (("offer", "area"), ("offer", "age_band"))

# What is protected is a child, and a child may have many uses: the five punches of one card are
# a multiple of five, and would be published as they are. So a cell's base is five times the most
# that one child was given of the offer in a period, and a cell shows its true number only where
# five children or more made it. Of cards that most is the punches, which everybody knows, and
# use is rounded by what the card holds, not by what was punched. Of tickets no rule says how
# many a child may get at once: the most is raised to one of these, so that the base tells no
# more than a step of them. Once raised it stays so for the year.
SIZES = pl.Series([one * ten for ten in (1, 10, 100, 1_000, 10_000) for one in (1, 2, 5)])

# These are in tickets, and in cards for an offer that is cards: each cell counts in its own
# fives. A period with less in all is not told of. An offer with less in a long period is put
# together with others there: three fives are units of at least three awards (OsloMet: no group
# of 5 or fewer, which rounding to fives cannot promise).
LISTED_FROM = 15
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

    @property
    def long(self) -> "Period | None":
        """The period of the finer tables; where all is yearly there are none."""
        return LONGER.get(self)

    def first_day(self, day: date) -> date:
        """The first day of the period that a day is in."""
        return date(day.year, (day.month - 1) // self * self + 1, 1)

    def after(self, first_day: date) -> date:
        """The first day after the period that begins on a day."""
        month = first_day.month - 1 + self
        return date(first_day.year + month // 12, month % 12 + 1, 1)


LONGER = {
    Period.MONTH: Period.QUARTER,
    Period.QUARTER: Period.HALF_YEAR,
    Period.HALF_YEAR: Period.YEAR,
}
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
    service, stream, units. The names are «offer», «area», «age_band», «service» and, each long
    period once it has closed, «offer_area» and «offer_age_band».
    """
    reached = _IN_FIVES.sum().over("stream", "period", "months")
    frozen = frozen.filter(reached >= LISTED_FROM)
    tables = {name_of(table): _summed(frozen, table) for table in TABLES}
    long = _listed(_in_long_periods(frozen.filter(pl.col("area").is_not_null()), until))
    return tables | {name_of(table): _summed(long, table) for table in LONG_TABLES}


_IN_FIVES = pl.col("units") * BASE // pl.col("base")


def name_of(table: Sequence[str]) -> str:
    """A table's name, from what it is about."""
    return "_".join(table)


def _summed(cells: pl.DataFrame, table: Sequence[str]) -> pl.DataFrame:
    keys = ["period", "months", *table, "stream"]
    sums = cells.drop_nulls(table).group_by(keys).agg(pl.col("units").sum())
    return sums.filter(pl.col("units") > 0).sort(keys)


def _in_long_periods(frozen: pl.DataFrame, until: date) -> pl.DataFrame:
    """The cells of closed long periods, with those in place of the short ones."""
    spans = frozen.select("period", "months").unique(maintain_order=True)
    rows = [
        (day, months, long.first_day(day), int(long))
        for day, months in spans.iter_rows()
        if (long := Period(months).long) and long.after(long.first_day(day)) <= until
    ]
    into = {"period": pl.Date, "months": pl.Int64, "long": pl.Date, "long_months": pl.Int64}
    closed = pl.DataFrame(rows, schema=into, orient="row")
    joined = frozen.join(closed, on=["period", "months"])
    return joined.with_columns(period="long", months="long_months").drop("long", "long_months")


def _listed(cells: pl.DataFrame) -> pl.DataFrame:
    """Small offers put together as OTHER_OFFERS, in each long period and stream for itself.

    Where they would still be fewer than LISTED_FROM together, the next smallest joins them.
    """
    within = ["stream", "period"]
    totals = (
        cells.group_by(*within, "offer")
        .agg(total=_IN_FIVES.sum())
        .sort(*within, "total", "offer")
        .with_columns(smaller=pl.col("total").cum_sum().over(within) - pl.col("total"))
    )
    small = (pl.col("total") < LISTED_FROM) | (
        (pl.col("smaller") > 0) & (pl.col("smaller") < LISTED_FROM)
    )
    others = totals.select(*within, "offer", small=small)
    shown = pl.when("small").then(pl.lit(OTHER_OFFERS)).otherwise("offer")
    return cells.join(others, on=[*within, "offer"]).with_columns(offer=shown)


def regrouped(table: pl.DataFrame, groups: pl.DataFrame, name: str) -> pl.DataFrame:
    """Offers of a published table added up by scheme, partner or season: sums of what is shown.

    `groups` has a row per offer, in columns offer and `name`; it is public and fixed.
    """
    keys = ["period", "months", name, "stream"]
    joined = table.join(groups.select("offer", name), on="offer")
    return joined.group_by(keys).agg(pl.col("units").sum()).sort(keys)


def rates(table: pl.DataFrame, by: Sequence[str], *, always: bool = False) -> pl.DataFrame:
    """Columns `by`, awarded, used and rate (a share, at most 1) of a published table.

    The rate is null below RATE_FROM awarded tickets and cards, of which a row has `size` uses
    each, or one where there is no such column. `always` is for a year's offers and for whole
    months, which are told however few they are.
    """
    of = {name: pl.col("units").filter(pl.col("stream") == name).sum() for name in STREAMS}
    least = 0 if always else RATE_FROM
    size = pl.col("size") if "size" in table.columns else 1
    cards = (pl.col("units") / size).filter(pl.col("stream") == "awarded").sum()
    rate = (pl.col("used") / pl.col("awarded")).clip(upper_bound=1.0)
    return (
        table.lazy()
        .group_by(by)
        .agg(**of, cards=cards.round(9))
        .sort(by)
        .with_columns(rate=pl.when(pl.col("awarded") > 0, pl.col("cards") >= least).then(rate))
        .drop("cards")
        .collect()
    )


STREAMS = ("awarded", "used")


def stock_band(left: int) -> str:
    """What leadership may know of a stock, to be worked out once a month."""
    return next(words for least, words in reversed(STOCK_BANDS) if left >= least)
