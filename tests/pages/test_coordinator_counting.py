"""Counting: what is left at each place, and what the partners counted."""

import pytest

from lib import ledger, use_counts
from lib.stock import TicketForm
from tests.pages.coordinator_desk import all_linked, edit, labelled
from tests.shelf import left, open_shelf, pool_of, received
from tests.town import KARI, NAV, NINA


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
    key = f"pools-2-{pool_of(db, batch)}-0"
    edit(at, key, 1, Talt_nå="tolv")
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.error[0].value.startswith("Talt nå for Kinobillett må være et helt tall")
    edit(at, key, 1, Talt_nå="12")
    labelled(at.button, "Lagre tellingen").click().run()
    assert at.session_state["done"] == "1 telling er lagret."
    assert left(db, batch) == {None: None, "NAV Larvik": 12}
    assert ledger.unbalanced(db) == []


def test_a_place_is_counted_by_itself(page, db):
    open_shelf(db)
    batch = received(db, {NAV: 40})
    at = page("coordinator/counting.py", KARI)
    labelled(at.selectbox, "Sted (valgfritt)").select("NAV Larvik").run()
    edit(at, f"pools-1-{pool_of(db, batch, NAV)}-0", 0, Talt_nå="0")
    labelled(at.button, "Lagre tellingen").click().run()
    assert left(db, batch) == {None: 60, "NAV Larvik": 0}


def test_our_own_tickets_are_left_to_the_till(page, db):
    open_shelf(db)
    received(db)
    at = page("coordinator/counting.py", KARI)
    assert at.info[0].value.startswith("Alle partiene har kommunens QR-kode")


def test_a_month_is_counted_and_the_others_stay_unknown(page, db):
    open_shelf(db)
    batch = received(db, ticket_form=TicketForm.PAPER)
    at = page("coordinator/counting.py", KARI)
    labelled(at.selectbox, "Måned").select_index(1)
    labelled(at.text_input, "Antall brukt").input("101")
    labelled(at.button, "Lagre bruken").click().run()
    assert at.error[0].value.startswith("Antall brukt blir 101 til sammen")
    labelled(at.text_input, "Antall brukt").input("7")
    labelled(at.button, "Lagre bruken").click().run()
    [count] = use_counts.of_batch(db, batch)
    assert count.units == 7
    assert list(at.table[0].value["Brukt"])[:3] == ["ukjent", "7", "ukjent"]
