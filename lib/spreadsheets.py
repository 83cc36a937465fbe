"""Spreadsheets: read as people save them, written so that no cell is ever run.

What comes in is text by row and heading, whatever the program it was typed in; a real
date or number reads as it shows. XLSX is read by openpyxl as a stream, since the reader
behind polars sets aside memory for the whole grid: two cells far apart, 2 KB of file,
end the process (https://github.com/tafia/calamine/issues/693).
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import PurePath
from typing import Any

import openpyxl
import xlsxwriter

from lib.norwegian import date_text, number
from lib.refusals import Refused

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
EXCEL_ROWS = 1_048_576

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also the wrapping of a workbook with a password
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ";\t,"
# Programs take a cell that begins so for a formula; East Asian ones the wide signs, too.
_BEGINS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SIGNED_NUMBER = re.compile(r"[+-](?:[\d\s.,]+%?)?")  # or a lone dash, as people mark nothing

# It warns of each part of a workbook that it leaves alone, and quotes from it.
warnings.filterwarnings("ignore", module=r"openpyxl\.")

Value = str | int | Decimal | date | None
"""What is written in a cell; money is kroner as Decimal."""


class NotASpreadsheet(Refused):
    """The content is not what the file's name claims, or cannot be read."""

    def __init__(self, says: str) -> None:
        super().__init__(f"Filen er ikke et regneark som kan leses: {says}")


class TooMuch(Refused):
    """The file is over a limit."""

    def __init__(self, says: str) -> None:
        super().__init__(f"Filen {says}")


class NothingInIt(Refused):
    """No heading, or no row under the headings."""

    def __init__(self) -> None:
        super().__init__("Filen har ingen rader under overskriftene.")


@dataclass(frozen=True)
class TableRow:
    """One row that has something in it, `number` as the spreadsheet program shows it.

    There is a cell for each heading, and more where the row is longer than the headings.
    `formulas` are the places in `cells` where a formula stands instead of a value.
    """

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int]


@dataclass(frozen=True)
class Table:
    """What the first visible sheet holds: the headings, as typed, and the rows below."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Sheet:
    """A table to be written."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[Value, ...]]


def read_table(content: bytes, filename: str) -> Table:
    """Read a CSV or XLSX file; raises only Refused, whatever the bytes are.

    CSV may be UTF-8 or Windows-1252, parted by semicolon, tab or comma.
    """
    if len(content) > LARGEST:
        raise TooMuch("kan ikke være større enn 5 MB.")
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows}
    reader = readers.get(PurePath(filename).suffix.lower())
    if reader is None:
        raise NotASpreadsheet("lagre den som .xlsx eller .csv.")
    if content.startswith(_OLD_EXCEL):
        raise NotASpreadsheet("lagre den som .xlsx, uten passord.")
    filled = (row for row in reader(content) if any(row.cells))
    headings = next(filled, None)
    rows = tuple(_within_limits(filled))
    if headings is None or not rows:
        raise NothingInIt
    return Table(headings.cells, tuple(_widened(row, len(headings.cells)) for row in rows))


def heading_key(heading: str) -> str:
    """The heading without what people write differently: case, spaces, colon, invisible marks."""
    seen = "".join(c for c in heading if unicodedata.category(c) != "Cf")
    return " ".join(seen.casefold().rstrip(" .:*").split())


