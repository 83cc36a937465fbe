"""The attackers of published uptake: what each gets out of the tables, beside the truth.

A published store is what `lib.disclosure.published` gives: tables by name, in long form, with
columns period, months, one or two of offer, area, age band and service, stream, units; what is
not listed is 0. The truth is inner cells as `tests.uptake_towns` makes them. An attacker sees
the first and is judged by the second. The trained attacker is in `tests.trained_attacker`, the
one with linear programming in `tests.bounding_attacker`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl

from lib.disclosure import (
    OTHER_OFFERS,
    OTHERS,
    QUARTER_TABLES,
    TABLES,
    Period,
    name_of,
)

BASE = 5
SMALL = (1, 4)
Store = Mapping[str, pl.DataFrame]
ALL_TABLES = {name_of(table): table for table in (*TABLES, *QUARTER_TABLES)}


@dataclass(frozen=True)
class Taken:
    """How many of the small true cells an attacker got."""

    cells: int
    exact: int
    within_one: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.cells + other.cells, self.exact + other.exact, self.within_one + other.within_one
        )

    @property
    def exact_share(self) -> float:
        """Percent of the small cells."""
        return 100 * self.exact / max(1, self.cells)

    @property
    def within_one_share(self) -> float:
        """Percent of the small cells."""
        return 100 * self.within_one / max(1, self.cells)


def beside(store: Store, truth: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Each table with columns shown and true: every cell with a true unit or a shown one."""
    found = {}
    for name, table in ALL_TABLES.items():
        shown = store[name].rename({"units": "shown"})
        keys = ["period", "months", *table, "stream"]
        true = _true_cells(store, truth, table, shown).rename({"units": "true"})
        both = shown.join(true, on=keys, how="full", coalesce=True)
        found[name] = both.fill_null(0).sort(keys)
    return found


def _true_cells(
    store: Store, truth: pl.DataFrame, table: Sequence[str], shown: pl.DataFrame
) -> pl.DataFrame:
    """The true counts of a table's cells, in the periods that are published."""
    told = shown if table in QUARTER_TABLES else store["offer"]
    keys = ["period", "months", *table, "stream"]
    parts = [
        _placed(truth, day, months, table, shown)
        for day, months in told.select("period", "months").unique().iter_rows()
    ]
    if not parts:
        return shown.select(*keys, pl.lit(0, pl.Int64).alias("units")).clear()
    rows = pl.concat(parts)
    if table in QUARTER_TABLES or "service" in table:
        rows = rows.drop_nulls(["area", "age_band", "service"])
    return rows.drop_nulls(table).group_by(keys).agg(pl.col("units").sum())


def _placed(
    truth: pl.DataFrame, day: date, months: int, table: Sequence[str], shown: pl.DataFrame
) -> pl.DataFrame:
    """The true cells of one published period; what its table does not list is among others."""
    until = Period(months).after(day)
    rows = truth.filter(pl.col("month").is_between(day, until, closed="left")).with_columns(
        pl.lit(day).alias("period"), pl.lit(months, pl.Int64).alias("months")
    )
    if months == Period.MONTH:
        return rows
    key = table[0]
    names = shown.filter(pl.col("period") == day).select("stream", key).unique()
    joined = rows.join(names.with_columns(own=pl.lit(True)), on=["stream", key], how="left")
    is_other = pl.col("own").is_null() & pl.col(key).is_not_null()
    return joined.with_columns(
        pl.when(is_other).then(pl.lit(OTHERS[key])).otherwise(key).alias(key)
    )


