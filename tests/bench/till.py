"""The till: what a punch over HTTP costs beside the least a database could do."""

import asyncio
import http.client
import random
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlencode
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from lib import redemptions
from lib.asking import Row
from lib.db import Database, Transaction
from lib.papers import PaperCard
from pages import connection
from pages.public import cards, till
from pages.public.device import TILL_COOKIE
from pages.public.fault_page import FaultPage
from pages.public.gate import Gate
from pages.public.headers import SecurityHeaders
from tests.bench import Figure, percentile
from tests.bench.house import House, desks, running, working
from tests.counter import CULTURE_HOUSE, handed_out, made, open_counter, paired
from tests.town import KEYS, NOW, TODAY, settle

CARDS = 100  # in turn at the till
PUNCHES = 5  # on each of the others
WARM_UP = 10
DESKS = 20
BARE = 100  # transactions for comparison, at the pace of the requests
PAUSE = 0.2  # seconds from one customer to the next
ROUTES = [*cards.routes, *till.routes]


def run(scale: str) -> list[Figure]:
    """Punch requests and bare transactions in turn, on one file, by one caller."""
    rounds, others = (300, 2_000) if scale == "small" else (2_000, 50_000)
    with _counter(others=others) as db:
        requests, bare = _in_turn(db, rounds)
        if redemptions.unbalanced(db):
            raise AssertionError("what was punched does not add up: the run measured nothing")
    ratio = percentile(requests, 0.95) / percentile(bare, 0.95)
    busy, bare_there = _while_staff_work(seconds=10 if scale == "small" else 40)
    busy_ratio = percentile(busy, 0.95) / percentile(bare_there, 0.95)
    return [
        Figure("till", "punch request, p50", percentile(requests, 0.5), "ms"),
        Figure("till", "punch request, p95", percentile(requests, 0.95), "ms"),
        Figure("till", "bare transaction, p50", percentile(bare, 0.5), "ms"),
        Figure("till", "bare transaction, p95", percentile(bare, 0.95), "ms"),
        Figure("till", "punch request against bare, p95", ratio, "×", "≤ 4", ratio <= 4),
        Figure("till", f"punch request while {DESKS} desks work, p50", percentile(busy, 0.5), "ms"),
        Figure(
            "till", f"punch request while {DESKS} desks work, p95", percentile(busy, 0.95), "ms"
        ),
        Figure("till", "bare transaction on that file, p95", percentile(bare_there, 0.95), "ms"),
        Figure(
            "till",
            f"punch request while {DESKS} desks work against bare, p95",
            busy_ratio,
            "×",
            "≤ 8",
            busy_ratio <= 8,
        ),
    ]


def _in_turn(db: Database, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each request and of each bare transaction, in turn on the same disk."""
    sheet = handed_out(db, made(db, punches=rounds, count=CARDS))
    spares = db.rows("select id, card_id from card_balance where punches_left = $1", PUNCHES)
    _, token = paired(db)
    requests: list[float] = []
    bare: list[float] = []
    with _serving() as port:
        line = http.client.HTTPConnection("127.0.0.1", port)
        for card, spare in zip(cycle(sheet.cards), spares[:rounds], strict=False):
            requests.append(_timed(partial(_punch, line, card, token)))
            bare.append(_timed(partial(_bare, db, spare)))
    return requests[WARM_UP:], bare[WARM_UP:]


def _while_staff_work(*, seconds: float) -> tuple[list[float], list[float]]:
    """Milliseconds of each request to the whole app while desks rerun a household's page.

    The bare transactions are on the same file, just before the house opens.
    """
    bare: list[float] = []
    ready: list[tuple[Sequence[PaperCard], str]] = []

    def prepare(db: Database) -> None:
        open_counter(db)
        made(db, punches=PUNCHES, count=BARE)
        spares = db.rows("select id, card_id from card_balance where punches_left = $1", PUNCHES)
        for spare in spares[:BARE]:
            bare.append(_timed(partial(_bare, db, spare)))
            time.sleep(PAUSE)
        sheet = handed_out(db, made(db, punches=10_000, count=CARDS))
        ready.append((sheet.cards, paired(db)[1]))

    with running(staff=DESKS, prepare=prepare) as house:
        [(at_hand, token)] = ready
        requests = asyncio.run(_among_desks(house, at_hand, token, seconds))
    return requests, bare[WARM_UP:]


async def _among_desks(
    house: House, at_hand: Sequence[PaperCard], token: str, seconds: float
) -> list[float]:
    at_work = await desks(house, DESKS)
    chance = random.Random(7)
    working_on = [
        asyncio.create_task(working(desk, seconds=seconds, think=lambda: chance.uniform(2, 5)))
        for desk in at_work
    ]
    requests = await asyncio.to_thread(_punch_for, seconds, house, at_hand, token)
    await asyncio.gather(*working_on)
    return requests


def _punch_for(
    seconds: float, house: House, at_hand: Sequence[PaperCard], token: str
) -> list[float]:
    """A busy counter, for so long."""
    line = http.client.HTTPConnection(house.url.removeprefix("http://"))
    took = []
    until = time.perf_counter() + seconds
    for card in cycle(at_hand):
        if time.perf_counter() > until:
            return took
        took.append(_timed(partial(_punch, line, card, token)))
        time.sleep(PAUSE)
    return took


def _punch(line: http.client.HTTPConnection, card: PaperCard, token: str) -> None:
    form = urlencode({"key": secrets.token_urlsafe(16), "balance": card.balances[0].id})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{TILL_COOKIE}={token}",
        "Sec-Fetch-Site": "same-origin",
    }
    line.request("POST", f"/k/{card.secret}/klipp", form, headers)
    answer = line.getresponse()
    answer.read()
    if answer.status != 303:
        raise AssertionError(f"{answer.status}: the card was not punched")


def _bare(db: Database, spare: Row) -> None:
    """The same two rows written, and nothing asked."""

    def body(tx: Transaction) -> None:
        tx.run("update card_balance set punches_left = punches_left - 1 where id = $1", spare["id"])
        tx.run(
            "insert into redemption values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9)",
            uuid4(),
            secrets.token_urlsafe(16),
            spare["card_id"],
            spare["id"],
            "cinema",
            CULTURE_HOUSE,
            CULTURE_HOUSE,
            TODAY,
            NOW,
        )

    db.transact(body)


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _counter(others: int) -> Iterator[Database]:
    """A register with many other cards and redemptions, behind the routes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "klipp.duckdb", KEYS) as db,
        patch.object(connection, "opened", lambda: db),
    ):
        settle(db)
        open_counter(db)
        made(db, punches=PUNCHES, count=others)
        yield db


@contextmanager
def _serving() -> Iterator[int]:
    """The open routes behind all that stands before them in app.py, on a thread of their own."""
    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
            Middleware(SecurityHeaders),
            Middleware(FaultPage),
            Middleware(Gate, routes=ROUTES),
        ],
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
