"""The published tables as a spreadsheet, read back."""

import io
from typing import Any

import openpyxl

from lib import disclosure, published_sheets
from lib.published import TABLES, Published
from tests.published_town import larvik, released


def sheets(published: Published, year: int = 2026) -> dict[str, list[tuple[Any, ...]]]:
    content = published_sheets.xlsx(published, year, municipality="Larvik kommune")
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_first_sheet_says_whose_and_how_rounded() -> None:
    first, about = next(iter(sheets(larvik()).items()))
    assert first == "Om tallene"
    told = [row[0] for row in about]
    assert "Larvik kommune, til og med oktober 2026" in told
    assert disclosure.NOTE in told


def test_every_table_of_the_store_but_the_names_has_a_sheet() -> None:
    assert len(sheets(larvik())) == 1 + len(TABLES) - 1
    assert [row[0] for row in sheets(released(), 2024)["Om tallene"]][1] == (
        "Larvik kommune, ingen tall for 2024"
    )


def test_names_stand_instead_of_ids() -> None:
    book = sheets(larvik())
    assert book["Tilbud"][0] == ("Fra", "Måneder", "Tilbud", "Hva", "Antall")
    assert book["Tilbud"][1][1:] == (1, "Bølgen: Kino på lørdag", "tildelt", 100)
    assert ("uten opplysning", "tildelt", 20) in [row[2:] for row in book["Nærmiljø"]]
    assert book["Tilbydere og ordninger"][1] == (
        "Bølgen: Kino på lørdag",
        "Bølgen",
        "Aktivitetskortet",
        "hele året",
        1,
    )
    cells = {cell for rows in book.values() for row in rows for cell in row}
    assert not cells & {"CINEMA", "PLAY", "BOLGEN", "CARD", "STAVERN", "NAV", "awarded", "used"}


def test_prices_are_kroner() -> None:
    first, second, _ = sheets(larvik())["Priser"][1:]
    assert first == ("Bølgen: Kino på lørdag", 2025, "Jotron", "sponsor", "nei", 0.5, 100)
    assert second[2] == "uten finansieringskilde"


def test_a_workbook_has_its_own_year_alone_and_what_was_typed_in_before() -> None:
    book = sheets(larvik(), 2025)
    assert len(book["Tilbud"]) == 1
    assert len(book["Forventet bruk"]) == 1
    assert [row[0] for row in book["Priser"][1:]] == ["Bølgen: Kino på lørdag"] * 2
    assert book["Barn med lav inntekt"][1:] == [(2025, 160)]
