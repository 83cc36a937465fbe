"""A partner's own tickets, as codes or PDFs: sealed, each one handed out once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib.db import Database, Reader, Transaction, sql
from lib.ledger import NotEnoughLeft
from lib.norwegian import number
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.stock import TicketForm

LONGEST_CODE = 200
MOST_CODES = 10_000
LARGEST_PDF = 5_000_000  # bytes

_CODES, _PDFS = "Koder", "PDF-billetter"
CODES = "partner code"  # what the key of the hashes is derived for


class Media(StrEnum):
    CODE = "code"
    PDF = "pdf"


class NotACodeBatch(Refused):
    """Our own QR tickets and paper tickets carry no code of the partner."""

    def __init__(self) -> None:
        super().__init__("Billettform må være tilbyderens egne koder eller PDF-er.")


class MoreCodesThanUnits(Refused):
    """A code beyond the delivered number would never be handed out."""

    def __init__(self, units: int, codes: int) -> None:
        super().__init__(
            f"Koder og PDF-er er til sammen {number(codes)}, men partiet har bare {number(units)}."
        )


class NotEnoughCodes(NotEnoughLeft):
    """The codes are handed out; the coordinator may have more of them."""

    def __init__(self, left: int) -> None:
        Refused.__init__(
            self,
            f"Antall er for høyt: tilbyderen har gitt {number(left)} koder som ikke er delt ut. "
            "Be koordinator om flere.",
        )
        self.left = left


@dataclass(frozen=True)
class HandedCode:
    """One ticket as the child gets it: a code to show, or a PDF."""

    media: Media
    code: str | None
    pdf: bytes | None


@dataclass(frozen=True)
class PaperCode:
    """A partner's ticket on our paper: a code to show there, or none where it is a PDF."""

    offer_name: str
    partner_name: str
    valid_from: date | None
    valid_to: date | None
    code: str | None = field(repr=False)


@dataclass(frozen=True)
class CodeCount:
    """How many codes and PDFs of a batch there are, and how many are handed out."""

    entered: int
    handed_out: int


def read_codes(content: bytes) -> list[str]:
    """The codes of a text file or a pasted list, one on each line; raises BadInput."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if (
        any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text)
        or "\N{REPLACEMENT CHARACTER}" in text
    ):
        raise BadInput(_CODES, "må være en tekstfil med én kode på hver linje.")
    return [line.strip() for line in text.splitlines() if line.strip()]


def add_codes(tx: Transaction, batch_id: UUID, codes: list[str]) -> int:
    """Add codes within an act under way; returns how many were not there before."""
    if not 1 <= len(codes) <= MOST_CODES:
        raise BadInput(_CODES, f"må ha fra 1 til {number(MOST_CODES)} linjer.")
    if any(not 1 <= len(code) <= LONGEST_CODE for code in codes):
        raise BadInput(_CODES, f"kan ikke ha mer enn {LONGEST_CODE} tegn på en linje.")
    tickets = []
    for code in dict.fromkeys(codes):
        ticket_id = uuid4()
        tickets.append((ticket_id, code, tx.keys.sealed(ticket_id, {"code": code})))
    return _add(tx, batch_id, Media.CODE, tickets)


def add_pdfs(tx: Transaction, batch_id: UUID, files: list[bytes]) -> int:
    """Add PDF tickets, one a file, within an act under way; returns how many were new."""
    if not 1 <= len(files) <= MOST_CODES:
        raise BadInput(_PDFS, "må ha minst én fil.")
    tickets = []
    for n, file in enumerate(files, start=1):
        if len(file) > LARGEST_PDF:
            raise BadInput(_PDFS, f"nr. {n} er større enn 5 MB.")
        if not _is_pdf(file):
            raise BadInput(_PDFS, f"nr. {n} er ikke en PDF-fil, eller den er skadet.")
        ticket_id = uuid4()
        digest = hashlib.sha256(file).hexdigest()
        tickets.append((ticket_id, digest, tx.keys.sealed_bytes(ticket_id, file)))
    return _add(tx, batch_id, Media.PDF, tickets)


def upload(
    db: Database, batch_id: UUID, *, codes: Sequence[str], pdfs: Sequence[bytes], by: StaffUser
) -> int:
    """Add a partner's codes and PDFs, all of them or none; returns how many were new."""
    by.must_be(Role.COORDINATOR)

    def uploaded(tx: Transaction) -> int:
        if not codes and not pdfs:
            raise BadInput("Koder eller PDF-er", "må fylles ut.")
        return (add_codes(tx, batch_id, list(codes)) if codes else 0) + (
            add_pdfs(tx, batch_id, list(pdfs)) if pdfs else 0
        )

    return db.transact(uploaded)


