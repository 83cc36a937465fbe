"""Uptake as leadership sees it: read from the published store, and from nothing else.

Frames in words: awarded and used are sums of rounded figures, `rate` is a share of at most 1 and
null where it would say more about the rounding than about the use.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from lib import disclosure
from lib.disclosure import Period
from lib.norwegian import month_name
from lib.published import Published


class By(StrEnum):
    """What the figures can be divided by; the last four are fixed groups of offers and months."""

    OFFER = "offer"
    AREA = "area"
    AGE_BAND = "age_band"
    SERVICE = "service"
    PARTNER = "partner"
    SCHEME = "scheme"
    SEASON = "season"
    PERIOD = "period"


BY_NAMES = {
    By.OFFER: "Tilbud",
    By.PARTNER: "Tilbyder",
    By.SCHEME: "Ordning",
    By.AREA: "Nærmiljø",
    By.AGE_BAND: "Alder",
    By.SERVICE: "Tjeneste",
    By.SEASON: "Årstid",
    By.PERIOD: "Måned for måned",
}
# The tables that hold them; whatever else there is are sums of offers.
_TABLES = (By.OFFER, By.AREA, By.AGE_BAND, By.SERVICE)
SEASONS = ("vinter", "vår", "sommer", "høst")  # December to February, and so on

FIGURES = pl.Schema({"awarded": pl.Int64, "used": pl.Int64, "rate": pl.Float64})  # of a group
# What a whole year shows is the same for everyone until the next release, and holds no person.
kept = lru_cache(maxsize=64)


class Total(NamedTuple):
    """Sums of the numbers that are shown; `used` is None where nobody has counted."""

    awarded: int
    used: int | None
    rate: float | None


class _Group(NamedTuple):
    """A group's figures of a year.

    `given` is all that was awarded; the next three are of the rows whose use is known, and None
    where there are none. `untold` says whether some of its use may be among the others.
    """

    key: str | date
    given: int
    awarded: int | None
    used: int | None
    cards: float | None
    untold: bool


def years(published: Published) -> list[int]:
    """The years that have figures, the latest first."""
    return sorted({day.year for day in published["periods"]["period"]}, reverse=True)


def span(published: Published, year: int) -> tuple[date, date]:
    """The first and the last day of a year that the closed periods reach."""
    periods = _periods(published, year)
    last, months = periods[-1]
    return periods[0][0], Period(months).after(last) - timedelta(days=1)


def names(published: Published, dimension: str) -> dict[str, str]:
    """The names of the groups by key, in the order of the store: ages youngest first.

    `dimension` is a By, or one of the other words that `lib.public_facts` puts there.
    """
    of = published["names"].filter(pl.col("dimension") == dimension)
    return dict(zip(of["key"], of["name"], strict=True))


@kept
def within(published: Published, by: By, year: int) -> pl.DataFrame:
    """The year's figures of one table, with a column for what they are divided by, and `size`:
    how many uses a ticket or card has there. Half a year is of no season.
    """
    table = published[by if by in _TABLES else By.OFFER]
    table = table.filter(pl.col("period").dt.year() == year)
    table = sized(published, table, year)
    if by in (By.PARTNER, By.SCHEME):
        table = table.join(published["offers"].select("offer", by), on="offer", how="left")
        table = table.with_columns(pl.col(by).fill_null(disclosure.OTHER_OFFERS))
    if by is By.SEASON:
        table = table.filter(pl.col("months") <= Period.QUARTER).with_columns(season=_season())
    return table


def size(published: Published, year: int) -> float:
    """How many uses a ticket or a card had in a year, on the whole; 1 where nothing was awarded."""
    cards = awarded_cards(published, year)
    table = published["offer"].filter(pl.col("period").dt.year() == year)
    uses = int(table.filter(pl.col("stream") == "awarded")["units"].sum())
    return uses / cards if cards else 1.0


def awarded_cards(published: Published, year: int) -> float:
    """The tickets and cards that were given away in a year, however many uses each of them has."""
    of_year = pl.col("period").dt.year() == year
    table = published["offer"].filter(of_year, pl.col("stream") == "awarded")
    return float(table.select((pl.col("units") / uses_of_one(published)).sum()).item())


def sizes(published: Published) -> dict[str, int]:
    """How many uses each offer's ticket or card has; of those put together, the most of any."""
    known = dict(published["offers"].select("offer", "size").iter_rows())
    return known | {disclosure.OTHER_OFFERS: max(known.values(), default=1)}


def sized(published: Published, table: pl.DataFrame, year: int) -> pl.DataFrame:
    if "offer" not in table.columns:
        return table.with_columns(size=pl.lit(size(published, year)))
    return table.with_columns(size=uses_of_one(published))


