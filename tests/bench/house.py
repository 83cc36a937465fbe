"""A house to measure in: filled, served on its own port, visited by staff without a browser."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

import httpx
from faker import Faker
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from lib import accounts, entitlements, key_file, passwords, registration
from lib.accounts import Particulars
from lib.db import Database
from lib.memberships import MemberRole
from lib.staff import Role
from lib.stock import UnitKind
from pages import clock
from tests import town

ROOT = Path(__file__).parents[2]
PASSWORD = "et langt passord"
CHILDREN = 3
FAMILIES = 50

# The same house without the one line that keeps libraries out of garbage collection.
WITHOUT_FREEZE = "import gc; gc.freeze = lambda: None; import app; app.main()"

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class House:
    """A running house and the number of a child that each staff user may look up."""

    url: str
    data: Path
    numbers: list[str]
    environment: dict[str, str]


@contextmanager
def running(
    *, staff: int, freeze: bool = True, prepare: Callable[[Database], None] | None = None
) -> Iterator[House]:
    """A filled house that serves, stopped and removed afterwards.

    `prepare` meets the database before the house opens.
    """
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        numbers = fill(data, staff=staff)
        if prepare:
            with opened(data) as db:
                prepare(db)
        command = ["app.py"] if freeze else ["-c", WITHOUT_FREEZE]
        with serving(data, *command) as (url, environment):
            yield House(url, data, numbers, environment)


@contextmanager
def serving(data: Path, *command: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What is in a folder, served by what Python is told to run: its address and environment."""
    port = free_port()
    environment = environment_of(data, port)
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        served(url)
        yield url, environment
    finally:
        process.terminate()
        process.wait(20)


