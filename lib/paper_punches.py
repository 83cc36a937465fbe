"""Paper fallback: punches a partner wrote by hand, entered later and never twice.

A line of a sheet is one redemption at most, whoever enters it and however often. What the till
may have taken too, on the same day, is asked about before it is entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import cards, municipality, partners, redemptions
from lib.cards import Card
from lib.db import Database, Reader, Transaction, sql
from lib.municipality import Category
from lib.partners import PartnerClosed
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.tills import Till

LINES = 25  # on one side of A4, with room to write


@dataclass(frozen=True)
class Sheet:
    """A sheet that was printed for a partner."""

    id: UUID
    number: int
    partner_id: UUID
    partner_name: str
    made_on: date
    lines_entered: int


@dataclass(frozen=True)
class Line:
    """What stands on a line; without a category the card's first with punches left is taken."""

    number: int
    card_number: int
    used_on: date
    punches: int = 1
    category: str | None = None


class UnknownNumber(Refused):
    """No card has the number: it was misread or miswritten."""

    def __init__(self) -> None:
        super().__init__("Kortnummer finnes ikke. Se på arket en gang til.")


class LineTaken(Refused):
    """The line was entered before with something else on it."""

    def __init__(self) -> None:
        super().__init__(
            "Linjen er ført før, med et annet kort, en annen dag eller et annet antall."
        )


class PunchedThatDay(Refused):
    """The till has the card on the same day: perhaps the same visit."""

    def __init__(self) -> None:
        super().__init__(
            "Kortet er alt klippet hos tilbyderen den dagen. Er dette et annet besøk, kryss av for "
            "det."
        )


class LinesRefused(Refused):
    """Some lines cannot be entered as they stand; nothing is stored. Refusals by line number."""

    def __init__(self, refusals: dict[int, Refused]) -> None:
        told = " ".join(f"Linje {number}: {said}" for number, said in refusals.items())
        super().__init__(f"Ingenting er lagret. {told}")
        self.refusals = refusals


def make_sheet(db: Database, partner_id: UUID, *, by: StaffUser, on: date, now: datetime) -> Sheet:
    """A fresh sheet for a partner to write on; raises PartnerClosed."""
    by.must_be(Role.COORDINATOR)
    sheet_id = uuid4()

    def made(tx: Transaction) -> None:
        if partners.of(tx, partner_id).closed_at:
            raise PartnerClosed
        tx.run(sql("paper_punches/add_sheet"), sheet_id, partner_id, by.id, on, now)

    db.transact(made)
    return _sheet(db, sheet_id)


def categories(db: Reader, sheet: Sheet) -> list[Category]:
    """What a card may be punched for at the sheet's partner, by name."""
    offered = {row["category"] for row in db.rows(sql("tills/categories"), sheet.partner_id)}
    return [known for known in municipality.categories(db) if known.code in offered]


def sheets(db: Reader) -> list[Sheet]:
    """Every sheet, the latest first."""
    return db.many(Sheet, sql("paper_punches/sheets"))


def enter(
    db: Database,
    sheet_id: UUID,
    lines: Sequence[Line],
    *,
    other_visit: frozenset[int] = frozenset(),
    by: StaffUser,
    on: date,
    now: datetime,
) -> int:
    """Enter the lines, all of them or none; returns how many are new.

    `other_visit` are the lines known to be another visit than the till's of that day.
    Raises LinesRefused with each line's own refusal.
    """
    by.must_be(Role.COORDINATOR)

    def entered(tx: Transaction) -> int:
        sheet, refusals, new = _sheet(tx, sheet_id), {}, 0
        for line in lines:
            try:
                new += _enter(tx, sheet, line, line.number in other_visit, on=on, now=now)
            except Refused as refusal:
                refusals[line.number] = refusal
        if refusals:
            raise LinesRefused(refusals)
        return new

    return db.transact(entered)


def _enter(
    tx: Transaction, sheet: Sheet, line: Line, is_other_visit: bool, *, on: date, now: datetime
) -> bool:
    """Whether the line is new."""
    _check(sheet, line, on=on)
    row = tx.row("select id from card where number = $1", line.card_number)
    if row is None:
        raise UnknownNumber
    card, key = cards.of(tx, row["id"]), f"ark {sheet.number} linje {line.number}"
    if done := redemptions.by_key(tx, key):
        same = (done.card_id, done.redeemed_on, done.punches)
        if same != (card.card_id, line.used_on, line.punches):
            raise LineTaken
        return False
    if not is_other_visit and _was_at_the_till(tx, sheet, card, line.used_on):
        raise PunchedThatDay
    redemptions.enter(
        tx,
        card,
        line.punches,
        balance_id=_balance_of(card, line.category),
        till=_as_till(sheet, now),
        key=key,
        on=line.used_on,
        now=now,
    )
    return True


def _check(sheet: Sheet, line: Line, *, on: date) -> None:
    if not 1 <= line.number <= LINES:
        raise BadInput("Linje", f"må være fra 1 til {LINES}.")
    if not sheet.made_on <= line.used_on <= on:
        raise BadInput("Dato", "må være fra den dagen arket ble skrevet ut, og til i dag.")


def _was_at_the_till(tx: Transaction, sheet: Sheet, card: Card, day: date) -> bool:
    text = sql("paper_punches/same_day")
    found = tx.row(text, card.card_id, sheet.partner_id, day, sheet.id)
    return bool(found and found["times"])


def _balance_of(card: Card, category: str | None) -> UUID | None:
    return next((b.id for b in card.balances if category and b.category == category), None)


def _as_till(sheet: Sheet, now: datetime) -> Till:
    """The sheet, standing where a till does."""
    return Till(
        id=sheet.id,
        partner_id=sheet.partner_id,
        partner_name=sheet.partner_name,
        name=f"Ark {sheet.number}",
        pairing_until=now,
        paired_at=now,
        revoked_at=None,
        partner_closed_at=None,
    )


def _sheet(db: Reader, sheet_id: UUID) -> Sheet:
    return next(sheet for sheet in sheets(db) if sheet.id == sheet_id)
