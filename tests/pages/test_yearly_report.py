"""Leadership's report, walked through."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib import disclosure, grant_figures, published
from tests.published_town import MONTHS, larvik
from tests.town import ADAM, KARI, LISE, NINA

Page = Callable[..., AppTest]
PAGE = "leadership/report.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation keeps what is published."""
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "klipp"))
    return tmp_path / "klipp" / published.FOLDER


def test_the_report_is_for_leadership_alone(page: Page, folder: Path) -> None:
    published.write(folder, larvik())
    for user in (KARI, NINA, ADAM, None):
        assert not page(PAGE, user).title


def test_before_the_first_release_there_is_no_report(page: Page, folder: Path) -> None:
    at = page(PAGE, LISE)
    assert not at.exception
    assert at.info[0].value.startswith("Ingen tall er publisert ennå")
    assert not at.get("download_button")


def test_a_year_downloads_as_report_and_as_tables_under_the_label(page: Page, folder: Path) -> None:
    published.write(folder, larvik())
    at = page(PAGE, LISE)
    assert not at.exception
    assert "til og med oktober 2026" in at.caption[0].value
    assert disclosure.NOTE in at.caption[0].value
    assert [button.proto.label for button in at.get("download_button")] == [
        "Last ned årsrapporten (PDF)",
        "Last ned alle tabellene (XLSX)",
    ]


def test_the_grants_figures_can_be_copied_and_what_is_unknown_is_said(
    page: Page, folder: Path
) -> None:
    published.write(folder, larvik())
    at = page(PAGE, LISE)
    assert at.code[0].value == grant_figures.text(larvik(), 2026)
    assert "Hvor mange ulike barn som har fått noe." in at.markdown[-1].value


def test_another_year_is_chosen(page: Page, folder: Path) -> None:
    published.write(folder, larvik(periods=[MONTHS[0].replace(year=2025), *MONTHS]))
    at = page(PAGE, LISE)
    assert at.selectbox[0].value == 2026
    at.selectbox[0].select(2025).run()
    assert not at.exception
    assert "Periode: " in at.code[0].value
    assert "Delt ut gratis (ganger): 0" in at.code[0].value
