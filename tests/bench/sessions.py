"""A caseworker's page while fifty colleagues work, with and without frozen libraries."""

import asyncio
import random
from statistics import quantiles

from tests.bench import Figure
from tests.bench.house import desks, running, working

SESSIONS = 50


def run(scale: str) -> list[Figure]:
    """Reruns of a household's page, alone and among fifty who think 2 to 5 s between clicks."""
    seconds = 8 if scale == "small" else 40
    alone, frozen = _measured(seconds, freeze=True)
    _, thawed = _measured(seconds, freeze=False)
    ratio = _p(frozen, 95) / _p(alone, 50)
    return [
        Figure("sessions", "rerun alone, p50", _p(alone, 50), "ms", None, None),
        Figure("sessions", f"rerun among {SESSIONS}, p50", _p(frozen, 50), "ms", None, None),
        Figure("sessions", f"rerun among {SESSIONS}, p95", _p(frozen, 95), "ms", None, None),
        Figure("sessions", f"without gc.freeze, among {SESSIONS}, p50", _p(thawed, 50), "ms",
               None, None),
        Figure("sessions", f"without gc.freeze, among {SESSIONS}, p95", _p(thawed, 95), "ms",
               None, None),
        Figure("sessions", f"p95 among {SESSIONS} against p50 alone", ratio, "×", "≤ 3", ratio <= 3),
    ]  # fmt: skip


def _measured(seconds: float, *, freeze: bool) -> tuple[list[float], list[float]]:
    with running(staff=SESSIONS, freeze=freeze) as house:
        return asyncio.run(_reruns(house, seconds))


async def _reruns(house: object, seconds: float) -> tuple[list[float], list[float]]:
    at_work = await desks(house, SESSIONS)  # type: ignore[arg-type]
    alone = [await at_work[0].rerun() for _ in range(40)]
    chance = random.Random(7)
    together = await asyncio.gather(
        *(working(desk, seconds=seconds, think=lambda: chance.uniform(2, 5)) for desk in at_work)
    )
    return alone, [took for each in together for took in each]


def _p(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1] * 1000
