"""Published uptake: what attackers get of it, how near the truth it is, how long it takes.

On towns made from seeds and on a million awards. Each privacy figure stands beside its control,
measured in the same run: raw figures, 1–4 hidden, rounded anew each month, cell key.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise

import numpy as np
import polars as pl

from lib import freezing
from lib.disclosure import Period, published, rates
from tests import attackers, bounding_attacker, uptake_towns
from tests.attackers import Answers, CellKey, Store, Taken
from tests.bench import Figure, percentile, uptake_release
from tests.trained_attacker import Town, trained
from tests.uptake_towns import MIDDLING, MILLION, SMALL, USUAL, Shape, frozen_year, left_raw, town

BENCH = "uptake"
END = date(2026, 1, 1)
# With how many other towns the attacker learns from: from few small cells it learns to be sure
# of what it does not know.
KINDS = (
    ("600 children", USUAL, Period.MONTH, 12),
    ("200 children", MIDDLING, Period.HALF_YEAR, 40),
    ("60 children", SMALL, Period.YEAR, 150),
)
NOTHING = Taken(0, 0)
REDEMPTIONS = 10_000_000
ASKED = 200  # small cells of a town and stream that linear programming asks about


def run(scale: str) -> list[Figure]:
    """Every gate: bounds, releases, averaging, learning, nearness, speed, leadership's page."""
    quick = scale == "small"
    figures: list[Figure] = []
    for name, shape, length, others in KINDS[1:] if quick else KINDS:
        towns = [_published(seed, shape, length) for seed in range(1, 3 if quick else 11)]
        figures += _sums(name, towns)
        figures += _bounds(name, towns, shape)
        learn_from = [_published(100 + n, shape, length) for n in range(4 if quick else others)]
        figures += _learned(name, learn_from, towns)
        if shape is USUAL:
            figures += _nearness(name, towns)
    shape = MIDDLING if quick else USUAL
    figures += _controls(shape)
    figures += _releases(shape, 4 if quick else 6)
    figures += _averaging(shape, 100 if quick else 500)
    figures += _speed("600 children", town(1, USUAL), 2 if quick else 12)
    if quick:
        return figures + uptake_release.figures(USUAL, 20_000, rounds=2)
    return figures + _million() + uptake_release.figures(MILLION, REDEMPTIONS, rounds=40)


def _published(seed: int, shape: Shape, length: Period) -> Town:
    cells = town(seed, shape)
    return published(frozen_year(cells, bytes([seed] * 32), length), until=END), cells


def _sums(name: str, towns: Sequence[Town]) -> list[Figure]:
    wrong = sum(len(attackers.disagreements(store)) for store, _truth in towns)
    odd = sum(attackers.not_multiples(store) for store, _truth in towns)
    return [
        _most(f"{name}: sums that do not agree", wrong, 0, "sums"),
        _most(f"{name}: no multiple of five", odd, 0, "cells"),
    ]


def _bounds(name: str, towns: Sequence[Town], shape: Shape) -> list[Figure]:
    groups = uptake_towns.groups(shape)
    by_tables, known, alone = NOTHING, NOTHING, NOTHING
    for store, truth in towns:
        attack = partial(bounding_attacker.bounded, store, truth, known_groups=groups, most=ASKED)
        by_tables += attack()
        known += attack(invoices=True)
        alone += attack(invoices=True, tables_seen=False)
    return [
        _told(f"{name}: small cells", by_tables.cells, "cells"),
        _most(f"{name}: exact, all tables", by_tables.exact, 0, "cells"),
        _most(f"{name}: within one, all tables", by_tables.within_one, 0, "cells"),
        _told(f"{name}: small cells beside invoices", known.cells, "cells"),
        _most(f"{name}: exact, with invoices", known.exact, 0, "cells"),
        _most(f"{name}: within one, with invoices", known.within_one, alone.within_one, "cells"),
    ]


