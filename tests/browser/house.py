"""A house of its own for a journey: a fresh server, and how to find one's way in it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

HOUSE = Path(__file__).parents[2]
STARTS_WITHIN = 120  # seconds; with the demonstration, on a slow machine


@dataclass(frozen=True)
class Server:
    """A running Klipp; `start_code` is None once someone lives there."""

    url: str
    start_code: str | None
    data_dir: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """All it has written in the terminal so far."""
        return (self.data_dir / "terminal.log").read_text()


@contextmanager
def serving(data_dir: Path, *, demo: bool = False, public: bool = False) -> Iterator[Server]:
    """Klipp on a free port of this machine, with everything it keeps in one folder.

    `public` tells it the address that others reach it by, which a QR code needs.
    """
    port = free_port()
    url = f"http://localhost:{port}"
    with (data_dir / "terminal.log").open("wb") as terminal:
        process = subprocess.Popen(
            [sys.executable, HOUSE / "app.py", *(["--demo"] if demo else [])],
            cwd=data_dir,
            env=environment(data_dir, port) | ({"KLIPP_URL": url} if public else {}),
            stdout=terminal,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(url, process)
        code = re.search(r"Engangskode .*: (\S+)", (data_dir / "terminal.log").read_text())
        yield Server(url, code[1] if code else None, data_dir, process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(data_dir: Path, port: int) -> dict[str, str]:
    """What tells a Klipp to keep to its own folder and port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLIPP_")}
    own = {"KLIPP_DATA": str(data_dir), "KLIPP_SECRETS": str(data_dir / "secrets.toml")}
    return {**kept, **own, "PORT": str(port)}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; fails when it ended or takes too long."""
    latest = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < latest:
        if process.poll() is not None:
            raise AssertionError(f"Klipp ended at once, with {process.returncode}")
        try:
            if httpx.get(f"{url}/_stcore/health").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"Klipp did not answer within {STARTS_WITHIN} seconds")


def settled(page: Page) -> Page:
    """Wait until Streamlit has run the page to its end and drawn all of it.

    A page that has just been opened is not running either, so its title is waited for first.
    Kinds of elements that the browser has not met are fetched, and move the others as they come.
    """
    page.wait_for_selector('[data-testid="stMain"] h1', state="attached")
    app = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    page.wait_for_selector(app, state="attached")
    expect(page.locator('[data-stale="true"], [data-testid="stSkeleton"]')).to_have_count(0)
    return page


def sign_in(page: Page, server: Server, username: str, password: str, room: str = "") -> Page:
    """Go to a room by its address, past the sign-in page."""
    page.goto(f"{server.url}/{room}")
    page.get_by_label("Brukernavn").fill(username)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    return settled(page)


def start_municipality(
    page: Page, server: Server, *, name: str, number: str, username: str, password: str
) -> Page:
    """Take an empty house for a municipality, by the code in the terminal."""
    page.goto(server.url)
    page.get_by_label("Engangskode").fill(server.start_code or "")
    page.get_by_label("Kommune", exact=True).fill(name)
    page.get_by_label("Kommunenummer").fill(number)
    page.get_by_label("Navn", exact=True).fill("Kari Nordmann")
    page.get_by_label("Brukernavn").fill(username)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Start kommunen").click()
    return settled(page)
