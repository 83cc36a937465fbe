"""A rerun of leadership's figures in detail, with every filter, against an empty page's.

The empty page is a room of the same running house, opened by the same person: it is asked who is
signed in, gets the menu and the person's name, and shows a title. Both are timed from the message
that asks for the rerun until the page has come, in turn, so that what else the machine does meets
both alike.
"""

import asyncio
import random
from datetime import datetime
from pathlib import Path

from lib import accounts, passwords, published, release
from lib.accounts import Particulars
from lib.db import Database
from lib.staff import Role
from tests.bench import Figure, percentile
from tests.bench.house import PASSWORD, Desk, opened, serving

BENCH = "uptake"
LEADER = "leder"
FIGURES, EMPTY = "tall", "tom"
TITLE = "Tom side"
YEAR, DIVIDED_BY, ONLY = "År", "Fordelt på", "Vis bare"
FEW = 10  # of the keys, chosen at random
EMPTY_PAGE = f"""
import streamlit as st
from lib.staff import Role
from pages.desk import signed_in
signed_in(Role.LEADERSHIP)
st.title({TITLE!r})
"""
WITH_EMPTY_PAGE = """
from lib.staff import Role
from pages import rooms
rooms.ROOMS += (rooms.Room(Role.LEADERSHIP, {file!r}, {title!r}, {address!r}),)
import app
app.main()
"""


def figures(data: Path, name: str, *, rounds: int) -> list[Figure]:
    """What a rerun takes of a released town in a folder, with its key beside it."""
    with opened(data) as db:
        _lived_in(db, data / published.FOLDER)
    empty_page = data / f"{EMPTY}.py"
    empty_page.write_text(EMPTY_PAGE, encoding="utf-8")
    launcher = WITH_EMPTY_PAGE.format(file=str(empty_page), title=TITLE, address=EMPTY)
    with serving(data, "-c", launcher) as (url, _environment):
        took = asyncio.run(_timed(url, rounds))
    empty = took.pop(TITLE)
    p95 = {filter_: percentile(times, 0.95) for filter_, times in took.items()}
    slowest = max(p95, key=p95.__getitem__)
    any_of_them = [time for times in took.values() for time in times]
    ratio = p95[slowest] / percentile(empty, 0.95)
    what = f"{name}: leadership's page"
    return [
        Figure(BENCH, f"{name}: an empty page, p50", percentile(empty, 0.5), "ms"),
        Figure(BENCH, f"{name}: an empty page, p95", percentile(empty, 0.95), "ms"),
        Figure(BENCH, f"{what}, all filters, p50", percentile(any_of_them, 0.5), "ms"),
        Figure(BENCH, f"{what}, all filters, p95", percentile(any_of_them, 0.95), "ms"),
        Figure(BENCH, f"{what}, slowest filter ({slowest}), p95", p95[slowest], "ms"),
        Figure(BENCH, f"{what}, slowest filter against empty, p95", ratio, "×", "≤ 3", ratio <= 3),
    ]


def _lived_in(db: Database, folder: Path) -> None:
    """Someone of leadership, and one more month, which begins a second year to choose.

    The schedule has nothing to add to it: its clock stands still where nothing happens.
    """
    now = datetime(2026, 2, 1, 6)
    leader = Particulars("Lise Leder", None, frozenset({Role.LEADERSHIP}))
    password_hash = passwords.hashed(PASSWORD)
    db.transact(
        lambda tx: accounts.enter(
            tx,
            LEADER,
            leader,
            password_hash=password_hash,
            must_change_password=False,
            now=now,
        )
    )
    release.publish_when_due(db, folder, on=now.date(), now=now)


async def _timed(url: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of the reruns by filter, and of the empty page's by its title."""
    chance = random.Random(7)
    desk, beside = await Desk.at(url, LEADER), await Desk.at(url, LEADER)
    await desk.open(FIGURES)
    await beside.open(EMPTY)
    if beside.headings != [TITLE]:
        raise AssertionError(f"not an empty page but {beside.headings}")
    latest, year = desk.options[YEAR]
    await desk.rerun(**{YEAR: year})
    took: dict[str, list[float]] = {}

    async def timed(filter_: str, label: str, chosen: str | list[str]) -> None:
        seconds = await desk.rerun(**{label: chosen})
        if "plotly_chart" not in desk.elements:
            raise AssertionError(f"no chart after {filter_}: {chosen}")
        took.setdefault(filter_, []).append(1000 * seconds)
        took.setdefault(TITLE, []).append(1000 * await beside.rerun())

    for round_ in range(1 + rounds):
        for divided_by in desk.options[DIVIDED_BY]:
            await timed(divided_by, DIVIDED_BY, divided_by)
            only = next(label for label in desk.widgets if label.startswith(ONLY))
            keys = desk.options[only]
            some = chance.sample(keys, chance.randint(1, min(FEW, len(keys))))
            await timed(f"{divided_by}, {ONLY.lower()}", only, some)
            await desk.rerun(**{YEAR: latest})
            await timed(f"{divided_by}, {YEAR.lower()}", YEAR, year)
        if not round_:
            took.clear()  # the first visit of each
    return took
