"""Delivery sheets: looked through with each fault by row and column, then stored or not."""

import io
import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lib import delivery_sheets, ledger, partners, stock
from lib.db import Database
from lib.deliveries import Receipt
from lib.delivery_columns import COLUMNS
from lib.delivery_sheets import (
    WHOLE_ROW,
    ColumnsMissing,
    ColumnTwice,
    FaultyRows,
    Preview,
    read_sheet,
    template,
)
from lib.funding import SourceKind
from lib.funding import add as add_source
from lib.municipality import categories
from lib.offers import Availability
from lib.partners import Reach
from lib.spreadsheets import NothingInIt, Sheet, TooMuch, read_table, write_xlsx
from lib.stock import (
    ACQUISITION_NAMES,
    DELIVERED_UNITS,
    TICKET_FORM_NAMES,
    Acquisition,
    TicketForm,
    UnitKind,
)
from tests.town import KARI, LARVIK_CARD, NAV, NOW, STAVERN, TODAY, given

LARVIK = Path(__file__).parents[2] / "data" / "larvik-2024" / "deliveries.csv"
HEAD = "Tilbyder;Tilbud;Kategori;Anskaffelse;Enhet;Antall"
GOOD = "Bølgen kulturhus;Kinobillett;Kino;kjøpt;billett;92"


def look(db: Database, *rows: str, head: str = HEAD, name: str = "a.csv") -> Preview:
    return read_sheet(db, "\n".join([head, *rows]).encode(), name, on=TODAY)


def store(db: Database, preview: Preview, *, leave_out_faulty: bool = False) -> Receipt:
    return delivery_sheets.receive_sheet(
        db,
        preview,
        leave_out_faulty=leave_out_faulty,
        scheme_id=LARVIK_CARD,
        shares={NAV: None},
        received_on=date(2024, 1, 2),
        by=KARI,
        now=NOW,
    )


def only_fault(preview: Preview) -> tuple[int, str, str]:
    [fault] = preview.faults
    return fault.row, fault.column, fault.says


# --- Larvik 2024 ---


def test_larvik_2024_is_thirteen_batches_with_three_known_quantities(db: Database) -> None:
    preview = read_sheet(db, LARVIK.read_bytes(), "deliveries.csv", on=TODAY)
    assert (preview.to_add, preview.faults, preview.unread) == (13, (), ())
    assert store(db, preview).added == 13
    batches = stock.overview(db)
    known = {batch.partner_name: batch.quantity for batch in batches if batch.quantity is not None}
    assert known == {"Svømmehallene": 100, "Tivoli": 100, "Bølgen kulturhus": 92}
    assert not ledger.unbalanced(db)


def test_larvik_2024_is_told_as_the_source_tells_it(db: Database) -> None:
    lines = read_sheet(db, LARVIK.read_bytes(), "deliveries.csv", on=TODAY).lines
    assert [line.acquisition for line in lines[:8]] == [Acquisition.DONATED] * 8
    assert [line.partner for line in lines if line.acquisition is Acquisition.DISCOUNTED] == [
        "Mestern bowling",
        "Rush trampolinepark",
    ]
    [bus] = [line for line in lines if line.category == "transport"]
    assert (bus.unit_kind, bus.punches_per_unit) == (UnitKind.PUNCH_CARD, 2)
    [tivoli] = [line for line in lines if line.unit_kind is UnitKind.BOOKLET]
    assert (tivoli.valid_from, tivoli.valid_to) == (date(2024, 5, 1), date(2024, 5, 31))
    for line in lines:
        assert line.unit_price_ore is line.face_value_ore is line.organisation_number is None
        assert line.received_on is None


def test_larvik_2024_twice_adds_nothing(db: Database) -> None:
    content = LARVIK.read_bytes()
    store(db, read_sheet(db, content, "deliveries.csv", on=TODAY))
    again = read_sheet(db, content, "deliveries.csv", on=TODAY)
    assert (again.to_add, again.already_there) == (0, 13)
    assert store(db, again).added == 0
    assert len(stock.overview(db)) == 13


def test_larvik_2024_is_the_same_from_windows_and_from_excel(db: Database) -> None:
    text = LARVIK.read_text(encoding="utf-8-sig")
    store(db, read_sheet(db, text.encode("cp1252"), "larvik.csv", on=TODAY))
    table = read_table(LARVIK.read_bytes(), "a.csv")
    book = write_xlsx([Sheet("Ark1", table.headings, [row.cells for row in table.rows])])
    assert read_sheet(db, book, "larvik.xlsx", on=TODAY).to_add == 0


