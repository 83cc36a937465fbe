"""Cards: what they are good for, and what stands against them.

A ticket is a card with one use. A card knows nothing of how it was got, so neither can the
partner who punches it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from uuid import UUID, uuid4

from lib.db import Reader, Transaction, sql
from lib.norwegian import date_text
from lib.refusals import Refused
from lib.staff import StaffUser


class SecretKind(StrEnum):
    QR = "qr"
    SHORT_CODE = "short_code"


class BlockReason(StrEnum):
    LOST = "lost"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    RETURNED = "returned"  # sold, and brought back unused


class CardState(StrEnum):
    VALID = "valid"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    USED_UP = "used_up"
    BLOCKED = "blocked"
    PAPER_REPLACED = "paper_replaced"


@dataclass(frozen=True)
class Balance:
    """What is left of one category on a card, in punches.

    With a partner it is good there alone, without one wherever the category is offered.
    """

    id: UUID
    card_id: UUID
    category: str
    partner_id: UUID | None
    punches_given: int
    punches_left: int


@dataclass(frozen=True)
class Card:
    """A card as it stands; `paper_replaced` when it was shown on an older print than the last."""

    card_id: UUID
    number: int
    offer_name: str
    terms: str  # who may come along; empty for the holder alone
    replaces_lost: bool
    valid_from: date | None
    valid_to: date | None
    block: BlockReason | None
    balances: tuple[Balance, ...]
    left_ore: int | None  # of a card with kroner
    paper_replaced: bool

    @property
    def punches_left(self) -> int:
        """Of all categories together."""
        return sum(balance.punches_left for balance in self.balances)

    def state(self, *, on: date) -> CardState:
        """How the card itself stands, wherever it is shown."""
        if self.paper_replaced:
            return CardState.PAPER_REPLACED
        if self.block:
            return CardState.BLOCKED
        if not self.punches_left and not self.left_ore:
            return CardState.USED_UP
        if self.valid_from and on < self.valid_from:
            return CardState.NOT_YET_VALID
        if self.valid_to and on > self.valid_to:
            return CardState.EXPIRED
        return CardState.VALID


@dataclass(frozen=True)
class Place:
    """Where a balance can be used; `place` is empty when the partner gave none."""

    partner_name: str
    place: str


@dataclass(frozen=True)
class Use:
    """What a balance is good for, in words."""

    balance_id: UUID
    category_name: str
    punches_left: int
    at_one_partner: bool
    places: tuple[Place, ...]


class PaperReplaced(Refused):
    """The cards were printed again, and only the newest print is good."""

    def __init__(self) -> None:
        super().__init__(
            "Erstattet. Kortet er skrevet ut på nytt, og bare det nyeste arket gjelder."
        )


class Blocked(Refused):
    """Lost, replaced or cancelled: which one is nobody's business at the till."""

    def __init__(self) -> None:
        super().__init__("Sperret. Dette kortet kan ikke brukes.")


class AlreadyBlocked(Refused):
    """The card cannot be blocked a second time."""

    def __init__(self) -> None:
        super().__init__("Allerede sperret.")


class UsedUp(Refused):
    """No punch is left."""

    def __init__(self) -> None:
        super().__init__("Brukt opp. Det er ingen klipp igjen på kortet.")


class NotYetValid(Refused):
    """The first day is still to come."""

    def __init__(self, valid_from: date) -> None:
        super().__init__(f"Ikke gyldig ennå. Gjelder fra {date_text(valid_from)}.")


class Expired(Refused):
    """The last day is over."""

    def __init__(self, valid_to: date) -> None:
        super().__init__(f"Utløpt {date_text(valid_to)}.")


def why_not(card: Card, *, on: date) -> Refused | None:
    """What stands against the card itself, wherever it is shown, or None."""
    match card.state(on=on):
        case CardState.PAPER_REPLACED:
            return PaperReplaced()
        case CardState.BLOCKED:
            return Blocked()
        case CardState.USED_UP:
            return UsedUp()
        case CardState.NOT_YET_VALID if card.valid_from:
            return NotYetValid(card.valid_from)
        case CardState.EXPIRED if card.valid_to:
            return Expired(card.valid_to)
    return None


def validity(card: Card) -> str:
    """When the card is good, on paper and screen: «Gyldig til 31.12.2024»."""
    return validity_between(card.valid_from, card.valid_to)


def validity_between(first: date | None, last: date | None) -> str:
    """The same of a ticket that is no card of ours."""
    if first and last:
        return f"Gjelder {date_text(first)}" + (f"–{date_text(last)}" if first != last else "")
    if last:
        return f"Gyldig til {date_text(last)}"
    if first:
        return f"Gyldig fra {date_text(first)}"
    return "Ingen utløpsdato"


