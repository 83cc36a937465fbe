"""Kragerøkortet lives through its year on the pages, and what is typed wrong stores nothing."""

from datetime import datetime

import pytest

from lib import cards, handing_out, ledger, redemptions, scheme_years, schemes
from lib.card_issues import Channel
from lib.schemes import SchemeKind
from tests.counter import everything, handed_out, open_counter, punched, till_at
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import (
    choose,
    downloads,
    household,
    labels,
    rule,
    rules,
    said,
    save,
    scheme_of,
    set_clock,
    the_cards,
    year_of,
)
from tests.town import KARI, NAV, NINA, NOW, TODAY, YUSUF, at_home, person_id_of

TEMPLATE = "Kragerøkortet: klippekort som alle kan kjøpe"
SHOP = "Bølgen kulturhus"


@pytest.fixture(autouse=True)
def may(monkeypatch, db):
    set_clock(monkeypatch, db)
    monkeypatch.setenv("KLIPP_URL", "https://klipp.example.no")


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


@pytest.fixture
def kragero(db):
    return scheme_of(db, "kragerokortet")


def add_from_template(page, db):
    at = page("coordinator/scheme.py", KARI)
    labelled(at.selectbox, "Velg en mal og endre den etterpå").set_value(TEMPLATE).run()
    labelled(at.button, "Legg til ordningen").click().run()
    assert at.session_state["done"].startswith("Ordningen er lagt til.")
    [scheme] = [known for known in schemes.all_of(db) if known.kind is SchemeKind.CARD]
    return scheme


def share_with_nav(page, cards_to_nav):
    at = page("coordinator/stock.py", KARI)
    labelled(at.selectbox, "Parti").select_index(0).run()
    labelled(at.selectbox, "Flytt til").set_value(("NAV Larvik", NAV))
    labelled(at.text_input, "Antall").input(cards_to_nav)
    labelled(at.button, "Flytt").click().run()
    assert not at.error


def print_cards(page, channel, count, shop=None):
    at = page("coordinator/card_issues.py", KARI)
    labelled(at.radio, "Kortene skal brukes til").set_value(channel)
    labelled(at.text_input, "Antall").input(count)
    if shop:
        labelled(at.selectbox, "Utsalgssted (ved salg)").set_value(shop)
    labelled(at.button, "Lag kortene").click().run()
    assert not at.error
    assert downloads(at) == ["Last ned kortene (PDF)"]
    return at


def award_a_card(page, db, child):
    """Kari has added a second scheme: the form of the last one, by name, is Kragerøkortet's."""
    at = household(page, db, child)
    [_, criterion] = [box for box in at.selectbox if box.label == "Kriterium"]
    criterion.set_value("low_income")
    [_, met] = [button for button in at.button if button.label == "Vilkårene er oppfylt"]
    met.click().run()
    choose(at, "Kragerøkortet")
    labelled(at.button, "Tildel").click().run()
    assert at.success[0].value == "Tildelt: 1 × Kragerøkortet."
    labelled(at.button, "Lag billettark (1)").click().run()
    assert downloads(at) == ["Last ned billettark (PDF)"]


def issued_cards(db, scheme, channel):
    """The cards of a channel as the shop or the winner has them on paper."""
    text = """
        select card_issue_card.card_id
        from card_issue_card
        join card_issue on card_issue.id = card_issue_card.issue_id
        join card on card.id = card_issue_card.card_id
        where card_issue.scheme_id = $1 and card_issue.channel = $2
        order by card.number
    """
    return [cards.of(db, row["card_id"]) for row in db.rows(text, scheme.id, channel)]


def held(card):
    return {balance.category: balance.punches_given for balance in card.balances}