def uses_of_one(published: Published) -> pl.Expr:
    """For each row's offer how many uses one of its tickets or cards has."""
    return pl.col("offer").replace_strict(sizes(published), default=1, return_dtype=pl.Float64)


def by_group(published: Published, by: By, year: int, only: Collection[str] = ()) -> pl.DataFrame:
    """Columns key, name, awarded, used, rate for each group of a year; most awarded first.

    `only` keeps some keys: each filter sums what one table shows, so that many of them tell no
    more than the table does. Ages, seasons and periods stand in their own order. Counts by
    partners are in the offers' table and its groups alone: in the others use is what tills have
    registered, and at least that high.
    """
    return _chosen(_by_group(published, by, year), only)


def _chosen(groups: pl.DataFrame, only: Collection[str]) -> pl.DataFrame:
    """Picked by their places: for so few, asking Polars' engine takes ten times as long."""
    if not only:
        return groups
    return groups[[place for place, key in enumerate(groups["key"]) if key in only]]


@kept
def _by_group(published: Published, by: By, year: int) -> pl.DataFrame:
    groups = named(published, by, year)
    always = by in (By.OFFER, By.PERIOD)
    rows = [(one.key, *_together([one], always=always)) for one in _groups(published, by, year)]
    schema = pl.Schema({"key": groups.schema["key"], **FIGURES})
    found = pl.DataFrame(rows, schema=schema, orient="row")
    if by is By.PERIOD:
        all_of_them = groups.join(found, on="key", how="left", maintain_order="left")
        nothing = pl.col("awarded").is_null()
        is_counted = ~pl.col("key").is_in(published["uncounted"]["period"].implode())
        return all_of_them.with_columns(
            pl.col("awarded").fill_null(0),
            used=pl.when(nothing & is_counted).then(0).otherwise("used"),
        )
    found = groups.join(found, on="key", maintain_order="left")
    if by in (By.AGE_BAND, By.SEASON):
        return found
    return found.sort("awarded", descending=True, maintain_order=True)


@kept
def named(published: Published, by: By, year: int) -> pl.DataFrame:
    """Columns key and name of all that figures are divided by, in order."""
    if by is By.PERIOD:
        periods = _periods(published, year)
        told = {day: period_text(day, months) for day, months in periods}
        return pl.DataFrame({"key": list(told), "name": list(told.values())})
    known = {name: name for name in SEASONS} if by is By.SEASON else names(published, by)
    columns = {"key": pl.String, "name": pl.String}
    return pl.DataFrame({"key": list(known), "name": list(known.values())}, schema=columns)


@kept
def _groups(published: Published, by: By, year: int) -> tuple[_Group, ...]:
    table = within(published, by, year)
    known = disclosure.sums(counted(published, table), [by])
    # Sums of all there is have the others in them.
    partly = [] if by in (By.PERIOD, By.SEASON) else partly_told(table)
    untold = table.filter(_key(table).is_in(partly))[by]
    rows = (
        disclosure.sums(table, [by])
        .select(by, given="awarded")
        .join(known, on=by, how="left", maintain_order="left")
        .with_columns(untold=pl.col(by).is_in(untold.implode()))
    )
    return tuple(_Group(*row) for row in rows.iter_rows())


def _together(groups: Sequence[_Group], *, whole: bool = False, always: bool = False) -> Total:
    """What may be told of some groups, or of the `whole` table, which has the others in it."""
    awarded = sum(group.awarded or 0 for group in groups)
    used = sum(group.used or 0 for group in groups)
    cards = sum(group.cards or 0 for group in groups)
    is_known = any(group.used is not None for group in groups)
    untold = not whole and any(group.untold for group in groups)
    mixed = untold or (not whole and _has_others(groups))
    return Total(
        sum(group.given for group in groups),
        used if is_known and (used or not untold) else None,
        None if mixed else disclosure.rate(awarded, used, cards, always=always),
    )


def _has_others(groups: Iterable[_Group]) -> bool:
    """Whether one of them is what is put together."""
    return any(group.key in disclosure.OTHERS.values() for group in groups)


def counted(published: Published, table: pl.DataFrame) -> pl.DataFrame:
    """The rows of figures in which the use is known; of offers put together, where all of it is."""
    if "offer" not in table.columns:
        return table
    cell = ["period", "offer"]
    rows = table.lazy()
    has_use = rows.filter(pl.col("stream") == "used").select(cell)
    unknown = published["uncounted"].lazy().join(has_use, on=cell, how="anti")
    together = unknown.join(rows, on=cell, how="anti").with_columns(
        offer=pl.lit(disclosure.OTHER_OFFERS)
    )
    return rows.join(pl.concat([unknown, together]), on=cell, how="anti").collect()


