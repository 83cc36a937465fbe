"""What a person has been given: the awards, their cards, and the paper they are handed over on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib import audit, cards, need_to_know, papers, partner_codes
from lib.audit import Act
from lib.cards import BlockReason
from lib.db import Database, Reader, Transaction, sql
from lib.papers import HandedOut
from lib.partner_codes import HandedCode, Media, PaperCode
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.stock import TicketForm, UnitKind

# A ticket that lies unused this long is asked about, while the season still lasts.
UNUSED_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Past:
    """An award of the caseworker's own service."""

    award_id: UUID
    offer_name: str
    units: int
    ticket_form: TicketForm
    awarded_on: date
    punches_given: int
    punches_left: int
    cancelled: bool

    @property
    def can_be_cancelled(self) -> bool:
        """Whether nothing of it was used; `awards.cancel` asks again."""
        return not self.cancelled and self.punches_given == self.punches_left


@dataclass(frozen=True)
class HeldCard:
    """A card the caseworker's own service gave, with what is left of it."""

    card_id: UUID
    number: int
    offer_name: str
    unit_kind: UnitKind
    punches_given: int
    punches_left: int
    left_ore: int | None  # of a card with kroner
    replaces_lost: bool
    valid_to: date | None
    handed_out: bool
    blocked: bool
    replaced_by: int | None  # the number of the card that has what was left on this one

    @property
    def usable(self) -> bool:
        """Whether a till would still take it."""
        return not self.blocked and (self.punches_left > 0 or bool(self.left_ore))


@dataclass(frozen=True)
class HeldTicket:
    """A partner's own ticket that the caseworker's own service gave."""

    ticket_id: UUID
    media: Media
    offer_name: str
    partner_name: str
    valid_from: date | None
    valid_to: date | None
    printed: bool


@dataclass(frozen=True)
class Sheet:
    """What goes on one paper, and whom the family rings when it is lost."""

    handed: HandedOut | None  # none of our own cards, where the person has partners' codes alone
    codes: tuple[PaperCode, ...]
    phone: str


@dataclass(frozen=True)
class Unused:
    """An award of which nobody has used a card, for the service to ask the family about."""

    award_id: UUID
    person_id: UUID
    offer_name: str
    partner_name: str
    awarded_on: date
    valid_to: date | None


class NothingToHandOut(Refused):
    """Every ticket is used, blocked or run out."""

    def __init__(self) -> None:
        super().__init__("Det er ingen billetter eller kort å skrive ut.")


class NotReplaced(Refused):
    """The scheme said so when the card was given."""

    def __init__(self) -> None:
        super().__init__("Ordningen erstatter ikke mistede kort.")


class NothingLeft(Refused):
    """What is used up is not replaced."""

    def __init__(self) -> None:
        super().__init__("Den er brukt opp, så det er ingenting å erstatte.")


def history(db: Reader, person_id: UUID, *, by: StaffUser, year: int) -> list[Past]:
    """What the caseworker's own service gave the person in a year, newest first."""
    by.must_be(Role.CASEWORKER)
    return db.many(
        Past, sql("holdings/history"), person_id, by.service, date(year, 1, 1), date(year, 12, 31)
    )


def cards_of(db: Reader, person_id: UUID, *, by: StaffUser, on: date) -> list[HeldCard]:
    """The person's cards from the caseworker's own service that have not run out, newest first."""
    by.must_be(Role.CASEWORKER)
    return db.many(HeldCard, sql("holdings/cards"), person_id, by.service, on)


def tickets_of(db: Reader, person_id: UUID, *, by: StaffUser, on: date) -> list[HeldTicket]:
    """The partners' own tickets from the caseworker's service that have not run out, by award."""
    by.must_be(Role.CASEWORKER)
    return db.many(HeldTicket, sql("holdings/tickets"), person_id, by.service, on)


def codes_of(db: Reader, award_id: UUID, *, by: StaffUser) -> list[HandedCode]:
    """The partner's codes or PDFs that an award of one's own service gave; raises NotYours."""
    by.must_be(Role.CASEWORKER)
    row = db.row("select person_id, service_id from award where id = $1", award_id)
    if row is None or row["service_id"] != by.service:
        raise need_to_know.NotYours
    need_to_know.person(db, row["person_id"], by=by)
    return partner_codes.of_award(db, award_id)


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
        usable = [
            card.card_id
            for card in cards_of(tx, person_id, by=by, on=on)
            if card.usable and (again or not card.handed_out)
        ]
        tickets = [
            ticket
            for ticket in tickets_of(tx, person_id, by=by, on=on)
            if again or not ticket.printed
        ]
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


def block_lost(
    db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date, now: datetime
) -> None:
    """Block a lost card that the caseworker's own service gave the person.

    Raises AlreadyBlocked and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def blocked(tx: Transaction) -> None:
        person = _holder(tx, person_id, card_id, by=by, on=on)
        cards.block(tx, card_id, BlockReason.LOST, by=by, now=now)
        audit.note_of(tx, Act.BLOCKED, person, outcome=BlockReason.LOST, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(blocked)


def replace_lost(
    db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date, now: datetime
) -> UUID:
    """Block a lost card and give a new one with what was left, under the same award.

    Nothing is awarded: quota, pool and ledger stay as they are. Returns the new card's id.
    Raises NotReplaced, NothingLeft, AlreadyBlocked and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def replaced(tx: Transaction) -> UUID:
        person = _holder(tx, person_id, card_id, by=by, on=on)
        lost = cards.of(tx, card_id)
        cards.block(tx, card_id, BlockReason.LOST, by=by, now=now)
        if not lost.replaces_lost:
            raise NotReplaced
        if not lost.punches_left and not lost.left_ore:
            raise NothingLeft
        new_id = cards.make_anew(tx, lost, now=now)
        tx.run(sql("holdings/add_replacement"), new_id, card_id)
        audit.note_of(tx, Act.BLOCKED, person, outcome="mistet og erstattet", by=by, now=now)
        return new_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(replaced)


def _holder(tx: Transaction, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date) -> Person:
    """Who was given the card by the caseworker's own service; raises NotYours."""
    person = need_to_know.person(tx, person_id, by=by)
    if card_id not in {card.card_id for card in cards_of(tx, person_id, by=by, on=on)}:
        raise need_to_know.NotYours
    return person


def unused(db: Reader, *, by: StaffUser, on: date) -> list[Unused]:
    """Awards of the caseworker's service that nobody has used for long, soonest over first."""
    by.must_be(Role.CASEWORKER)
    return db.many(Unused, sql("holdings/unused"), by.service, on, on - UNUSED_AFTER)


def shown_at_home(
    db: Database, person_id: UUID, *, by: StaffUser, now: datetime
) -> tuple[Person, UUID]:
    """Whom an award was for, with their household: a look at the person; raises NotYours."""
    person, home = need_to_know.at_home(db, person_id, by=by)
    audit.look_at(db, person, by=by, now=now)
    return person, home
