"""Importing a spreadsheet: looked through with every fault, then stored, once."""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from lib import partners, stock
from tests.town import KARI, NAV, NINA

FILE = "coordinator/import_sheet.py"
LARVIK = Path(__file__).parents[2] / "data" / "larvik-2024" / "deliveries.csv"
ONE_BAD = (
    "Tilbyder;Tilbud;Kategori;Anskaffelse;Enhet;Antall;Merknad\n"
    "Bølgen kulturhus;Kinobillett;Kino;kjøpt;billett;92;\n"
    "Minigolf;Minigolf;Minigolf;gave;billett;=1+1;\n"
)


@pytest.fixture(autouse=True)
def links(monkeypatch):
    """The pages linked to: one page run alone has no other pages to lead to."""
    found = []
    monkeypatch.setattr(st, "page_link", lambda page, **_: found.append(page))
    return found


def labelled(widgets, label):
    [found] = [widget for widget in widgets if widget.label == label]
    return found


def upload(at, content, name="partier.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    at.file_uploader[0].set_value((name, content, "text/csv"))
    at.run()
    assert not at.exception


def press(at, label):
    labelled(at.button, label).click()
    at.run()
    assert not at.exception


def test_only_a_coordinator_imports(page):
    at = page(FILE, NINA)
    assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not page(FILE, None).title


def test_larvik_2024_is_looked_through_and_stored_once(page, db, links):
    at = page(FILE, KARI)
    upload(at, LARVIK.read_bytes())
    assert not stock.overview(db)
    assert list(at.table[0].value["Antall"]).count("ukjent") == 10
    labelled(at.text_input, "Mottatt, for rader uten dato").input("01.01.2024")
    at.multiselect[0].select("NAV Larvik")
    press(at, "Importer 13 partier")
    assert at.session_state["done"] == "13 partier er lagt inn."
    assert links == ["coordinator/stock.py"]
    batches = stock.overview(db)
    assert len(batches) == 13
    assert {batch.received_on for batch in batches} == {date(2024, 1, 1)}
    assert sum(pool.service_id == NAV for pool in stock.pools(db)) == 10
    upload(at, LARVIK.read_bytes())
    assert "13 partier i filen er registrert fra før" in at.info[0].value
    assert not [button for button in at.button if button.label.startswith("Importer")]


def test_a_fault_is_shown_by_row_and_column_and_keeps_all_out(page, db):
    at = page(FILE, KARI)
    upload(at, ONE_BAD)
    [fault] = at.table[0].value.to_dict("records")
    assert (fault["Rad"], fault["Kolonne"]) == ("3", "Antall")
    assert "formel" in fault["Hva som er galt"]
    assert at.warning[0].value == "Disse kolonnene blir ikke lest: Merknad."
    press(at, "Importer 1 parti")
    assert at.error[0].value.endswith("Rett dem, eller velg å utelate dem.")
    assert not stock.overview(db)
    at.checkbox[0].check()
    press(at, "Importer 1 parti")
    assert [batch.partner_name for batch in stock.overview(db)] == ["Bølgen kulturhus"]


def test_a_file_that_is_no_spreadsheet_is_told_so(page):
    at = page(FILE, KARI)
    upload(at, b"\x89PNG\r\n\x1a\n\x00\x00")
    assert at.error[0].value.startswith("Filen er ikke et regneark")
    assert not [button for button in at.button if button.label.startswith("Importer")]


def test_a_day_that_cannot_be_read_stores_nothing(page, db):
    at = page(FILE, KARI)
    upload(at, LARVIK.read_bytes())
    labelled(at.text_input, "Mottatt, for rader uten dato").input("i går")
    press(at, "Importer 13 partier")
    assert at.error[0].value.startswith("Mottatt må være en dato")
    assert not stock.overview(db)


def test_words_from_a_file_are_shown_as_written(page):
    at = page(FILE, KARI)
    upload(at, ONE_BAD.replace("Bølgen kulturhus", "![x](https://example.no/a.png)"))
    assert "![" not in at.table[1].value["Tilbyder"][0]


def test_the_first_fifty_faults_are_shown_and_the_rest_counted(page):
    head, _, bad = ONE_BAD.splitlines()
    at = page(FILE, KARI)
    upload(at, "\n".join([head, *[bad] * 51]))
    assert len(at.table[0].value) == 50
    assert any(caption.value.startswith("Og 1") for caption in at.caption)


def test_the_rows_of_a_new_partner_are_told_and_until_when_they_are_good(page, db):
    partners.add(db, name="Bølgen kulturhus", by=KARI)
    head, known, _ = ONE_BAD.splitlines()
    at = page(FILE, KARI)
    new = "Klatreverket;{};Kino;gave;billett;3;;31.12.2024"
    upload(at, "\n".join([f"{head};Gyldig til", known, new.format("Kurs"), new.format("Inngang")]))
    table = at.table[0].value
    assert list(table["Nytt"]) == ["", "ny tilbyder", "ny tilbyder"]
    assert list(table["Gyldig til"]) == ["", "31.12.2024", "31.12.2024"]
    assert any(element.value.startswith("1 ny tilbyder blir lagt inn.") for element in at.markdown)


def test_template_and_example_can_be_taken(page):
    labels = [button.label for button in page(FILE, KARI).download_button]
    assert labels == ["Last ned tom mal", "Last ned eksempel: Larvik 2024"]
