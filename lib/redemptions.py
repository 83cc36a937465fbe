"""Redemptions: punching a card at a till, once for each time the button was meant.

A request on bad coverage comes twice, two tills may hold one card at once, and a thumb may
slip: one key is one redemption, one statement takes the punch, and a counter-entry gives it
back within minutes.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from lib import cards, papers, short_codes, tills
from lib.cards import Balance, Card, SecretKind, UsedUp
from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.norwegian import counted
from lib.refusals import BadInput, Refused
from lib.tills import Till, TillClosed

# Long enough to see the slip while the customer is there, too short to resell the visit.
UNDO_WITHIN = timedelta(minutes=5)
LONGEST_KEY = 64


@dataclass(frozen=True)
class Shown:
    """A card held up at a till; of its balances only those the till may see and punch."""

    card: Card
    till: Till


@dataclass(frozen=True)
class Redemption:
    """Punches taken from a balance; `punches_left` is what the balance has now."""

    id: UUID
    request_key: str
    card_id: UUID
    balance_id: UUID
    category: str
    punches: int
    punches_left: int
    partner_id: UUID
    till_id: UUID
    redeemed_on: date
    redeemed_at: datetime
    undone_at: datetime | None

    @property
    def undo_until(self) -> datetime:
        """The last moment at which it can be taken back."""
        return self.redeemed_at + UNDO_WITHIN


@dataclass(frozen=True)
class Unbalanced:
    """A balance whose redemptions do not add up to what is gone from it: our bug."""

    balance_id: UUID
    punches_gone: int
    punches_redeemed: int


class WrongPartner(Refused):
    """The card is good elsewhere; where is not for this till to know."""

    def __init__(self) -> None:
        super().__init__("Gjelder ikke her. Kortet er til et annet tilbud.")


class TooFewLeft(Refused):
    """Some punches are left, but not that many."""

    def __init__(self, left: int) -> None:
        super().__init__(f"Ikke nok klipp. Det er {counted(left, 'klipp', 'klipp')} igjen.")


class KeyRefused(Refused):
    """The request's key is none, or another card's or another till's redemption has it."""

    def __init__(self) -> None:
        super().__init__("Klippet ble ikke registrert. Skann kortet på nytt.")


class UnknownReceipt(Refused):
    """No such redemption was made at this till."""

    def __init__(self) -> None:
        super().__init__("Kvitteringen finnes ikke på denne kassen.")


class AlreadyUndone(Refused):
    """A redemption is undone once."""

    def __init__(self) -> None:
        super().__init__("Klippet er allerede angret.")


class TooLateToUndo(Refused):
    """The customer has left with what was paid for."""

    def __init__(self) -> None:
        minutes = int(UNDO_WITHIN.total_seconds()) // 60
        super().__init__(f"For sent å angre. Et klipp kan angres i {minutes} minutter.")


def shown(db: Reader, card: Card, till: Till) -> Shown:
    """The card as this till sees it."""
    anywhere = any(balance.partner_id is None for balance in card.balances)
    offered = tills.categories(db, till) if anywhere else frozenset()

    def is_good(balance: Balance) -> bool:
        if balance.partner_id is None:
            return balance.category in offered
        return balance.partner_id == till.partner_id

    return Shown(replace(card, balances=tuple(filter(is_good, card.balances))), till)


def why_not(
    shown: Shown, punches: int = 1, *, on: date, balance_id: UUID | None = None
) -> Refused | None:
    """The first rule against this punch, or None.

    Whether the card is for this partner comes first: any other till learns nothing of it.
    """
    if punches < 1:
        return BadInput("Antall klipp", "må være minst 1.")
    if shown.till.is_closed:
        return TillClosed()
    balance = _chosen(shown, balance_id)
    if balance is None:
        return WrongPartner()
    if refusal := cards.why_not(shown.card, on=on):
        return refusal
    if punches > balance.punches_left:
        return TooFewLeft(balance.punches_left) if balance.punches_left else UsedUp()
    return None


