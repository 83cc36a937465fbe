"""The guided flow: partner, offer, batch and shares on one page."""

from datetime import date

import pytest
import streamlit as st

from lib import funding, offers, partners, stock
from lib.funding import SourceKind
from lib.stock import Acquisition, TicketForm, UnitKind
from pages import clock
from pages.coordinator.delivery_part import NEW
from tests.town import KARI, NAV, NINA, NURSES, given

FILE = "coordinator/receive.py"
QUANTITY = "Antall (tomt hvis ukjent)"


@pytest.fixture(autouse=True)
def links(monkeypatch):
    """The pages linked to: one page run alone has no other pages to lead to."""
    found = []
    monkeypatch.setattr(st, "page_link", lambda page, **_: found.append(page))
    return found


def labelled(widgets, label):
    [found] = [widget for widget in widgets if widget.label == label]
    return found


def choose(at, label, value):
    labelled(at.selectbox, label).set_value(value)
    at.run()


def fill(at, label, text):
    labelled(at.text_input, label).input(text)
    at.run()


def press(at):
    labelled(at.button, "Registrer partiet").click()
    at.run()
    assert not at.exception


def new_cinema_tickets(at):
    fill(at, "Navn på tilbyder", "Bølgen kulturhus")
    fill(at, "Navn på tilbud", "Kinobillett")
    choose(at, "Kategori", "Kino")
    fill(at, QUANTITY, "92")


def left_by_service(db):
    [line] = stock.overview(db)
    return {pool.service_id: pool.units_left for pool in stock.pools(db, line.id)}


def test_only_a_coordinator_receives(page):
    at = page(FILE, NINA)
    assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not at.title
    assert not page(FILE, None).title


def test_a_new_partner_with_tickets_for_two_services(page, db, links):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    labelled(at.number_input, "NAV Larvik").set_value(40)
    labelled(at.number_input, "Skolehelsetjenesten").set_value(30)
    at.run()
    assert "Blir igjen på lageret: 22" in [caption.value for caption in at.caption]
    press(at)
    assert not at.error
    assert "Kinobillett fra Bølgen kulturhus er registrert" in at.session_state["done"]
    assert links == ["coordinator/stock.py"]
    assert left_by_service(db) == {None: 22, NAV: 40, NURSES: 30}
    [line] = stock.overview(db)
    assert (line.acquisition, line.unit_kind) == (Acquisition.DONATED, UnitKind.TICKET)
    assert (line.ticket_form, line.received_on) == (TicketForm.QR, clock.today())
    assert labelled(at.text_input, QUANTITY).value == ""


def test_a_known_offer_needs_no_category(page, db):
    partner_id = partners.add(db, name="Bølgen kulturhus", by=KARI)
    offers.add(db, partner_id=partner_id, name="Kinobillett", category="cinema", by=KARI)
    at = page(FILE, KARI)
    choose(at, "Tilbyder", "Bølgen kulturhus")
    assert labelled(at.selectbox, "Tilbud").value == "Kinobillett"
    assert "Kategori" not in [widget.label for widget in at.selectbox]
    press(at)
    assert len(stock.overview(db)) == 1


def test_a_known_partner_may_get_a_new_offer(page, db):
    partner_id = partners.add(db, name="Bølgen kulturhus", by=KARI)
    offers.add(db, partner_id=partner_id, name="Kinobillett", category="cinema", by=KARI)
    at = page(FILE, KARI)
    choose(at, "Tilbyder", "Bølgen kulturhus")
    choose(at, "Tilbud", NEW["Tilbud"])
    fill(at, "Navn på tilbud", "  kinobillett,   voksen ")
    choose(at, "Kategori", "Kino")
    press(at)
    assert {offer.name for offer in offers.all_of(db)} == {"Kinobillett", "kinobillett, voksen"}
    assert len(partners.all_of(db)) == 1


def test_an_unknown_quantity_is_open_to_every_service_unless_taken_away(page, db):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    fill(at, QUANTITY, "")
    pills = next(group for group in at.button_group if "ukjent" in group.label)
    pills.set_value(pills.value[:1])
    at.run()
    press(at)
    assert list(left_by_service(db).values()) == [None, None]


def test_faults_stand_beside_their_fields(page, db):
    at = page(FILE, KARI)
    press(at)
    assert [error.value for error in at.error] == [
        "Navn på tilbyder må fylles ut.",
        "Navn på tilbud må fylles ut.",
        "Kategori må fylles ut.",
    ]
    new_cinema_tickets(at)
    fill(at, QUANTITY, "mange")
    press(at)
    assert at.error[0].value.startswith("Antall må være et helt tall")
    assert not stock.overview(db)


