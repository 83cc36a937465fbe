"""«Papirlister»: a sheet for a partner, its lines typed in, all of them once or none."""

from datetime import timedelta

import pytest

from lib import cards, paper_punches, partners, redemptions
from tests.counter import CULTURE_HOUSE, everything, open_counter, paper, punched, till_at
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


def typed(at, rows):
    """Fill in the lines by number, leave the others blank, and press."""
    for number in (1, 2, 4):
        row = {"kortnummer": "", "dato": "", "klipp": "1"} | rows.get(number, {})
        for field, text in row.items():
            labelled(at.text_input, f"Linje {number}: {field}").input(text)
    return labelled(at.button, "Før inn").click().run()


def line(card, day=DAY, **more):
    return {"kortnummer": str(card.number), "dato": day} | more


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
    assert downloads(at) == ["Last ned papirlisten (PDF)"]
    assert "Papirliste 1: Bølgen kulturhus" in text_of(at.session_state["punch_sheet"])


def test_a_closed_partner_gets_no_list(page, db):
    partners.close(db, CULTURE_HOUSE, by=KARI, now=NOW)
    at = page(FILE, KARI)
    assert "Bølgen kulturhus" not in labelled(at.selectbox, "Tilbyder").options


def test_there_is_a_row_for_each_line_of_the_paper(page, sheet):
    fields = labels(page(FILE, KARI).text_input)
    lines = range(1, paper_punches.LINES + 1)
    assert fields[::3] == [f"Linje {number}: kortnummer" for number in lines]


def test_lines_are_entered_once_however_often_they_are_sent(page, db, sheet):
    card, other = paper(db, punches=5), paper(db, punches=5)
    at = page(FILE, KARI)
    rows = {1: line(card), 4: line(other, klipp="2")}
    typed(at, rows)
    assert not at.error
    assert at.session_state["done"] == "2 nye linjer er ført inn."
    assert (left(db, card), left(db, other)) == (4, 3)
    [option] = labelled(at.selectbox, "Papirliste").options
    assert option == "Nr. 1, Bølgen kulturhus, 15.05.2024, 2 linjer ført"
    typed(at, rows)
    assert at.session_state["done"] == "0 nye linjer er ført inn."
    assert (left(db, card), left(db, other)) == (4, 3)
    assert not redemptions.unbalanced(db)


def test_one_bad_line_keeps_all_out_and_is_named(page, db, sheet):
    good = paper(db, punches=5)
    old = paper(db, valid_to=TODAY - timedelta(days=1))
    at = page(FILE, KARI)
    before = everything(db)
    for bad, says in (
        (line(old), "Ingenting er lagret. Linje 2: Utløpt 14.05.2024."),
        ({"kortnummer": "1", "dato": DAY}, "Ingenting er lagret. Linje 2: Kortnummer finnes ikke."),
        (line(good, klipp="5"), "Ingenting er lagret. Linje 2: Ikke nok klipp."),
        (line(good, "14.05.2024"), "Ingenting er lagret. Linje 2: Dato må være fra den dagen"),
        ({"kortnummer": "Yusuf", "dato": DAY}, "Linje 2: kortnummer må være et helt tall"),
        (line(good, "16.05.2024"), "Linje 2: dato kan ikke være"),
        (line(good, ""), "Linje 2: dato må fylles ut."),
        (line(good, klipp="to"), "Linje 2: klipp må være et helt tall"),
        (line(good, klipp=""), "Linje 2: klipp må fylles ut."),
        ({"dato": DAY}, "Linje 2: kortnummer må fylles ut."),
    ):
        typed(at, {1: line(good), 2: bad})
        assert at.error[0].value.startswith(says)
    assert everything(db) == before
    typed(at, {1: line(good)})
    assert left(db, good) == 4


def test_nothing_typed_is_told_and_nothing_is_entered(page, db, sheet):
    at = page(FILE, KARI)
    labelled(at.button, "Før inn").click().run()
    assert at.error[0].value == "Linje må fylles ut: ingenting er skrevet inn ennå."
    assert "done" not in at.session_state


def test_what_the_till_has_on_the_same_day_is_asked_about(page, db, sheet):
    card = paper(db, punches=5)
    punched(db, card, till_at(db), "at the till")
    at = page(FILE, KARI)
    typed(at, {1: line(card)})
    assert at.error[0].value.startswith(
        "Ingenting er lagret. Linje 1: Kortet er klippet på kassen samme dag."
    )
    assert left(db, card) == 4
    [box, *_] = [box for box in at.checkbox if box.label == "Annet besøk enn på kassen"]
    box.check()
    typed(at, {1: line(card)})
    assert not at.error
    assert left(db, card) == 3
