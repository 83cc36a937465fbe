"""Two towns' Fritidskortet on the pages: a year from the budget to paying the clubs, and an age."""

import re
from datetime import date, datetime
from html import unescape

import pytest

from lib import claims, ledger, payment_files, payments, scheme_years, schemes
from lib.claims import ClaimState, RefuseReason
from lib.memberships import MemberRole
from pages import connection
from pages.public.device import TILL_COOKIE
from pages.rooms import rooms_of
from tests.counter import paired
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    choose,
    downloads,
    household,
    labels,
    offered,
    rules,
    said,
    set_clock,
    the_cards,
    year_of,
)
from tests.pages.test_claims import ticked
from tests.pages.test_till import press
from tests.purse import (
    CORPS,
    FOOTBALL,
    awarded_to_all,
    claimed_from_all,
    left,
    open_clubs,
    purses,
)
from tests.town import AMIR, KARI, NAV, NINA, NOW, SALMA, YUSUF, at_home, member, person_id_of

NBSP = "\N{NO-BREAK SPACE}"
SANDEFJORD = "Fritidskortet, Sandefjord: kort med kroner"
SKIEN = "Fritidskortet, Skien: kort med kroner, alder som utvides"
ABOUT_HIM = ("Yusuf", "Salma", "Haddad", YUSUF.number.digits)


@pytest.fixture(autouse=True)
def links(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "http://localhost")
    open_clubs(db)
    return all_linked(monkeypatch)


@pytest.fixture
def club(db, browser, monkeypatch):
    """`club(FOOTBALL)`: the club's phone, paired as a till."""

    def opened(partner_id):
        device = browser(db)
        device.follow_redirects = True
        device.headers["Sec-Fetch-Site"] = "same-origin"
        device.cookies.set(TILL_COOKIE, paired(db, partner_id)[1])
        return device

    monkeypatch.setattr(connection, "opened", lambda: db)
    return opened


def add_from_template(page, db, title):
    at = page("coordinator/scheme.py", KARI)
    labelled(at.selectbox, "Velg en mal og endre den etterpå").set_value(title).run()
    labelled(at.button, "Legg til ordningen").click().run()
    assert at.session_state["done"].startswith("Ordningen er lagt til.")
    [scheme] = [known for known in schemes.all_of(db) if known.gives_money]
    return scheme


def share_with_nav(page, cards):
    at = page("coordinator/stock.py", KARI)
    labelled(at.selectbox, "Parti").select_index(0).run()
    labelled(at.selectbox, "Flytt til").set_value(("NAV Larvik", NAV))
    labelled(at.text_input, "Antall").input(cards)
    labelled(at.button, "Flytt").click().run()
    assert not at.error


def assess(at):
    """Aktivitetskortet's form stands above that of Fritidskortet, which has one criterion."""
    [*_, criterion] = [box for box in at.selectbox if box.label == "Kriterium"]
    criterion.select_index(0)
    [*_, met] = [button for button in at.button if button.label == "Vilkårene er oppfylt"]
    return met.click().run()


def award(at):
    choose(at, "Fritidskortet")
    return labelled(at.button, "Tildel").click().run()


def sent(device, number, amount, purpose="membership_fee"):
    """What the club's phone shows when its form is sent."""
    status, html = press(
        device,
        device.get("/kasse/krav").text,
        number=str(number),
        amount=amount,
        purpose=purpose,
        season="spring",
    )
    assert not tells_of_him(html)
    return status, unescape(html)


def claim(device, number, amount):
    """Send the club's form, and see the receipt."""
    status, html = sent(device, number, amount)
    assert status == 200
    return html


def opened_claims(page, tab):
    at = page("coordinator/claims.py", KARI)
    at.session_state["claims"] = tab
    return at.run()


def sent_to_the_browser(at):
    """All that the page is made of: words, fields, and what stands in its tables."""
    return " ".join(repr(element) + str(getattr(element, "proto", "")) for element in at)


