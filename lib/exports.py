"""The export: all that the coordinator has, to keep, to reckon with or to take elsewhere.

Nobody who was given anything is in it: awards are there as stock movements summed by month,
and use as one number a batch. The sheet «Partier» has the headings that the import reads.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lib import audit
from lib.asking import Row
from lib.audit import Act
from lib.db import Database, Transaction, sql
from lib.delivery_columns import KEY, UNKNOWN
from lib.funding import SOURCE_KIND_NAMES
from lib.ledger import MOVEMENT_NAMES, WRITE_OFF_NAMES
from lib.norwegian import account_number_text, clock, moment, today_in_oslo
from lib.offers import AVAILABILITY_NAMES, OFFER_KIND_NAMES
from lib.partners import REACH_NAMES
from lib.spreadsheets import Sheet, Value, write_csv, write_xlsx
from lib.staff import Role, StaffUser
from lib.stock import ACQUISITION_NAMES, TICKET_FORM_NAMES, UNIT_NAMES

STORE = "Lageret"

Tells = Callable[[Row], Value]


@dataclass(frozen=True)
class Table:
    """A sheet of the export: its columns, and how each is told from a row of the query."""

    name: str
    explains: str
    query: str
    columns: Mapping[str, Tells]


def workbook(db: Database, *, by: StaffUser, now: datetime) -> bytes:
    """The export as one XLSX workbook."""
    return write_xlsx(_sheets(db, "xlsx", by=by, now=now))


def csv_files(db: Database, *, by: StaffUser, now: datetime) -> bytes:
    """The export as a zip with a CSV file for each sheet."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for sheet in _sheets(db, "csv", by=by, now=now):
            packed.writestr(f"{sheet.name.lower().replace(' ', '-')}.csv", write_csv(sheet))
    return target.getvalue()


def _sheets(db: Database, form: str, *, by: StaffUser, now: datetime) -> list[Sheet]:
    """Every sheet as it was at one moment, and a line in the access log."""
    by.must_be(Role.COORDINATOR)

    def told(tx: Transaction) -> list[Sheet]:
        audit.note(tx, Act.EXPORTED, by=by, now=now, outcome=form)
        return [_sheet(tx, table) for table in TABLES]

    return [_about(now), *db.transact(told)]


def _sheet(tx: Transaction, table: Table) -> Sheet:
    return Sheet(
        table.name,
        tuple(table.columns),
        [
            tuple(tells(row) for tells in table.columns.values())
            for row in tx.rows(sql(f"exports/{table.query}"))
        ],
    )


def _about(now: datetime) -> Sheet:
    made: list[tuple[Value, ...]] = [("Om eksporten", "", f"Laget {moment(now)}.")]
    explained = [(table.name, ", ".join(table.columns), table.explains) for table in TABLES]
    return Sheet("Om eksporten", ("Ark", "Kolonner", "Innhold"), [*made, *explained])


# --- How a column is told from a row ---


def _as_is(name: str) -> Tells:
    return lambda row: row[name]


def _id(name: str) -> Tells:
    return lambda row: str(row[name])


def _word(words: Mapping[Any, str], name: str) -> Tells:
    return lambda row: None if row[name] is None else words[row[name]]


def _or(name: str, otherwise: str) -> Tells:
    """The value, or the word for there being none."""
    return lambda row: otherwise if row[name] is None else row[name]


def _kroner(name: str) -> Tells:
    return lambda row: None if row[name] is None else Decimal(row[name]).scaleb(-2)


def _account(name: str) -> Tells:
    """With its dots, so that no program takes it for a large number."""
    return lambda row: None if row[name] is None else account_number_text(row[name])


def _day(name: str) -> Tells:
    return lambda row: None if row[name] is None else today_in_oslo(row[name])


def _clock(name: str) -> Tells:
    return lambda row: None if row[name] is None else clock(row[name])


def _month(name: str) -> Tells:
    return lambda row: f"{row[name]:%Y-%m}"


_BATCH: Mapping[str, Tells] = {
    "Tilbyder": _as_is("partner_name"),
    "Tilbud": _as_is("offer_name"),
    "Mottatt": _as_is("received_on"),
}
# Nobody reads it, so it stands last; it joins the sheets to one another.
_BATCH_ID: Mapping[str, Tells] = {"Parti-ID": _id("batch_id")}

