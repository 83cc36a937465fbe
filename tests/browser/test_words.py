"""Every room speaks Norwegian, what Streamlit brings of its own included."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Locator, Page, expect

from pages.rooms import ROOMS
from tests.browser.conftest import DESK, NAMES, PHONE
from tests.browser.hands import to
from tests.browser.house import HOUSE, Server, settled, start_municipality

STAFF = HOUSE / "pages" / "public" / "static" / "staff.js"
STATIC = Path(streamlit.__file__).parent / "static"
# What Streamlit puts together from pieces as it goes.
PIECES = re.compile(
    r"Press (Enter|Ctrl|⌘)| per file|options? available|, selected$|\bresults?$|^Remove "
    r"|^File must be| files are not allowed|Streamlit|streamlit|^Show/hide|^Search\b|^None$"
)
# Words of ours that are spelt alike.
OURS = {"Sum", "Type"}
# What stands on the page, and what a screen reader says of it.
SAID = """() => {
    const said = [], names = ["aria-label", "title", "placeholder", "alt"];
    const nodes = document.createTreeWalker(document.documentElement);
    while (nodes.nextNode()) {
        const node = nodes.currentNode;
        if (node.nodeType === Node.ELEMENT_NODE)
            said.push(...names.map((name) => node.getAttribute(name)));
        else if (!node.parentElement?.closest("script, style, noscript"))
            said.push(node.data);
    }
    return said.filter(Boolean).map((text) => text.trim());
}"""


@pytest.fixture(scope="session")
def english() -> set[str]:
    """Every sentence and word that Streamlit's script holds, capital first, but for our own."""
    scripts = (file.read_text(encoding="utf-8") for file in STATIC.rglob("*.js"))
    held = {said for js in scripts for said in re.findall(r"`([A-Z][a-z][^`$\\]{1,200})`", js)}
    return held - set(re.findall(r': "(.+)",$', STAFF.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", NAMES)
def test_no_room_says_anything_in_english(
    role: str,
    size: dict[str, int],
    larvik: Server,
    signed_in: Callable[..., Page],
    english: set[str],
) -> None:
    page = signed_in(NAMES[role], size=size)
    heard: dict[str, str] = {}
    for room in (room for room in ROOMS if room.role == role):
        to(page, larvik, room.address)
        for _ in touched(page):
            heard |= {
                said: room.address
                for said in page.evaluate(SAID)
                if (said in english or PIECES.search(said)) and said not in OURS
            }
    assert heard == {}


def touched(page: Page) -> Iterator[None]:
    """Touch one of each kind of thing on the page that opens or answers, and stop after each."""
    yield
    for touch in (menu, drop_down, typing, expander, popover, table):
        for _ in touch(page):
            page.wait_for_timeout(200)  # till it is drawn
            yield


def menu(page: Page) -> Iterator[None]:
    for button in some(page.get_by_test_id("stExpandSidebarButton")):
        button.click()
        yield
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()


def drop_down(page: Page) -> Iterator[None]:
    for field in some(page.get_by_role("combobox")):
        field.click()
        yield
        field.press_sequentially("zzz")
        yield
        field.fill("")
        field.press("Escape")


def typing(page: Page) -> Iterator[None]:
    for field in some(page.locator("input[type=text]:not([role=combobox]):not([readonly])")):
        field.press_sequentially("x")
        yield
        field.press("Backspace")


def expander(page: Page) -> Iterator[None]:
    for folded in some(page.get_by_test_id("stExpander").locator("summary")):
        folded.click()
        yield


def popover(page: Page) -> Iterator[None]:
    for button in some(page.get_by_test_id("stPopover").get_by_role("button")):
        button.click()
        yield
        page.keyboard.press("Escape")


def table(page: Page) -> Iterator[None]:
    """Its tools and its search."""
    for frame in some(page.get_by_test_id("stDataFrame")):
        frame.hover()
        yield
        page.get_by_role("button", name=re.compile("^Søk")).click()
        yield
        page.keyboard.type("a")
        yield
        page.keyboard.press("Escape")


def some(found: Locator) -> list[Locator]:
    """The first that shows, if any does."""
    return [one for one in found.all() if one.is_visible()][:1]


def test_on_a_phone_the_menu_closes_when_a_page_is_chosen(signed_in: Callable[..., Page]) -> None:
    page = signed_in("kari", size=PHONE)
    page.get_by_test_id("stExpandSidebarButton").click()
    menu = page.get_by_test_id("stSidebar")
    expect(menu).to_have_attribute("data-collapsed", "false")
    page.get_by_role("link", name="Beholdning", exact=True).click()
    expect(page.get_by_role("heading", name="Beholdning", exact=True)).to_be_visible()
    expect(menu).to_have_attribute("data-collapsed", "true")


def test_at_a_desk_the_menu_stays(signed_in: Callable[..., Page]) -> None:
    page = signed_in("kari")
    page.get_by_role("link", name="Beholdning", exact=True).click()
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")


def test_a_lost_connection_is_told_in_norwegian(server: Callable[..., Server], page: Page) -> None:
    house = server()
    start_municipality(
        page, house, name="Larvik", number="3909", username="kari", password="skjærgård og sol"
    )
    house.process.terminate()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Klipp svarer ikke")).to_be_visible(timeout=30_000)
    expect(dialog.get_by_text("Vent litt.")).to_be_visible()
    expect(dialog.get_by_text(re.compile("streamlit", re.I))).to_be_hidden()
