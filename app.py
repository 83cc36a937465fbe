"""The launcher: the staff's Streamlit pages and the open routes in one process.

`python app.py` starts Klipp; `uvicorn app:app` serves the same without the greeting.
"""

import argparse
import gc
import logging
import os
import pkgutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App
from streamlit.web.server.starlette import starlette_server

import lib
from lib import key_file, municipality, published, release
from lib.db import Database, InUse
from lib.refusals import Refused
from lib.settings import Settings, settings
from pages import faults, log
from pages.clock import now, today
from pages.connection import connect
from pages.nightly import Nightly
from pages.public import (
    cards,
    claims,
    first_start,
    html,
    publish_job,
    sign_in,
    staff_shell,
    till,
)
from pages.public.fault_page import FaultPage
from pages.public.gate import Gate
from pages.public.headers import SecurityHeaders
from pages.public.start_code import start_code
from pages.publishing import Publisher
from pages.rotating import ROTATOR

HOUSE = Path(__file__).parent
# A page asks the engine some twenty small questions, and after each it waits for its turn among
# the other desks' pages. With Python's own 5 ms a page among fifty took 138 ms at the median and
# 330 at p95; with this, 51 and 113.
SWITCH_SECONDS = 0.0005
# With Python's own thresholds all that fifty desks have open was gone through every four seconds,
# for up to 113 ms in which every page waits.
GARBAGE_THRESHOLDS = 20_000, 20, 20
ROUTES = [
    *html.routes,
    *first_start.routes,
    *sign_in.routes,
    *cards.routes,
    *till.routes,
    *claims.routes,
    *staff_shell.routes,
    *publish_job.routes,
]
MIDDLEWARE = [
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    Middleware(SecurityHeaders),
    Middleware(FaultPage),
    Middleware(Gate, routes=ROUTES),
]


def script_fault(error: Exception) -> bool:
    """Show what a staff page let fall: a refusal's own sentence, or a fault's number."""
    refused = isinstance(error, Refused)
    st.error(str(error) if refused else faults.sentence(faults.logged(error)))
    return True


@asynccontextmanager
async def open_for_the_day(_: App) -> AsyncIterator[None]:
    """Do what comes by itself while serving; leave all in the database's file at the end."""
    # Where its key is missing, it is now that one is told, and not at the first visit.
    connect()
    at_work = Publisher(), Nightly()
    for thread in at_work:
        thread.start()
    yield
    for thread in at_work:
        thread.stop()
    ROTATOR.stop()
    connect().close()


# Streamlit finds pages by itself in a folder «pages» beside the main script and would run them
# without a word to start.py; there is none beside a script that lies in it.
PagesManager.uses_pages_directory = False
log.keep_personal_data_out()
# It tells of a fault that script_fault has told of already.
logging.getLogger("streamlit.error_util").addFilter(lambda _: False)

app = App(
    HOUSE / "pages" / "start.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=open_for_the_day,
    on_script_error=script_fault,
)


def main() -> None:
    """Open the house, greet whoever started it, and serve until told to stop."""
    # What is written here is for whoever runs us, and for nobody else on the machine.
    os.umask(0o077)
    parser = argparse.ArgumentParser(description="Start Klipp.")
    parser.add_argument("--demo", action="store_true", help="load the demonstration first")
    parser.add_argument("--publish", action="store_true", help="publish the closed months")
    arguments = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    try:
        current = settings()
    except Refused as refusal:
        sys.exit(str(refusal))
    if arguments.publish:
        sys.exit(publish(current))
    db = open_house(current)
    if arguments.demo:
        load_demonstration(db)
    warm()
    send_at_once()
    print(greeting(db, current), flush=True)
    # Ctrl+C is how one stops it, and no fault.
    with suppress(KeyboardInterrupt):
        app.run(config=streamlit_settings(current))
    # What is still frozen when Python ends would be reported as leaked.
    gc.unfreeze()


