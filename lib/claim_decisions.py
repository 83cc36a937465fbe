"""Decisions on claims: approved or refused by the unit that runs the scheme, undone until paid.

Whoever decides sees a card's number, a club and a sum, and never whose card it is.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from lib import audit, claims
from lib.audit import Act
from lib.claim_rules import MoreThanLeft
from lib.claims import REFUSE_REASON_NAMES, Claim, ClaimState, RefuseReason
from lib.db import Database, Transaction, sql
from lib.norwegian import counted
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser


class AlreadyDecided(Refused):
    """Somebody was faster."""

    def __init__(self) -> None:
        super().__init__("Krav er alt behandlet av noen andre. Se over listen på nytt.")


class NotDecided(Refused):
    """There is no decision to undo."""

    def __init__(self) -> None:
        super().__init__("Kravet er ikke behandlet ennå.")


class OnPaymentList(Refused):
    """What the bank may have been asked to pay is final."""

    def __init__(self) -> None:
        super().__init__("Kravet står på en betalingsliste og kan ikke endres.")


def approve(db: Database, claim_ids: Sequence[UUID], *, by: StaffUser, now: datetime) -> None:
    """Approve open claims, all or none; raises AlreadyDecided."""
    by.must_be(Role.COORDINATOR)

    def approved(tx: Transaction) -> None:
        _decide(tx, claim_ids, ClaimState.APPROVED, None, by=by, now=now)
        told = counted(len(claim_ids), "krav", "krav")
        audit.note(tx, Act.CLAIM_APPROVED, by=by, now=now, outcome=told)

    db.transact(approved)


def refuse(
    db: Database,
    claim_ids: Sequence[UUID],
    reason: RefuseReason,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """Refuse open claims, all or none: their kroner are back on the cards. AlreadyDecided.

    Was a card lost and replaced, they are on the one that the holder has now.
    """
    by.must_be(Role.COORDINATOR)

    def refused(tx: Transaction) -> None:
        _decide(tx, claim_ids, ClaimState.REFUSED, reason, by=by, now=now)
        tx.run(sql("claim_decisions/give_back"), list(claim_ids), 1)
        told = f"{counted(len(claim_ids), 'krav', 'krav')}, {REFUSE_REASON_NAMES[reason]}"
        audit.note(tx, Act.CLAIM_REFUSED, by=by, now=now, outcome=told)

    db.transact(refused)


def undo(db: Database, claim_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Open a decided claim again; a refused one takes its kroner once more.

    Raises OnPaymentList, NotDecided, or MoreThanLeft where the kroner went to another claim.
    """
    by.must_be(Role.COORDINATOR)

    def undone(tx: Transaction) -> None:
        claim = claims.of(tx, claim_id)
        match claim.state:
            case ClaimState.LISTED:
                raise OnPaymentList
            case ClaimState.OPEN:
                raise NotDecided
            case ClaimState.REFUSED:
                if claim.amount_ore > (left := _left(tx, claim)):
                    raise MoreThanLeft(left)
                tx.run(sql("claim_decisions/give_back"), [claim_id], -1)
        tx.run("update claim set state = 'open', reason = null where id = $1", claim_id)
        _note_decisions(tx, [claim_id], ClaimState.OPEN, None, by=by, now=now)
        audit.note(tx, Act.CLAIM_REOPENED, by=by, now=now, reference=str(claim.number))

    db.transact(undone)


def _left(tx: Transaction, claim: Claim) -> int:
    row = tx.row(sql("claim_decisions/left"), claim.card_id)
    return row["left_ore"] if row else 0


def _decide(
    tx: Transaction,
    claim_ids: Sequence[UUID],
    state: ClaimState,
    reason: RefuseReason | None,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    if not claim_ids:
        raise BadInput("Krav", "må velges i listen først.")
    if tx.run(sql("claim_decisions/decide"), list(claim_ids), state, reason) != len(claim_ids):
        raise AlreadyDecided
    _note_decisions(tx, claim_ids, state, reason, by=by, now=now)


def _note_decisions(
    tx: Transaction,
    claim_ids: Sequence[UUID],
    state: ClaimState,
    reason: RefuseReason | None,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    ids = [uuid4() for _ in claim_ids]
    tx.run(sql("claim_decisions/add"), ids, list(claim_ids), state, reason, by.id, now)
