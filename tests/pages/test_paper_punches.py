"""«Papirlister»: a sheet for a partner, its lines typed in, all of them once or none."""

from datetime import timedelta

import pytest

from lib import cards, paper_punches, partners, redemptions
from tests.counter import (
    CULTURE_HOUSE,
    SWIMMING_HALL,
    everything,
    open_counter,
    paper,
    punched,
    till_at,
    with_more,
)
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import downloads, labels, said, set_clock, text_of
from tests.town import KARI, NINA, NOW, TODAY

FILE = "coordinator/paper_punches.py"
DAY = "15.05.2024"


@pytest.fixture(autouse=True)
def counter(monkeypatch, db):
    set_clock(monkeypatch, db)
    open_counter(db)
    all_linked(monkeypatch)


@pytest.fixture
def sheet(db):
    return paper_punches.make_sheet(db, CULTURE_HOUSE, by=KARI, on=TODAY, now=NOW)


def typed(at, rows, day=DAY):
    """Fill in the lines by number, leave the others blank, and press."""
    labelled(at.text_input, "Dato for linjene").input(day)
    for number in (1, 2, 4):
        row = {"Kortnummer": "", "Dato": "", "Klipp": "1"} | rows.get(number, {})
        for field, text in row.items():
            labelled(at.text_input, f"{number}. {field}").input(text)
    return labelled(at.button, "Før inn").click().run()


def line(card, day="", **more):
    return {"Kortnummer": str(card.number), "Dato": day} | more


def errors(at):
    return [error.value for error in at.error]


def left(db, card):
    return cards.of(db, card.card_id).punches_left


def test_only_a_coordinator_has_the_lists(page):
    assert not page(FILE, NINA).title


def test_a_list_is_made_for_a_partner_that_is_chosen(page, db):
    at = page(FILE, KARI)
    assert "Ingen lister er skrevet ut ennå." in said(at)
    labelled(at.button, "Lag papirliste").click().run()
    assert at.error[0].value == "Tilbyder må velges."
    assert not paper_punches.sheets(db)
    labelled(at.selectbox, "Tilbyder").set_value("Bølgen kulturhus")
    labelled(at.button, "Lag papirliste").click().run()
    assert at.session_state["done"] == "Papirliste 1 til Bølgen kulturhus er klar."
    assert downloads(at) == ["Last ned papirliste 1 (PDF)"]
    assert "Papirliste 1: Bølgen kulturhus" in text_of(at.session_state["punch_sheet"][1])


def test_a_closed_partner_gets_no_list(page, db):
    partners.close(db, CULTURE_HOUSE, by=KARI, now=NOW)
    at = page(FILE, KARI)
    assert "Bølgen kulturhus" not in labelled(at.selectbox, "Tilbyder").options


def test_there_is_a_row_for_each_line_of_the_paper(page, sheet):
    """Ten to begin with: few sheets are full."""
    at = page(FILE, KARI)
    assert labels(at.text_input)[1::3] == [f"{number}. Kortnummer" for number in range(1, 11)]
    labelled(at.toggle, "Vis alle 25 linjene").set_value(True).run()
    lines = range(1, paper_punches.LINES + 1)
    assert labels(at.text_input)[1::3] == [f"{number}. Kortnummer" for number in lines]


def test_lines_are_entered_once_however_often_they_are_sent(page, db, sheet):
    card, other = paper(db, punches=5), paper(db, punches=5)
    at = page(FILE, KARI)
    rows = {1: line(card), 4: line(other, "15.5", Klipp="2")}
    typed(at, rows)
    assert not at.error
    assert at.success[0].value == "2 nye linjer er ført inn."
    assert (left(db, card), left(db, other)) == (4, 3)
    [option] = labelled(at.selectbox, "Papirliste").options
    assert option == "Nr. 1, Bølgen kulturhus, 15.05.2024, 2 linjer ført"
    typed(at, rows)
    assert at.success[0].value == "Ingen nye linjer: de er ført inn fra før."
    assert (left(db, card), left(db, other)) == (4, 3)
    assert not redemptions.unbalanced(db)


def test_one_bad_line_keeps_all_out_and_is_named(page, db, sheet):
    good = paper(db, punches=5)
    old = paper(db, valid_to=TODAY - timedelta(days=1))
    at = page(FILE, KARI)
    before = everything(db)
    for bad, says in (
        (line(old), "Linje 2: Utløpt 14.05.2024."),
        ({"Kortnummer": "1"}, "Linje 2: Kortnummer finnes ikke."),
        (line(good, Klipp="5"), "Linje 2: Ikke nok klipp."),
        (line(good, "14.05.2024"), "Linje 2: Dato må være fra den dagen"),
        ({"Kortnummer": "Yusuf"}, "Linje 2: Kortnummer må være et helt tall"),
        (line(good, "16.05.2024"), "Linje 2: Dato kan ikke være"),
        (line(good, "31.4"), "Linje 2: Dato er en dato som ikke finnes"),
        (line(good, Klipp="to"), "Linje 2: Klipp må være et helt tall"),
        (line(good, Klipp=""), "Linje 2: Klipp må fylles ut."),
        ({"Dato": DAY}, "Linje 2: Kortnummer må fylles ut."),
    ):
        typed(at, {1: line(good), 2: bad})
        beside, below = errors(at)
        assert beside.startswith(says)
        assert below == "Ingenting er lagret. Rett linje 2, og trykk på nytt."
    typed(at, {1: line(good), 4: line(good)}, day="")
    assert errors(at)[:2] == ["Linje 1: Dato må fylles ut.", "Linje 4: Dato må fylles ut."]
    assert everything(db) == before
    typed(at, {1: line(good)})
    assert left(db, good) == 4


def test_nothing_typed_is_told_and_nothing_is_entered(page, db, sheet):
    at = page(FILE, KARI)
    labelled(at.button, "Før inn").click().run()
    assert at.error[0].value == "Linje må fylles ut: ingenting er skrevet inn ennå."
    assert not at.success


def test_what_the_till_has_on_the_same_day_is_asked_about(page, db, sheet):
    card = paper(db, punches=5)
    punched(db, card, till_at(db), "at the till")
    at = page(FILE, KARI)
    typed(at, {1: line(card)})
    assert errors(at)[0].startswith("Linje 1: Kortet er alt klippet hos tilbyderen den dagen.")
    assert left(db, card) == 4
    labelled(at.checkbox, "Dette er et annet besøk").check()
    # The answer stays while another line is put right.
    typed(at, {1: line(card), 2: {"Kortnummer": "1"}})
    assert errors(at)[0] == "Linje 2: Kortnummer finnes ikke. Se på arket en gang til."
    typed(at, {1: line(card)})
    assert not at.error
    assert left(db, card) == 3


def test_what_was_punched_is_chosen_where_the_partner_has_more_to_offer(page, db, sheet):
    """The culture house has cinema and theatre; the swimming hall has nothing to choose."""
    card = paper(db, punches=5)
    with_more(db, card.card_id, "theatre", 2)
    at = page(FILE, KARI)
    assert labelled(at.selectbox, "1. Hva").options == ["Det kortet gjelder", "Kino", "Teater"]
    labelled(at.selectbox, "1. Hva").set_value("theatre")
    typed(at, {1: line(card)})
    assert [row["category"] for row in db.rows("select category from redemption")] == ["theatre"]
    paper_punches.make_sheet(db, SWIMMING_HALL, by=KARI, on=TODAY, now=NOW)
    assert "1. Hva" not in labels(page(FILE, KARI).selectbox)