def partly_told(table: pl.DataFrame) -> list[str]:
    """The keys that stand alone with their awards while some of their use is among the others.

    A rate of these, or of the others, would be of awards and use that are not of the same tickets.
    """
    key = _key(table)
    used = table.filter(pl.col("stream") == "used").select("period", key).unique()
    others = disclosure.OTHERS[key.meta.output_name()]
    periods = used.filter(key == others)["period"]
    cells = table.filter(pl.col("period").is_in(periods.implode())).select("period", key).unique()
    silent = cells.join(used, on=cells.columns, how="anti")
    return silent.select(key).to_series().unique().to_list()


def _key(table: pl.DataFrame) -> pl.Expr:
    """What little of is put together in a table."""
    return pl.col(next(key for key in disclosure.OTHERS if key in table.columns))


def has_months(published: Published, year: int) -> bool:
    """Whether the year is told of month by month, so that its offers are divided, too."""
    return any(months == Period.MONTH for _day, months in _periods(published, year))


def has_others(published: Published, by: By, year: int) -> bool:
    """Whether something was too small to stand alone in the year, and is among the others."""
    return _has_others(_groups(published, by, year))


def total(published: Published, by: By, year: int, only: Collection[str] = ()) -> Total:
    """One table's sum of a year, of the numbers it shows."""
    groups = _groups(published, by, year)
    if only:
        groups = tuple(group for group in groups if group.key in only)
    if groups:
        return _together(groups, whole=not only)
    uncounted = published["uncounted"].filter(pl.col("period").dt.year() == year)
    if by is By.OFFER and only:
        uncounted = uncounted.filter(pl.col("offer").is_in(list(only)))
    return Total(0, 0 if uncounted.is_empty() else None, None)


def cards(published: Published, year: int) -> pl.DataFrame:
    """Columns scheme (its name), channel, issued, used, rate of a closed year's own cards (R21)."""
    table = published["cards"].filter(pl.col("period").dt.year() == year)
    of = {
        name: pl.col("units").filter(pl.col("stream") == name).sum() for name in ("issued", "used")
    }
    few = pl.col("issued") < disclosure.RATE_FROM
    return (
        table.group_by("scheme", "channel")
        .agg(**of)
        .with_columns(
            rate=pl.when(~few).then((pl.col("used") / pl.col("issued")).clip(upper_bound=1.0)),
            scheme=pl.col("scheme").replace(names(published, By.SCHEME)),
        )
        .select("scheme", "channel", "issued", "used", "rate")
        .sort("scheme", "channel")
    )


def expected(published: Published, year: int) -> pl.DataFrame:
    """Columns scheme (its name), times, so_far, used: the year's plan, the part of it that the
    closed periods are, and what was used in them (R18), null where nobody has counted or all of
    it may be among the others."""
    plan = published["expected"].filter(pl.col("year") == year)
    months = sum(length for _, length in _periods(published, year))
    used = by_group(published, By.SCHEME, year).select("key", "used", has_figures=True)
    nothing = None if has_others(published, By.SCHEME, year) else 0
    return (
        plan.join(used, left_on="scheme", right_on="key", how="left")
        .with_columns(
            used=pl.when("has_figures").then("used").otherwise(nothing),
            so_far=(pl.col("times") * months / 12).round().cast(pl.Int64),
            scheme=pl.col("scheme").replace(names(published, By.SCHEME)),
        )
        .select("scheme", "times", "so_far", "used")
        .sort("scheme")
    )


def children(published: Published, year: int) -> int | None:
    """The typed-in number of children in low-income families, of the year or the one before."""
    known = published["children"].filter(pl.col("year") <= year).sort("year")
    return None if known.is_empty() else int(known["children"][-1])


def months_without_offers(published: Published) -> list[date]:
    """The months ahead in which nothing that was stocked can be used (R51)."""
    return list(published["on_offer"].filter(pl.col("offers") == 0)["month"])


def period_text(first_day: date, months: int) -> str:
    """«mai», «apr.–juni» or «hele året»."""
    if months == Period.YEAR:
        return "hele året"
    first = month_name(first_day.month)
    if months == Period.MONTH:
        return first
    return f"{first[:3]}.–{month_name(first_day.month + months - 1)}"


def _periods(published: Published, year: int) -> Sequence[tuple[date, int]]:
    table = published["periods"].filter(pl.col("period").dt.year() == year)
    return list(table.select("period", "months").iter_rows())


def _season() -> pl.Expr:
    number = pl.col("period").dt.month() % 12 // 3
    return number.replace_strict(dict(enumerate(SEASONS)), return_dtype=pl.String)
