"""One child with two services, from the warning past which it was registered to one and back."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, press, to
from tests.browser.house import Server, settled, start_municipality
from tests.browser.pictures import picture
from tests.browser.test_story import (
    LEYLA_BORN,
    PASSWORD,
    YUSUF_BORN,
    fill_person,
    first_sign_in,
    kari_imports_larvik_2024,
    kari_lays_the_house,
    nina_awards_a_bus_card,
    nina_registers_a_guardian_with_two_children,
)
from tests.town import number_of

MAY_BE_REGISTERED = "Kan være registrert i ordningen fra før. Kontakt koordinator."
BUS = re.compile("uss")
BOTH, ONE = "Tildelt i perioden: 2 av 4 buss", "Tildelt i perioden"


def test_two_who_are_one_are_merged_and_parted_again(
    server: Callable[..., Server], new_page: Callable[..., Page]
) -> None:
    house = server(public=True)
    kari = new_page()
    start_municipality(
        kari, house, name="Larvik", number="3909", username="kari", password=PASSWORD
    )
    passwords = kari_lays_the_house(kari, house)
    kari_imports_larvik_2024(kari, house)
    nina = first_sign_in(new_page(), house, "nina", passwords["nina"])
    nina_registers_a_guardian_with_two_children(nina, house)
    nina_awards_a_bus_card(nina)
    hege = first_sign_in(new_page(), house, "hege", passwords["hege"])
    hege_goes_on_past_the_warning(hege, house)
    nina_awards_a_bus_card(hege)
    for desk in (nina, hege):
        asks_for_a_bus_card(desk)
        expect(desk.get_by_text(ONE)).to_have_count(0)

    kari_merges(kari, house)
    for desk in (nina, hege):
        asks_for_a_bus_card(desk)
        expect(desk.get_by_role("heading", name="Yusuf Haddad")).to_be_visible()
        expect(desk.get_by_text(re.compile(BOTH))).to_be_visible()
        # Its own award only: that there is another service is all that a desk is told.
        expect(desk.get_by_text(re.compile(r"1 × .*uss.*brukt"))).to_have_count(1)

    kari_undoes(kari)
    for desk, name in ((nina, "Yusuf Haddad"), (hege, "Jusuf Hadad")):
        asks_for_a_bus_card(desk)
        expect(desk.get_by_role("heading", name=name)).to_be_visible()
        expect(desk.get_by_text(ONE)).to_have_count(0)


def hege_goes_on_past_the_warning(page: Page, house: Server) -> None:
    """The nurse writes the child down as it sounds, with the aunt and without a number."""
    to(page, house, "registrer")
    fill_person(page, 0, "Leyla Haddad", number_of(LEYLA_BORN).digits)
    fill_person(page, 1, "Jusuf Hadad", "")
    page.get_by_label(re.compile("^Fødselsdato")).nth(1).fill(f"{YUSUF_BORN:%d.%m.%Y}")
    press(page, "Registrer husstand")
    expect(page.get_by_text(MAY_BE_REGISTERED)).to_be_visible()
    press(page, re.compile("^Registrer husstanden hos oss også"))
    expect(page.get_by_text("Foresatte: Leyla Haddad.")).to_be_visible()
    settled(page)


def asks_for_a_bus_card(page: Page) -> None:
    """Choose it anew, so that the page is drawn from what is in the register now."""
    settled(page)
    field = page.get_by_role("combobox", name="Tilbud").first
    if BUS.search(field.input_value() or ""):
        choose(page, "Tilbud", re.compile("Bowling|Kino|Tivoli|Svøm"))
    choose(page, "Tilbud", BUS)


def kari_merges(page: Page, house: Server) -> None:
    """From her day to the list, to the pair, and past the question."""
    to(page, house, "koordinator")
    expect(page.get_by_text("1 mulig dobbeltregistrering venter på deg.")).to_be_visible()
    page.get_by_role("link", name="Se parene").click()
    settled(page)
    expect(page.get_by_text("fornavn skrevet annerledes")).to_be_visible()
    for name in ("Yusuf", "Jusuf"):
        expect(page.get_by_text(name)).to_have_count(0)
    picture(page, "pairs")
    press(page, "Se på paret")
    for name in ("Yusuf Haddad", "Jusuf Hadad"):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    picture(page, "pair")
    press(page, "Samme person: slå sammen")
    expect(page.get_by_role("radio").first).to_be_checked()
    press(page, "Slå sammen")
    expect(page.get_by_text(re.compile("er slått sammen med .*, som er beholdt"))).to_be_visible()
    expect(page.get_by_text("Ingen par venter på deg.")).to_be_visible()


def kari_undoes(page: Page) -> None:
    page.get_by_role("tab", name="Avgjort").click()
    press(page, "Angre")
    press(page, "Angre sammenslåingen")
    expect(page.get_by_text("De er to personer igjen.")).to_be_visible()
    page.get_by_role("tab", name="Venter").click()
    expect(page.get_by_role("button", name="Se på paret")).to_be_visible()