def tells_of_him(text):
    return [word for word in ABOUT_HIM if word in text]


def coordinators_pages(page, scheme):
    """Every page of the coordinator's, and those that open in parts with each part."""
    for room in rooms_of(KARI):
        yield room.file, page(room.file, KARI)
    yield "the rules", rules(page, scheme)
    stock = page("coordinator/stock.py", KARI)
    yield "the batch", labelled(stock.selectbox, "Parti").select_index(0).run()
    for tab in ("Til behandling", "Nytt krav", "Behandlet", "Utbetaling"):
        yield tab, opened_claims(page, tab)


def test_a_year_of_sandefjords_fritidskort_on_the_pages(page, db, monkeypatch, club):
    """1 372 000 kr on 1 000 cards: 300 to NAV, one given, two clubs claim and one is paid."""
    at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)

    scheme = add_from_template(page, db, SANDEFJORD)
    at = rules(page, scheme)
    assert labelled(at.text_input, "Antall kort").value == "1000"
    assert labelled(at.text_input, "Budsjett i kroner").value == "1372000"
    share_with_nav(page, "300")

    at = household(page, db, yusuf)
    # What is looked for below is found where it may be.
    assert tells_of_him(sent_to_the_browser(at)) == ["Yusuf", "Salma", "Haddad"]
    at = award(assess(at))
    assert at.success[0].value == "Tildelt: 1 × Fritidskortet."
    [card] = the_cards(db, yusuf)
    assert (card.left_ore, card.valid_to) == (1372_00, date(2024, 12, 31))

    football, corps = club(FOOTBALL), club(CORPS)
    assert f"900{NBSP}kr" in claim(football, card.number, "900")
    claim(corps, card.number, "472")
    at = page("coordinator/claims.py", KARI)
    assert said(at).count(f"2 krav venter, til sammen 1{NBSP}372{NBSP}kr.") == 1
    assert list(at.dataframe[0].value["Kort nr."]) == [str(card.number)] * 2
    assert "Larvik Turn" in sent_to_the_browser(at)
    assert not tells_of_him(sent_to_the_browser(at))

    ticked(at, db, 0)
    labelled(at.button, "Godkjenn de valgte").click().run()
    assert at.session_state["done"] == "1 krav er godkjent."
    at = page("coordinator/claims.py", KARI)
    ticked(at, db, 0)
    labelled(at.selectbox, "Grunn til avslag").set_value(RefuseReason.WRONG_AMOUNT)
    labelled(at.button, "Avslå de valgte").click().run()
    assert at.session_state["done"] == "1 krav er avslått, og kronene er tilbake på kortene."
    assert "Avslått: feil beløp" in corps.get("/kasse/krav").text
    [card] = the_cards(db, yusuf)
    assert card.left_ore == 472_00

    at = opened_claims(page, "Utbetaling")
    assert list(at.table[0].value["Tilbyder"]) == ["Larvik Turn"]
    labelled(at.button, f"Lag betalingsliste på 900{NBSP}kr").click().run()
    labelled(at.text_input, "Kommunens organisasjonsnummer").input("974 760 673")
    labelled(at.text_input, "Kontonummer").input("9992.00.00017")
    labelled(at.text_input, "BIC").input("KLIPNOK1")
    labelled(at.button, "Lagre kontoen").click().run()
    assert downloads(at) == ["Utbetalinger (CSV)", "Krav (CSV)", "Fil til banken (pain.001)"]
    [paid] = payments.lists(db)
    for made, tells in (
        (payment_files.payments_csv, "900,00"),
        (payment_files.claims_csv, str(card.number)),
        (payment_files.bank_file, "900.00"),
    ):
        file = made(db, paid.id, by=KARI, now=NOW).decode("utf-8-sig")
        assert tells in file
        assert "Larvik Turn" in file
        assert "Østre Halsen" not in file
        assert not tells_of_him(file)
    assert "På betalingsliste" in football.get("/kasse/krav").text

    set_clock(monkeypatch, db, datetime(2024, 12, 30, 10))
    at = rules(page, scheme)
    so_far = f"1{NBSP}372{NBSP}kr gitt, 1{NBSP}370{NBSP}628{NBSP}kr igjen av budsjettet."
    assert f"1 kort delt ut, 999 igjen, {so_far}" in said(at)
    labelled(at.button, "Avslutt 2024 nå").click().run()
    assert at.session_state["done"] == "Året 2024 er avsluttet, og 999 kort er skrevet av."
    assert f"1 kort delt ut, 0 igjen, {so_far} Året er avsluttet." in said(at)
    assert "Åpne 2025" in labels(at.button)
    claim(corps, card.number, "472")
    assert [each.partner_name for each in claims.in_states(db, ClaimState.OPEN)] == [
        "Østre Halsen korps"
    ]

    for where, at in coordinators_pages(page, scheme):
        assert not at.exception, where
        assert not tells_of_him(sent_to_the_browser(at)), where
    assert not ledger.unbalanced(db)
    assert not claims.unbalanced(db)
    assert not payments.unbalanced(db)