def open_house(current: Settings) -> Database:
    """Open the database, or end with a sentence: no key, or another Klipp has it or the port."""
    try:
        db = connect()
    except InUse:
        sys.exit(f"Klipp er allerede i gang med databasen i {current.data}. Stopp den først.")
    except Refused as refusal:
        sys.exit(str(refusal))
    family = socket.AF_INET6 if current.host.version == 6 else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((str(current.host), current.port))
        except OSError:
            sys.exit(f"Port {current.port} er opptatt. Velg en annen, for eksempel PORT=8601.")
    # Derived, so that there is one secret to keep. Streamlit reads it from here.
    os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = db.keys.derived(
        "streamlit cookie", db.keys.generation
    ).hex()
    return db


def load_demonstration(db: Database) -> None:
    """Fill an empty house, telling how it goes; one that is filled already is left as it is."""
    house = municipality.the(db)
    if house and not house.is_demonstration:
        sys.exit(f"Her bor {house.name} alt. Velg en annen mappe for demonstrasjonen: KLIPP_DATA.")
    if house is None:
        demonstration = import_module("lib.demonstration")
        demonstration.load(db, now=now(), progress=_tell)
        print()


def publish(current: Settings) -> str | None:
    """Publish what has closed, by the Klipp that is running or else here; returns what failed."""
    try:
        for step in publish_job.ask(current, key_file.read(current.secrets, may_make=False)):
            if "fault" in step:
                return str(step["fault"])
            if "done" in step:
                print(f"\n{step['done']}")
            else:
                _tell(step["share"], step["doing"])
        return None
    except publish_job.NobodyThere:
        pass
    except Refused as refusal:
        return str(refusal)
    try:
        release.publish(
            connect(),
            current.data / published.FOLDER,
            by=None,
            on=today(),
            now=now(),
            progress=_tell,
        )
    except InUse:
        return f"En annen Klipp har databasen i {current.data}. Angi porten med PORT."
    except Refused as refusal:
        print(refusal)
    else:
        print()
    return None


def _tell(share: float, doing: str) -> None:
    print(f"\r{share:4.0%}  {doing:<40}", end="", flush=True)


def warm() -> None:
    """Import what the pages will, so that no first visitor waits for it.

    Frozen, the libraries are left out of garbage collection: `make bench NAME=sessions` tells
    what a rerun among fifty desks takes with and without it.
    """
    # pandas comes with Streamlit, which imports it at the first table.
    for name in ("pandas", "plotly.express", "pyarrow"):
        import_module(name)
    for module in pkgutil.iter_modules(lib.__path__, "lib."):
        if not module.name.startswith("lib.demonstration"):
            import_module(module.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    sys.setswitchinterval(SWITCH_SECONDS)


def send_at_once() -> None:
    """Have the server send each message when it is written.

    asyncio turns Nagle's algorithm off for sockets that were made for TCP by name. Streamlit's
    was not: a page's second message waited for the visitor's delayed acknowledgement of the
    first, 40 of 48 ms on this machine. Connections inherit what is set on the listening socket.
    """
    bound = starlette_server._bind_socket

    def bound_without_delay(address: str, port: int, backlog: int) -> socket.socket:
        listening = bound(address, port, backlog)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    starlette_server._bind_socket = bound_without_delay


def greeting(db: Database, current: Settings) -> str:
    """Where Klipp is, and the code for the first start while nobody lives here."""
    lines = [f"Klipp: {current.url or current.local_url}"]
    if municipality.the(db) is None:
        lines.append(f"Engangskode for å starte en kommune: {start_code()}")
    return "\n".join(lines)


def streamlit_settings(current: Settings) -> dict[str, object]:
    """What differs from one house to the next; the rest stands in .streamlit/config.toml."""
    return {
        "server.address": str(current.host),
        "server.port": current.port,
        "server.allowedHosts": list(current.own_names),
        "logger.hideWelcomeMessage": True,
    }


if __name__ == "__main__":
    main()