def test_an_error_has_the_name_of_the_field_it_stands_beside(page, db):
    partners.add(db, name="Bølgen kulturhus", by=KARI)
    at = page(FILE, KARI)
    press(at)
    assert at.error[0].value == "Tilbyder må fylles ut."
    choose(at, "Tilbyder", NEW["Tilbyder"])
    press(at)
    assert at.error[0].value == "Navn på tilbyder må fylles ut."


def test_what_is_new_stands_first_in_its_list(page, db):
    partner_id = partners.add(db, name="Bølgen kulturhus", by=KARI)
    offers.add(db, partner_id=partner_id, name="Kinobillett", category="cinema", by=KARI)
    at = page(FILE, KARI)
    assert labelled(at.selectbox, "Tilbyder").options == ["Ny tilbyder …", "Bølgen kulturhus"]
    choose(at, "Tilbyder", "Bølgen kulturhus")
    assert labelled(at.selectbox, "Tilbud").options == ["Nytt tilbud …", "Kinobillett"]


def test_before_a_number_is_typed_the_page_says_how_to_share_it(page):
    at = page(FILE, KARI)
    how = "Skriv antallet over, så kan du fordele det på tjenestene her."
    assert how in [element.value for element in at.markdown]
    fill(at, QUANTITY, "92")
    assert how not in [element.value for element in at.markdown]


def test_more_than_came_is_refused_and_nothing_stored(page, db):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    labelled(at.number_input, "NAV Larvik").set_value(93)
    at.run()
    assert at.warning[0].value == "Du har delt ut 1 mer enn partiet har."
    press(at)
    assert at.error[0].value.startswith("Antall til tjenestene")
    assert not stock.overview(db)
    assert not partners.all_of(db)


def test_a_punch_card_asks_for_its_punches(page, db):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    labelled(at.button_group, "Enhet").set_value("klippekort")
    at.run()
    press(at)
    assert at.error[0].value.startswith("Klipp per enhet må fylles ut")
    fill(at, "Klipp per enhet", "2")
    press(at)
    assert stock.overview(db)[0].punches_per_unit == 2


def test_a_purchase_beyond_its_budget_is_told_of_and_still_possible(page, db):
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    funding.set_budget(db, source, clock.today().year, 1000_00, by=KARI)
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    labelled(at.button_group, "Anskaffelse").set_value("innkjøpt")
    at.run()
    fill(at, "Pris per enhet (valgfritt)", "100")
    choose(at, "Finansiering (valgfritt)", "Jotron")
    assert any("koster 9" in warning.value for warning in at.warning)
    press(at)
    assert stock.overview(db)[0].unit_price_ore == 100_00


def test_an_equal_delivery_is_entered_only_as_a_further_one(page, db):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    press(at)
    choose(at, "Tilbyder", "Bølgen kulturhus")
    fill(at, QUANTITY, "92")
    press(at)
    assert len(stock.overview(db)) == 1
    assert any("registrert fra før" in told.value for told in [*at.warning, *at.error])
    labelled(at.checkbox, "Dette er en ny levering").check()
    at.run()
    press(at)
    assert len(stock.overview(db)) == 2


def test_half_a_name_is_held_against_the_partners_there_are(page, db):
    partners.add(db, name="Bølgen kulturhus", by=KARI)
    at = page(FILE, KARI)
    choose(at, "Tilbyder", NEW["Tilbyder"])
    fill(at, "Navn på tilbyder", "Bølgen")
    assert at.warning[0].value == "Mente du Bølgen kulturhus?"
    fill(at, "Navn på tilbyder", "Munken")
    assert not at.warning


def test_the_scheme_is_asked_for_where_there_are_several(page, db):
    assert "Ordning" not in [widget.label for widget in page(FILE, KARI).selectbox]
    given(
        db,
        "scheme",
        "id | name | age_from | age_to | valid_from\n SENIORS | Seniorkort | 67 | 120 | 2024-01-01",
    )
    assert "Ordning" in [widget.label for widget in page(FILE, KARI).selectbox]


def test_what_is_folded_away_is_stored(page, db):
    at = page(FILE, KARI)
    new_cinema_tickets(at)
    for label, text in {
        "Gyldig til (valgfritt)": "31.12.2024",
        "Gyldig fra": "1.1.2024",
        "Mottatt": "02.01.2024",
        "Verdi per enhet": "120",
        "Alder fra": "6",
        "Sted": "Sanden",
    }.items():
        labelled(at.text_input, label).input(text)
    labelled(at.selectbox, "Billettform").set_value("tilbyderens papirbilletter")
    at.run()
    press(at)
    [line] = stock.overview(db)
    assert (line.valid_from, line.valid_to) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (line.received_on, line.face_value_ore) == (date(2024, 1, 2), 120_00)
    assert line.ticket_form is TicketForm.PAPER
    assert [(offer.place, offer.age_from) for offer in offers.all_of(db)] == [("Sanden", 6)]