def _learned(name: str, learn_from: Sequence[Town], towns: Sequence[Town]) -> list[Figure]:
    figures = []
    for stream in ("awarded", "used"):
        what, got = f"{name}: {stream}, trained", trained(learn_from, towns, stream)
        figures += [
            _told(f"{what}: right, knowing a cell small", got.right, "%"),
            _most(f"{what}: gain on the commonest", got.gain, 6, "points"),
            _told(f"{what}: gain on large sums", got.gain_on_large_sums, "points"),
            _told(f"{what}: right, not knowing it small", got.unknowing, "%"),
            _told(f"{what}: the same from large sums", got.unknowing_by_large_sums, "%"),
            _most(f"{what}: right and sure", got.right_and_sure, 0, "cells"),
            _told(f"{what}: sure", got.sure, "cells"),
            _told(f"{what}: right and sure, knowing it small", got.knowing_it_small, "cells"),
        ]
    return figures


def _controls(shape: Shape) -> list[Figure]:
    """One town's second half-year, raw and with 1–4 hidden."""
    july = date(2025, 7, 1)
    truth = town(1, shape).filter(pl.col("month") >= july)
    store = published(left_raw(truth), until=END)
    raw = bounding_attacker.bounded(store, truth, bounding_attacker.raw, most=100)
    hidden = bounding_attacker.bounded(store, truth, bounding_attacker.hidden_below_five, most=100)
    return [
        _least("control, raw: exact", raw.exact_share, 100),
        _least("control, 1–4 hidden: exact", hidden.exact_share, 30),
        _told("control, 1–4 hidden: within one", hidden.within_one_share, "%"),
    ]


def _releases(shape: Shape, months: int) -> list[Figure]:
    truth = town(1, shape)
    frozen = uptake_towns.releases(truth, bytes(32), months=months)
    fresh = uptake_towns.fresh_releases(truth, months=months)
    moved = sum(attackers.moved(before, after) for before, after in pairwise(frozen))
    anew = attackers.by_repetition(fresh, truth, seen_at_least=months - 1)
    return [
        _most("frozen cells moved", moved, 0, "cells"),
        _most("releases averaged: exact", attackers.by_repetition(frozen, truth).exact, 0, "cells"),
        _most("year so far: exact", attackers.by_year_so_far(frozen, truth).exact, 0, "cells"),
        _least(f"control, anew {months} times: exact", anew.exact_share, 20),
    ]


def _averaging(shape: Shape, filters: int) -> list[Figure]:
    store, truth = _published(1, shape, Period.MONTH)
    told = attackers.beside(store, truth)
    keys = {"offer": ["offer"], "offer_area": ["offer", "area"]}
    named = pl.concat(
        told[name].select(
            "true", "shown", key=pl.concat_str("stream", "period", *of, separator="/")
        )
        for name, of in keys.items()
    )
    true = dict(named.select("key", "true").iter_rows())
    small = attackers.small(named)["key"].to_list()[:150]
    shown = Answers(dict(named.select("key", "shown").iter_rows()))
    got = attackers.by_averaging(shown, true, small, filters=filters, seed=1)
    key = attackers.by_averaging(CellKey(true, 1), true, small, filters=100, seed=1)
    return [
        _most(f"averaged, {filters} filters, {got.cells} cells: exact", got.exact, 0, "cells"),
        _least("control, cell key, 100 filters: exact", key.exact_share, 80),
    ]