def test_kragerokortet_from_the_template_to_the_next_year(page, db, monkeypatch):
    """200 cards: 10 to NAV, 20 sold, 5 given, one back, one awarded, 165 and 9 written off."""
    open_counter(db)
    at_home(db)
    yusuf = person_id_of(db, YUSUF)

    scheme = add_from_template(page, db)
    assert (year_of(db, scheme).year, year_of(db, scheme).cards) == (2024, 200)
    share_with_nav(page, "10")
    print_cards(page, "Salg", "20", SHOP)
    print_cards(page, "Gave", "5")

    first_sold, *_ = sold = issued_cards(db, scheme, Channel.SALE)
    at = page("coordinator/card_issues.py", KARI)
    labelled(at.text_input, "Kortnummer på et solgt kort som leveres tilbake").input(
        str(first_sold.number)
    )
    labelled(at.button, "Ta kortet tilbake").click().run()
    assert at.session_state["done"] == f"Kort {first_sold.number} er levert tilbake og sperret."

    award_a_card(page, db, yusuf)
    [own] = the_cards(db, yusuf)
    assert held(own) == {"cinema": 5, "swimming": 5}

    # At the culture house: four that were bought, one gift and Yusuf's, all alike.
    till = till_at(db)
    gift = issued_cards(db, scheme, Channel.GIFT)[0]
    shown = handed_out(db, [card.card_id for card in (*sold[1:5], gift)]).cards
    sheet = handing_out.hand_out(db, yusuf, again=True, by=NINA, on=TODAY, now=NOW).handed
    for number, paper in enumerate([*shown, *sheet.cards]):
        assert punched(db, paper, till, f"key {number}").punches_left == 4

    at = page("coordinator/card_issues.py", KARI)
    assert "Tallene kommer når et år med kort er avsluttet og publisert." in said(at)
    assert "Nr. 1, salg, 15.05.2024, 20 kort" in said(at)
    assert "500\N{NO-BREAK SPACE}kr per kort, 1 levert tilbake" in said(at)

    # A change of the rules leaves the cards that are out alone.
    before = the_cards(db, yusuf)
    at = rules(page, scheme)
    rule(at, scheme, "card-cinema").input("3")
    rule(at, scheme, "people").input("2")
    save(at)
    assert the_cards(db, yusuf) == before
    print_cards(page, "Premie", "1")
    [prize] = issued_cards(db, scheme, Channel.PRIZE)
    assert held(prize) == {"cinema": 3, "swimming": 5}
    assert prize.terms == "Ett klipp gjelder for inntil 2 personer."

    set_clock(monkeypatch, db, datetime(2024, 12, 30, 10))
    at = rules(page, scheme)
    assert "26 kort delt ut, 174 igjen." in said(at)
    labelled(at.button, "Avslutt 2024 nå").click().run()
    assert at.session_state["done"] == "Året 2024 er avsluttet, og 174 kort er skrevet av."
    assert "26 kort delt ut, 0 igjen. Året er avsluttet." in said(at)
    [own] = the_cards(db, yusuf)
    assert (own.punches_left, cards.why_not(own, on=datetime(2024, 12, 31).date())) == (9, None)

    labelled(at.text_input, "Antall kort (tomt: ingen grense)").input("300")
    labelled(at.button, "Åpne 2025").click().run()
    assert not at.error
    assert (year_of(db, scheme).year, year_of(db, scheme).cards_left) == (2025, 300)
    assert "Åpne 2026" in labels(at.button)
    assert not ledger.unbalanced(db)
    assert not redemptions.unbalanced(db)