def punch(
    db: Database,
    secret: str,
    *,
    till: Till,
    key: str,
    now: datetime,
    on: date,
    punches: int = 1,
    balance_id: UUID | None = None,
    kind: SecretKind = SecretKind.QR,
) -> Redemption:
    """Take punches from the card that the secret opens, or raise the refusal.

    The same key from the same till for the same card is the same redemption, however often
    it comes. Without `balance_id` the first balance with punches left is taken.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise KeyRefused
    if kind is SecretKind.SHORT_CODE:
        secret = short_codes.look_up(db, secret, till=till, now=now)

    def body(tx: Transaction) -> Redemption:
        # Asked again: the page may be minutes old.
        if tills.is_revoked(tx, till):
            raise TillClosed
        card = papers.by_secret(tx, secret, kind)
        return enter(tx, card, punches, balance_id=balance_id, till=till, key=key, on=on, now=now)

    try:
        return db.transact(body)
    except (Refused, AlreadyThere):
        # It may have been refused because it was done: nobody waits to ask that first.
        done = by_key(db, key)
        if done is None:
            raise
        if (done.card_id, done.till_id) != (papers.by_secret(db, secret, kind).card_id, till.id):
            raise KeyRefused from None
        return done


def enter(
    tx: Transaction,
    card: Card,
    punches: int,
    *,
    balance_id: UUID | None,
    till: Till,
    key: str,
    on: date,
    now: datetime,
) -> Redemption:
    """Take punches within an act under way, or raise the first rule against it."""
    here = shown(tx, card, till)
    if refusal := why_not(here, punches, on=on, balance_id=balance_id):
        raise refusal
    balance = _chosen(here, balance_id)
    assert balance is not None  # why_not has said so
    return _entered(tx, key, balance, punches, till=till, on=on, now=now)


def why_not_undo(redemption: Redemption, *, now: datetime) -> Refused | None:
    """The first rule against taking this redemption back, or None."""
    if redemption.undone_at:
        return AlreadyUndone()
    if now > redemption.undo_until:
        return TooLateToUndo()
    return None


def undo(db: Database, redemption_id: UUID, *, till: Till, now: datetime) -> Redemption:
    """Give the punches back by a counter-entry; only the till that took them may."""

    def body(tx: Transaction) -> Redemption:
        redemption = of(tx, redemption_id, till=till)
        if tills.is_revoked(tx, till):
            raise TillClosed
        if refusal := why_not_undo(redemption, now=now):
            raise refusal
        if tx.row(sql("redemptions/undo"), redemption_id, till.id, now) is None:
            raise AlreadyUndone
        return of(tx, redemption_id, till=till)

    return db.transact(body)


def just_punched(db: Reader, card: Card, *, till: Till, now: datetime) -> Redemption | None:
    """The card's latest punch at this very till, while it can be taken back."""
    text = sql("redemptions/at_till_since")
    rows = db.rows(text, card.card_id, till.id, now - UNDO_WITHIN)
    latest_first = (of(db, row["id"], till=till) for row in rows)
    return next((each for each in latest_first if why_not_undo(each, now=now) is None), None)


def of(db: Reader, redemption_id: UUID, *, till: Till) -> Redemption:
    """A redemption made at this very till; raises UnknownReceipt for any other."""
    redemption = db.first(Redemption, sql("redemptions/one"), redemption_id)
    if redemption is None or redemption.till_id != till.id:
        raise UnknownReceipt
    return redemption


def unbalanced(db: Reader) -> list[Unbalanced]:
    """Every balance whose redemptions, less those undone, are not what is gone from it."""
    return db.many(Unbalanced, sql("redemptions/unbalanced"))


def _entered(
    tx: Transaction,
    key: str,
    balance: Balance,
    punches: int,
    *,
    till: Till,
    on: date,
    now: datetime,
) -> Redemption:
    redemption_id = uuid4()
    taken = tx.row(
        sql("redemptions/punch"),
        redemption_id,
        key,
        balance.id,
        punches,
        till.partner_id,
        till.id,
        on,
        now,
    )
    if taken is None:
        raise UsedUp
    return Redemption(
        id=redemption_id,
        request_key=key,
        card_id=balance.card_id,
        balance_id=balance.id,
        category=balance.category,
        punches=punches,
        punches_left=balance.punches_left - punches,
        partner_id=till.partner_id,
        till_id=till.id,
        redeemed_on=on,
        redeemed_at=now,
        undone_at=None,
    )


def by_key(db: Reader, key: str) -> Redemption | None:
    """The redemption that a request's key made, or None."""
    row = db.row("select id from redemption where request_key = $1", key)
    return db.first(Redemption, sql("redemptions/one"), row["id"]) if row else None


def _chosen(shown: Shown, balance_id: UUID | None) -> Balance | None:
    """The balance to punch: the one asked for, else the first with anything left."""
    here = shown.card.balances
    if balance_id:
        return next((balance for balance in here if balance.id == balance_id), None)
    return next((balance for balance in here if balance.punches_left), here[0] if here else None)
