"""The export: all the coordinator has, nobody who was given anything, nothing that is run."""

import io
import zipfile
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from lib import deliveries, delivery_sheets, exports, funding, ledger, partners, stock, use_counts
from lib.db import Database
from lib.deliveries import Line
from lib.funding import SourceKind
from lib.keys import Keys
from lib.ledger import WriteOffReason
from lib.offers import Availability
from lib.partners import Reach
from lib.spreadsheets import read_table
from lib.staff import NotYourRole
from lib.stock import Acquisition, TicketForm, UnitKind
from tests.town import KARI, LARVIK_CARD, NAV, NINA, NOW, STAVERN, TODAY, given, id_of, settle

PAPER = Line(
    partner="Foldvik familiepark",
    offer="Inngang",
    category="park",
    acquisition=Acquisition.DISCOUNTED,
    unit_kind=UnitKind.TICKET,
    organisation_number="974760673",
    reach=Reach.NATIONAL,
    availability=Availability.SUMMER,
    place="Brunlanes",
    neighbourhood_id=STAVERN,
    age_from=3,
    age_to=12,
    quantity=20,
    unit_price_ore=79_50,
    face_value_ore=150_00,
    valid_from=date(2024, 6, 1),
    valid_to=date(2024, 8, 31),
    received_on=date(2024, 5, 2),
    ticket_form=TicketForm.PAPER,
)
BUS = Line(
    partner="Vestfold kollektivtrafikk",
    offer="Buss",
    category="transport",
    acquisition=Acquisition.DONATED,
    unit_kind=UnitKind.PUNCH_CARD,
    punches_per_unit=2,
)


@pytest.fixture
def stocked(db: Database) -> Database:
    """Twenty paper tickets, eight of them with NAV, and bus cards that nobody has counted."""
    enter(db, PAPER, shares={NAV: 8})
    enter(db, BUS, shares={NAV: None})
    return db


def enter(db: Database, line: Line, *, shares: dict) -> None:
    deliveries.receive(
        db,
        [line],
        scheme_id=LARVIK_CARD,
        shares=shares,
        received_on=TODAY,
        by=KARI,
        now=NOW,
    )


def sheets(db: Database) -> dict[str, list[list[str]]]:
    """The rows of each CSV file, as text by file name."""
    with zipfile.ZipFile(io.BytesIO(exports.csv_files(db, by=KARI, now=NOW))) as packed:
        return {
            name.removesuffix(".csv"): [
                line.split(";") for line in packed.read(name).decode("utf-8-sig").splitlines()
            ]
            for name in packed.namelist()
        }


def columns(rows: list[list[str]], *headings: str) -> list[tuple[str, ...]]:
    places = [rows[0].index(heading) for heading in headings]
    return [tuple(row[place] for place in places) for row in rows[1:]]


def batch_of(db: Database, partner: str) -> stock.BatchLine:
    return next(batch for batch in stock.overview(db) if batch.partner_name == partner)


# --- What is in it ---


def test_both_forms_have_the_same_sheets_and_headings(stocked: Database) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(stocked, by=KARI, now=NOW)))
    in_xlsx = {
        page.title.lower().replace(" ", "-"): [cell.value for cell in page[1]] for page in book
    }
    assert in_xlsx == {name: rows[0] for name, rows in sheets(stocked).items()}
    assert list(in_xlsx)[1:] == [table.name.lower().replace(" ", "-") for table in exports.TABLES]


def test_the_first_sheet_tells_of_all_the_others(stocked: Database) -> None:
    told = sheets(stocked)
    about = {row[0]: row[1].split(", ") for row in told["om-eksporten"][2:]}
    assert {name.lower().replace(" ", "-"): headings for name, headings in about.items()} == {
        name: rows[0] for name, rows in told.items() if name != "om-eksporten"
    }


def test_what_nobody_reads_stands_last(stocked: Database) -> None:
    told = sheets(stocked)
    ids = {str(batch.id) for batch in stock.overview(stocked)}
    with_ids = ("partier", "beholdning", "bevegelser", "innløst", "talt-bruk")
    for name in with_ids:
        assert told[name][0][-1] == "Parti-ID"
        assert {row[-1] for row in told[name][1:]} <= ids
    others = [row[:-1] for name, rows in told.items() if name in with_ids for row in rows]
    assert not ids & {cell for row in others for cell in row}