def refused(at, db, button, *, before):
    """Press, and the sentence that comes instead; nothing was stored."""
    labelled(at.button, button).click().run()
    assert everything(db) == before
    [error] = at.error
    return error.value


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("age-to", "5", "Alder til kan ikke være lavere enn alder fra."),
        ("age-from", "seks", "Alder fra må være et helt tall"),
        ("age-to", "121", "Alder til kan ikke være mer enn 120."),
        ("age-on", "1.8.2026", "Ny alder må fylles ut når alderen endres fra en dato."),
        ("people", "11", "Personer per klipp kan ikke være mer enn 10."),
        ("price", "gratis", "Pris må være et beløp i kroner"),
        ("card-cinema", "0", "Kino må være minst 1."),
        ("quota-card", "366", "Kort kan ikke være mer enn 365."),
        ("companion", "alle", "Ledsager må være et helt tall"),
        ("name", " ", "Navn må fylles ut."),
    ],
)
def test_a_rule_that_cannot_be_names_its_field_and_changes_nothing(
    page, db, kragero, field, typed, says
):
    at = rules(page, kragero)
    before = everything(db)
    rule(at, kragero, field).input(typed)
    assert refused(at, db, "Lagre ordningen", before=before).startswith(says)


def test_a_card_without_any_punch_is_refused(page, db, kragero):
    at = rules(page, kragero)
    before = everything(db)
    for category in ("cinema", "swimming"):
        rule(at, kragero, f"card-{category}").input("")
    says = refused(at, db, "Lagre ordningen", before=before)
    assert says == "Klipp på kortet må fylles ut for minst én kategori."


def test_a_cap_below_what_is_issued_is_refused(page, db, kragero):
    batch_id = year_of(db, kragero).batch_id
    print_cards(page, "Gave", "12")
    ledger.move(db, batch_id, None, NAV, 20, by=KARI, now=NOW)
    at = rules(page, kragero)
    before = everything(db)
    for typed, says in (
        ("11", "Antall kort kan ikke være lavere enn det som er delt ut: 12 kort."),
        ("31", "Antall kort er 1 kort for lavt for det som ligger hos tjenestene."),
        ("", "Antall kort må fylles ut, for året har et tak."),
        ("mange", "Antall kort må være et helt tall"),
    ):
        labelled(at.text_input, "Antall kort").input(typed)
        assert refused(at, db, "Lagre", before=before).startswith(says)
    labelled(at.text_input, "Antall kort").input("32")
    labelled(at.button, "Lagre").click().run()
    assert (year_of(db, kragero).cards, year_of(db, kragero).cards_left) == (32, 20)


def test_a_year_that_a_colleague_has_just_opened_is_not_opened_twice(
    page, db, kragero, monkeypatch
):
    open_year = scheme_years.open_year

    def colleague_first(db, scheme_id, year, **told):
        open_year(db, scheme_id, year, **(told | {"cards": 50}))
        return open_year(db, scheme_id, year, **told)

    at = rules(page, kragero)
    monkeypatch.setattr(scheme_years, "open_year", colleague_first)
    labelled(at.text_input, "Antall kort (tomt: ingen grense)").input("300")
    labelled(at.button, "Åpne 2025").click().run()
    assert at.error[0].value == "År 2025 er alt åpnet for ordningen."
    assert [(year.year, year.cards) for year in scheme_years.of(db, kragero.id)] == [
        (2025, 50),
        (2024, 200),
    ]


def test_a_year_with_too_many_cards_is_not_opened(page, db, kragero):
    at = rules(page, kragero)
    before = everything(db)
    labelled(at.text_input, "Antall kort (tomt: ingen grense)").input("0")
    says = refused(at, db, "Åpne 2025", before=before)
    assert says == "Antall kort må være minst 1."


def test_a_budget_with_ore_is_kept_when_the_cap_is_changed(page, db):
    scheme = scheme_of(db, "fritidskortet-sandefjord")
    scheme_years.change(db, scheme.id, 2024, cards=1000, budget_ore=1373_50, by=KARI, now=NOW)
    at = rules(page, scheme)
    assert labelled(at.text_input, "Budsjett i kroner").value == "1373,50"
    labelled(at.text_input, "Antall kort").input("900")
    labelled(at.button, "Lagre").click().run()
    assert (year_of(db, scheme).cards, year_of(db, scheme).budget_ore) == (900, 1373_50)