def environment_of(data: Path, port: int) -> dict[str, str]:
    """What a house is started with."""
    return {
        **os.environ,
        "PORT": str(port),
        "KLIPP_DATA": str(data),
        "KLIPP_SECRETS": str(data / "secrets.toml"),
        "KLIPP_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }


def served(url: str, *, within: float = 60) -> float:
    """Seconds until the sign-in page is served."""
    began = time.perf_counter()
    while time.perf_counter() - began < within:
        try:
            if httpx.get(f"{url}/logg-inn").status_code == 200:
                return time.perf_counter() - began
        except httpx.TransportError:
            time.sleep(0.02)
    raise TimeoutError(f"no sign-in page within {within} s")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def opened(data: Path) -> Database:
    """The database in a folder, with the key beside it."""
    secrets = data / "secrets.toml"
    return Database(data / "klipp.duckdb", key_file.read(secrets, may_make=not secrets.exists()))


def fill(data: Path, *, staff: int) -> list[str]:
    """Larvik with families of NAV who have tickets; returns a child's number for each desk."""
    now, today = clock.now(), clock.today()
    with opened(data) as db:
        town.settle(db)
        password_hash = passwords.hashed(PASSWORD)
        for n in range(staff):
            particulars = Particulars("Nina Ny", town.NAV, frozenset({Role.CASEWORKER}))
            db.transact(
                lambda tx, n=n, particulars=particulars: accounts.enter(
                    tx,
                    f"s{n}",
                    particulars,
                    password_hash=password_hash,
                    must_change_password=False,
                    now=now,
                )
            )
        batches = [
            town.stocked(db, name, category, quantity=5000, **given)
            for name, category, given in (
                ("Bowling", "bowling", {}),
                ("Svømming", "swimming", {}),
                ("Buss", "transport", {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 2}),
            )
        ]
        numbers, people = [], Faker("no_NO")
        people.seed_instance(1)
        for family in range(FAMILIES):
            born = date(1985, 1, 1) + timedelta(days=family)
            guardian = town.member(MemberRole.GUARDIAN, people.name(), born)
            children = [
                town.member(
                    MemberRole.CHILD, people.name(), date(2014, 1, 1) + timedelta(days=family), n
                )
                for n in range(CHILDREN)
            ]
            # Spread over days: a desk may ask about so many an hour, and no more.
            then = now - timedelta(hours=2 * (FAMILIES - family))
            registration.register(
                db, [guardian, *children], town.STAVERN, by=town.NINA, on=today, now=then
            )
            for child in children:
                person_id = town.person_id_of(db, child)
                until = today + timedelta(days=300)
                entitlements.assess(
                    db, person_id, town.LARVIK_CARD, "low_income",
                    valid_to=until, by=town.NINA, on=today, now=now,
                )  # fmt: skip
                town.awarded(db, person_id, batches[family % 2], on=today)
            assert children[0].number
            numbers.append(children[0].number.digits)
    return [numbers[n % FAMILIES] for n in range(staff)]


@dataclass
class Desk:
    """One staff user's open page, spoken to as Streamlit's browser part speaks."""

    socket: ClientConnection
    page: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)

    @classmethod
    async def at(cls, url: str, username: str) -> Self:
        """Sign in and open the first page."""
        async with httpx.AsyncClient(timeout=60) as client:
            signed = await client.post(
                f"{url}/logg-inn",
                data={"username": username, "password": PASSWORD, "til": "/"},
                headers={"Origin": url},
            )
        cookie = signed.headers["set-cookie"].split(";")[0]
        opened = await connect(
            url.replace("http", "ws") + "/_stcore/stream",
            additional_headers={"Cookie": cookie},
            origin=url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            compression=None,
        )
        desk = cls(opened)
        await desk.rerun()
        return desk

    async def open(self, address: str) -> None:
        """Go to another page."""
        asked = BackMsg()
        asked.rerun_script.page_name = address
        await self._answered(asked)

    async def rerun(self, **typed: str | list[str]) -> float:
        """Run the page again with something typed or chosen by label; seconds until it is done."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        for label, given in typed.items():
            asked.rerun_script.fragment_id = self.fragments[label]
            state = asked.rerun_script.widget_states.widgets.add()
            state.id = self.widgets[label]
            if isinstance(given, str):
                state.string_value = given
            else:
                state.string_array_value.data[:] = given
        return await self._answered(asked)

    async def _answered(self, asked: Any) -> float:
        began = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        while True:
            told = ForwardMsg()
            told.ParseFromString(await self.socket.recv())  # type: ignore[arg-type]
            kind = told.WhichOneof("type")
            if kind == "new_session":
                for met in (self.widgets, self.options, self.headings, self.elements):
                    met.clear()  # a fragment's own are all that is asked for afterwards
            elif kind == "navigation":
                self.page = told.navigation.page_script_hash
            elif kind == "delta":
                self._met(told)
            elif kind == "script_finished" and told.script_finished in FINISHED:
                return time.perf_counter() - began

    def _met(self, told: Any) -> None:
        element = told.delta.new_element
        kind = element.WhichOneof("type")
        self.elements.append(kind)
        if kind in ("text_input", "selectbox", "multiselect"):
            widget = getattr(element, kind)
            self.widgets[widget.label] = widget.id
            self.fragments[widget.label] = told.delta.fragment_id
            self.options[widget.label] = list(getattr(widget, "options", ()))
        elif kind == "heading":
            self.headings.append(element.heading.body)


async def at_a_household(url: str, username: str, number: str) -> Desk:
    """A caseworker who has looked a child up and has its household before them."""
    desk = await Desk.at(url, username)
    await desk.rerun(**{"Fødselsnummer, D-nummer eller DUF-nummer": number})
    if not any(heading.startswith("Husstand") for heading in desk.headings):
        raise AssertionError(f"not at a household but at {json.dumps(desk.headings)}")
    return desk


async def desks(house: House, how_many: int) -> list[Desk]:
    """So many caseworkers, each at a household of their own."""
    return [await at_a_household(house.url, f"s{n}", house.numbers[n]) for n in range(how_many)]


async def working(desk: Desk, *, seconds: float, think: Any) -> list[float]:
    """Rerun the page with pauses to think, for so long; the seconds each rerun took."""
    took = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        await asyncio.sleep(think())
        took.append(await desk.rerun())
    return took