def _within_limits(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise TooMuch(f"kan ikke ha mer enn {number(MOST_ROWS)} rader: del den i flere.")
        yield row


def _row(place: int, cells: Iterable[tuple[str, bool]]) -> TableRow:
    """A row without the empty cells at its end."""
    read = list(cells)
    while read and not read[-1][0]:
        read.pop()
    if len(read) > MOST_COLUMNS:
        raise TooMuch(f"kan ikke ha mer enn {MOST_COLUMNS} kolonner.")
    formulas = frozenset(n for n, (_, is_formula) in enumerate(read) if is_formula)
    return TableRow(place, tuple(text for text, _ in read), formulas)


def _widened(row: TableRow, width: int) -> TableRow:
    missing = ("",) * (width - len(row.cells))
    return TableRow(row.number, row.cells + missing, row.formulas)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


# --- CSV ---


def _csv_rows(content: bytes) -> Iterator[TableRow]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for place, cells in enumerate(reader, start=1):
            yield _row(place, ((_tidy(cell), _is_formula(cell)) for cell in cells))
    except csv.Error:
        raise NotASpreadsheet(
            f"et anførselstegn eller en celle slutter ikke etter linje {reader.line_num}."
        ) from None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not content.startswith(_ZIP) and not _NOT_IN_TEXT.search(text):
            return text
    raise NotASpreadsheet("den heter .csv, men innholdet er ikke tekst.")


def _delimiter(text: str) -> str:
    """The sign that parts the first line into most cells; semicolon if none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"?', "", first)
    return max(_DELIMITERS, key=outside_quotes.count)


def _is_formula(text: str) -> bool:
    bare = text.strip()
    return bare.startswith(_BEGINS_FORMULA) and not _SIGNED_NUMBER.fullmatch(bare)


# --- XLSX ---


def _xlsx_rows(content: bytes) -> Iterator[TableRow]:
    if not content.startswith(_ZIP):
        raise NotASpreadsheet("den heter .xlsx, men innholdet er noe annet.")
    try:
        yield from _cells_by_row(content)
    except Refused:
        raise
    # Of what a broken file makes zip, XML and openpyxl raise there is no list.
    except Exception as broken:
        raise NotASpreadsheet("åpne den i Excel og lagre den på nytt.") from broken


def _cells_by_row(content: bytes) -> Iterator[TableRow]:
    packed = zipfile.ZipFile(io.BytesIO(content)).infolist()
    # No part is unpacked beyond what it claims here, so the claims can be trusted.
    if sum(part.file_size for part in packed) > LARGEST_UNPACKED:
        raise TooMuch("er for stor når den pakkes ut: kopier radene til et nytt regneark.")
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet = next(s for s in workbook.worksheets if s.sheet_state == "visible")
        sheet.reset_dimensions()  # what the file claims of its size is often wrong
        for place, cells in enumerate(sheet.iter_rows(), start=1):
            if place > EXCEL_ROWS:
                raise TooMuch(f"kan ikke ha mer enn {number(MOST_ROWS)} rader.")
            yield _row(place, ((_shown(c.value), c.data_type in "fe") for c in cells))
    finally:
        workbook.close()


def _shown(value: Any) -> str:
    """A cell's value as a Norwegian spreadsheet shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "SANN" if value else "USANN"
        case float():
            return f"{value:.15g}".replace(".", ",")
        case datetime() if (value.hour, value.minute, value.second) != (0, 0, 0):
            return f"{date_text(value)} {value:%H.%M}"
        case date():
            return date_text(value)
        case _:
            return _tidy(str(value))


# --- Writing ---


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook with a sheet for each table; text stays text, never a formula or a link."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        formats = {
            date: workbook.add_format({"num_format": "dd.mm.yyyy"}),
            Decimal: workbook.add_format({"num_format": "#,##0.00"}),
        }
        for table in sheets:
            if len(table.rows) >= EXCEL_ROWS:
                raise TooMuch("har flere rader enn Excel kan vise: last ned som CSV.")
            page = workbook.add_worksheet(table.name)
            page.freeze_panes(1, 0)
            for column, heading in enumerate(table.headings):
                page.write_string(0, column, heading, bold)
            for row, values in enumerate(table.rows, start=1):
                for column, value in enumerate(values):
                    _write_cell(page, row, column, value, formats.get(type(value)))
            page.autofit(max_width=400)
    return target.getvalue()


def _write_cell(page: Any, row: int, column: int, value: Value, form: Any) -> None:
    match value:
        case None:
            return
        case str():
            failed = page.write_string(row, column, value)
        case date():
            failed = page.write_datetime(row, column, value, form)
        case _:
            failed = page.write_number(row, column, value, form)
    if failed:
        raise ValueError(f"row {row}, column {column} is beyond what Excel holds")


def write_csv(sheet: Sheet) -> bytes:
    """The table as Norwegian Excel opens it: semicolon, decimal comma, UTF-8 with its mark.

    Text that a program would take for a formula gets an apostrophe in front.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    for row in chain([sheet.headings], sheet.rows):
        writer.writerow([_csv_cell(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if value.startswith(_BEGINS_FORMULA) else value
        case Decimal():
            return f"{value}".replace(".", ",")
        case date():
            return date_text(value)
        case _:
            return str(value)
