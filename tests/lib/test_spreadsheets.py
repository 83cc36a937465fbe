"""Spreadsheets as people save them, as programs break them, and as we hand them out."""

import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import spreadsheets
from lib.refusals import Refused
from lib.spreadsheets import (
    NotASpreadsheet,
    NothingInIt,
    Sheet,
    Table,
    TooMuch,
    heading_key,
    read_table,
    write_csv,
    write_xlsx,
)

SHORT = "Tilbyder;Antall\nBølgen kulturhus;92\n"


def read_csv(text: str, encoding: str = "utf-8") -> Table:
    return read_table(text.encode(encoding), "billetter.csv")


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        write(book)
    return target.getvalue()


def sheet_of(*rows: list[object]) -> bytes:
    """A workbook with these rows, strings beginning with = as formulas."""

    def write(book: xlsxwriter.Workbook) -> None:
        dated = book.add_format({"num_format": "dd.mm.yyyy"})
        page = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(place, column, value, dated)
                else:
                    page.write(place, column, value)

    return workbook(write)


# --- CSV, as people save it ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_norwegian_letters_in_each_encoding_and_with_each_delimiter(
    encoding: str, delimiter: str
) -> None:
    text = "Tilbyder;Nærmiljø\nSvømmehallene på Ås;Østre Halsen\n".replace(";", delimiter)
    table = read_csv(text, encoding)
    assert table.headings == ("Tilbyder", "Nærmiljø")
    assert cells(table) == [("Svømmehallene på Ås", "Østre Halsen")]


def test_letters_typed_in_two_parts_are_the_same_letters() -> None:
    table = read_csv(unicodedata.normalize("NFD", "Nærmiljø;Sted\nÅsgårdstrand;Bø"))
    assert cells(table) == [("Åsgårdstrand", "Bø")]


def test_a_quoted_cell_holds_delimiters_line_ends_and_quotes() -> None:
    table = read_csv('Tilbyder;Tilbud\r\n"Kulturhuset; salen";"Én ""stor""\r\nkveld"\r\n')
    assert cells(table) == [("Kulturhuset; salen", 'Én "stor"\r\nkveld')]


def test_decimal_commas_do_not_part_semicolon_cells() -> None:
    assert cells(read_csv("Pris;Tilbud\n49,90;Kino, voksen")) == [("49,90", "Kino, voksen")]


def test_empty_rows_are_skipped_and_still_counted() -> None:
    table = read_csv("\n;;\nTilbyder;Antall\n\nMinigolf;\n;\nBølgen;92\n")
    assert table.headings == ("Tilbyder", "Antall")
    assert [row.number for row in table.rows] == [5, 7]


def test_a_short_row_is_filled_up_and_a_long_one_is_kept() -> None:
    table = read_csv("A;B;C\n1\n1;2;3;4\n")
    assert cells(table) == [("1", "", ""), ("1", "2", "3", "4")]


@pytest.mark.parametrize(
    "typed",
    ["Gyldig fra", "  gyldig   FRA ", "GYLDIG FRA:", "\ufeffGyldig fra *", "Gyldig\u00a0fra"],
)
def test_headings_are_the_same_whatever_case_and_spaces(typed: str) -> None:
    assert heading_key(typed) == heading_key("Gyldig fra")


# --- XLSX, as people save it ---


def test_real_dates_and_numbers_read_as_they_show() -> None:
    content = sheet_of(
        ["Tilbud", "Antall", "Pris", "Sum", "Dato", "Kort"],
        ["Kino", 92, 49.9, 0.1 + 0.2, date(2024, 6, 5), True],
    )
    table = read_table(content, "Billetter.XLSX")
    assert cells(table) == [("Kino", "92", "49,9", "0,3", "05.06.2024", "SANN")]


def test_a_moment_is_not_cut_down_to_its_date() -> None:
    content = workbook(
        lambda book: (
            book.add_worksheet().write_row(0, 0, ["Dato"])
            or book.worksheets()[0].write_datetime(
                1,
                0,
                datetime(2024, 6, 5, 18, 30),
                book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            )
        )
    )
    assert cells(read_table(content, "a.xlsx")) == [("05.06.2024 18.30",)]


def test_rows_keep_their_numbers_in_a_workbook() -> None:
    table = read_table(sheet_of(["Tilbud"], [], ["Kino"], [None, None], ["Bowling"]), "a.xlsx")
    assert [row.number for row in table.rows] == [3, 5]


def test_the_first_visible_sheet_is_read() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        hidden, shown = book.add_worksheet("Lister"), book.add_worksheet("Partier")
        hidden.write_column(0, 0, ["Skjult", "1"])
        shown.write_column(0, 0, ["Synlig", "2"])
        shown.activate()
        hidden.hide()

    assert read_table(workbook(write), "a.xlsx").headings == ("Synlig",)


# --- Formulas on the way in ---


