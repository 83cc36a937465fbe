"""Handing over: what a person was given and has not on paper yet, on one sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib import audit, holdings, need_to_know, papers, partner_codes
from lib.audit import Act
from lib.db import Database, Reader, Transaction
from lib.holdings import HeldTicket
from lib.papers import HandedOut
from lib.partner_codes import Media, PaperCode
from lib.refusals import Refused
from lib.staff import StaffUser


@dataclass(frozen=True)
class Sheet:
    """What goes on one paper, and whom the family rings when it is lost."""

    handed: HandedOut | None  # none of our own cards, where the person has partners' codes alone
    codes: tuple[PaperCode, ...]
    phone: str


class NothingToHandOut(Refused):
    """Every ticket is used, blocked or run out."""

    def __init__(self) -> None:
        super().__init__("Det er ingen billetter eller kort å skrive ut.")


def hand_out(
    db: Database,
    person_id: UUID,
    *,
    again: bool = False,
    by: StaffUser,
    on: date,
    now: datetime,
) -> Sheet:
    """Put the person's usable cards and partners' tickets that are not on paper yet on one sheet.

    `again` takes those on paper, too: our own earlier paper stops working.
    Raises NothingToHandOut and NotYours.
    """

    def handed(tx: Transaction) -> Sheet:
        person = need_to_know.person(tx, person_id, by=by)
        held = holdings.of_person(tx, person_id, by=by, on=on)
        usable = [
            card.card_id for card in held.cards if card.usable and (again or not card.handed_out)
        ]
        tickets = [ticket for ticket in held.tickets if again or not ticket.printed]
        codes = sum(ticket.media is Media.CODE for ticket in tickets)
        # A PDF is a paper of its own: it is told of, and alone it is no sheet.
        if not usable and not codes:
            raise NothingToHandOut
        sheet = Sheet(
            papers.hand_out(tx, usable, by=by, now=now) if usable else None,
            _on_paper(tx, tickets, now=now),
            _phone(tx, by),
        )
        counts = ((len(usable), "kort"), (codes, "kode" if codes == 1 else "koder"))
        outcome = ", ".join(f"{n} {word}" for n, word in counts if n)
        audit.note_of(tx, Act.HANDED_OUT, person, outcome=outcome, by=by, now=now)
        return sheet

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(handed)


def _on_paper(
    tx: Transaction, tickets: Iterable[HeldTicket], *, now: datetime
) -> tuple[PaperCode, ...]:
    held = list(tickets)
    codes = partner_codes.put_on_paper(tx, [ticket.ticket_id for ticket in held], now=now)
    return tuple(
        PaperCode(
            ticket.offer_name,
            ticket.partner_name,
            ticket.valid_from,
            ticket.valid_to,
            codes[ticket.ticket_id],
        )
        for ticket in held
    )


def _phone(db: Reader, by: StaffUser) -> str:
    row = db.row("select phone from service where id = $1", by.service)
    return row["phone"] if row else ""
