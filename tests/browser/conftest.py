"""A server, a browser, and a page in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import executable
from tests.browser.house import Server, serving, settled
from tests.browser.pictures import picture

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# Who has which role in the demonstration.
NAMES = {
    "coordinator": "kari",
    "caseworker": "nina",
    "leadership": "lise",
    "administrator": "adam",
    "referrer": "frida",
}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """`server(demo=False, public=False)`: a fresh Klipp, stopped when the test is over."""
    with ExitStack() as running:

        def started(*, demo: bool = False, public: bool = False) -> Server:
            folder: Path = tmp_path_factory.mktemp("house")
            return running.enter_context(serving(folder, demo=demo, public=public))

        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(size=DESK)`: a page of someone who has never been here."""
    with ExitStack() as opened:

        def made(*, size: dict[str, int] | None = None) -> Page:
            context = browser.new_context(viewport=size or DESK, locale="nb-NO")
            opened.callback(context.close)
            return context.new_page()

        yield made


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page at a desk."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page on a phone, with a browser of its own."""
    return new_page(size=PHONE)


@pytest.fixture(scope="session")
def larvik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, loaded once for all journeys."""
    folder: Path = tmp_path_factory.mktemp("larvik")
    with serving(folder, demo=True) as server:
        yield server


@pytest.fixture
def signed_in(larvik: Server, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """`signed_in("nina", size=PHONE)`: someone at their first screen."""

    def at_first_screen(name: str, size: dict[str, int] | None = None) -> Page:
        page = new_page(size=size)
        page.goto(larvik.url)
        picture(page, "sign-in")
        page.locator(f'form:has(input[value="{name}"]) button').click()
        return settled(page)

    return at_first_screen