@pytest.mark.parametrize("typed", ["=1+1", "+A1", "-A1", "@SUM(A1)", " =cmd|' /C calc'!A0", "＝1"])
def test_csv_text_that_a_program_would_run_is_marked(typed: str) -> None:
    row = read_csv(f'Tilbyder;Antall\nKino;"{typed}"\n').rows[0]
    assert row.formulas == {1}


@pytest.mark.parametrize("typed", ["-5", "+47 33 17 10 00", "-1 000,50", "+5 %", "-", "5-6", "a=b"])
def test_signed_numbers_and_dashes_are_no_formulas(typed: str) -> None:
    assert not read_csv(f"Tilbyder;Antall\nKino;{typed}\n").rows[0].formulas


def test_formula_cells_are_marked_and_text_cells_are_not() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, ["A", "B", "C", "D"])
        page.write_string(1, 0, "=1+1")
        page.write_formula(1, 1, "=1+1", None, 2)
        page.write_array_formula(1, 2, 1, 2, "{=SUM(1,1)}", None, 2)
        page.write_formula(1, 3, "=NA()", None, "#N/A")

    row = read_table(workbook(write), "a.xlsx").rows[0]
    assert row.formulas == {1, 2, 3}
    assert row.cells[0] == "=1+1"


# --- Files that are not what they claim ---


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.pdf", "a", "csv", ".csv", "a.csv.exe"])
def test_only_csv_and_xlsx_are_read(name: str) -> None:
    with pytest.raises(NotASpreadsheet, match=r"lagre den som \.xlsx eller \.csv"):
        read_table(SHORT.encode(), name)


def test_csv_named_xlsx_is_refused() -> None:
    with pytest.raises(NotASpreadsheet, match="innholdet er noe annet"):
        read_table(SHORT.encode(), "a.xlsx")


def test_xlsx_named_csv_is_refused() -> None:
    with pytest.raises(NotASpreadsheet, match="ikke tekst"):
        read_table(sheet_of(["Tilbud"], ["Kino"]), "a.csv")


def test_binary_named_csv_is_refused() -> None:
    with pytest.raises(NotASpreadsheet, match="ikke tekst"):
        read_table(b"\x89PNG\r\n\x1a\n\x00\x00;;\n", "a.csv")


def test_an_old_or_locked_workbook_is_told_what_to_do() -> None:
    with pytest.raises(NotASpreadsheet, match="uten passord"):
        read_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("hello.txt", "hello")
    with pytest.raises(NotASpreadsheet, match="åpne den i Excel"):
        read_table(target.getvalue(), "a.xlsx")