def test_two_lots_of_one_offer_are_told_apart_by_the_day_they_came(stocked: Database) -> None:
    rows = columns(sheets(stocked)["beholdning"], "Tilbyder", "Mottatt")
    assert set(rows) == {
        ("Foldvik familiepark", "02.05.2024"),
        ("Vestfold kollektivtrafikk", "15.05.2024"),
    }


def test_partners_and_offers_are_told_in_words(stocked: Database) -> None:
    told = sheets(stocked)
    assert columns(told["tilbydere"], "Tilbyder", "Organisasjonsnummer", "Rekkevidde")[0] == (
        "Foldvik familiepark", "974760673", "nasjonal",
    )  # fmt: skip
    assert columns(told["tilbud"], "Tilbud", "Kategori", "Når", "Nærmiljø", "Alder fra")[0] == (
        "Inngang", "Familiepark", "om sommeren", "Stavern", "3",
    )  # fmt: skip


def test_an_unknown_quantity_is_told_as_unknown(stocked: Database) -> None:
    told = sheets(stocked)
    assert columns(told["partier"], "Tilbyder", "Antall", "Pris per enhet") == [
        ("Foldvik familiepark", "20", "79,50"),
        ("Vestfold kollektivtrafikk", "ukjent", ""),
    ]
    assert columns(told["beholdning"], "Tilbyder", "Sted", "Igjen") == [
        ("Foldvik familiepark", "Lageret", "12"),
        ("Foldvik familiepark", "NAV Larvik", "8"),
        ("Vestfold kollektivtrafikk", "Lageret", "ukjent"),
        ("Vestfold kollektivtrafikk", "NAV Larvik", "ukjent"),
    ]


def test_movements_add_up_to_what_is_left(stocked: Database) -> None:
    batch = batch_of(stocked, "Foldvik familiepark")
    store = batch.store_pool_id
    ledger.write_off(stocked, store, 2, WriteOffReason.DAMAGED, by=KARI, now=NOW)
    rows = columns(sheets(stocked)["bevegelser"], "Sted", "Bevegelse", "Årsak", "Dato", "Enheter")
    assert sorted(rows) == [
        ("Lageret", "avskrevet", "ødelagt", "15.05.2024", "-2"),
        ("Lageret", "flyttet", "", "15.05.2024", "-8"),
        ("Lageret", "mottatt", "", "15.05.2024", "20"),
        ("NAV Larvik", "flyttet", "", "15.05.2024", "8"),
    ]


def test_counted_use_is_the_latest_count(stocked: Database) -> None:
    batch = batch_of(stocked, "Foldvik familiepark")
    for units, when in ((3, NOW), (5, datetime(2024, 5, 15, 11, 0))):
        use_counts.record(stocked, batch.id, date(2024, 5, 1), units, by=KARI, now=when)
    assert columns(sheets(stocked)["talt-bruk"], "Måned", "Brukt") == [("2024-05", "5")]