# --- What a row says ---


def test_every_column_is_read(db: Database) -> None:
    add_source(db, name="Jotron", kind=SourceKind.SPONSOR, by=KARI)
    row = (
        "Foldvik familiepark;974760673;Nasjonal;Inngang;familiepark;om sommeren;Brunlanes;STAVERN;"
        "3;12;Rabattert;Kuponghefte;5;1 000;79,50;150;jotron;01.06.2024;31.8.24;2024-06-05;"
        "2. mai 2024;Papir"
    )
    head = ";".join(column.heading for column in COLUMNS[:-1])
    [line] = look(db, row, head=head).lines
    assert (line.partner, line.organisation_number) == ("Foldvik familiepark", "974760673")
    assert (line.reach, line.availability) == (Reach.NATIONAL, Availability.SUMMER)
    assert (line.offer, line.category, line.place) == ("Inngang", "park", "Brunlanes")
    assert (line.neighbourhood_id, line.age_from, line.age_to) == (STAVERN, 3, 12)
    assert (line.acquisition, line.unit_kind) == (Acquisition.DISCOUNTED, UnitKind.BOOKLET)
    assert (line.punches_per_unit, line.quantity) == (5, 1000)
    assert (line.unit_price_ore, line.face_value_ore) == (7950, 15000)
    assert line.funding_source_id is not None
    assert (line.valid_from, line.valid_to) == (date(2024, 6, 1), date(2024, 8, 31))
    assert (line.event_date, line.received_on) == (date(2024, 6, 5), date(2024, 5, 2))
    assert line.ticket_form is TicketForm.PAPER


def test_five_columns_are_enough(db: Database) -> None:
    [line] = look(
        db,
        "gave;Minigolf;Minigolf indre havn;Billett;MINIGOLF",
        head=" anskaffelse ;TILBUD;Tilbyder:;Enhet;kategori",
    ).lines
    assert (line.partner, line.quantity) == ("Minigolf indre havn", None)
    assert (line.ticket_form, line.punches_per_unit) == (TicketForm.QR, None)


@pytest.mark.parametrize("quantity", ["", "ukjent", " Ukjent "])
def test_no_number_is_an_unknown_quantity(db: Database, quantity: str) -> None:
    [line] = look(db, f"Minigolf;Minigolf;Minigolf;gave;billett;{quantity}").lines
    assert line.quantity is None


def test_real_cells_of_a_workbook_read_as_typed_ones(db: Database) -> None:
    book = write_xlsx(
        [
            Sheet(
                "Partier",
                ("Tilbyder", "Tilbud", "Kategori", "Anskaffelse", "Enhet", "Antall", "Gyldig til"),
                [("Bølgen", "Kino", "Kino", "kjøpt", "billett", 92, date(2024, 12, 31))],
            )
        ]
    )
    [line] = read_sheet(db, book, "a.xlsx", on=TODAY).lines
    assert (line.quantity, line.valid_to) == (92, date(2024, 12, 31))


