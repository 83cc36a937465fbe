"""A hand that counts fast: nothing it types is lost, whatever is being saved meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import press, to
from tests.browser.house import Server, settled, start_municipality

LARVIK_2024 = Path(__file__).parents[2] / "data" / "larvik-2024" / "deliveries.csv"


@pytest.fixture
def house(server: Callable[..., Server], page: Page) -> Server:
    """Larvik with its thirteen deliveries of 2024, and the coordinator at the desk."""
    house = server()
    start_municipality(
        page, house, name="Larvik", number="3909", username="kari", password="skjærgård og sol"
    )
    to(page, house, "importer")
    page.locator('input[type="file"]').set_input_files(LARVIK_2024)
    press(page, "Importer 13 partier")
    expect(page.get_by_text("13 partier er lagt inn.")).to_be_visible()
    return house


@pytest.mark.parametrize(
    ("room", "label", "save", "receipt"),
    [
        ("telling", "Lageret (", "Lagre tellingen", "1 telling er lagret."),
        ("beholdning", "Talt nå", "Lagre endringene", "1 parti er endret."),
    ],
)
def test_a_digit_is_kept_when_the_one_before_is_being_saved(
    house: Server, page: Page, room: str, label: str, save: str, receipt: str
) -> None:
    """Digit, Enter, save, and the next digit before the page has been drawn anew."""
    to(page, house, room)
    first, second = (page.get_by_label(label).nth(place) for place in (0, 1))
    first.click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    second.click()
    # A click from within leaves the cursor where it is, quicker than any hand.
    page.get_by_role("button", name=save).evaluate("button => button.click()")
    page.keyboard.type("5")
    expect(page.get_by_text(receipt)).to_be_visible()
    settled(page)
    expect(first).to_have_value("")
    expect(second).to_have_value("5")
    press(page, save)
    expect(second).to_have_value("")
    press(page, save)
    expect(page.get_by_text("Ingenting er lagret: ingen tall er endret.")).to_be_visible()