def test_budgets_are_told_by_year(stocked: Database) -> None:
    source = funding.add(stocked, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    for year, ore in ((2024, 50_000_00), (2025, 0)):
        funding.set_budget(stocked, source, year, ore, by=KARI)
    assert columns(sheets(stocked)["finansiering"], "Kilde", "År", "Budsjett") == [
        ("Jotron", "2024", "50000,00"),
        ("Jotron", "2025", "0,00"),
    ]


# --- Who is not in it ---


@pytest.fixture
def awarded(stocked: Database) -> Database:
    """Three awards of bus cards in May by NINA, two punches used and one undone."""
    bus = batch_of(stocked, "Vestfold kollektivtrafikk")
    pool = next(p for p in stock.pools(stocked, bus.id) if p.service_id == NAV)
    for n, day in enumerate((2, 3, 14), start=1):
        award, card = id_of(f"AWARD{n}"), id_of(f"CARD{n}")
        moment = datetime(2024, 5, day, 12, 0)
        take = partial(ledger.take, award_id=award, by=NINA, now=moment)
        stocked.transact(partial(take, pool_id=pool.id, units=n))
        given(
            stocked,
            "award",
            "id | person_id | batch_id | pool_id | service_id | staff_user_id",
            [(award, id_of(f"CHILD{n}"), bus.id, pool.id, NAV, NINA.id)],
        )
        given(stocked, "award_card", "card_id | award_id", [(card, award)])
    given(
        stocked,
        "redemption",
        """
        id | card_id | request_key | punches | redeemed_on
        R1 | CARD1   | a           | 1       | 2024-05-20
        R2 | CARD1   | b           | 1       | 2024-05-21
        R3 | CARD3   | c           | 1       | 2024-05-22
        R4 | GIFT    | d           | 1       | 2024-05-22
        """,
    )
    given(stocked, "redemption_undo", "redemption_id\n R3")
    return stocked


def test_awards_are_one_line_a_month_and_have_no_day(awarded: Database) -> None:
    rows = columns(
        sheets(awarded)["bevegelser"], "Bevegelse", "Måned", "Dato", "Klokkeslett", "Enheter"
    )
    assert [row for row in rows if row[0] == "tildelt"] == [("tildelt", "2024-05", "", "", "-6")]


def test_use_in_tills_is_one_number_a_batch_without_what_was_undone(awarded: Database) -> None:
    assert columns(sheets(awarded)["innløst"], "Tilbyder", "Klipp brukt") == [
        ("Vestfold kollektivtrafikk", "2")
    ]


def test_no_person_award_card_or_caseworker_is_in_it(awarded: Database) -> None:
    text = str(sheets(awarded))
    people = [id_of(f"{kind}{n}") for kind in ("CHILD", "AWARD", "CARD") for n in (1, 2, 3)]
    for hidden in (*people, NINA.id, NINA.name, KARI.id, KARI.name, "6-12"):
        assert str(hidden) not in text


# --- How it is handed out ---


def test_each_export_leaves_a_line_in_the_access_log(stocked: Database) -> None:
    exports.workbook(stocked, by=KARI, now=NOW)
    exports.csv_files(stocked, by=KARI, now=NOW)
    text = "select act, outcome, staff_user_id from audit_entry where act = 'exported'"
    lines = sorted((row["outcome"], row["staff_user_id"]) for row in stocked.rows(text))
    assert lines == [("csv", KARI.id), ("xlsx", KARI.id)]


def test_only_a_coordinator_exports(stocked: Database) -> None:
    with pytest.raises(NotYourRole):
        exports.workbook(stocked, by=NINA, now=NOW)
    assert not stocked.rows("select id from audit_entry")


def test_the_export_is_read_by_the_import_and_adds_nothing_here(stocked: Database) -> None:
    with zipfile.ZipFile(io.BytesIO(exports.csv_files(stocked, by=KARI, now=NOW))) as packed:
        content = packed.read("partier.csv")
    preview = delivery_sheets.read_sheet(stocked, content, "partier.csv", on=TODAY)
    assert (preview.to_add, preview.already_there, preview.faults) == (0, 2, ())


def test_another_house_can_take_the_export_in_once(stocked: Database, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(exports.csv_files(stocked, by=KARI, now=NOW))) as packed:
        content = packed.read("partier.csv")
    with Database(tmp_path / "other.duckdb", Keys(b"another house altogether")) as other:
        settle(other)
        for added in (2, 0):
            preview = delivery_sheets.read_sheet(other, content, "partier.csv", on=TODAY)
            assert not preview.faults
            receipt = delivery_sheets.receive_sheet(
                other,
                preview,
                leave_out_faulty=False,
                scheme_id=LARVIK_CARD,
                shares={},
                received_on=TODAY,
                by=KARI,
                now=NOW,
            )
            assert receipt.added == added
        [park] = [line for line in preview.lines if line.partner == PAPER.partner]
        assert (park.quantity, park.unit_price_ore, park.valid_to) == (
            PAPER.quantity, PAPER.unit_price_ore, PAPER.valid_to,
        )  # fmt: skip


def test_what_was_typed_is_never_run(db: Database) -> None:
    partners.add(db, name="=cmd|' /C calc'!A0", contact_name="@SUM(1)", by=KARI)
    with zipfile.ZipFile(io.BytesIO(exports.csv_files(db, by=KARI, now=NOW))) as packed:
        table = read_table(packed.read("tilbydere.csv"), "a.csv")
    assert not any(row.formulas for row in table.rows)
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(db, by=KARI, now=NOW)))
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
