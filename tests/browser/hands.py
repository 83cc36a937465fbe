"""What hands do in the journeys, and how often."""

import io
import re
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from playwright.sync_api import Locator, Page

from tests.browser.house import Server, settled


@dataclass
class Hand:
    """Someone's hand at a page; counts each click, each field typed and each key pressed."""

    page: Page
    interactions: int = 0

    def click(self, where: Locator) -> None:
        """One click or tap."""
        where.click()
        self._did()

    def type(self, where: Locator, text: str) -> None:
        """One field filled in."""
        where.fill(text)
        self._did()

    def press(self, where: Locator, key: str) -> None:
        """One key."""
        where.press(key)
        self._did()

    def _did(self) -> None:
        self.interactions += 1
        if self.page.get_by_test_id("stApp").count():
            settled(self.page)


def to(page: Page, house: Server, room: str) -> None:
    """Go to a room by its address."""
    page.goto(f"{house.url}/{room}")
    settled(page)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button once the page is at rest."""
    settled(page)
    exact = isinstance(name, str)
    page.get_by_role("button", name=name, exact=exact).first.click()
    settled(page)


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Choose in a drop-down by typing, as one does."""
    settled(page)
    field = page.get_by_role("combobox", name=label).first
    field.click()
    if not page.get_by_role("option").count():
        field.press("ArrowDown")
    page.get_by_role("option", name=option).first.click()
    settled(page)


def codes_on(pdf: bytes) -> list[str]:
    """The addresses in the QR codes of a PDF, from the top."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    found.sort(key=lambda code: code.position.top_left.y)
    return [code.text for code in found]