# 17 on either day, and Norway is two hours ahead of the clock in summer.
LINE = re.compile(r"\*\*Fritidskortet\*\* :\w+-badge\[(.*?)\]")
LAST_MINUTE, FIRST_MINUTE = datetime(2026, 7, 31, 21, 59), datetime(2026, 7, 31, 22)


def fritidskort_line(at):
    """What the household's page says of the right to Fritidskortet."""
    [verdict] = LINE.findall(said(at))
    return verdict


def test_skien_takes_in_a_seventeen_year_old_from_the_first_of_august(page, db, monkeypatch):
    """6 to 16 until midnight, 6 to 19 after it."""
    set_clock(monkeypatch, db, datetime(2026, 3, 2, 10))
    jonas = member(MemberRole.CHILD, "Jonas Bakke", date(2009, 3, 1))
    at_home(db, SALMA, jonas)
    jonas_id = person_id_of(db, jonas)
    scheme = add_from_template(page, db, SKIEN)
    assert scheme.ages_change_on == date(2026, 8, 1)
    assert year_of(db, scheme).year == 2026
    share_with_nav(page, "20")

    too_old = "Alder er 17 år, og ordningen gjelder fra 6 til 16 år."
    set_clock(monkeypatch, db, LAST_MINUTE)
    at = household(page, db, jonas_id)
    assert fritidskort_line(at) == "har ikke rett"
    assert too_old in said(at)
    assert labels(at.button).count("Vilkårene er oppfylt") == 1  # Aktivitetskortet's alone
    award(at)
    assert at.error[0].value == too_old
    assert the_cards(db, jonas_id) == []

    set_clock(monkeypatch, db, FIRST_MINUTE)
    at = household(page, db, jonas_id)
    assert fritidskort_line(at) == "mangler opplysning"
    at = assess(at)
    assert fritidskort_line(at) == "har rett"
    assert "Igjen i år: 1 av 1 kort." in said(at)
    award(at)
    assert at.success[0].value == "Tildelt: 1 × Fritidskortet."
    assert [card.left_ore for card in the_cards(db, jonas_id)] == [2500_00]
    assert "Alder" not in said(at)


SPRING, AUGUST = datetime(2026, 3, 2, 10), datetime(2026, 8, 3, 10)
OCTOBER, DECEMBER = datetime(2026, 10, 1, 10), datetime(2026, 12, 30, 10)
JONAS = member(MemberRole.CHILD, "Jonas Bakke", date(2009, 3, 1))
MIRA = member(MemberRole.CHILD, "Mira Bakke", date(2015, 3, 1))
ELSEWHERE = 2_098  # cards that other desks have given, beside those that are given here


