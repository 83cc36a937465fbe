"""Nothing runs for those who are not signed in, and nothing goes on running for those who left."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.cookie import SESSION_COOKIE
from pages.rooms import ROOMS
from tests.browser.house import (
    HOUSE,
    Server,
    environment,
    free_port,
    serving,
    settled,
    sign_in,
    start_municipality,
)

KARI, PASSWORD = "kari", "skjærgård og sol"


@pytest.fixture(scope="module")
def kragero(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Server]:
    """Kragerø's house, started anew after its first coordinator moved in: no page has run yet."""
    folder: Path = tmp_path_factory.mktemp("kragero")
    with serving(folder) as server, browser.new_context() as context:
        start_municipality(
            context.new_page(),
            server,
            name="Kragerø",
            number="3814",
            username=KARI,
            password=PASSWORD,
        )
    with serving(folder) as server:
        yield server


def token(context: BrowserContext) -> str:
    [cookie] = [c for c in context.cookies() if c["name"] == SESSION_COOKIE]
    return cookie["value"]


def streams(server: Server, cookie: str | None = None) -> bool:
    """Whether Streamlit would run a page for this cookie."""
    headers = {"Cookie": f"{SESSION_COOKIE}={cookie}"} if cookie else {}
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    try:
        with connect(address, additional_headers=headers, origin=server.url):
            return True
    except InvalidStatus as refused:
        return refused.response.status_code != 403


def test_a_cold_deep_link_to_any_page_lands_on_the_sign_in_page_and_runs_nothing(kragero, page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    for room in ROOMS:
        page.goto(f"{kragero.url}/{room.address}")
        assert page.url == f"{kragero.url}/logg-inn?til={quote(f'/{room.address}', safe='')}"
        expect(page.get_by_role("heading", name="Logg inn")).to_be_visible()
    assert not [url for url in asked if "_stcore" in url or "/static/" in url]
    assert not streams(kragero)
    assert not streams(kragero, "n0tAr3alS3cret0fTw3ntyTwo")


def test_signing_in_leads_to_the_page_that_was_asked_for(kragero, page):
    sign_in(page, kragero, KARI, PASSWORD, room="tilgangslogg")
    expect(page.get_by_role("heading", name="Tilgangslogg")).to_be_visible()
    assert page.url == f"{kragero.url}/tilgangslogg"
    assert page.title() == "Tilgangslogg – Klipp"


def test_a_reload_keeps_the_session_and_the_page(kragero, page):
    sign_in(page, kragero, KARI, PASSWORD, room="ansatte")
    for _ in range(3):
        settled(page).reload()
        expect(page.get_by_role("heading", name="Ansatte")).to_be_visible()


def test_no_script_but_ours_runs_and_no_other_house_is_asked(kragero, page):
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, kragero, KARI, PASSWORD, room="ansatte")
    assert not [text for text in said if "Content Security Policy" in text]
    assert not [url for url in asked if not url.startswith((kragero.url, "data:", "blob:"))]
    assert page.evaluate("document.documentElement.lang") == "nb"
    assert token(page.context) not in page.evaluate("document.cookie")


def test_signing_out_is_one_click_and_kills_the_old_cookie(kragero, new_page):
    page: Page = new_page()
    sign_in(page, kragero, KARI, PASSWORD, room="ansatte")
    old = token(page.context)
    assert streams(kragero, old)
    page.get_by_role("button", name="Logg ut").click()
    page.wait_for_url("**/logg-inn?*")
    assert not streams(kragero, old)
    thief: Page = new_page()
    thief.context.add_cookies([{"name": SESSION_COOKIE, "value": old, "url": kragero.url}])
    thief.goto(f"{kragero.url}/ansatte")
    expect(thief.get_by_role("heading", name="Logg inn")).to_be_visible()


def test_a_page_left_open_in_another_tab_stops_at_the_next_click(kragero, page):
    sign_in(page, kragero, KARI, PASSWORD, room="ansatte")
    other = page.context.new_page()
    other.goto(f"{kragero.url}/logg-ut")
    other.get_by_role("button", name="Logg ut").click()
    other.wait_for_url("**/logg-inn")
    page.get_by_role("link", name="Tilgangslogg").click()
    page.wait_for_url("**/logg-inn?*")
    expect(page.get_by_role("heading", name="Logg inn")).to_be_visible()


def test_a_second_klipp_on_the_same_database_says_so_in_a_sentence(kragero):
    second = subprocess.run(
        [sys.executable, HOUSE / "app.py"],
        env=environment(kragero.data_dir, free_port()),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert second.stderr.strip().endswith("Stopp den først.")
    assert second.stderr.startswith("Klipp er allerede i gang med databasen i ")
    assert "Traceback" not in second.stderr


def test_the_terminal_shows_our_address_and_no_other(kragero):
    assert kragero.log.splitlines()[0] == f"Klipp: {kragero.url}"
    assert "Network URL" not in kragero.log
    assert "Engangskode" not in kragero.log


def test_the_open_pages_fit_every_screen(
    server: Callable[..., Server], new_page: Callable[..., Page]
) -> None:
    house = server()
    for width in (320, 390, 1280):
        page = new_page(size={"width": width, "height": 800})
        page.goto(house.url)
        expect(page.get_by_role("heading", name="Kom i gang med Klipp")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == width
