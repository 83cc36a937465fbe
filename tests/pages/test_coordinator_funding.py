"""Funding: the first source, its budget, and what nobody knows."""

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


def test_a_purchase_of_unknown_size_leaves_the_rest_unknown(page, db, links):
    open_shelf(db)
    source = funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    bought = {"acquisition": Acquisition.PURCHASED, "funding_source_id": source}
    received(db, **bought, unit_price_ore=1_000)
    received(db, **bought, quantity=None, unit_price_ore=1_000)
    received(db, acquisition=Acquisition.PURCHASED)
    at = page("coordinator/funding.py", KARI)
    labelled(at.selectbox, "År").select(2024).run()
    table = at.table[0].value
    assert list(table["Brukt"]) == [f"ukjent, minst 1{NBSP}000{NBSP}kr"]
    assert list(table["Igjen"]) == ["ukjent"]
    assert at.warning[0].value == "1 innkjøp i 2024 har ingen finansieringskilde."
    assert links == ["Velg kilde under «Vilkår og pris» i beholdningen"]


def test_a_name_is_used_once(page, db):
    funding.add(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    at = page("coordinator/funding.py", KARI)
    labelled(at.text_input, "Navn på finansieringskilde").input("JOTRON")
    labelled(at.button, "Lagre finansieringskilde").click().run()
    assert at.error[0].value == "Navn på finansieringskilde er alt i bruk."
