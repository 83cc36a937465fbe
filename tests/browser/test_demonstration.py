"""Through the demonstration: each role's first screen, and how few interactions the day takes."""

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from lib.demonstration_people import examples
from lib.municipality import DEMONSTRATION_PASSWORD
from pages.rooms import ROOMS
from tests.browser.conftest import NAMES, PHONE
from tests.browser.hands import Hand, choose, codes_on, press, to
from tests.browser.house import Server, settled
from tests.browser.pictures import picture

EMMA = next(example for example in examples() if example.name == "Emma Berg")
LOOK_UP = "Fødselsnummer, D-nummer eller DUF-nummer"


def test_the_coordinators_day_is_what_asks_for_them(signed_in):
    page = signed_in("kari")
    expect(page.get_by_role("heading", name="Min dag")).to_be_visible()
    expect(page.get_by_text("Demonstrasjon: alle personer er oppdiktet.")).to_be_visible()
    expect(page.get_by_text(re.compile("kontaktsaker? venter på deg"))).to_be_visible()
    for list_of_the_day in ("Snart tomt", "Går ut innen 30 dager"):
        expect(page.get_by_role("heading", name=re.compile(list_of_the_day))).to_be_visible()
    picture(page, "day-coordinator")


def test_the_caseworkers_day_begins_with_the_cursor_in_the_field(signed_in):
    page = signed_in("nina")
    expect(page.get_by_label(LOOK_UP)).to_be_focused()
    expect(
        page.get_by_text(re.compile("forespørs(el|ler) venter på svar fra dere"))
    ).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Ikke brukt ennå"))).to_be_visible()
    picture(page, "day-caseworker")


def test_leadership_sees_a_year_in_rounded_figures(signed_in):
    page = signed_in("lise")
    advice = page.get_by_role("heading", name="Dette bør dere se på")
    # A house that has just opened publishes by itself, in some seconds.
    latest = time.monotonic() + 60
    while not advice.is_visible() and time.monotonic() < latest:
        page.reload()
        settled(page)
    expect(advice).to_be_visible()
    expect(page.get_by_text("Forskjeller under 10 bør ikke tolkes").last).to_be_visible()
    expect(page.get_by_role("heading", name="Gjennom året")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    shown = page.locator('[data-testid="stMetricValue"]').all_inner_texts()
    awarded, used = (int(re.sub(r"\D", "", text)) for text in shown[:2])
    assert awarded > used > 0
    assert awarded % 5 == used % 5 == 0
    picture(page, "uptake")


def test_the_administrator_sees_acts_and_references_not_names(signed_in, larvik):
    page = signed_in("adam")
    expect(page.get_by_role("heading", name="Ansatte")).to_be_visible()
    to(page, larvik, "tilgangslogg")
    expect(page.get_by_role("heading", name="Tilgangslogg")).to_be_visible()
    picture(page, "access-log")


def test_a_known_family_has_a_ticket_in_at_most_six_interactions(signed_in, larvik, new_page):
    page = signed_in("nina")
    hand = Hand(page)
    field = page.get_by_label(LOOK_UP)
    hand.type(field, EMMA.number)
    hand.press(field, "Enter")
    expect(page.get_by_role("heading", name="Emma Berg")).to_be_visible()
    offers = page.get_by_role("combobox", name="Tilbud")
    hand.click(offers)
    hand.click(
        page.get_by_role("option", name=re.compile("Bowling|Svømm|gangsbillett|Minigolf")).first
    )
    hand.click(page.get_by_role("button", name="Tildel", exact=True))
    expect(page.get_by_text(re.compile("Tildelt: 1 ×"))).to_be_visible()
    assert hand.interactions <= 6

    press(page, re.compile("Lag billettark"))
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Last ned billettark (PDF)").click()
    codes = codes_on(sheet.value.path().read_bytes())
    card = next(code for code in codes if "/k/" in code)
    partner_punches_in_two_taps(signed_in, larvik, new_page, card)


def partner_punches_in_two_taps(signed_in, larvik, new_page, card):
    """A till of the partner whose name the holder's page shows; the camera's link is one tap."""
    holder = new_page(size=PHONE)
    holder.goto(card)
    partner = holder.locator("main").inner_text()
    kari = signed_in("kari")
    to(kari, larvik, "tilbydere")
    name = next(n for n in ("Mestern", "Svømmehallene", "Minigolf") if n in partner)
    choose(kari, "Tilbyder", re.compile(name))
    kari.get_by_role("tab", name="Kasser").click()
    settled(kari)
    kari.get_by_label("Navn på kassen").fill("Prøvekassa")
    press(kari, "Lag ark med QR-kode")
    with kari.expect_download() as sheet:
        kari.get_by_role("button", name="Last ned arket (PDF)").click()
    [pairing] = codes_on(sheet.value.path().read_bytes())
    till = new_page(size=PHONE)
    till.goto(pairing)
    till.get_by_role("button", name="Koble til").click()

    till.goto(card)  # the first tap, on what the camera found
    hand = Hand(till, interactions=1)
    hand.click(till.get_by_role("button", name=re.compile("^Klipp 1")))
    expect(till.get_by_role("heading", name="Klippet")).to_be_visible()
    assert hand.interactions == 2
    till.get_by_role("button", name="Angre klippet").click()
    expect(till.get_by_role("heading", name="Angret")).to_be_visible()


def test_what_is_no_card_is_told_without_a_fault(larvik, new_page):
    page = new_page(size=PHONE)
    for forged in ("n0tAr3alS3cret0fTw3ntyTwo", "x"):
        page.goto(f"{larvik.url}/k/{forged}")
        expect(page.get_by_role("heading", name="Ikke gyldig")).to_be_visible()
    page.goto(f"{larvik.url}/kasse")
    expect(page.get_by_role("main")).to_contain_text("kasse")


@pytest.mark.parametrize("role", NAMES)
def test_no_room_scrolls_sideways_on_a_phone_or_shows_a_fault(
    role: str, larvik: Server, browser: Browser
) -> None:
    with browser.new_context(viewport=PHONE, locale="nb-NO") as context:
        page = context.new_page()
        page.goto(larvik.url)
        page.locator(f'form:has(input[value="{NAMES[role]}"]) button').click()
        settled(page)
        for room in (room for room in ROOMS if role in room.roles):
            to(page, larvik, room.address)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], room.address
            expect(page.get_by_test_id("stException")).to_have_count(0)
            expect(page.get_by_text(re.compile("Feil [a-z0-9]{4}-"))).to_have_count(0)


def test_everyone_has_the_password_that_the_sign_in_page_tells(larvik, page):
    page.goto(larvik.url)
    page.get_by_text("Brukernavn").first.wait_for(state="attached")
    if page.locator("details").count():
        page.locator("details summary").first.click()
    page.get_by_label("Brukernavn").fill("hege")
    page.get_by_label("Passord").fill(DEMONSTRATION_PASSWORD)
    page.locator("form:has(#username) button").click()
    expect(settled(page).get_by_role("heading", name="Min dag")).to_be_visible()