# --- Faults, by row and column ---


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (";Kino;Kino;gave;billett;3", "Tilbyder", "Tilbyder må fylles ut."),
        ("Bølgen;;Kino;gave;billett;3", "Tilbud", "Tilbud må fylles ut."),
        ("Bølgen;Kino;Hopp;gave;billett;3", "Kategori", "Kategori «Hopp» finnes ikke."),
        (
            "Bølgen;Kino;Kino;stjålet;billett;3",
            "Anskaffelse",
            "kan være «gave», «innkjøpt» eller «innkjøpt med rabatt»",
        ),
        ("Bølgen;Kino;Kino;gave;sekk;3", "Enhet", "kan være «billett», «klippekort» eller «kupong"),
        ("Bølgen;Kino;Kino;gave;billett;0", "Antall", "Antall må være minst 1."),
        ("Bølgen;Kino;Kino;gave;billett;-4", "Antall", "Antall må være minst 1."),
        ("Bølgen;Kino;Kino;gave;billett;100001", "Antall", "Antall kan ikke være mer enn"),
        ("Bølgen;Kino;Kino;gave;billett;mange", "Antall", "Antall må være et helt tall"),
        ("Bølgen;Kino;Kino;gave;billett;=2+3", "Antall", "Antall har en formel."),
        ("=A1;Kino;Kino;gave;billett;3", "Tilbyder", "Tilbyder har en formel."),
        ("Bølgen;Kino;Kino;gave;klippekort;3", "Klipp per enhet", "må fylles ut for et klippek"),
        ("Bølgen;Kino;Kino;gave;billett;3;4", WHOLE_ROW, "flere celler enn det er overskrifter"),
        (f"{'x' * 121};Kino;Kino;gave;billett;3", "Tilbyder", "mer enn 120 tegn"),
    ],
)
def test_a_fault_is_named_by_row_and_column(db: Database, row: str, column: str, says: str) -> None:
    preview = look(db, GOOD, "", row)
    number, named, sentence = only_fault(preview)
    assert (number, named) == (4, column)
    assert says in sentence
    assert sentence.startswith(column)
    assert len(preview.lines) == 1


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("Organisasjonsnummer", "974760674", "stemmer ikke"),
        ("Nærmiljø", "Månen", "«Månen» finnes ikke. Be administrator"),
        ("Finansiering", "Jotron", "«Jotron» finnes ikke. Legg den inn"),
        ("Pris per enhet", "1.372", "må være et beløp i kroner"),
        ("Pris per enhet", "-5", "må være et beløp i kroner"),
        ("Gyldig til", "31.02.2024", "en dato som ikke finnes"),
        ("Mottatt", "16.05.2024", "kan ikke være etter i dag"),
        ("Alder fra", "121", "kan ikke være mer enn 120"),
        ("Når", "alltid", "kan være «faste tider»"),
        ("Billettform", "blå", "kan være «QR-kode fra kommunen»"),
        ("Nøkkel", "abc", "slik den sto i eksporten"),
    ],
)
def test_a_fault_in_an_optional_column(db: Database, heading: str, cell: str, says: str) -> None:
    preview = look(db, f"{GOOD};{cell}", head=f"{HEAD};{heading}")
    assert only_fault(preview)[:2] == (2, heading)
    assert says in preview.faults[0].says


def test_every_fault_of_a_row_is_told_at_once(db: Database) -> None:
    preview = look(db, ";;Kino;gave;billett;mange", "Bølgen;Kino;Kino;gave;billett;-1")
    assert [(fault.row, fault.column) for fault in preview.faults] == [
        (2, "Tilbyder"),
        (2, "Tilbud"),
        (2, "Antall"),
        (3, "Antall"),
    ]
    assert preview.faulty_rows == 2


def test_two_rows_may_not_give_one_new_partner_two_numbers(db: Database) -> None:
    preview = look(db, f"{GOOD};974760673", f"{GOOD};971032081", head=f"{HEAD};Organisasjonsnummer")
    assert only_fault(preview)[:2] == (3, "Organisasjonsnummer")


def test_formulas_in_columns_that_are_not_read_are_no_fault(db: Database) -> None:
    preview = look(db, f"{GOOD};=A1", head=f"{HEAD};Sum")
    assert preview.unread == ("Sum",)
    assert not preview.faults


def test_a_column_nobody_knows_is_told_of(db: Database) -> None:
    assert look(db, GOOD, head=HEAD.replace("Antall", "Antal")).unread == ("Antal",)


def test_a_missing_column_refuses_the_file(db: Database) -> None:
    with pytest.raises(ColumnsMissing, match="kolonnene Kategori, Enhet"):
        look(db, "a;b;c", head="Tilbyder;Tilbud;Anskaffelse")


def test_a_column_twice_refuses_the_file(db: Database) -> None:
    with pytest.raises(ColumnTwice, match="Antall"):
        look(db, f"{GOOD};3", head=f"{HEAD};antall")


def test_a_thousand_batches_are_read_and_one_more_is_not(db: Database) -> None:
    assert look(db, *[GOOD] * 1000).to_add == 1000
    with pytest.raises(TooMuch, match="1\xa0000 partier"):
        look(db, *[GOOD] * 1001)


# --- Stored, or not ---


def test_one_bad_row_keeps_all_out_until_it_is_knowingly_left_out(db: Database) -> None:
    preview = look(db, GOOD, "Bølgen;Kino;Kino;gave;billett;-1")
    with pytest.raises(FaultyRows, match="feil i 1 rad"):
        store(db, preview)
    assert not stock.overview(db)
    assert not partners.all_of(db)
    assert store(db, preview, leave_out_faulty=True).added == 1


