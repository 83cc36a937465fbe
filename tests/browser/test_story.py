"""The whole story in one town: from an empty house to a punched bus card and the leadership."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hands import choose, codes_on, press, to
from tests.browser.house import Server, settled, start_municipality
from tests.browser.pictures import picture
from tests.town import number_of

LARVIK_2024 = Path(__file__).parents[2] / "data" / "larvik-2024" / "deliveries.csv"
PASSWORD = "skjærgård og sol"
WARNING = "Allerede registrert i ordningen. Tildelt i perioden: 1 av 4 buss. Kontakt koordinator."
YUSUF_BORN, AMIR_BORN = date(2015, 6, 5), date(2018, 9, 20)
SALMA_BORN, LEYLA_BORN = date(1985, 3, 2), date(1983, 1, 7)
YUSUF = number_of(YUSUF_BORN).digits

Pages = Callable[..., Page]


def test_from_an_empty_house_to_a_punched_card(
    server: Callable[..., Server], new_page: Pages
) -> None:
    house = server(public=True)
    kari = new_page()
    start_municipality(
        kari, house, name="Larvik", number="3909", username="kari", password=PASSWORD
    )
    passwords = kari_lays_the_house(kari, house)
    kari_imports_larvik_2024(kari, house)
    kari_shares_cinema_tickets(kari, house)
    pairing = kari_pairs_a_till(kari, house)

    nina = first_sign_in(new_page(), house, "nina", passwords["nina"])
    nina_registers_a_guardian_with_two_children(nina, house)
    sheet = nina_awards_a_bus_card(nina)

    hege = first_sign_in(new_page(), house, "hege", passwords["hege"])
    hege_is_warned_and_asks_for_contact(hege, house)
    nina_accepts(nina, house)
    hege_sees_the_answer(hege, house)

    [holder, card] = codes_on(sheet)
    assert "/mine/" in holder
    assert "/k/" in card
    the_family_sees_what_is_left(new_page(size={"width": 390, "height": 844}), holder, card)
    the_bus_punches_twice_and_no_more(new_page(size={"width": 390, "height": 844}), pairing, card)
    lise = first_sign_in(new_page(), house, "lise", passwords["lise"])
    expect(lise.get_by_role("heading", name="Bruk og deltakelse")).to_be_visible()
    expect(lise.get_by_text("Ingen tall er publisert ennå")).to_be_visible()


def kari_lays_the_house(page: Page, house: Server) -> dict[str, str]:
    """Two services, a neighbourhood and three colleagues; returns their first passwords."""
    to(page, house, "tjenester")
    for name, phone in (("NAV Larvik", "55 55 33 33"), ("Skolehelsetjenesten", "33 17 10 00")):
        page.get_by_label("Navn", exact=True).fill(name)
        page.get_by_label("Telefon (valgfritt)").fill(phone)
        press(page, "Legg til tjeneste")
        expect(page.get_by_text(f"{name} er lagt til.")).to_be_visible()
    page.get_by_label("Nærmiljø", exact=True).fill("Stavern")
    press(page, "Legg til nærmiljø")
    expect(page.get_by_text("Stavern er lagt til.")).to_be_visible()

    to(page, house, "ansatte")
    passwords = {}
    for name, role, service in (
        ("Nina", "Saksbehandler", "NAV Larvik"),
        ("Hege", "Saksbehandler", "Skolehelsetjenesten"),
        ("Lise", "Ledelse", None),
    ):
        page.get_by_label("Brukernavn").fill(name.lower())
        page.get_by_label("Navn", exact=True).fill(name)
        page.get_by_role("button", name=role, exact=True).click()
        if service:
            choose(page, "Tjeneste (må fylles ut for saksbehandlere)", service)
        press(page, "Legg til")
        told = page.get_by_text(f"Første passord for {name}")
        expect(told).to_be_visible()
        passwords[name.lower()] = told.locator("code").inner_text()
    return passwords


def kari_imports_larvik_2024(page: Page, house: Server) -> None:
    """Thirteen batches, three of them with a known quantity."""
    to(page, house, "importer")
    page.locator('input[type="file"]').set_input_files(LARVIK_2024)
    expect(page.get_by_role("button", name="Importer 13 partier")).to_be_visible()
    settled(page)
    for service in ("NAV Larvik", "Skolehelsetjenesten"):
        choose(page, "Tjenester som kan tildele", service)
    page.keyboard.press("Escape")
    picture(page, "import")
    press(page, "Importer 13 partier")
    expect(page.get_by_text("13 partier er lagt inn.")).to_be_visible()
    settled(page)
    page.locator('input[type="file"]').set_input_files(LARVIK_2024)
    expect(page.get_by_text("13 partier i filen er registrert fra før")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Importer"))).to_have_count(0)


def kari_shares_cinema_tickets(page: Page, house: Server) -> None:
    """Of the 92 tickets to Bølgen, 40 go to NAV and 30 to the school nurses."""
    to(page, house, "beholdning")
    picture(page, "stock")
    choose(page, "Parti", re.compile("Bølgen"))
    for service, units in (("NAV Larvik", "40"), ("Skolehelsetjenesten", "30")):
        choose(page, "Flytt fra", re.compile("lager", re.I))
        choose(page, "Flytt til", service)
        page.get_by_label("Antall", exact=True).first.fill(units)
        press(page, "Flytt")
        expect(page.get_by_text(f"Flyttet til {service}.")).to_be_visible()
    expect(page.get_by_role("cell", name="22", exact=True)).to_be_visible()


def kari_pairs_a_till(page: Page, house: Server) -> str:
    """The bus company's phone gets a sheet; returns the link on it."""
    to(page, house, "tilbydere")
    choose(page, "Tilbyder", re.compile("kollektivtrafikk"))
    page.get_by_role("tab", name="Kasser").click()
    page.get_by_label("Navn på kassen").fill("Buss 1")
    press(page, "Lag ark med QR-kode")
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Last ned arket (PDF)").click()
    [link] = codes_on(sheet.value.path().read_bytes())
    return link