def set_year(page, scheme, cards, budget):
    """Another cap and budget for the year that is open."""
    at = rules(page, scheme)
    [*_, field] = [box for box in at.text_input if box.label == "Antall kort"]
    field.input(cards)
    [*_, field] = [box for box in at.text_input if box.label == "Budsjett i kroner"]
    field.input(budget)
    return labelled(at.button, "Lagre").click().run()


def given_at_the_desk(page, db, child):
    """Assessed and awarded on the household's page; what it says, and the new card."""
    person_id = person_id_of(db, child)
    at = award(assess(household(page, db, person_id)))
    assert at.success[0].value == "Tildelt: 1 × Fritidskortet."
    [card] = the_cards(db, person_id)
    assert (card.left_ore, card.valid_to) == (2500_00, date(2026, 12, 31))
    return card


def test_a_year_of_skiens_fritidskort_on_the_pages(page, db, monkeypatch, club):
    """5 252 500 kr on 2 101 cards: the budget holds, then the cap; two clubs claim it all."""
    set_clock(monkeypatch, db, SPRING)
    at_home(db, SALMA, YUSUF, AMIR, JONAS, MIRA)
    scheme = add_from_template(page, db, SKIEN)
    at = rules(page, scheme)
    assert f"0 kort delt ut, ingen grense, 0{NBSP}kr gitt, 5{NBSP}500{NBSP}000" in said(at)
    at = set_year(page, scheme, "2101", "5250000")
    assert at.session_state["done"] == "Tak og budsjett for 2026 er lagret."
    share_with_nav(page, "2101")
    yusuf = given_at_the_desk(page, db, YUSUF)
    others = [card.card_id for card in purses(db, ELSEWHERE, 2500_00, valid_to=yusuf.valid_to)]
    awarded_to_all(db, year_of(db, scheme).batch_id, others, by=NINA, on=SPRING.date())

    # One card is left, and Jonas is 17: he comes in when the ages widen.
    at = award(household(page, db, person_id_of(db, JONAS)))
    assert at.error[0].value == "Alder er 17 år, og ordningen gjelder fra 6 til 16 år."
    set_clock(monkeypatch, db, AUGUST)
    jonas = given_at_the_desk(page, db, JONAS)

    # 2 100 cards are the budget, and the cap leaves one more.
    at = household(page, db, person_id_of(db, AMIR))
    at = award(assess(at))
    spent = f"Budsjettet for 2026 rekker ikke: det er 0{NBSP}kr igjen."
    assert at.error[0].value == spent
    at = set_year(page, scheme, "2101", "5000000")
    assert at.error[0].value.startswith("Budsjett kan ikke være lavere enn det som er gitt:")
    set_year(page, scheme, "2101", "5252500")
    at = award(household(page, db, person_id_of(db, AMIR)))
    assert at.success[0].value == "Tildelt: 1 × Fritidskortet."
    [amir] = the_cards(db, person_id_of(db, AMIR))
    at = assess(household(page, db, person_id_of(db, MIRA)))
    assert "Fritidskortet" not in str(offered(at))
    at = set_year(page, scheme, "2100", "5252500")
    assert at.error[0].value == (
        f"Antall kort kan ikke være lavere enn det som er delt ut: 2{NBSP}101 kort."
    )

    football, corps = club(FOOTBALL), club(CORPS)
    status, html = sent(football, yusuf.number, "2500,01")
    assert (status, f"Beløp er for høyt: det er 2{NBSP}500{NBSP}kr igjen på kortet." in html) == (
        422,
        True,
    )
    status, html = sent(football, yusuf.number, "500", purpose="one_off")
    assert (status, "Engangsopplevelser dekkes ikke her." in html) == (422, True)
    claim(football, yusuf.number, "2500")
    status, html = sent(corps, yusuf.number, "1")
    assert (status, f"Beløp er for høyt: det er 0{NBSP}kr igjen" in html) == (422, True)
    claim(corps, jonas.number, "2500")
    claim(football, amir.number, "2500")

    at = page("coordinator/claims.py", KARI)
    assert list(at.dataframe[0].value["Kort nr."]) == [
        str(card.number) for card in (yusuf, jonas, amir)
    ]
    ticked(at, db, 1)
    labelled(at.selectbox, "Grunn til avslag").set_value(RefuseReason.CLAIMED_TWICE)
    labelled(at.button, "Avslå de valgte").click().run()
    assert at.session_state["done"] == "1 krav er avslått, og kronene er tilbake på kortene."
    assert "Avslått: krevd to ganger" in corps.get("/kasse/krav").text
    assert left(db, jonas) == 2500_00
    claim(corps, jonas.number, "2500")
    claimed_from_all(db, others, 2500_00, on=AUGUST.date())

    set_clock(monkeypatch, db, OCTOBER)
    at = page("coordinator/claims.py", KARI)
    assert f"2{NBSP}101 krav venter, til sammen 5{NBSP}252{NBSP}500{NBSP}kr." in said(at)
    labelled(at.checkbox, "Velg alle kravene").check().run()
    labelled(at.button, "Godkjenn de valgte").click().run()
    assert at.session_state["done"] == f"2{NBSP}101 krav er godkjent."
    at = opened_claims(page, "Utbetaling")
    assert list(at.table[0].value["Krav"]) == ["1051", "1050"]
    labelled(at.text_input, "Kommunens organisasjonsnummer").input("974 760 673")
    labelled(at.text_input, "Kontonummer").input("9992.00.00017")
    labelled(at.text_input, "BIC").input("KLIPNOK1")
    labelled(at.button, "Lagre kontoen").click().run()
    labelled(at.button, f"Lag betalingsliste på 5{NBSP}252{NBSP}500{NBSP}kr").click().run()
    assert at.session_state["done"] == (
        f"Betalingsliste 1 på 5{NBSP}252{NBSP}500{NBSP}kr er laget."
    )
    assert downloads(at) == ["Utbetalinger (CSV)", "Krav (CSV)", "Fil til banken (pain.001)"]
    [paid] = payments.lists(db)
    assert (paid.total_ore, paid.payments) == (5_252_500_00, 2)
    file = payment_files.bank_file(db, paid.id, by=KARI, now=OCTOBER).decode()
    assert "<CtrlSum>5252500.00</CtrlSum>" in file
    assert re.findall(r'<InstdAmt Ccy="NOK">(.*?)</InstdAmt>', file) == ["2627500.00", "2625000.00"]
    lines = payment_files.claims_csv(db, paid.id, by=KARI, now=OCTOBER).decode().splitlines()
    assert len(lines) == 2_101 + 1
    assert not any(tells_of_him(made) for made in (file, *lines))
    assert "Ingen godkjente krav venter på utbetaling." in said(opened_claims(page, "Utbetaling"))
    assert "På betalingsliste" in corps.get("/kasse/krav").text

    set_clock(monkeypatch, db, DECEMBER)
    at = rules(page, scheme)
    assert f"2{NBSP}101 kort delt ut, 0 igjen, 5{NBSP}252{NBSP}500{NBSP}kr gitt" in said(at)
    labelled(at.button, "Avslutt 2026 nå").click().run()
    assert at.session_state["done"] == "Året 2026 er avsluttet, og 0 kort er skrevet av."
    labelled(rules(page, scheme).button, "Åpne 2027").click().run()
    assert [year.year for year in scheme_years.of(db, scheme.id)] == [2027, 2026]
    for where, at in coordinators_pages(page, scheme):
        assert not at.exception, where
        assert not tells_of_him(sent_to_the_browser(at)), where
    assert not ledger.unbalanced(db)
    assert not claims.unbalanced(db)
    assert not payments.unbalanced(db)
