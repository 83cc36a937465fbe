"""Delivery sheets: a spreadsheet of deliveries, looked through before anything is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from lib import deliveries, municipality, stock
from lib.db import Database, Reader
from lib.deliveries import Known, Line, Receipt
from lib.delivery_columns import COLUMNS, KEY, Words, read_cells, words_of
from lib.norwegian import counted, number
from lib.refusals import BadInput, Refused
from lib.spreadsheets import (
    Sheet,
    Table,
    TableRow,
    TooMuch,
    heading_key,
    read_table,
    write_xlsx,
)
from lib.staff import StaffUser

WHOLE_ROW = "Hele raden"
# They are stored in one transaction, and meanwhile every till waits.
MOST_BATCHES = 1_000


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; `row` is the number that the spreadsheet program shows."""

    row: int
    column: str
    says: str


@dataclass(frozen=True)
class Preview:
    """What a sheet would bring; nothing is stored yet.

    `unread` are headings that Klipp has no use for, and `new_partners` names, in small letters,
    that are not there yet: told so that a misspelt one is seen.
    """

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    already_there: int
    unread: tuple[str, ...]
    new_partners: frozenset[str]

    @property
    def to_add(self) -> int:
        """How many batches the sheet would add."""
        return len(self.lines) - self.already_there

    def is_new_partner(self, line: Line) -> bool:
        """Whether the line is of a partner that the sheet brings."""
        return line.partner.lower() in self.new_partners

    @property
    def faulty_rows(self) -> int:
        """How many rows have at least one fault."""
        return len({fault.row for fault in self.faults})


class FaultyRows(Refused):
    """Rows have faults, and nobody has said to leave them out."""

    def __init__(self, rows: int) -> None:
        faulty = counted(rows, "rad", "rader")
        super().__init__(f"Filen har feil i {faulty}. Rett dem, eller velg å utelate dem.")


class ColumnsMissing(Refused):
    """The sheet lacks a column that every delivery needs."""

    def __init__(self, headings: list[str]) -> None:
        named = "kolonnen" if len(headings) == 1 else "kolonnene"
        super().__init__(f"Filen mangler {named} {', '.join(headings)}.")


class ColumnTwice(Refused):
    """Two columns claim to say the same."""

    def __init__(self, heading: str) -> None:
        super().__init__(f"Filen har kolonnen {heading} mer enn én gang.")


def read_sheet(db: Reader, content: bytes, filename: str, *, on: date) -> Preview:
    """What a CSV or XLSX file would bring; raises Refused where it cannot be read at all.

    Two equal rows are two deliveries, the second with the next ordinal.
    """
    table = read_table(content, filename)
    if len(table.rows) > MOST_BATCHES:
        raise TooMuch(f"kan ikke ha mer enn {number(MOST_BATCHES)} partier: del den i flere.")
    places, words, known = _places(table), words_of(db), Known(db)
    equal: Counter[str] = Counter()
    read: list[tuple[int, Line | None, list[Refused]]] = []
    for row in table.rows:
        told, found = _read_row(row, places, words, width=len(table.headings))
        if told:
            key = told.delivery_key
            told = replace(told, ordinal=equal[key])
            equal[key] += 1
        read.append((row.number, told, found))
    there = stock.entered(db, [told.delivery_key for _, told, _ in read if told])
    lines, faults, new_partners = [], [], set()
    for place, told, found in read:
        is_new = told and told.delivery_key not in there
        if told and is_new and (against := known.why_not(told, on=on)):
            told, found = None, [against]
        if told:
            if known.is_new_partner(told):
                new_partners.add(told.partner.lower())
            known.learn(told)
            lines.append(told)
        faults += [Fault(place, getattr(f, "field", WHOLE_ROW), str(f)) for f in found]
    unread = _unread(table, places)
    return Preview(tuple(lines), tuple(faults), len(there), unread, frozenset(new_partners))


def receive_sheet(
    db: Database,
    preview: Preview,
    *,
    leave_out_faulty: bool,
    scheme_id: UUID,
    shares: Mapping[UUID, int | None],
    received_on: date,
    by: StaffUser,
    now: datetime,
) -> Receipt:
    """Enter what a sheet brings, as `deliveries.receive`.

    Raises FaultyRows unless every row is well or the faulty ones are knowingly left out.
    """
    if preview.faults and not leave_out_faulty:
        raise FaultyRows(preview.faulty_rows)
    return deliveries.receive(
        db,
        preview.lines,
        scheme_id=scheme_id,
        shares=shares,
        received_on=received_on,
        by=by,
        now=now,
    )


def template(db: Reader) -> bytes:
    """An XLSX with the headings alone, a sheet that explains them, and the categories."""
    needed = {True: "Må fylles ut", False: "Valgfritt"}
    columns = [column for column in COLUMNS if column is not KEY]
    return write_xlsx(
        [
            Sheet("Partier", tuple(column.heading for column in columns), []),
            Sheet(
                "Forklaring",
                ("Kolonne", "Må den fylles ut?", "Hva som skal stå der"),
                [(c.heading, needed[c.required], c.explains) for c in columns],
            ),
            Sheet("Kategorier", ("Kategori",), [(c.name,) for c in municipality.categories(db)]),
        ]
    )


def _places(table: Table) -> dict[str, int]:
    """Where the columns stand that Klipp reads, by heading."""
    known = {heading_key(column.heading): column for column in COLUMNS}
    places: dict[str, int] = {}
    for place, written in enumerate(table.headings):
        if column := known.get(heading_key(written)):
            if column.heading in places:
                raise ColumnTwice(column.heading)
            places[column.heading] = place
    if missing := [c.heading for c in COLUMNS if c.required and c.heading not in places]:
        raise ColumnsMissing(missing)
    return places


def _unread(table: Table, places: Mapping[str, int]) -> tuple[str, ...]:
    read = set(places.values())
    return tuple(
        written for place, written in enumerate(table.headings) if written and place not in read
    )


def _read_row(
    row: TableRow, places: Mapping[str, int], words: Words, *, width: int
) -> tuple[Line | None, list[Refused]]:
    """The line that a row says, or every fault in its cells."""
    cells = {heading: row.cells[place] for heading, place in places.items()}
    formulas = [heading for heading, place in places.items() if place in row.formulas]
    told, misread = read_cells(words, cells)
    faults: list[Refused] = [
        BadInput(f, "har en formel. Skriv verdien i stedet.") for f in formulas
    ]
    faults += [fault for fault in misread if fault.field not in formulas]
    if any(row.cells[width:]):
        faults.append(BadInput(WHOLE_ROW, "har flere celler enn det er overskrifter."))
    return (None if faults else told), faults
