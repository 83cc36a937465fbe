"""The attacker with linear programming: the least and the most that each small cell can be.

Per stream, a variable for every inner cell that may exist (period, offer, area, age band), and
one for every period's service; every published cell of every table, and of the year, is a row
with its range. What is left between the least and the most is all that anyone can conclude who
knows the base and the largest error of each table.

A cell counts as got when its least and most are equal (exact), or at most two apart (within
one). Points found on the way show most cells to be free; only the others are solved for, so the
verdict is the same as if each were.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import highspy
import numpy as np
import polars as pl

from lib.disclosure import KEYS, OTHERS, QUARTER_TABLES, TABLES, Period, name_of
from tests.attackers import ALL_TABLES, BASE, Store, Taken, beside, small

FREE = 2  # more than so far apart, and the cell is not got within one
MANY = 1e7  # units: nobody believes more
SURVEYS = 24  # points in random directions before cells are asked about one by one
Ranges = Callable[[str, str, pl.DataFrame], pl.DataFrame]  # table, stream, cells: + low, high


def known_error(store: Store, truth: pl.DataFrame) -> Ranges:
    """What is known of a rounded cell: within the table's largest error, and a unit per five."""
    cells = beside(store, truth)

    def ranges(table: str, stream: str, shown: pl.DataFrame) -> pl.DataFrame:
        mine = cells[table].filter(pl.col("stream") == stream)
        largest = (mine["shown"] - mine["true"]).abs().max()
        # Nobody can know that no cell happened to be moved as far as the method may move it.
        error = max(BASE - 1, largest if isinstance(largest, int) else 0)
        low = pl.max_horizontal(pl.col("shown") - error, pl.col("shown") // BASE)
        return shown.with_columns(low=low, high=pl.col("shown") + error)

    return ranges


def nearest_five(_table: str, _stream: str, shown: pl.DataFrame) -> pl.DataFrame:
    """Each cell was rounded to the nearest five by itself: two either way."""
    return shown.with_columns(low=(pl.col("shown") - 2).clip(0), high=pl.col("shown") + 2)


def raw(_table: str, _stream: str, shown: pl.DataFrame) -> pl.DataFrame:
    """Each cell is as it is."""
    return shown.with_columns(low=pl.col("shown"), high=pl.col("shown"))


def hidden_below_five(_table: str, _stream: str, shown: pl.DataFrame) -> pl.DataFrame:
    """1 to 4 are left out, and seen to be."""
    hidden = pl.col("shown").is_between(1, 4)
    return shown.with_columns(
        low=pl.when(hidden).then(1).otherwise("shown"),
        high=pl.when(hidden).then(4).otherwise("shown"),
    )


@dataclass
class _Rows:
    """The rows of the program: which variables each adds up, and between what."""

    variable: list[np.ndarray] = field(default_factory=list)
    row: list[np.ndarray] = field(default_factory=list)
    low: list[np.ndarray] = field(default_factory=list)
    high: list[np.ndarray] = field(default_factory=list)
    number: int = 0

    def add(self, variable: np.ndarray, row: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
        """Rows numbered from 0 within the call; returns the number of its first."""
        first = self.number
        self.variable.append(variable)
        self.row.append(row + first)
        self.low.append(low)
        self.high.append(high)
        self.number += len(low)
        return first


def bounded(
    store: Store,
    truth: pl.DataFrame,
    ranges: Ranges | None = None,
    *,
    invoices: bool = False,
    tables_seen: bool = True,
    of: tuple[str, ...] = tuple(ALL_TABLES),
    known_groups: Mapping[str, list[str]] | None = None,
    most: int | None = None,
) -> Taken:
    """What the attacker gets of the small true cells of the tables `of`.

    `invoices` adds what partners know: the exact use of each offer in each period, so that the
    cells of use in the table of offers are no longer asked about. Without `tables_seen` there
    is nothing else. `known_groups` are the offers, areas, age bands and services that there
    are, if that is more than have anything. `most` limits how many cells of a stream are asked
    about, evenly spread.
    """
    taken = Taken(0, 0)
    for stream in sorted(truth["stream"].unique()):
        known = ranges or known_error(store, truth)
        program = _Program(store, truth, known, stream, known_groups or {})
        if tables_seen:
            program.enter_tables()
        if invoices and stream == "used":
            program.enter_invoices()
        elif invoices:
            continue
        asked = [table for table in of if not (invoices and table == "offer")]
        taken += program.attack(asked, most)
    return taken


class _Program:
    def __init__(
        self,
        store: Store,
        truth: pl.DataFrame,
        ranges: Ranges,
        stream: str,
        known_groups: Mapping[str, list[str]],
    ) -> None:
        self.store, self.truth, self.ranges, self.stream = store, truth, ranges, stream
        self.beside = beside(store, truth)
        self.rows = _Rows()
        self.where: dict[str, pl.DataFrame] = {}  # the number of each cell's row
        spans = store["offer"].select("period", "months").unique().sort("period")
        mine = truth.filter(pl.col("stream") == stream)
        inner = spans
        groups = {
            key: pl.DataFrame({key: sorted({*mine[key].drop_nulls(), *known_groups.get(key, [])})})
            for key in KEYS
        }
        for key in ("offer", "area", "age_band"):
            inner = inner.join(groups[key], how="cross")
        services = spans.join(groups["service"], how="cross")
        parts = [inner, services]
        if mine["area"].null_count():  # only counted
            parts.append(spans.join(mine.select("offer").unique().sort("offer"), how="cross"))
        self.variables = pl.concat(parts, how="diagonal").with_row_index("variable")

    def enter_tables(self) -> None:
        """Every published cell, the year's sums, and that services add up to the same."""
        for name, table in ALL_TABLES.items():
            at = self._placed(table)
            keys = ["period", *table]
            shown = self.store[name].filter(pl.col("stream") == self.stream)
            cells = self._numbered(at, keys)
            known = cells.join(shown.select(*keys, shown="units"), on=keys, how="left")
            known = self.ranges(name, self.stream, known.fill_null(0)).sort("row")
            first = self._enter(at, keys, cells, known["low"], known["high"])
            self.where[name] = cells.with_columns(row=pl.col("row") + first)
            if table in TABLES or self.ranges is hidden_below_five:
                self._enter_year(name, table, at)
        self._enter_services()

    def _enter_year(self, name: str, table: tuple[str, ...], at: pl.DataFrame) -> None:
        """The sums of the year, and where numbers are exact those of the year so far.

        Of rounded numbers they are nearer than the sum of what each period may be off.
        """
        mine = self.beside[name].filter(pl.col("stream") == self.stream)
        if self.ranges is nearest_five or at.is_empty():
            return
        exact = self.ranges in (raw, hidden_below_five)
        for until in sorted(set(at["period"])) if exact else [max(at["period"])]:
            so_far = pl.col("period") <= until
            sums = mine.filter(so_far).group_by(table).agg(pl.col("shown", "true").sum())
            cells = self._numbered(at.filter(so_far), list(table))
            known = cells.join(sums, on=table, how="left").fill_null(0).sort("row")
            if exact:
                known = self.ranges(name, self.stream, known)
            else:
                off = (known["shown"] - known["true"]).abs().to_list()
                error = max(BASE - 1, *off)
                known = known.with_columns(
                    low=pl.col("shown") - error, high=pl.col("shown") + error
                )
            self._enter(at.filter(so_far), list(table), cells, known["low"], known["high"])

    def _enter_services(self) -> None:
        inner = self.variables.filter(pl.col("area").is_not_null())
        services = self.variables.filter(pl.col("service").is_not_null())
        numbers = {day: n for n, day in enumerate(sorted(set(self.variables["period"])))}
        both = pl.concat([inner, services])
        signs = np.concatenate([np.ones(inner.height), -np.ones(services.height)])
        row = both["period"].replace_strict(numbers, return_dtype=pl.Int64).to_numpy()
        nought = np.zeros(len(numbers))
        self.signed = both["variable"].to_numpy(), row + self.rows.number, signs
        self.rows.low.append(nought)
        self.rows.high.append(nought)
        self.rows.number += len(numbers)

    def enter_invoices(self) -> None:
        """The exact use of each offer in each period."""
        keys = ["period", "offer"]
        at = self._placed(("offer",))
        cells = self._numbered(at, keys)
        true = self.beside["offer"].filter(pl.col("stream") == self.stream)
        known = cells.join(true.select(*keys, "true"), on=keys, how="left").fill_null(0).sort("row")
        self._enter(at, keys, cells, known["true"], known["true"])

    def _placed(self, table: tuple[str, ...]) -> pl.DataFrame:
        """The variables that enter a table, by its keys; what it does not list is among others."""
        kept = self.variables.drop_nulls(table)
        if table in (("area",), ("age_band",)):
            kept = kept.drop_nulls("offer")
        told = self.store[name_of(table) if table in QUARTER_TABLES else "offer"]
        spans = told.select("period", "months").unique().sort("period")
        parts = [self._in_period(kept, table, *span) for span in spans.iter_rows()]
        return pl.concat(parts) if parts else kept.clear()

    def _in_period(
        self, variables: pl.DataFrame, table: tuple[str, ...], day: date, months: int
    ) -> pl.DataFrame:
        inside = pl.col("period").is_between(day, Period(months).after(day), closed="left")
        placed = variables.filter(inside).with_columns(period=pl.lit(day))
        if months == Period.MONTH:
            return placed
        key, shown = table[0], self.store[name_of(table)]
        listed = shown.filter(pl.col("period") == day, pl.col("stream") == self.stream)
        own = pl.col(key).is_in(listed[key].unique().to_list())
        return placed.with_columns(pl.when(own).then(key).otherwise(pl.lit(OTHERS[key])).alias(key))

    @staticmethod
    def _numbered(at: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
        return at.select(keys).unique(maintain_order=True).with_row_index("row")

    def _enter(
        self,
        at: pl.DataFrame,
        keys: list[str],
        cells: pl.DataFrame,
        low: pl.Series,
        high: pl.Series,
    ) -> int:
        joined = at.join(cells, on=keys, how="left", maintain_order="left")
        return self.rows.add(
            joined["variable"].to_numpy(),
            joined["row"].to_numpy().astype(np.int64),
            low.to_numpy().astype(float),
            high.to_numpy().astype(float),
        )

    def attack(self, tables: list[str], most: int | None) -> Taken:
        """Ask of each small cell the least and the most that it can be."""
        asked, true = [], []
        for name in tables:
            keys = ["period", *ALL_TABLES[name]]
            cells = small(self.beside[name]).filter(pl.col("stream") == self.stream)
            if name not in self.where:  # nothing published: the cell's own variables
                at = self._placed(ALL_TABLES[name])
                numbered = self._numbered(at, keys)
                free = pl.Series(np.full(numbered.height, MANY))
                first = self._enter(at, keys, numbered, free * 0, free)
                self.where[name] = numbered.with_columns(row=pl.col("row") + first)
            found = cells.join(self.where[name], on=keys)
            assert found.height == cells.height
            asked += found["row"].to_list()
            true += found["true"].to_list()
        if most and len(asked) > most:
            kept = np.linspace(0, len(asked) - 1, most).astype(int)
            asked, true = [asked[at] for at in kept], [true[at] for at in kept]
        if not asked:
            return Taken(0, 0)
        return self._solver().got(np.array(asked), np.array(true))

    def _solver(self) -> "_Solver":
        variable, row = np.concatenate(self.rows.variable), np.concatenate(self.rows.row)
        value = np.ones(len(variable))
        if hasattr(self, "signed"):
            variable = np.concatenate([variable, self.signed[0]])
            row = np.concatenate([row, self.signed[1]])
            value = np.concatenate([value, self.signed[2]])
        return _Solver(
            variable, row, value, np.concatenate(self.rows.low), np.concatenate(self.rows.high),
            self.variables.height,
        )  # fmt: skip


class _Solver:
    def __init__(
        self,
        variable: np.ndarray,
        row: np.ndarray,
        value: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        size: int,
    ) -> None:
        order = np.lexsort((variable, row))
        self.variable, row, value = variable[order], row[order], value[order]
        self.starts = np.searchsorted(row, np.arange(len(low) + 1))
        self.size = size
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = size, len(low)
        program.col_cost_ = np.zeros(size)
        program.col_lower_, program.col_upper_ = np.zeros(size), np.full(size, MANY)
        program.row_lower_, program.row_upper_ = low, high
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = self.starts
        program.a_matrix_.index_ = self.variable
        program.a_matrix_.value_ = value
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.passModel(program)

    def got(self, asked: np.ndarray, true: np.ndarray) -> Taken:
        """How many of the rows asked about are pinned down."""
        self.asked = asked
        self.least, self.most = np.full(len(asked), np.inf), np.full(len(asked), -np.inf)
        random = np.random.default_rng(1)
        for survey in range(SURVEYS):
            signs = random.choice([-1.0, 1.0], len(asked))
            self._solve(asked, signs if survey % 2 else np.full(len(asked), signs[0]))
            if self._free().all():
                break
        for at in np.flatnonzero(~self._free()):
            for sign in (1.0, -1.0):
                if not self._free()[at]:
                    self._solve(asked[[at]], np.array([sign]))
        least, most = np.ceil(self.least - 1e-6), np.floor(self.most + 1e-6)
        pinned = most - least
        right = (least <= true) & (true <= most)
        assert right[pinned <= FREE].all(), "what the attacker went by was not so"
        return Taken(len(asked), int((pinned == 0).sum()), int((pinned <= FREE).sum()))

    def _free(self) -> np.ndarray:
        free: np.ndarray = np.floor(self.most + 1e-6) - np.ceil(self.least - 1e-6) > FREE
        return free

    def _solve(self, rows: np.ndarray, signs: np.ndarray) -> None:
        """The point that is least in a direction; widens what each asked row has been."""
        cost = np.zeros(self.size)
        for row, sign in zip(rows, signs, strict=True):
            cost[self.variable[self.starts[row] : self.starts[row + 1]]] += sign
        self.highs.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)
        self.highs.run()
        if (status := self.highs.getModelStatus()) != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"no point found: {status}")
        seen = np.array(self.highs.getSolution().row_value)[self.asked]
        self.least, self.most = np.minimum(self.least, seen), np.maximum(self.most, seen)
