"""Claims: what a club is owed for a member, asked for by the card's number and nothing else.

The kroner leave the card when they are claimed, so that two clubs cannot both count on the
last of them; a refused claim puts them back. No one here knows whose card it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from lib import audit, cards, claim_rules, partners, tills
from lib.audit import Act
from lib.cards import Card
from lib.claim_rules import Asked, MoreThanLeft, Purpose, Season
from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.norwegian import clock
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.tills import Till, TillClosed

LONGEST_KEY = 64

# A treasurer with a pile of forms is refused now and then; twenty times in ten minutes is
# someone trying numbers.
MOST_MISSES = 20
MISSES_COUNT_FOR = timedelta(minutes=10)


class ClaimState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    LISTED = "listed"  # on a payment list, and final


class RefuseReason(StrEnum):
    WRONG_CARD = "wrong_card"
    WRONG_AMOUNT = "wrong_amount"
    CLAIMED_TWICE = "claimed_twice"
    NOT_COVERED = "not_covered"
    WITHDRAWN = "withdrawn"


CLAIM_STATE_NAMES: Mapping[ClaimState, str] = {
    ClaimState.OPEN: "til behandling",
    ClaimState.APPROVED: "godkjent",
    ClaimState.REFUSED: "avslått",
    ClaimState.LISTED: "på betalingsliste",
}
REFUSE_REASON_NAMES: Mapping[RefuseReason, str] = {
    RefuseReason.WRONG_CARD: "feil kortnummer",
    RefuseReason.WRONG_AMOUNT: "feil beløp",
    RefuseReason.CLAIMED_TWICE: "krevd to ganger",
    RefuseReason.NOT_COVERED: "dekkes ikke av ordningen",
    RefuseReason.WITHDRAWN: "trukket av laget",
}


@dataclass(frozen=True)
class Claim:
    """A claim as it stands. The amount is øre; `is_repeated` is a look-alike of an earlier one."""

    id: UUID
    number: int
    card_id: UUID
    card_number: int
    card_name: str
    partner_id: UUID
    partner_name: str
    amount_ore: int
    purpose: Purpose
    season: Season
    received_on: date
    claimed_at: datetime
    state: ClaimState
    reason: RefuseReason | None
    payment_id: UUID | None
    is_repeated: bool


@dataclass(frozen=True)
class Unbalanced:
    """A card whose claims do not add up to what is gone from it: our bug."""

    card_id: UUID
    gone_ore: int
    claimed_ore: int


class TooManyMisses(Refused):
    """The till must wait before it may claim again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"Kortnummer er avvist for mange ganger. Prøv igjen {clock(until)}, "
            "eller ring koordinator i kommunen."
        )


class KeyRefused(Refused):
    """The request's key is none, or another claim has it."""

    def __init__(self) -> None:
        super().__init__("Kravet ble ikke registrert. Fyll ut skjemaet på nytt.")


class UnknownClaim(Refused):
    """No such claim, or another partner's: the answer is the same."""

    def __init__(self) -> None:
        super().__init__("Kravet finnes ikke hos dere.")


def are_possible(db: Reader) -> bool:
    """Whether there is any card with kroner to claim from."""
    return db.row("select card_id from card_money limit 1") is not None


def submit(db: Database, asked: Asked, *, till: Till, key: str, on: date, now: datetime) -> Claim:
    """Enter a club's claim from its till, or raise the refusal.

    The same key is the same claim, however often it comes. What is wrong with the card leaves
    a miss on the till; too many raise TooManyMisses.
    """
    claim_id, miss_id = uuid4(), uuid4()

    def body(tx: Transaction) -> Claim | Refused:
        if tills.is_revoked(tx, till):
            raise TillClosed
        if done := _sent_before(tx, key, asked, till.partner_id):
            return done
        misses = tx.rows(sql("claims/misses"), till.id, now - MISSES_COUNT_FOR, MOST_MISSES)
        if len(misses) == MOST_MISSES:
            raise TooManyMisses(misses[-1]["missed_at"] + MISSES_COUNT_FOR)
        if refusal := claim_rules.why_not_partner(asked, partners.of(tx, till.partner_id)):
            raise refusal
        card = claim_rules.numbered(tx, asked.card_number)
        if refusal := claim_rules.why_not_card(asked, card, on=on):
            tx.run("insert into claim_miss values ($1, $2, $3)", miss_id, till.id, now)
            return refusal
        assert card is not None  # claim_rules.why_not_card has said so
        return _enter(
            tx,
            claim_id,
            key,
            asked,
            card,
            till.partner_id,
            till_id=till.id,
            received_on=on,
            now=now,
        )

    return _once(db, key, asked, till.partner_id, body)