TABLES = (
    Table(
        "Tilbydere",
        "Alle tilbydere, også avsluttede.",
        "partners",
        {
            "Tilbyder": _as_is("name"),
            "Organisasjonsnummer": _as_is("organisation_number"),
            "Kontonummer": _account("account_number"),
            "Kontaktperson": _as_is("contact_name"),
            "Telefon": _as_is("phone"),
            "E-post": _as_is("email"),
            "Rekkevidde": _word(REACH_NAMES, "reach"),
            "Avsluttet": _day("closed_at"),
        },
    ),
    Table(
        "Tilbud",
        "Alle tilbud, også avsluttede.",
        "offers",
        {
            "Tilbyder": _as_is("partner_name"),
            "Tilbud": _as_is("name"),
            "Kategori": _as_is("category_name"),
            "Type": _word(OFFER_KIND_NAMES, "kind"),
            "Når": _word(AVAILABILITY_NAMES, "availability"),
            "Sted": _as_is("place"),
            "Nærmiljø": _as_is("neighbourhood_name"),
            "Alder fra": _as_is("age_from"),
            "Alder til": _as_is("age_to"),
            "Tilrettelegging": _as_is("accessibility"),
            "Tider": _as_is("when_text"),
            "Nettadresse": _as_is("link"),
            "Avsluttet": _day("closed_at"),
        },
    ),
    Table(
        "Partier",
        "Ett parti på hver linje, som det ble levert. Arket kan leses av importen.",
        "batches",
        {
            "Tilbyder": _as_is("partner_name"),
            "Organisasjonsnummer": _as_is("organisation_number"),
            "Rekkevidde": _word(REACH_NAMES, "reach"),
            "Tilbud": _as_is("offer_name"),
            "Kategori": _as_is("category_name"),
            "Når": _word(AVAILABILITY_NAMES, "availability"),
            "Sted": _as_is("place"),
            "Nærmiljø": _as_is("neighbourhood_name"),
            "Alder fra": _as_is("age_from"),
            "Alder til": _as_is("age_to"),
            "Ordning": _as_is("scheme_name"),
            "Anskaffelse": _word(ACQUISITION_NAMES, "acquisition"),
            "Enhet": _word(UNIT_NAMES, "unit_kind"),
            "Klipp per enhet": _as_is("punches_per_unit"),
            "Antall": _or("quantity", UNKNOWN),
            "Pris per enhet": _kroner("unit_price_ore"),
            "Verdi per enhet": _kroner("face_value_ore"),
            "Finansiering": _as_is("funding_source_name"),
            "Gyldig fra": _as_is("valid_from"),
            "Gyldig til": _as_is("valid_to"),
            "Dato for arrangementet": _as_is("event_date"),
            "Mottatt": _as_is("received_on"),
            "Billettform": _word(TICKET_FORM_NAMES, "ticket_form"),
            "Varsle ved": _as_is("low_at"),
            KEY.heading: _as_is("delivery_key"),
            **_BATCH_ID,
        },
    ),
    Table(
        "Beholdning",
        "Hva lageret og hver tjeneste har igjen av partiene.",
        "pools",
        {
            **_BATCH,
            "Sted": _or("service_name", STORE),
            "Igjen": _or("units_left", UNKNOWN),
            **_BATCH_ID,
        },
    ),
    Table(
        "Bevegelser",
        "Alt som er ført inn og ut. Tildelinger og returer er summert per måned, uten dato.",
        "movements",
        {
            **_BATCH,
            "Sted": _or("service_name", STORE),
            "Bevegelse": _word(MOVEMENT_NAMES, "kind"),
            "Årsak": _word(WRITE_OFF_NAMES, "reason"),
            "Måned": _month("month"),
            "Dato": _day("moved_at"),
            "Klokkeslett": _clock("moved_at"),
            "Enheter": _as_is("units"),
            **_BATCH_ID,
        },
    ),
    Table(
        "Innløst",
        "Klipp brukt i kassene, for partier der Klipp lager QR-koden.",
        "redemptions",
        {**_BATCH, "Klipp brukt": _as_is("punches"), **_BATCH_ID},
    ),
    Table(
        "Talt bruk",
        "Bruk som tilbyderne har talt, siste telling for hver måned.",
        "use_counts",
        {
            **_BATCH,
            "Måned": _month("month"),
            "Brukt": _as_is("units"),
            "Ført inn": _day("counted_at"),
            **_BATCH_ID,
        },
    ),
    Table(
        "Finansiering",
        "Finansieringskilder og budsjett per år, i kroner.",
        "funding",
        {
            "Kilde": _as_is("name"),
            "Type": _word(SOURCE_KIND_NAMES, "kind"),
            "År": _as_is("year"),
            "Budsjett": _kroner("budget_ore"),
        },
    ),
    Table(
        "Utbetalinger",
        "Det tilbyderne er betalt for krav, én linje for hver tilbyder på en betalingsliste.",
        "payments",
        {
            "Betalingsliste": _as_is("number"),
            "Betalingsdato": _as_is("pay_on"),
            "Tilbyder": _as_is("partner_name"),
            "Organisasjonsnummer": _as_is("organisation_number"),
            "Kontonummer": _account("account_number"),
            "Beløp": _kroner("amount_ore"),
            "Antall krav": _as_is("claims"),
        },
    ),
)
