"""A caseworker's page while fifty colleagues work, with and without frozen libraries."""

import asyncio
import random
from statistics import quantiles

from tests.bench import Figure
from tests.bench.house import House, desks, running, working

SESSIONS = 50


def run(scale: str) -> list[Figure]:
    """Reruns of a household's page, alone and among fifty who think 2 to 5 s between clicks."""
    seconds = 8 if scale == "small" else 40
    alone, frozen = _measured(seconds, SESSIONS, freeze=True)
    # Without it the page crawls: a few sessions for a short look, all of them for the figure.
    thawed_sessions = 10 if scale == "small" else SESSIONS
    _, thawed = _measured(seconds, thawed_sessions, freeze=False)
    ratio = _p(frozen, 95) / _p(alone, 50)
    return [
        Figure("sessions", "rerun alone, p50", _p(alone, 50), "ms", None, None),
        Figure("sessions", f"rerun among {SESSIONS}, p50", _p(frozen, 50), "ms", None, None),
        Figure("sessions", f"rerun among {SESSIONS}, p95", _p(frozen, 95), "ms", None, None),
        Figure(
            "sessions",
            f"without gc.freeze, among {thawed_sessions}, p50",
            _p(thawed, 50),
            "ms",
            None,
            None,
        ),
        Figure(
            "sessions",
            f"without gc.freeze, among {thawed_sessions}, p95",
            _p(thawed, 95),
            "ms",
            None,
            None,
        ),
        Figure(
            "sessions", f"p95 among {SESSIONS} against p50 alone", ratio, "×", "≤ 3", ratio <= 3
        ),
    ]


def _measured(seconds: float, sessions: int, *, freeze: bool) -> tuple[list[float], list[float]]:
    with running(staff=sessions, freeze=freeze) as house:
        return asyncio.run(_reruns(house, seconds, sessions))


async def _reruns(house: House, seconds: float, sessions: int) -> tuple[list[float], list[float]]:
    at_work = await desks(house, sessions)
    alone = [await at_work[0].rerun() for _ in range(40)]
    chance = random.Random(7)
    together = await asyncio.gather(
        *(working(desk, seconds=seconds, think=lambda: chance.uniform(2, 5)) for desk in at_work)
    )
    return alone, [took for each in together for took in each]


def _p(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1] * 1000