def hand_out(tx: Transaction, batch_id: UUID, units: int, *, award_id: UUID) -> None:
    """Give the batch's next codes to an award, or raise NotEnoughCodes."""
    given = len(tx.rows(sql("partner_codes/hand_out"), batch_id, units, award_id))
    if given < units:
        # What the statement did give is taken back with the whole transaction.
        raise NotEnoughCodes(given)


def of_award(db: Reader, award_id: UUID) -> list[HandedCode]:
    """The tickets an award was given, in the order of the partner's list."""
    found = db.rows(
        "select id, media, sealed from partner_code where award_id = $1 order by position, id",
        award_id,
    )
    return [_opened(db, row["id"], Media(row["media"]), row["sealed"]) for row in found]


def put_on_paper(
    tx: Transaction, ticket_ids: Sequence[UUID], *, now: datetime
) -> dict[UUID, str | None]:
    """What to print of each ticket: its code, or None of a PDF."""
    rows = tx.rows(sql("partner_codes/put_on_paper"), list(ticket_ids), now)
    return {
        row["id"]: tx.keys.opened(row["id"], row["sealed"])["code"] if row["sealed"] else None
        for row in rows
    }


def counts(db: Reader, batch_id: UUID) -> CodeCount:
    """How many codes a batch has; nought is a count, too."""
    count = db.first(CodeCount, sql("partner_codes/counts"), batch_id)
    return count or CodeCount(0, 0)


def _add(
    tx: Transaction, batch_id: UUID, media: Media, tickets: list[tuple[UUID, str, bytes]]
) -> int:
    """Add (id, what tells it from others, sealed) rows that are new to the partner."""
    batch = tx.row(sql("partner_codes/batch"), batch_id)
    if batch is None or batch["ticket_form"] != TicketForm.PARTNER_CODE:
        raise NotACodeBatch
    # Two partners may both have a ticket numbered 1.
    forms = [list(tx.keys.chain(CODES, f"{batch['partner_id']} {key}")) for _, key, _ in tickets]
    rows = tx.rows(sql("partner_codes/known"), [form for each in forms for form in each])
    known = {row["code_hash"] for row in rows}
    new = [
        (ticket_id, chain[-1], sealed)
        for (ticket_id, _, sealed), chain in zip(tickets, forms, strict=True)
        if known.isdisjoint(chain)
    ]
    before = counts(tx, batch_id).entered
    added = tx.rows(
        sql("partner_codes/add"),
        batch_id,
        media,
        [ticket_id for ticket_id, _, _ in new],
        [digest for _, digest, _ in new],
        [sealed for _, _, sealed in new],
        [before + n for n in range(len(new))],
    )
    if batch["quantity"] is not None and before + len(added) > batch["quantity"]:
        raise MoreCodesThanUnits(batch["quantity"], before + len(added))
    return len(added)


def _is_pdf(file: bytes) -> bool:
    """Whether a file begins and ends as ISO 32000-1, 7.5 says, with a table of its objects."""
    end = file[-2048:]
    return file.startswith(b"%PDF-") and b"startxref" in end and b"%%EOF" in end


def _opened(db: Reader, ticket_id: UUID, media: Media, sealed: bytes) -> HandedCode:
    if media is Media.PDF:
        return HandedCode(media, None, db.keys.opened_bytes(ticket_id, sealed))
    return HandedCode(media, db.keys.opened(ticket_id, sealed)["code"], None)
