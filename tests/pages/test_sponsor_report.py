"""The sponsor's report on the funding page: what the money bought, and nobody who got it."""

from datetime import datetime

import pytest

from lib.disclosure import NOTE
from lib.published import FOLDER
from tests.lib.test_sponsor_reports import bought, jotron, published, twenty_awarded
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import said, set_clock, text_of
from tests.town import KARI, at_home

FILE = "coordinator/funding.py"


@pytest.fixture(autouse=True)
def june(monkeypatch, db, tmp_path):
    set_clock(monkeypatch, db, datetime(2024, 6, 3, 10))
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path))
    all_linked(monkeypatch)


@pytest.fixture
def files(monkeypatch):
    """What the page hands over, by name."""
    handed = {}

    def download_button(label, data, file_name, mime, **_):
        handed[file_name] = (label, mime, data)

    monkeypatch.setattr("streamlit.download_button", download_button)
    return handed


def test_the_report_downloads_and_names_nobody(page, db, tmp_path, files):
    """Forty bowling rounds at 90 kr, twenty of them awarded."""
    at_home(db)
    bowling = bought(db, "Bowling", jotron(db), 40)
    twenty_awarded(db, bowling)
    published(db, tmp_path / FOLDER)
    at = page(FILE, KARI)
    assert not at.error
    assert labelled(at.selectbox, "Rapport for").options == ["Jotron"]
    told = (
        "Kjøpt for midlene: 40 for 3\N{NO-BREAK SPACE}600\N{NO-BREAK SPACE}kr. "
        "Hele tilbudet, uansett hvem som har betalt: tildelt 20, brukt 0 ganger."
    )
    assert f"**Bowling, Mestern.** {told}" in said(at)
    assert NOTE in said(at)
    label, mime, pdf = files["rapport-2024.pdf"]
    assert (label, mime) == ("Last ned rapporten (PDF)", "application/pdf")
    read = text_of(pdf)
    for line in ("Jotron: opplevelser for barn i 2024", "Bowling, Mestern", "Larvik"):
        assert line in read
    for secret in ("Yusuf", "Amir", "Salma", "Haddad", "NAV", "Nina", "BARN-"):
        assert secret not in read
        assert secret not in said(at)


def test_a_year_in_which_nothing_was_bought_has_a_report_that_says_so(page, db, files):
    jotron(db)
    at = page(FILE, KARI)
    assert "Ingenting er kjøpt for midlene i 2024." in said(at)
    assert "Ingenting er kjøpt for midlene ennå." in text_of(files["rapport-2024.pdf"][2])