def write_in(
    db: Database,
    partner_id: UUID,
    asked: Asked,
    *,
    received_on: date,
    key: str,
    by: StaffUser,
    on: date,
    now: datetime,
) -> Claim:
    """Enter a claim that a partner sent on paper or by mail, as of the day it came.

    Raises the refusal, or BadInput for a day to come.
    """
    by.must_be(Role.COORDINATOR)
    if received_on > on:
        raise BadInput("Mottatt", "kan ikke være etter i dag.")
    claim_id = uuid4()

    def body(tx: Transaction) -> Claim:
        if done := _sent_before(tx, key, asked, partner_id):
            return done
        if refusal := claim_rules.why_not(tx, asked, partners.of(tx, partner_id), on=received_on):
            raise refusal
        card = claim_rules.numbered(tx, asked.card_number)
        assert card is not None  # why_not has said so
        claim = _enter(
            tx,
            claim_id,
            key,
            asked,
            card,
            partner_id,
            entered_by=by.id,
            received_on=received_on,
            now=now,
        )
        audit.note(
            tx, Act.CLAIM_ENTERED, by=by, now=now, reference=str(claim.number), outcome="1 krav"
        )
        return claim

    return _once(db, key, asked, partner_id, body)


def _once(
    db: Database,
    key: str,
    asked: Asked,
    partner_id: UUID,
    body: Callable[[Transaction], Claim | Refused],
) -> Claim:
    """The claim that the body enters, or that had the key before it; raises its refusal.

    A refusal is returned by the body where what it wrote down must stay.
    """
    try:
        answer = db.transact(body)
    except AlreadyThere:
        done = _sent_before(db, key, asked, partner_id)
        if done is None:
            raise
        return done
    if isinstance(answer, Refused):
        raise answer
    return answer


def _sent_before(db: Reader, key: str, asked: Asked, partner_id: UUID) -> Claim | None:
    """The claim that has this key; raises KeyRefused where it is another one."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise KeyRefused
    row = db.row("select id from claim where request_key = $1", key)
    if row is None:
        return None
    done = of(db, row["id"])
    same = Asked(done.card_number, done.amount_ore, done.purpose, done.season) == asked
    if not same or done.partner_id != partner_id:
        raise KeyRefused
    return done


def _enter(
    tx: Transaction,
    claim_id: UUID,
    key: str,
    asked: Asked,
    card: Card,
    partner_id: UUID,
    *,
    till_id: UUID | None = None,
    entered_by: UUID | None = None,
    received_on: date,
    now: datetime,
) -> Claim:
    taken = tx.row(
        sql("claims/enter"),
        claim_id,
        key,
        card.card_id,
        partner_id,
        asked.amount_ore,
        asked.purpose,
        asked.season,
        till_id,
        entered_by,
        received_on,
        now,
    )
    if taken is None:
        raise MoreThanLeft(cards.of(tx, card.card_id).left_ore or 0)
    return of(tx, claim_id)


def of(db: Reader, claim_id: UUID) -> Claim:
    """The claim with this id; raises UnknownClaim."""
    found = db.first(Claim, sql("claims/lines"), claim_id, None, None, None)
    if found is None:
        raise UnknownClaim
    return found


def of_partner(db: Reader, partner_id: UUID) -> list[Claim]:
    """A partner's own claims, the newest first."""
    return db.many(Claim, sql("claims/lines"), None, partner_id, None, None)[::-1]


def own(db: Reader, claim_id: UUID, *, till: Till) -> Claim:
    """A claim of the till's partner, whichever device sent it; raises UnknownClaim."""
    claim = of(db, claim_id)
    if claim.partner_id != till.partner_id:
        raise UnknownClaim
    return claim


def in_states(db: Reader, *states: ClaimState) -> list[Claim]:
    """Everyone's claims that stand so, the oldest first."""
    return db.many(Claim, sql("claims/lines"), None, None, list(states), None)


def on_list(db: Reader, payment_list_id: UUID) -> list[Claim]:
    """The claims that a payment list pays, by number."""
    return db.many(Claim, sql("claims/lines"), None, None, None, payment_list_id)


def unbalanced(db: Reader) -> list[Unbalanced]:
    """Every card of which more or less is gone than claims have taken."""
    return db.many(Unbalanced, sql("claims/unbalanced"))