def first_sign_in(page: Page, house: Server, username: str, password: str) -> Page:
    """With the password that was given, which must be changed."""
    page.goto(house.url)
    page.get_by_label("Brukernavn").fill(username)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.get_by_label("Passordet du har nå").fill(password)
    page.get_by_label("Nytt passord", exact=True).fill(PASSWORD + username)
    page.get_by_label("Gjenta nytt passord").fill(PASSWORD + username)
    page.get_by_role("button", name="Lagre passordet").click()
    return settled(page)


def nina_registers_a_guardian_with_two_children(page: Page, house: Server) -> None:
    """On one screen."""
    to(page, house, "registrer")
    page.get_by_role("radiogroup", name="Antall barn").get_by_text("2", exact=True).click()
    settled(page)
    fill_person(page, 0, "Salma Haddad", number_of(SALMA_BORN).digits)
    fill_person(page, 1, "Yusuf Haddad", YUSUF)
    fill_person(page, 2, "Amir Haddad", number_of(AMIR_BORN).digits)
    choose(page, "Nærmiljø (valgfritt)", "Stavern")
    picture(page, "register")
    press(page, "Registrer husstand")
    expect(page.get_by_text("Foresatte: Salma Haddad. Nærmiljø: Stavern.")).to_be_visible()


def nina_awards_a_bus_card(page: Page) -> bytes:
    """The right is assessed once, the card awarded and put on paper; returns the sheet."""
    expect(page.get_by_text("mangler opplysning")).to_be_visible()
    choose(page, "Kriterium", "Varig lav inntekt")
    press(page, "Vilkårene er oppfylt")
    expect(page.get_by_text("har rett", exact=True)).to_be_visible()
    choose(page, "Tilbud", re.compile("uss"))
    press(page, "Tildel")
    expect(page.get_by_text(re.compile("Tildelt: 1 ×"))).to_be_visible()
    press(page, re.compile("Lag billettark"))
    download = page.get_by_role("button", name="Last ned billettark (PDF)")
    expect(download).to_be_visible()
    picture(page, "household")
    with page.expect_download() as sheet:
        download.click()
    return sheet.value.path().read_bytes()


def hege_is_warned_and_asks_for_contact(page: Page, house: Server) -> None:
    """The nurse has the same child under another guardian."""
    to(page, house, "registrer")
    fill_person(page, 0, "Leyla Haddad", number_of(LEYLA_BORN).digits)
    fill_person(page, 1, "Yusuf Haddad", YUSUF)
    press(page, "Registrer husstand")
    warning = page.get_by_text(WARNING)
    expect(warning).to_be_visible()
    for secret in ("NAV Larvik", "Nina", "Salma", "Amir", "Stavern"):
        expect(page.get_by_test_id("stMain").get_by_text(secret)).to_have_count(0)
    picture(page, "warning")
    press(page, "Be om kontakt")
    expect(page.get_by_text("Forespørselen er sendt.")).to_be_visible()


def nina_accepts(page: Page, house: Server) -> None:
    """Nina does not know who asks until she wants to be in touch."""
    to(page, house, "foresporsler")
    expect(page.get_by_text("En annen tjeneste vil i kontakt om")).to_be_visible()
    expect(page.get_by_text("Skolehelsetjenesten")).to_have_count(0)
    press(page, "Vi tar kontakt")
    expect(page.get_by_text("Hege i Skolehelsetjenesten har spurt.")).to_be_visible()


def hege_sees_the_answer(page: Page, house: Server) -> None:
    to(page, house, "foresporsler")
    expect(page.get_by_text("Nina, NAV Larvik, telefon 55 55 33 33")).to_be_visible()


def the_family_sees_what_is_left(page: Page, holder: str, card: str) -> None:
    """Without a paired till there is nothing to press."""
    page.goto(holder)
    expect(page.get_by_text("2 igjen").first).to_be_visible()
    picture(page, "holder")
    page.goto(card)
    expect(page.get_by_role("heading", name="Din billett")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def the_bus_punches_twice_and_no_more(page: Page, pairing: str, card: str) -> None:
    """Two taps from the camera: the link it found, and one large button."""
    page.goto(pairing)
    page.get_by_role("button", name="Koble til").click()
    for left in (1, 0):
        page.goto(card)
        if left:
            picture(page, "till")
        page.get_by_role("button", name=re.compile("^Klipp 1")).click()
        expect(page.get_by_role("heading", name="Klippet")).to_be_visible()
        expect(page.get_by_text(f"{left} igjen")).to_be_visible()
    picture(page, "receipt")
    page.goto(card)
    expect(page.get_by_role("heading", name="Allerede klippet")).to_be_visible()
    expect(page.get_by_text("Brukt opp")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Angre klippet"])


def fill_person(page: Page, row: int, name: str, number: str) -> None:
    """Type one person's row; the birth date is in the number."""
    page.get_by_label("Navn", exact=True).nth(row).fill(name)
    page.get_by_label("Fødselsnummer (valgfritt)").nth(row).fill(number)
