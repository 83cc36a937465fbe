"""Counting: what is left at each place, and what the partners counted."""

from datetime import date

import pytest

from lib import ledger, use_counts
from lib.stock import TicketForm
from tests.pages.coordinator_desk import all_linked, labelled
from tests.shelf import left, open_shelf, pool_of, received
from tests.town import KARI, NAV, NINA

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


def test_only_a_coordinator_counts(page):
    assert not page("coordinator/counting.py", NINA).title
    assert not page("coordinator/counting.py", None).title


def test_an_empty_stock_says_what_to_do_first(page):
    assert page("coordinator/counting.py", KARI).info[0].value.startswith("Beholdningen er tom.")


def test_a_stocktaking_makes_what_is_unknown_known(page, db):
    open_shelf(db)
    batch = received(db, {NAV: None}, quantity=None)
    at = page("coordinator/counting.py", KARI)
    labelled(at.text_input, f"NAV Larvik (ukjent{NBSP}antall)").input("tolv")
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.error[0].value == (
        "Talt nå for Kinobillett, Bølgen kulturhus (mottatt 01.05.2024), NAV Larvik, "
        "må være et helt tall, for eksempel 12."
    )
    labelled(at.text_input, f"NAV Larvik (ukjent{NBSP}antall)").input("12")
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.session_state["done"] == "1 telling er lagret."
    assert left(db, batch) == {None: None, "NAV Larvik": 12}
    assert ledger.unbalanced(db) == []


def test_a_place_is_counted_by_itself(page, db):
    open_shelf(db)
    batch = received(db, {NAV: 40})
    at = page("coordinator/counting.py", KARI)
    labelled(at.selectbox, "Sted (valgfritt)").select("NAV Larvik").run()
    labelled(at.text_input, f"NAV Larvik (40{NBSP}igjen)").input("0")
    labelled(at.button, "Lagre tellingen").click().run()
    assert left(db, batch) == {None: 60, "NAV Larvik": 0}


def test_the_field_that_is_typed_in_while_another_is_saved_stays_the_same(page, db):
    """The browser keeps what is typed as long as the field keeps its id."""
    open_shelf(db)
    batch = received(db, {NAV: 40})
    store, nav = (f"counted-{pool_of(db, batch, service)}" for service in (None, NAV))
    at = page("coordinator/counting.py", KARI)
    ids = [at.text_input(key=key).id for key in (store, nav)]
    at.text_input(key=store).input("7")
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.session_state["done"] == "1 telling er lagret."
    assert [at.text_input(key=key).id for key in (store, nav)] == ids
    assert at.text_input(key=store).value == ""
    at.text_input(key=nav).input("5")
    labelled(at.button, "Lagre tellingen").click().run()
    assert left(db, batch) == {None: 7, "NAV Larvik": 5}


def test_two_lots_of_one_offer_are_counted_apart(page, db):
    open_shelf(db)
    received(db)
    received(db, received_on=date(2024, 5, 2))
    at = page("coordinator/counting.py", KARI)
    assert [element.value for element in at.markdown][:2] == [
        "**Kinobillett, Bølgen kulturhus (mottatt 01.05.2024)**",
        "**Kinobillett, Bølgen kulturhus (mottatt 02.05.2024)**",
    ]


def test_a_stocktaking_without_numbers_is_not_said_to_be_stored(page, db):
    open_shelf(db)
    batch = received(db)
    at = page("coordinator/counting.py", KARI)
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.warning[0].value == "Ingenting er lagret: ingen tall er endret."
    assert "done" not in at.session_state
    assert "counted" not in {m.kind for m in ledger.movements(db, batch)}


def test_our_own_tickets_are_left_to_the_till(page, db):
    open_shelf(db)
    received(db)
    at = page("coordinator/counting.py", KARI)
    assert at.info[0].value.startswith("Alle partiene har kommunens QR-kode")


def test_a_month_is_counted_and_the_others_stay_unknown(page, db):
    open_shelf(db)
    batch = received(db, ticket_form=TicketForm.PAPER)
    at = page("coordinator/counting.py", KARI)
    assert "Lagre bruken" not in [button.label for button in at.button]
    labelled(at.selectbox, "Parti").select(batch).run()
    labelled(at.text_input, "Antall brukt").input("101")
    labelled(at.button, "Lagre bruken").click().run()
    assert at.error[0].value == "Måned må velges."
    labelled(at.selectbox, "Måned").select_index(1)
    labelled(at.button, "Lagre bruken").click().run()
    assert at.error[0].value.startswith("Antall brukt blir 101 til sammen")
    labelled(at.text_input, "Antall brukt").input("7")
    labelled(at.button, "Lagre bruken").click().run()
    [count] = use_counts.of_batch(db, batch)
    assert count.units == 7
    assert list(at.table[0].value["Brukt"])[:3] == ["ukjent", "7", "ukjent"]
