"""Lost cards: blocked, and where the scheme says so made anew with what was left."""

from datetime import date, datetime
from uuid import UUID

from lib import audit, cards, holdings, need_to_know
from lib.audit import Act
from lib.cards import BlockReason
from lib.db import Database, Transaction, sql
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser


class NotReplaced(Refused):
    """The scheme said so when the card was given."""

    def __init__(self) -> None:
        super().__init__("Ordningen erstatter ikke mistede kort.")


class NothingLeft(Refused):
    """What is used up is not replaced."""

    def __init__(self) -> None:
        super().__init__("Den er brukt opp, så det er ingenting å erstatte.")


def block(
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


def replace(
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
        tx.run(sql("lost_cards/add_replacement"), new_id, card_id)
        audit.note_of(tx, Act.BLOCKED, person, outcome="mistet og erstattet", by=by, now=now)
        return new_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(replaced)


def _holder(tx: Transaction, person_id: UUID, card_id: UUID, *, by: StaffUser, on: date) -> Person:
    """Who was given the card by the caseworker's own service; raises NotYours."""
    person = need_to_know.person(tx, person_id, by=by)
    held = holdings.of_person(tx, person_id, by=by, on=on)
    if card_id not in {card.card_id for card in held.cards}:
        raise need_to_know.NotYours
    return person
