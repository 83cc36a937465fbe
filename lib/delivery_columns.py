"""What a delivery sheet's columns are, and how the words in its cells are read.

The guided flow reads its fields here, too: one rule for what a price or a date may look like.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lib import funding, municipality
from lib.ages import OLDEST
from lib.db import Reader
from lib.deliveries import Line
from lib.ledger import MOST_UNITS
from lib.municipality import Category
from lib.norwegian import organisation_number, to_date, to_ore, to_whole_number
from lib.offers import AVAILABILITY_NAMES
from lib.partners import REACH_NAMES
from lib.refusals import BadInput
from lib.stock import (
    ACQUISITION_NAMES,
    DELIVERED_UNITS,
    MOST_PUNCHES,
    TICKET_FORM_NAMES,
    Acquisition,
    TicketForm,
)
from lib.titles import line, title

UNKNOWN = "ukjent"

# Shorter than the screen's; a sheet may hold either.
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
    """The municipality's own words for what it has, by the word in small letters."""

    categories: Mapping[str, Category]
    neighbourhoods: Mapping[str, UUID]
    funding_sources: Mapping[str, UUID]


Reads = Callable[[Words, str, str], Any]
"""What a cell says: takes the words, the text and the heading; raises BadInput."""


@dataclass(frozen=True)
class Column:
    """A column of the sheet, and the field of a `Line` that it fills."""

    heading: str
    fills: str
    reads: Reads
    explains: str
    required: bool = False


def words_of(db: Reader) -> Words:
    """The words that this municipality's sheets may use."""
    return Words(
        {category.name.casefold(): category for category in municipality.categories(db)},
        {place.name.casefold(): place.id for place in municipality.neighbourhoods(db)},
        {source.name.casefold(): source.id for source in funding.sources(db)},
    )


def _own_word(words: Mapping[str, Any], text: str, field: str, says: str) -> Any:
    found = words.get(text.casefold())
    if found is None:
        raise BadInput(field, f"«{text}» {says}")
    return found


def _category(words: Words, text: str, field: str) -> Any:
    known = ", ".join(category.name for category in words.categories.values())
    says = f"finnes ikke. Kategoriene er {known}."
    return _own_word(words.categories, text, field, says).code


def _neighbourhood(words: Words, text: str, field: str) -> Any:
    says = "finnes ikke. Be administrator legge det inn først."
    return _own_word(words.neighbourhoods, text, field, says)


# Not made on the way: a source has a kind and a budget, and a slip of the pen
# would be a second purse that hides what is overspent.
def _funding_source(words: Words, text: str, field: str) -> Any:
    says = "finnes ikke. Legg den inn under Finansiering først."
    return _own_word(words.funding_sources, text, field, says)


def _either(names: Mapping[Any, str]) -> str:
    """«lokal» eller «nasjonal»; in quotes, since a name may have several words."""
    *most, last = (f"«{name}»" for name in names.values())
    return f"{', '.join(most)} eller {last}"


def _one_of(*names: Mapping[Any, str]) -> Reads:
    """One of the words of the first mapping; the others' are understood, too."""
    by_word = {name.casefold(): value for known in names for value, name in known.items()}
    says = f"kan være {_either(names[0])}."

    def read(_: Words, text: str, field: str) -> Any:
        if text.casefold() not in by_word:
            raise BadInput(field, says)
        return by_word[text.casefold()]

    return read


def _whole(at_least: int, at_most: int) -> Reads:
    return lambda _, text, field: to_whole_number(text, field, at_least, at_most)


def says_unknown(text: str) -> bool:
    """Whether a quantity is left open."""
    return text.strip().casefold() in ("", UNKNOWN)


def _quantity(_: Words, text: str, field: str) -> int | None:
    return None if says_unknown(text) else to_whole_number(text, field, 1, MOST_UNITS)


def _plain(read: Callable[[str, str], Any]) -> Reads:
    return lambda _, text, field: read(text, field)


