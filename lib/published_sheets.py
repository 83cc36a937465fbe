"""The published tables of a year as a spreadsheet: names instead of ids, a sheet a table."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from lib import disclosure, uptake
from lib.figure_words import COUNTED_IN, WITHOUT_SOURCE, reach
from lib.published import TABLES, Published
from lib.spreadsheets import Sheet, Value, write_xlsx

ABOUT = "Om tallene"
_SHEETS = {
    "offer": "Tilbud",
    "area": "Nærmiljø",
    "age_band": "Alder",
    "service": "Tjeneste",
    "offer_area": "Tilbud og nærmiljø",
    "offer_age_band": "Tilbud og alder",
    "cards": "Kort",
    "kroner": "Krav i kroner",
    "periods": "Perioder",
    "uncounted": "Bruk ikke telt",
    "offers": "Tilbydere og ordninger",
    "prices": "Priser",
    "children": "Barn med lav inntekt",
    "expected": "Forventet bruk",
    "on_offer": "Tilbud hver måned",
}
_HEADINGS = {
    "period": "Fra",
    "months": "Måneder",
    "month": "Måned",
    "year": "År",
    "offer": "Tilbud",
    "area": "Nærmiljø",
    "age_band": "Alder",
    "service": "Tjeneste",
    "scheme": "Ordning",
    "partner": "Tilbyder",
    "channel": "Delt ut ved",
    "availability": "Når",
    "size": "Ganger på én billett eller ett kort",
    "stream": "Hva",
    "units": "Antall",
    "kroner": "Kroner",
    "source": "Kilde",
    "kind": "Slag",
    "is_gift": "Gave",
    "share": "Andel",
    "price_ore": "Pris per bruk (kr)",
    "children": "Barn",
    "times": "Ganger",
    "offers": "Antall tilbud",
}
_WORDS = {
    "stream": {"awarded": "tildelt", "used": "brukt", "issued": "delt ut"},
    "source": {"": WITHOUT_SOURCE},
}


def xlsx(published: Published, year: int, *, municipality: str) -> bytes:
    """A workbook of what is published of a year, what the figures are on the first sheet.

    Prices and what the municipality typed in go by the year they are from until there are
    newer ones, so earlier years stand there, too.
    """
    return write_xlsx([_about(published, year, municipality), *_tables(published, year)])


def _about(published: Published, year: int, municipality: str) -> Sheet:
    told = (
        f"{municipality}, {reach(published, year) or f'ingen tall for {year}'}",
        disclosure.NOTE,
        COUNTED_IN,
        "Det som ikke står i en tabell, er 0 eller blant «øvrige», som er slått sammen.",
    )
    return Sheet(ABOUT, ("Publiserte tall",), [(line,) for line in told])


def _tables(published: Published, year: int) -> Iterator[Sheet]:
    for table, name in _SHEETS.items():
        columns = TABLES[table].names()
        rows = _of_year(published[table], year)
        named = {column: _words(published, column) for column in columns}
        yield Sheet(
            name,
            tuple(_HEADINGS[column] for column in columns),
            [
                tuple(_cell(column, row[column], named[column]) for column in columns)
                for row in rows.rows(named=True)
            ],
        )


def _of_year(table: pl.DataFrame, year: int) -> pl.DataFrame:
    if "year" in table.columns:
        return table.filter(pl.col("year") <= year)
    days = [column for column in ("period", "month") if column in table.columns]
    return table.filter(pl.col(days).dt.year() == year) if days else table


def _words(published: Published, column: str) -> dict[str, str]:
    """What the codes of a column are called; none for a column of numbers."""
    return _WORDS.get(column) or uptake.names(published, column)


def _cell(column: str, value: object, named: dict[str, str]) -> Value:
    match value:
        case bool():
            return "ja" if value else "nei"
        case str():
            return named.get(value, value)
        case float():
            return Decimal(str(round(value, 4)))
        case int() if column == "price_ore":
            return Decimal(value) / 100
    return value  # type: ignore[return-value]
