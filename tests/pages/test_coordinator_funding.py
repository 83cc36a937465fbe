"""Funding: the first source, its budget, and what nobody knows."""

from datetime import date

import pytest

from lib import funding
from lib.funding import SourceKind
from lib.stock import Acquisition
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.shelf import open_shelf, received
from tests.town import KARI, NINA

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


def test_only_a_coordinator_sees_the_money(page):
    assert not page("coordinator/funding.py", NINA).title
    assert not page("coordinator/funding.py", None).title


def test_the_first_source_gets_a_budget(page, db):
    at = page("coordinator/funding.py", KARI)
    assert at.info[0].value.startswith("Ingen finansieringskilder ennå.")
    labelled(at.text_input, "Navn på finansieringskilde").input("Jotron")
    labelled(at.button, "Lagre finansieringskilde").click().run()
    year = clock.today().year
    labelled(at.text_input, f"Budsjett i kroner for {year}").input("femti tusen")
    labelled(at.button, "Lagre budsjett").click().run()
    assert at.error[0].value.startswith("Budsjett i kroner må være et beløp")
    labelled(at.text_input, f"Budsjett i kroner for {year}").input("50 000")
    labelled(at.button, "Lagre budsjett").click().run()
    [line] = funding.left(db, year)
    assert line.budget_ore == 5_000_000
    assert list(at.table[0].value["Igjen"]) == [f"50{NBSP}000{NBSP}kr"]


def test_a_purchase_of_unknown_size_leaves_the_rest_unknown(page, db):
    open_shelf(db)
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    bought = {"acquisition": Acquisition.PURCHASED, "funding_source_id": source}
    received(db, **bought, unit_price_ore=1_000)
    received(db, **bought, quantity=None, unit_price_ore=1_000)
    at = page("coordinator/funding.py", KARI)
    labelled(at.selectbox, "År").select(2024).run()
    table = at.table[0].value
    assert list(table["Brukt"]) == [f"ukjent, minst 1{NBSP}000{NBSP}kr"]
    assert list(table["Igjen"]) == ["ukjent"]


def test_a_purchase_is_given_its_source_on_the_page(page, db):
    open_shelf(db)
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    received(db, acquisition=Acquisition.PURCHASED, unit_price_ore=12_550)
    received(db, acquisition=Acquisition.PURCHASED, received_on=date(2024, 5, 2))
    at = page("coordinator/funding.py", KARI)
    labelled(at.selectbox, "År").select(2024).run()
    assert at.header[0].value == "Innkjøp uten finansieringskilde (2)"
    listed = [each.value for each in at.caption if each.value.startswith("Mottatt")]
    assert listed == [
        f"Mottatt 01.05.2024 · 12{NBSP}550{NBSP}kr",
        "Mottatt 02.05.2024 · ukjent pris",
    ]
    labelled(at.button, "Lagre kildene").click().run()
    assert at.warning[0].value == "Ingenting er lagret: ingen kilde er valgt."
    first = next(field for field in at.selectbox if field.label == "Finansieringskilde")
    first.select(source)
    labelled(at.button, "Lagre kildene").click().run()
    assert at.session_state["done"] == "1 innkjøp har fått kilde."
    assert [purchase.cost_ore for purchase in funding.without_source(db, 2024)] == [None]
    assert at.header[0].value == "Innkjøp uten finansieringskilde (1)"


def test_a_name_is_used_once(page, db):
    funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    at = page("coordinator/funding.py", KARI)
    labelled(at.text_input, "Navn på finansieringskilde").input("JOTRON")
    labelled(at.button, "Lagre finansieringskilde").click().run()
    assert at.error[0].value == "Navn på finansieringskilde er alt i bruk."
