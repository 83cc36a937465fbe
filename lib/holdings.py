"""What a person has been given: the awards, their cards, and the paper they are handed over on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib import audit, cards, need_to_know, papers, partner_codes
from lib.audit import Act
from lib.cards import BlockReason
from lib.db import Database, Reader, Transaction, sql
from lib.papers import HandedOut
from lib.partner_codes import HandedCode
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.stock import TicketForm

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
    punches_given: int
    punches_left: int
    valid_to: date | None
    handed_out: bool
    blocked: bool

    @property
    def usable(self) -> bool:
        """Whether a till would still take it."""
        return not self.blocked and self.punches_left > 0


@dataclass(frozen=True)
class Unused:
    """An award of which nobody has used a card, for the service to ask the family about."""

    award_id: UUID
    person_id: UUID
    household_id: UUID
    offer_name: str
    partner_name: str
    awarded_on: date
    valid_to: date | None


class NothingToHandOut(Refused):
    """Every ticket is used, blocked or run out."""

    def __init__(self) -> None:
        super().__init__("Det er ingen billetter å skrive ut.")


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
) -> HandedOut:
    """Put the person's usable cards that are not on paper yet on one sheet.

    `again` takes those on paper, too: the earlier paper stops working.
    Raises NothingToHandOut and NotYours.
    """

    def handed(tx: Transaction) -> HandedOut:
        person = need_to_know.person(tx, person_id, by=by)
        usable = [
            card.card_id
            for card in cards_of(tx, person_id, by=by, on=on)
            if card.usable and (again or not card.handed_out)
        ]
        if not usable:
            raise NothingToHandOut
        sheet = papers.hand_out(tx, usable, by=by, now=now)
        audit.note(
            tx,
            Act.HANDED_OUT,
            by=by,
            now=now,
            subject=person_id,
            reference=person.reference,
            outcome=f"{len(usable)} kort",
            strict=person.is_protected,
        )
        return sheet

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(handed)


def block_lost(
    db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date, now: datetime
) -> None:
    """Block a lost card that the caseworker's own service gave the person; raises NotYours."""
    by.must_be(Role.CASEWORKER)

    def blocked(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        if card_id not in {card.card_id for card in cards_of(tx, person_id, by=by, on=on)}:
            raise need_to_know.NotYours
        cards.block(tx, card_id, BlockReason.LOST, by=by, now=now)
        audit.note(
            tx,
            Act.BLOCKED,
            by=by,
            now=now,
            subject=person_id,
            reference=person.reference,
            outcome=BlockReason.LOST,
            strict=person.is_protected,
        )

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(blocked)


def unused(db: Reader, *, by: StaffUser, on: date) -> list[Unused]:
    """Awards of the caseworker's service that nobody has used for long, soonest over first."""
    by.must_be(Role.CASEWORKER)
    return db.many(Unused, sql("holdings/unused"), by.service, on, on - UNUSED_AFTER)
