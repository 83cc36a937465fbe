"""A month of millions of redemptions, from records: how long its release takes, and then how long
leadership's page takes to show it."""

import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl

from lib import inner_cells, published, release
from lib.ages import band_names
from lib.db import Database
from tests import published_towns, uptake_towns
from tests.bench import Figure, uptake_dashboard
from tests.bench.house import opened
from tests.town import settle
from tests.uptake_towns import Shape, town

BENCH = "uptake"
MONTH, AFTER = date(2025, 12, 1), datetime(2026, 1, 1, 6)


def figures(shape: Shape, redemptions: int, *, rounds: int) -> list[Figure]:
    """A month that holds all of a year's awards, and each punch so often that there are enough."""
    counts = (f"{n:,}".replace(",", " ") for n in (shape.awarded, redemptions))
    name = "a month of {} awards, {} redemptions".format(*counts)
    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder)) as db:
            _settled(db, shape, redemptions)
            seconds, told = _released(db, Path(folder) / published.FOLDER)
        reruns = uptake_dashboard.figures(Path(folder), name, rounds=rounds)
    whole = seconds.pop("whole")
    return [
        *(Figure(BENCH, f"{name}: {act}", took, "s") for act, took in seconds.items()),
        Figure(BENCH, f"{name}: whole release", whole, "s", "≤ 60", whole <= 60),
        Figure(BENCH, f"{name}: progress told", told, "times"),
        *reruns,
    ]


def _settled(db: Database, shape: Shape, redemptions: int) -> None:
    bands = dict(zip(uptake_towns.groups(shape)["age_band"], band_names(), strict=False))
    cells = town(1, shape).with_columns(pl.col("age_band").replace(bands), month=MONTH)
    single = cells.with_columns(pl.col("units").repeat_by("units")).explode("units")
    single = single.with_columns(units=pl.lit(1, pl.Int64))
    settle(db)
    published_towns.settle_town(db, single, children=100_000, since=MONTH)
    times = -(-redemptions // single.filter(pl.col("stream") == "used").height)
    db.transact(lambda tx: published_towns.punched_again(tx, times - 1))


def _released(db: Database, folder: Path) -> tuple[dict[str, float], int]:
    """Seconds of the release's parts and of the whole, and how often its progress was told."""
    seconds, heard = {}, [0.0]

    def clocked(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return act(*given, **named)
            finally:
                seconds[name] = time.perf_counter() - began

        return done

    with (
        patch.object(inner_cells, "of", clocked("count", inner_cells.of)),
        patch.object(release, "freeze", clocked("freeze", release.freeze)),
        patch.object(published, "write", clocked("write", published.write)),
    ):
        clocked("whole", release.publish)(
            db,
            folder,
            by=None,
            on=AFTER.date(),
            now=AFTER,
            progress=lambda share, _what: heard.append(share),
        )
    return seconds, len(heard) - 1