def test_two_equal_rows_are_two_deliveries_and_still_only_two(db: Database) -> None:
    assert store(db, look(db, GOOD, GOOD)).added == 2
    again = look(db, GOOD, GOOD, GOOD)
    assert (again.to_add, again.already_there) == (1, 2)
    assert store(db, again).added == 1


def test_what_overlaps_another_file_is_not_added(db: Database) -> None:
    store(db, look(db, GOOD))
    preview = look(db, "Minigolf;Minigolf;Minigolf;gave;billett;", GOOD)
    assert (preview.to_add, preview.already_there) == (1, 1)


def test_a_row_that_is_there_is_no_fault_when_its_partner_is_closed(db: Database) -> None:
    store(db, look(db, GOOD))
    partners.close(db, partners.all_of(db)[0].id, by=KARI, now=NOW)
    assert not look(db, GOOD).faults
    assert look(db, GOOD.replace("92", "93")).faults


def test_what_changed_between_look_and_act_stores_nothing(db: Database) -> None:
    preview = look(db, GOOD, "Minigolf;Minigolf;Minigolf;gave;billett;")
    partner_id = partners.add(db, name="Minigolf", by=KARI)
    partners.close(db, partner_id, by=KARI, now=NOW)
    with pytest.raises(partners.PartnerClosed):
        store(db, preview)
    assert not stock.overview(db)


def test_unknown_quantities_are_open_to_the_services_named(db: Database) -> None:
    store(db, look(db, GOOD, "Minigolf;Minigolf;Minigolf;gave;billett;"))
    opened = {pool.batch_id for pool in stock.pools(db) if pool.service_id == NAV}
    unknown = {batch.id for batch in stock.overview(db) if batch.quantity is None}
    assert opened == unknown
    assert len(unknown) == 1


def test_letters_of_every_script_survive(db: Database) -> None:
    letters = [
        letter
        for letter in map(chr, range(0x30000))
        if unicodedata.category(letter)[0] == "L" and unicodedata.normalize("NFC", letter) == letter
    ][::400]
    names = ["".join(letters[n : n + 100]) for n in range(0, len(letters), 100)]
    store(db, look(db, *(f"{name};Kino;Kino;gave;billett;1" for name in names)))
    assert {partner.name for partner in partners.all_of(db)} == set(names)


# --- The template ---


def test_the_template_has_the_headings_that_are_read(db: Database) -> None:
    with pytest.raises(NothingInIt):
        read_sheet(db, template(db), "mal.xlsx", on=TODAY)
    book = openpyxl.load_workbook(io.BytesIO(template(db)))
    headings = [cell.value for cell in book["Partier"][1]]
    assert headings == [column.heading for column in COLUMNS if column.heading != "Nøkkel"]
    explained = [row[0].value for row in book["Forklaring"].iter_rows(min_row=2)]
    assert explained == headings


def test_the_template_lists_the_categories_and_has_the_words_on_the_screen(db: Database) -> None:
    given(db, "category", "code | name\n climbing | Klatring")
    book = openpyxl.load_workbook(io.BytesIO(template(db)))
    listed = [row[0].value for row in book["Kategorier"].iter_rows(min_row=2)]
    assert listed == [category.name for category in categories(db)]
    assert "Klatring" in listed
    explained = {row[0].value: row[2].value for row in book["Forklaring"].iter_rows(min_row=2)}
    for heading, names in (
        ("Anskaffelse", ACQUISITION_NAMES),
        ("Enhet", DELIVERED_UNITS),
        ("Billettform", TICKET_FORM_NAMES),
    ):
        assert all(f"«{name}»" in explained[heading] for name in names.values())


def test_a_partner_is_new_on_each_of_its_rows_until_it_is_stored(db: Database) -> None:
    rows = [GOOD, "BØLGEN KULTURHUS;Teater;Teater;gave;billett;3"]
    preview = look(db, *rows)
    assert preview.new_partners == {"bølgen kulturhus"}
    assert all(preview.is_new_partner(line) for line in preview.lines)
    store(db, preview)
    assert look(db, *rows).new_partners == frozenset()


def test_an_own_category_is_read_by_its_name(db: Database) -> None:
    given(db, "category", "code | name\n climbing | Klatring")
    [line] = look(db, "Klatreverket;Inngang;klatring;gave;billett;3").lines
    assert line.category == "climbing"
