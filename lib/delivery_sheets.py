"""Delivery sheets: which columns a spreadsheet of deliveries has, and what each row says."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lib import deliveries, funding, municipality
from lib.db import Database, Reader
from lib.deliveries import Known, Line, Receipt
from lib.ledger import MOST_UNITS
from lib.norwegian import counted, organisation_number, to_date, to_ore, to_whole_number
from lib.offers import AVAILABILITY_NAMES, OLDEST
from lib.partners import REACH_NAMES
from lib.refusals import BadInput, Refused
from lib.spreadsheets import Sheet, Table, TableRow, heading_key, read_table, write_xlsx
from lib.staff import StaffUser
from lib.stock import (
    ACQUISITION_NAMES,
    TICKET_FORM_NAMES,
    UNIT_NAMES,
    Acquisition,
    TicketForm,
)
from lib.titles import line, title

UNKNOWN = "ukjent"
WHOLE_ROW = "Hele raden"

# Shorter than on the screen; a sheet may hold either.
ACQUISITION_WORDS: Mapping[Acquisition, str] = {
    Acquisition.DONATED: "gave",
    Acquisition.PURCHASED: "kjøpt",
    Acquisition.DISCOUNTED: "rabattert",
}
TICKET_FORM_WORDS: Mapping[TicketForm, str] = {
    TicketForm.QR: "QR",
    TicketForm.PARTNER_CODE: "tilbyders koder",
    TicketForm.PAPER: "papir",
}


@dataclass(frozen=True)
class Words:
    """What the municipality's own words in a sheet stand for, by the word in small letters."""

    categories: Mapping[str, str]
    neighbourhoods: Mapping[str, UUID]
    funding_sources: Mapping[str, UUID]


@dataclass(frozen=True)
class Column:
    """A column of the sheet, and the field of a `Line` that it fills."""

    heading: str
    field: str
    reads: Callable[[Words, str, str], object]
    explains: str
    required: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; `row` is the number the spreadsheet program shows."""

    row: int
    column: str
    says: str


@dataclass(frozen=True)
class Preview:
    """What a sheet would bring: nothing is stored yet.

    `unread` are headings that say nothing to Klipp, so that a misspelt one is seen.
    """

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    already_there: int
    unread: tuple[str, ...]

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
        named = ", ".join(f"«{heading}»" for heading in headings)
        super().__init__(f"Filen mangler {'kolonnen' if len(headings) == 1 else 'kolonnene'} {named}.")


class ColumnTwice(Refused):
    """Two columns claim to say the same."""

    def __init__(self, heading: str) -> None:
        super().__init__(f"Filen har kolonnen «{heading}» mer enn én gang.")


def template() -> bytes:
    """An XLSX with the headings alone, and a sheet that explains them."""
    explained: list[tuple[str | None, ...]] = [
        (c.heading, "Må fylles ut" if c.required else "Valgfritt", c.explains) for c in COLUMNS
    ]
    return write_xlsx(
        [
            Sheet("Partier", tuple(c.heading for c in COLUMNS), []),
            Sheet("Forklaring", ("Kolonne", "Må fylles ut?", "Hva som skal stå der"), explained),
        ]
    )


def words_of(db: Reader) -> Words:
    """The words that a sheet may use for what the municipality has."""
    return Words(
        {category.name.casefold(): category.code for category in municipality.categories(db)},
        {place.name.casefold(): place.id for place in municipality.neighbourhoods(db)},
        {source.name.casefold(): source.id for source in funding.sources(db)},
    )


def read_sheet(db: Reader, content: bytes, filename: str, *, on: date) -> Preview:
    """What a CSV or XLSX file would bring; raises Refused when it cannot be read at all."""
    table = read_table(content, filename)
    places = _places(table)
    words, known = words_of(db), Known(db)
    faults: list[Fault] = []
    lines: list[Line] = []
    for row in table.rows:
        cells = {heading: row.cells[place] for heading, place in places.items()}
        found = [BadInput(_heading(table, n), "har en formel. Skriv verdien selv.") for n in sorted(row.formulas)]
        if any(row.cells[len(table.headings):]):
            found.append(BadInput(WHOLE_ROW, "har flere celler enn det er overskrifter."))
        ...
def _one_of(words: Mapping[str, Any], text: str, field: str) -> Any:
    found = words.get(text.casefold())
    if found is None:
        raise BadInput(field, f"kan være {_listed(list(words))}, ikke «{text}».")
    return found


def _choice(names: Mapping[Any, str]) -> Callable[[Words, str, str], Any]:
    by_word = {name.casefold(): value for value, name in names.items()}
    return lambda _, text, field: _one_of(by_word, text, field)


def _whole(at_least: int, at_most: int) -> Callable[[Words, str, str], int]:
    return lambda _, text, field: to_whole_number(text, field, at_least, at_most)


def _quantity(_: Words, text: str, field: str) -> int | None:
    if text.casefold() == UNKNOWN:
        return None
    return to_whole_number(text, field, 1, MOST_UNITS)


def _category(words: Words, text: str, field: str) -> str:
    if not text:
        raise BadInput(field, "må fylles ut.")
    found: str = _one_of(words.categories, text, field)
    return found


def _neighbourhood(words: Words, text: str, field: str) -> UUID:
    found = words.neighbourhoods.get(text.casefold())
    if found is None:
        raise BadInput(field, f"«{text}» finnes ikke. Be administrator legge det inn først.")
    return found


# Not made on the way: a source has a kind and a budget, and a slip of the pen
# would be a second purse that hides what is overspent.
def _funding_source(words: Words, text: str, field: str) -> UUID:
    found = words.funding_sources.get(text.casefold())
    if found is None:
        raise BadInput(field, f"«{text}» finnes ikke. Legg den inn under Finansiering først.")
    return found


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" eller {words[-1]}"