def errors(store: Store, truth: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """`beside`, with a column error: shown less true."""
    return {
        name: cells.with_columns(error=pl.col("shown") - pl.col("true"))
        for name, cells in beside(store, truth).items()
    }


def small(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells that must not be found out: 1 to 4 in truth."""
    return cells.filter(pl.col("true").is_between(*SMALL))


def not_multiples(store: Store) -> int:
    """Published cells that are no multiple of five."""
    return sum(table.filter(pl.col("units") % BASE != 0).height for table in store.values())


def disagreements(store: Store) -> list[str]:
    """The sum relations between the tables that do not hold, in words.

    Only counted use is in the table of offers alone: beside another it may be larger, there.
    """
    found = []
    totals = {name: _sums(store[name], ["stream", "period"]) for name in map(name_of, TABLES)}
    for name in ("age_band", "service"):
        if totals[name] != totals["area"]:
            found.append(f"{name} and area: the periods' sums")
    if any(units > totals["offer"].get(at, 0) for at, units in totals["area"].items()):
        found.append("area and offer: the periods' sums")
    for table in QUARTER_TABLES:
        second = table[1]
        fine = store[name_of(table)]
        spans = fine.select("period", "months").unique()
        for day, months in spans.iter_rows():
            until = Period(months).after(day)
            inside = pl.col("period").is_between(day, until, closed="left")
            here = _sums(fine.filter(pl.col("period") == day), ["stream", second])
            if here != _sums(store[second].filter(inside), ["stream", second]):
                found.append(f"{name_of(table)} and {second}: {day}")
            offers = _sums(store["offer"].filter(inside), ["stream", "offer"])
            own = fine.filter(pl.col("period") == day, pl.col("offer") != OTHER_OFFERS)
            for at, units in _sums(own, ["stream", "offer"]).items():
                if units > offers.get(at, 0):
                    found.append(f"{name_of(table)} and offer: {at}, {day}")
    pair = [_sums(store[name_of(t)], ["stream", "period", "offer"]) for t in QUARTER_TABLES]
    if pair[0] != pair[1]:
        found.append("offer_area and offer_age_band: the offers' sums")
    return found


def _sums(table: pl.DataFrame, keys: Sequence[str]) -> dict[object, int]:
    sums = table.group_by(keys).agg(pl.col("units").sum()).filter(pl.col("units") > 0)
    return {row[:-1]: row[-1] for row in sums.iter_rows()}


def moved(earlier: Store, later: Store) -> int:
    """Cells of an earlier release that a later one has changed, or given to a closed period."""
    changed = 0
    for name, table in earlier.items():
        keys = [column for column in table.columns if column != "units"]
        periods = table.select("period").unique()
        again = later[name].join(periods, on="period", how="semi")
        both = table.join(again, on=keys, how="full", coalesce=True, suffix="_again")
        changed += both.fill_null(0).filter(pl.col("units") != pl.col("units_again")).height
    return changed


def by_repetition(
    releases: Sequence[Store], truth: pl.DataFrame, *, seen_at_least: int = 1
) -> Taken:
    """Successive releases side by side: the mean of what a cell was each time it was told of.

    `seen_at_least` asks only about the cells that so many releases have told of.
    """
    taken = Taken(0, 0)
    for name, table in ALL_TABLES.items():
        keys = ["period", "months", *table, "stream"]
        cells = small(beside(releases[-1], truth)[name]).select(*keys, "true")
        seen = [
            cells.join(release[name].select("period").unique(), on="period", how="semi")
            .join(release[name], on=keys, how="left")
            .with_columns(pl.col("units").fill_null(0))
            for release in releases
        ]
        means = pl.concat(seen).group_by(*keys, "true").agg(pl.col("units").mean(), times=pl.len())
        asked = means.filter(pl.col("times") >= seen_at_least)
        off = (asked["units"] - asked["true"]).abs()
        # A mean of half goes either way: it is right as often as not.
        taken += Taken(asked.height, int((off < 0.5).sum()), int((off < 1.5).sum()))
    return taken


def by_year_so_far(releases: Sequence[Store], truth: pl.DataFrame) -> Taken:
    """The year so far less what it was a release before: what the newest period must be."""
    taken = Taken(0, 0)
    last = beside(releases[-1], truth)
    for before, after in pairwise(releases):
        for name, table in ALL_TABLES.items():
            newest = after[name].filter(
                ~pl.col("period").is_in(before[name]["period"].unique().to_list())
            )
            so_far = [_sums(release[name], [*table, "stream"]) for release in (before, after)]
            cells = small(last[name]).join(
                newest.select("period").unique(), on="period", how="semi"
            )
            for row in cells.iter_rows(named=True):
                key = tuple(row[column] for column in (*table, "stream"))
                increase = so_far[1].get(key, 0) - so_far[0].get(key, 0)
                taken += Taken(1, int(increase == row["true"]), 0)
    return taken


def by_averaging(
    answers: "Answers", truth: Mapping[str, int], cells: Sequence[str], *, filters: int, seed: int
) -> Taken:
    """Many filters with a cell and without it: the mean of the differences, to the nearest.

    `truth` has every cell of one published table by its key; `cells` are the ones asked about.
    """
    random = np.random.default_rng(seed)
    keys = sorted(truth)
    exact = near = 0
    for cell in cells:
        others = [key for key in keys if key != cell]
        differences = []
        for _filter in range(filters):
            chosen = [others[at] for at in np.flatnonzero(random.random(len(others)) < 0.5)]
            differences.append(answers([*chosen, cell]) - answers(chosen))
        guess = round(float(np.mean(differences)))
        exact += guess == truth[cell]
        near += abs(guess - truth[cell]) <= 1
    return Taken(len(cells), exact, near)


class Answers:
    """Answers from the published cells: a filter adds up what the table shows."""

    def __init__(self, cells: Mapping[str, int]) -> None:
        self.cells = cells

    def __call__(self, chosen: Sequence[str]) -> int:
        return sum(self.cells.get(key, 0) for key in chosen)


class NearestFive(Answers):
    """A control: the true sum of each filter to the nearest five."""

    def __call__(self, chosen: Sequence[str]) -> int:
        return (super().__call__(chosen) + BASE // 2) // BASE * BASE


class CellKey(Answers):
    """A control: the true sum, and noise of −4 to 4 that is the same for the same records."""

    def __init__(self, cells: Mapping[str, int], seed: int) -> None:
        super().__init__(cells)
        random = np.random.default_rng(seed)
        self.keys = {key: int(random.integers(2**32)) for key in sorted(cells)}

    def __call__(self, chosen: Sequence[str]) -> int:
        true = super().__call__(chosen)
        key = sum(self.keys[one] for one in chosen) % 2**32
        noise = round(float(np.random.default_rng(key).normal(0, 1.25)))
        return max(0, true + max(-4, min(4, noise))) if true else 0