def test_half_a_workbook_is_refused() -> None:
    content = sheet_of(["Tilbud"], ["Kino"])
    with pytest.raises(NotASpreadsheet):
        read_table(content[: len(content) // 2], "a.xlsx")


def test_an_open_quote_is_named_with_its_line() -> None:
    with pytest.raises(NotASpreadsheet, match="linje 2"):
        read_csv('Tilbyder;Antall\n"Kino;3\n')


@pytest.mark.parametrize("text", ["", "\n\n", ";;\n", "Tilbyder;Antall\n", "Tilbyder\n;\n\n"])
def test_a_file_without_rows_is_refused(text: str) -> None:
    with pytest.raises(NothingInIt):
        read_csv(text)


def rewritten(content: bytes, part: str, text: str) -> bytes:
    """The workbook with one of its parts put in another's place."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return target.getvalue()


def test_two_cells_at_the_ends_of_the_grid_are_refused_without_filling_it() -> None:
    corners = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    content = rewritten(sheet_of(["A"], ["B"]), "xl/worksheets/sheet1.xml", corners)
    with pytest.raises(TooMuch, match="100 kolonner"):
        read_table(content, "a.xlsx")


def test_a_row_number_beyond_excel_is_refused_without_counting_up_to_it() -> None:
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="99999999999"><c><v>1</v></c></row></sheetData></worksheet>'
    )
    content = rewritten(sheet_of(["A"], ["B"]), "xl/worksheets/sheet1.xml", far)
    with pytest.raises(TooMuch, match="rader"):
        read_table(content, "a.xlsx")


def test_entities_that_unfold_are_refused() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&b;</t></si></sst>"
    )
    content = rewritten(sheet_of(["A"], ["B"]), "xl/sharedStrings.xml", bomb)
    with pytest.raises(NotASpreadsheet):
        read_table(content, "a.xlsx")


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
def test_no_bytes_make_the_reader_raise_anything_but_a_refusal(soup: bytes, name: str) -> None:
    with suppress(Refused):
        read_table(soup, name)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_to_a_workbook_makes_the_reader_raise_anything_but_a_refusal(
    data: st.DataObject,
) -> None:
    content = sheet_of(["Tilbud", "Antall", "Dato"], ["Kino", 3, date(2024, 6, 5)])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        part = data.draw(st.sampled_from(file.namelist()))
        text = file.read(part).decode()
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    damaged = text[:start] + data.draw(st.text(max_size=20)) + text[start + length :]
    with suppress(Refused):
        read_table(rewritten(content, part, damaged), "a.xlsx")


# --- Limits, from both sides ---


def test_five_megabytes_are_read_and_a_byte_more_is_not() -> None:
    long_row = b"x" * 99_999 + b"\n"
    whole, rest = divmod(spreadsheets.LARGEST - len(b"Tilbud\n"), len(long_row))
    content = b"Tilbud\n" + long_row * whole + b"y" * rest
    assert len(content) == spreadsheets.LARGEST
    assert len(read_table(content, "a.csv").rows) == whole + 1
    with pytest.raises(TooMuch, match="5 MB"):
        read_table(content + b"y", "a.csv")


def test_ten_thousand_rows_are_read_and_one_more_is_not() -> None:
    most = "Tilbud\n" + "Kino\n" * 10_000
    assert len(read_csv(most).rows) == 10_000
    with pytest.raises(TooMuch, match="10\xa0000 rader"):
        read_csv(most + "Kino\n")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_hundred_columns_are_read_and_one_more_is_not(name: str) -> None:
    def content(columns: int) -> bytes:
        headings: list[object] = [f"K{n}" for n in range(columns)]
        row: list[object] = ["x"] * columns
        if name == "a.xlsx":
            return sheet_of(headings, row)
        return "\n".join(";".join(map(str, line)) for line in (headings, row)).encode()

    assert len(read_table(content(100), name).headings) == 100
    with pytest.raises(TooMuch, match="100 kolonner"):
        read_table(content(101), name)


def test_a_workbook_may_not_unfold_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content = sheet_of(["Tilbud"], ["Kino"])
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        unpacked = sum(part.file_size for part in file.infolist())
    monkeypatch.setattr(spreadsheets, "LARGEST_UNPACKED", unpacked)
    assert cells(read_table(content, "a.xlsx")) == [("Kino",)]
    monkeypatch.setattr(spreadsheets, "LARGEST_UNPACKED", unpacked - 1)
    with pytest.raises(TooMuch, match="pakkes ut"):
        read_table(content, "a.xlsx")


def test_a_zip_bomb_is_refused_by_its_own_claim() -> None:
    content = rewritten(sheet_of(["A"], ["B"]), "docProps/app.xml", " " * (51 * 1024 * 1024))
    assert len(content) < spreadsheets.LARGEST
    with pytest.raises(TooMuch, match="pakkes ut"):
        read_table(content, "a.xlsx")


# --- Writing ---

TRICKS = ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "http://example.no", "{=1}"]


def test_text_stays_text_in_a_workbook() -> None:
    content = write_xlsx([Sheet("Ark", ("Tekst",), [(text,) for text in TRICKS])])
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    written = [page.cell(row, 1) for row in range(2, len(TRICKS) + 2)]
    assert [cell.data_type for cell in written] == ["s"] * len(TRICKS)
    assert all(cell.hyperlink is None for cell in written)


def test_no_text_begins_a_formula_in_csv() -> None:
    lines = write_csv(Sheet("Ark", ("Tekst",), [(text,) for text in TRICKS])).decode("utf-8-sig")
    table = read_table(lines.encode(), "a.csv")
    assert not any(row.formulas for row in table.rows)


def test_what_is_written_can_be_read_back() -> None:
    sheet = Sheet(
        "Partier",
        ("Tilbud", "Antall", "Pris", "Mottatt", "Merknad"),
        [("Kino; «Bølgen»", 92, Decimal("49.90"), date(2024, 6, 5), None)],
    )
    from_xlsx = read_table(write_xlsx([sheet]), "a.xlsx")
    from_csv = read_table(write_csv(sheet), "a.csv")
    assert from_xlsx.headings == from_csv.headings == sheet.headings
    assert cells(from_xlsx) == [("Kino; «Bølgen»", "92", "49,9", "05.06.2024", "")]
    assert cells(from_csv) == [("Kino; «Bølgen»", "92", "49,90", "05.06.2024", "")]


def test_negative_numbers_are_no_text_to_guard() -> None:
    assert b"-3;-0,50" in write_csv(Sheet("Ark", ("A", "B"), [(-3, Decimal("-0.50"))]))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_every_letter_of_unicode_survives(name: str) -> None:
    letters = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(letter)[0] == "L" and unicodedata.normalize("NFC", letter) == letter
    ]
    lines = ["".join(letters[n : n + 500]) for n in range(0, len(letters), 500)]
    sheet = Sheet("Navn", ("Navn",), [(line,) for line in lines])
    written = write_csv(sheet) if name == "a.csv" else write_xlsx([sheet])
    assert [row.cells[0] for row in read_table(written, name).rows] == lines


def test_a_table_too_long_for_excel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "EXCEL_ROWS", 3)
    assert write_xlsx([Sheet("Ark", ("A",), [(1,), (2,)])])
    with pytest.raises(TooMuch, match="CSV"):
        write_xlsx([Sheet("Ark", ("A",), [(1,), (2,), (3,)])])