def make(
    tx: Transaction,
    *,
    offer_name: str,
    terms: str = "",
    replaces_lost: bool = True,
    punches: Sequence[tuple[str, UUID | None, int]],
    amount_ore: int | None = None,
    count: int,
    valid_from: date | None,
    valid_to: date | None,
    now: datetime,
) -> list[UUID]:
    """Make equal cards; nothing opens them until they are on paper.

    `punches` are what each card holds: category, partner or None for all who offer it, and
    how many. `amount_ore` is the kroner on a card that clubs are paid from.
    """
    card_ids = [uuid4() for _ in range(count)]
    tx.run(sql("cards/add"), card_ids, offer_name, terms, replaces_lost, valid_from, valid_to, now)
    for category, partner_id, held in punches:
        balance_ids = [uuid4() for _ in range(count)]
        tx.run(sql("cards/add_balances"), balance_ids, card_ids, category, partner_id, held)
    if amount_ore:
        tx.run(sql("cards/add_money"), card_ids, amount_ore, None)
    return card_ids


def make_anew(tx: Transaction, card: Card, *, now: datetime) -> UUID:
    """Make a card with what is left of this one, which the caller blocks."""
    new_id = uuid4()
    tx.run(
        sql("cards/add"),
        [new_id],
        card.offer_name,
        card.terms,
        card.replaces_lost,
        card.valid_from,
        card.valid_to,
        now,
    )
    for balance in card.balances:
        if left := balance.punches_left:
            good_for = (balance.category, balance.partner_id, left)
            tx.run(sql("cards/add_balances"), [uuid4()], [new_id], *good_for)
    if card.left_ore:
        tx.run(sql("cards/add_money"), [new_id], card.left_ore, card.card_id)
    return new_id


def block(
    tx: Transaction, card_id: UUID, reason: BlockReason, *, by: StaffUser, now: datetime
) -> None:
    """Make the card worthless; the caller has asked whether `by` may. Raises AlreadyBlocked."""
    if of(tx, card_id).block:
        raise AlreadyBlocked
    tx.run("insert into card_block values ($1, $2, $3, $4)", card_id, reason, by.id, now)


def of(db: Reader, card_id: UUID) -> Card:
    """The card with this id; a missing one is our bug."""
    return _read(db, "= $1", card_id)[0]


def of_all(db: Reader, card_ids: Sequence[UUID]) -> list[Card]:
    """The cards with these ids, by number; a missing one is our bug."""
    cards = _read(db, "in (select unnest(cast($1 as uuid[])))", list(card_ids))
    if len(cards) != len(set(card_ids)):
        raise LookupError("no such card")
    return cards


def state(db: Reader, card_id: UUID, *, on: date) -> CardState:
    """How the card with this id stands."""
    return of(db, card_id).state(on=on)


def uses(db: Reader, card_ids: Sequence[UUID]) -> dict[UUID, tuple[Use, ...]]:
    """What each card is good for, and where, by category name."""
    rows = db.rows(sql("cards/uses"), list(card_ids))
    found: dict[UUID, list[Use]] = {card_id: [] for card_id in card_ids}
    for _, same_balance in groupby(rows, key=itemgetter("balance_id")):
        first, *more = same_balance
        places = (
            Place(row["partner_name"], row["place"] or "")
            for row in (first, *more)
            if row["partner_name"]
        )
        use = Use(
            first["balance_id"],
            first["category_name"],
            first["punches_left"],
            first["at_one_partner"],
            tuple(places),
        )
        found[first["card_id"]].append(use)
    return {card_id: tuple(of_card) for card_id, of_card in found.items()}


# One table at a time: the engine plans a join for longer than it takes to read three rows,
# and a till waits for this.
def _read(db: Reader, which: str, ids: object) -> list[Card]:
    balances = db.many(Balance, f"select * from card_balance where card_id {which}", ids)
    blocks = db.rows(f"select card_id, reason from card_block where card_id {which}", ids)
    reasons = {row["card_id"]: BlockReason(row["reason"]) for row in blocks}
    money = db.rows(f"select card_id, left_ore from card_money where card_id {which}", ids)
    left_ore = {row["card_id"]: row["left_ore"] for row in money}
    rows = db.rows(f"select * from card where id {which}", ids)
    return [
        Card(
            card_id=row["id"],
            number=row["number"],
            offer_name=row["offer_name"],
            terms=row["terms"],
            replaces_lost=row["replaces_lost"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            block=reasons.get(row["id"]),
            balances=tuple(
                sorted(
                    (balance for balance in balances if balance.card_id == row["id"]),
                    key=lambda balance: (balance.category, balance.id),
                )
            ),
            left_ore=left_ore.get(row["id"]),
            paper_replaced=False,
        )
        for row in sorted(rows, key=itemgetter("number"))
    ]
