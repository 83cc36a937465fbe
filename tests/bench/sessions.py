"""A caseworker's page while fifty colleagues work, with and without frozen libraries."""

import asyncio
import random
from itertools import chain
from statistics import quantiles

from tests.bench import Figure
from tests.bench.house import House, desks, running, working

SESSIONS = 50
# The machine's speed drifts: alone and together are measured turn about.
TURNS, ALONE = 3, 40


def run(scale: str) -> list[Figure]:
    """Reruns of a household's page, alone and among fifty who think 2 to 5 s between clicks."""
    seconds = 9 if scale == "small" else 60
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
    chance = random.Random(7)
    alone: list[float] = []
    together: list[float] = []
    for _turn in range(TURNS):
        alone += [await at_work[0].rerun() for _ in range(ALONE)]
        each = (
            working(desk, seconds=seconds / TURNS, think=lambda: chance.uniform(2, 5))
            for desk in at_work
        )
        together += chain.from_iterable(await asyncio.gather(*each))
    return alone, together


def _p(seconds: list[float], percent: int) -> float:
    return quantiles(seconds, n=100)[percent - 1] * 1000
