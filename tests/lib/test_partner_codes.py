"""A partner's own tickets: sealed, unique, each handed out once."""

from uuid import UUID, uuid4

import pytest
from fpdf import FPDF

from lib import partner_codes
from lib.db import Database
from lib.partner_codes import (
    HandedCode,
    Media,
    MoreCodesThanUnits,
    NotACodeBatch,
    NotEnoughCodes,
)
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.stock import TicketForm
from tests.shelf import open_shelf, received
from tests.town import KARI, NINA, given, id_of


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def code_batch(db: Database, quantity: int | None = None, **changes: object) -> UUID:
    return received(db, quantity=quantity, ticket_form=TicketForm.PARTNER_CODE, **changes)


def upload(db: Database, batch: UUID, codes: list[str]) -> int:
    return partner_codes.upload(db, batch, codes=codes, pdfs=[], by=KARI)


def handed(db: Database, batch: UUID, units: int) -> UUID:
    award_id = uuid4()
    db.transact(lambda tx: partner_codes.hand_out(tx, batch, units, award_id=award_id))
    return award_id


def pdf(text: str) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text=text)
    return bytes(page.output())


def test_codes_are_handed_out_in_order_and_once(db: Database) -> None:
    batch = code_batch(db)
    assert upload(db, batch, ["KINO-1", "KINO-2", "KINO-3"]) == 3
    first, second = handed(db, batch, 2), handed(db, batch, 1)
    assert [ticket.code for ticket in partner_codes.of_award(db, first)] == ["KINO-1", "KINO-2"]
    assert partner_codes.of_award(db, second) == [HandedCode(Media.CODE, "KINO-3", None)]
    assert partner_codes.of_award(db, id_of("ANOTHER")) == []


def test_no_more_codes_are_handed_out_than_there_are(db: Database) -> None:
    batch = code_batch(db)
    upload(db, batch, ["A", "B"])
    with pytest.raises(NotEnoughCodes, match=r"^Antall er for høyt: tilbyderen har gitt 2 koder"):
        handed(db, batch, 3)
    counts = partner_codes.counts(db, batch)
    assert (counts.entered, counts.handed_out) == (2, 0)
    handed(db, batch, 2)
    assert partner_codes.counts(db, batch).handed_out == 2
    with pytest.raises(NotEnoughCodes):
        handed(db, batch, 1)


def test_the_same_list_twice_adds_nothing(db: Database) -> None:
    batch = code_batch(db)
    assert upload(db, batch, ["A", "B", "A"]) == 2
    assert upload(db, batch, ["B", "C"]) == 1
    assert partner_codes.counts(db, batch).entered == 3


def test_two_partners_may_number_their_tickets_alike(db: Database) -> None:
    given(db, "partner", "id | name | reach\n NORGES | Norgesbilletten | national")
    given(
        db,
        "offer",
        """
        id    | partner_id | name | category | kind    | availability
        FILMS | NORGES     | Kino | cinema   | one_off | year_round
        """,
    )
    assert upload(db, code_batch(db), ["1"]) == 1
    assert upload(db, code_batch(db, offer_id=id_of("FILMS")), ["1"]) == 1


def test_a_code_goes_to_one_batch_of_its_partner(db: Database) -> None:
    assert upload(db, code_batch(db), ["1"]) == 1
    assert upload(db, code_batch(db), ["1"]) == 0


def test_there_are_no_more_codes_than_units(db: Database) -> None:
    batch = code_batch(db, quantity=2)
    with pytest.raises(MoreCodesThanUnits, match="til sammen 3, men partiet har bare 2"):
        upload(db, batch, ["A", "B", "C"])
    assert partner_codes.counts(db, batch).entered == 0
    assert upload(db, batch, ["A", "B"]) == 2


def test_codes_do_not_lie_open_in_the_database(db: Database) -> None:
    upload(db, code_batch(db), ["HEMMELIG-KODE"])
    (row,) = db.rows("select * from partner_code")
    assert b"HEMMELIG-KODE" not in bytes(row["sealed"]) + bytes(row["code_hash"])


def test_a_batch_with_our_qr_takes_no_codes(db: Database) -> None:
    with pytest.raises(NotACodeBatch):
        upload(db, received(db), ["A"])


def test_a_pdf_comes_out_as_it_went_in(db: Database) -> None:
    batch = code_batch(db)
    files = [pdf("en"), pdf("to")]
    assert partner_codes.upload(db, batch, codes=[], pdfs=files, by=KARI) == 2
    assert partner_codes.upload(db, batch, codes=[], pdfs=files[:1], by=KARI) == 0
    tickets = partner_codes.of_award(db, handed(db, batch, 2))
    assert [(ticket.media, ticket.pdf) for ticket in tickets] == [
        (Media.PDF, files[0]),
        (Media.PDF, files[1]),
    ]


@pytest.mark.parametrize(
    "file",
    [b"", b"%PDF-1.7", b"MZ\x90\x00", b"<html>%PDF-1.7 startxref %%EOF", pdf("halv")[:300]],
)
def test_a_file_that_only_claims_to_be_a_pdf_is_refused(db: Database, file: bytes) -> None:
    batch = code_batch(db)
    with pytest.raises(BadInput, match=r"^PDF-billetter nr\. 2 er ikke en PDF-fil"):
        partner_codes.upload(db, batch, codes=[], pdfs=[pdf("hel"), file], by=KARI)
    assert partner_codes.counts(db, batch).entered == 0


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ([], "Koder eller PDF-er må fylles ut"),
        (["x" * 201], "Koder kan ikke ha mer enn 200 tegn"),
        (["A"] * 10_001, "Koder må ha fra 1 til"),
    ],
)
def test_a_list_that_cannot_be_right_is_refused(db: Database, codes: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=f"^{says}"):
        upload(db, code_batch(db), codes)


def test_codes_are_read_line_by_line_in_either_encoding() -> None:
    assert partner_codes.read_codes("\ufeffBLÅ-1\r\n\r\n  RØD-2 \n".encode()) == ["BLÅ-1", "RØD-2"]
    assert partner_codes.read_codes("BLÅ-1\nRØD-2".encode("cp1252")) == ["BLÅ-1", "RØD-2"]


def test_a_file_that_is_no_text_has_no_codes() -> None:
    with pytest.raises(BadInput, match=r"^Koder må være en tekstfil"):
        partner_codes.read_codes(b"PK\x03\x04\x00\x00")


def test_only_a_coordinator_uploads(db: Database) -> None:
    with pytest.raises(NotYourRole):
        partner_codes.upload(db, code_batch(db), codes=["A"], pdfs=[], by=NINA)