def _nearness(name: str, towns: Sequence[Town]) -> list[Figure]:
    tables = [attackers.errors(store, truth) for store, truth in towns]
    off = [abs(one) for town_ in tables for cells in town_.values() for one in cells["error"]]
    figures = [
        _most(f"{name}: mean error", float(np.mean(off)), 2, "units"),
        _most(f"{name}: p95 error", percentile(off, 0.95), 5, "units"),
        _most(f"{name}: largest error", max(off), 10, "units"),
    ]
    for stream in ("awarded", "used"):
        mine = [
            {key: cells.filter(pl.col("stream") == stream) for key, cells in town_.items()}
            for town_ in tables
        ]
        year = [
            cells[key].group_by(key).agg(pl.col("error", "true").sum())
            for cells in mine
            for key in ("offer", "area", "age_band", "service")
        ]
        months = [
            cells["offer"].group_by("period").agg(pl.col("error", "true").sum()) for cells in mine
        ]
        figures += [
            _most(f"{name}: {stream}, year margins", _relative(year), 1, "%"),
            _most(f"{name}: {stream}, months", _relative(months), 1, "%"),
            _most(f"{name}: {stream}, offer × month", _relative(c["offer"] for c in mine), 25, "%"),
        ]
    rate = float(np.mean([_rate_error(store, truth) for store, truth in towns]))
    return [*figures, _most(f"{name}: use rate per offer, mean error", rate, 2, "points")]


def _relative(tables: Sequence[pl.DataFrame] | Iterator[pl.DataFrame]) -> float:
    """Percent: the errors' sizes over what is true."""
    off, true = zip(*((t["error"].abs().sum(), t["true"].sum()) for t in tables), strict=True)
    return 100 * sum(off) / sum(true)


def _rate_error(store: Store, truth: pl.DataFrame) -> float:
    shown = rates(store["offer"], ["offer"], always=True).select("offer", shown="rate")
    true = rates(truth, ["offer"], always=True).select("offer", "rate")
    both = true.join(shown, on="offer").drop_nulls()
    return 100 * float((both["rate"] - both["shown"]).abs().to_numpy().mean())


def _speed(name: str, cells: pl.DataFrame, months: int) -> list[Figure]:
    seconds, frozen = [], freezing.FROZEN.to_frame()
    for month in range(1, months + 1):
        began, period = time.perf_counter(), date(2025, month, 1)
        new = freezing.freeze(
            frozen, cells, period=period, length=Period.MONTH, seed=bytes(32)
        )  # fmt: skip
        frozen = pl.concat([frozen, new])
        store = published(frozen, until=Period.MONTH.after(period))
        seconds.append(time.perf_counter() - began)
    began = time.perf_counter()
    for _time in range(20):
        chosen = store["offer"].filter(pl.col("offer").str.ends_with("1"))
        rates(chosen, ["period"])
    return [
        _most(f"{name}: freeze and publish a month, slowest", max(seconds), 10, "s"),
        _most(f"{name}: a filter's figures", 50 * (time.perf_counter() - began), 50, "ms"),
    ]


def _million() -> list[Figure]:
    """A quarter of a year with a million awards; cells asked about are evenly spread."""
    name, cells = "1 000 000 awards", town(1, MILLION)
    figures = _speed(name, cells, 3)
    quarter = cells.filter(pl.col("month") < date(2025, 4, 1))
    truth = (store := published(frozen_year(cells, bytes(32), until=3), until=END)), quarter
    figures += _sums(name, [truth])
    off = [
        abs(one) for table in attackers.errors(store, quarter).values() for one in table["error"]
    ]
    figures += [
        _most(f"{name}: mean error", float(np.mean(off)), 2, "units"),
        _most(f"{name}: p95 error", percentile(off, 0.95), 5, "units"),
        _most(f"{name}: largest error", max(off), 10, "units"),
    ]
    got = bounding_attacker.bounded(store, quarter, most=100)
    return [
        *figures,
        _told(f"{name}: small cells asked about", got.cells, "cells"),
        _most(f"{name}: exact, all tables", got.exact, 0, "cells"),
        _most(f"{name}: within one, all tables", got.within_one, 0, "cells"),
    ]


def _told(what: str, value: float, unit: str) -> Figure:
    return Figure(BENCH, what, value, unit)


def _most(what: str, value: float, bar: float, unit: str) -> Figure:
    return Figure(BENCH, what, value, unit, f"≤ {bar}", value <= bar)


def _least(what: str, value: float, bar: float) -> Figure:
    return Figure(BENCH, what, value, "%", f"≥ {bar}", value >= bar)