def _key(_: Words, text: str, field: str) -> str:
    if not _A_KEY.fullmatch(text):
        raise BadInput(field, "må være slik den sto i eksporten, eller stå tom.")
    return text


# Only in our own export, so that it adds nothing when it is read in again.
KEY = Column("Nøkkel", "key", _key, "Fra eksporten.")
_A_KEY = re.compile(r"[0-9a-f]{64}")
_DATE = "En dato, for eksempel 05.06.2024."

COLUMNS = (
    Column("Tilbyder", "partner", _plain(title), "Den som gir eller selger billettene.", True),
    Column(
        "Organisasjonsnummer",
        "organisation_number",
        _plain(organisation_number),
        "Ni siffer. Brukes når tilbyderen er ny.",
    ),
    Column(
        "Rekkevidde", "reach", _one_of(REACH_NAMES), f"{_either(REACH_NAMES)}. Tomt betyr lokal."
    ),
    Column(
        "Tilbud", "offer", _plain(title), "Det barnet får gjøre, for eksempel Kinobillett.", True
    ),
    Column("Kategori", "category", _category, "En av kommunens kategorier.", True),
    Column(
        "Når",
        "availability",
        _one_of(AVAILABILITY_NAMES),
        f"{_either(AVAILABILITY_NAMES)}. Tomt betyr hele året, eller én gang når billettene bare "
        "gjelder en kort tid.",
    ),
    Column("Sted", "place", _plain(line), "Hvor tilbudet er."),
    Column("Nærmiljø", "neighbourhood_id", _neighbourhood, "Et av kommunens nærmiljøer."),
    Column("Alder fra", "age_from", _whole(0, OLDEST), "Hele år."),
    Column("Alder til", "age_to", _whole(0, OLDEST), "Hele år."),
    Column(
        "Anskaffelse",
        "acquisition",
        _one_of(ACQUISITION_NAMES, ACQUISITION_WORDS),
        f"{_either(ACQUISITION_NAMES)}.",
        True,
    ),
    Column("Enhet", "unit_kind", _one_of(DELIVERED_UNITS), f"{_either(DELIVERED_UNITS)}.", True),
    Column(
        "Klipp per enhet",
        "punches_per_unit",
        _whole(1, MOST_PUNCHES),
        "Må fylles ut for klippekort. Tomt betyr 1 for de andre.",
    ),
    Column("Antall", "quantity", _quantity, "Et helt tall, eller ukjent. Tomt er også ukjent."),
    Column("Pris per enhet", "unit_price_ore", _plain(to_ore), "Kroner, for eksempel 79,50."),
    Column(
        "Verdi per enhet", "face_value_ore", _plain(to_ore), "Kroner, det enheten ellers koster."
    ),
    Column(
        "Finansiering", "funding_source_id", _funding_source, "En kilde som er lagt inn fra før."
    ),
    Column("Gyldig fra", "valid_from", _plain(to_date), _DATE),
    Column("Gyldig til", "valid_to", _plain(to_date), _DATE),
    Column("Dato for arrangementet", "event_date", _plain(to_date), "Når det bare er én."),
    Column("Mottatt", "received_on", _plain(to_date), "Datoen billettene kom."),
    Column(
        "Billettform",
        "ticket_form",
        _one_of(TICKET_FORM_NAMES, TICKET_FORM_WORDS),
        f"{_either(TICKET_FORM_NAMES)}. Tomt betyr QR-kode fra kommunen.",
    ),
    KEY,
)


def read_cells(words: Words, cells: Mapping[str, str]) -> tuple[Line | None, list[BadInput]]:
    """The line that texts by heading say, or every fault in them."""
    fields, faults = {}, []
    for column in COLUMNS:
        text = cells.get(column.heading, "").strip()
        try:
            if text:
                fields[column.fills] = column.reads(words, text, column.heading)
            elif column.required:
                raise BadInput(column.heading, "må fylles ut.")
        except BadInput as fault:
            faults.append(fault)
    return (None if faults else Line(**fields)), faults
