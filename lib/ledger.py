"""The ledger of units: each change to what a pool has left is one movement, never undone.

What a known pool has left is the sum of its movements. An unknown pool's movements are
entered, too, so that the first count can make it known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import counted, number
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser

MOST_UNITS = 100_000


class MovementKind(StrEnum):
    RECEIVED = "received"
    COUNTED = "counted"
    MOVED = "moved"
    AWARDED = "awarded"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"
    EXPIRED = "expired"
    ISSUED = "issued"  # sold or given away, without a person


class WriteOffReason(StrEnum):
    LOST = "lost"
    DAMAGED = "damaged"
    GIVEN_BACK = "given_back"
    EVENT_CANCELLED = "event_cancelled"
    OTHER_PURPOSE = "other_purpose"


MOVEMENT_NAMES: Mapping[MovementKind, str] = {
    MovementKind.RECEIVED: "mottatt",
    MovementKind.COUNTED: "talt",
    MovementKind.MOVED: "flyttet",
    MovementKind.AWARDED: "tildelt",
    MovementKind.RETURNED: "levert tilbake",
    MovementKind.WRITTEN_OFF: "avskrevet",
    MovementKind.EXPIRED: "utløpt",
    MovementKind.ISSUED: "solgt eller gitt",
}
WRITE_OFF_NAMES: Mapping[WriteOffReason, str] = {
    WriteOffReason.LOST: "mistet",
    WriteOffReason.DAMAGED: "ødelagt",
    WriteOffReason.GIVEN_BACK: "levert tilbake til tilbyder",
    WriteOffReason.EVENT_CANCELLED: "arrangementet er avlyst",
    WriteOffReason.OTHER_PURPOSE: "brukt til noe annet",
}


class NotEnoughLeft(Refused):
    """The pool was emptied between the page and the act, or never had so many."""

    def __init__(self, left: int) -> None:
        super().__init__(f"Antall er for høyt: det er {number(left)} igjen.")
        self.left = left


class SamePlace(Refused):
    """Units are where they should go already."""

    def __init__(self) -> None:
        super().__init__("Flytt til må være et annet sted enn flytt fra.")


class NothingThere(Refused):
    """The service has no part of the batch to move from."""

    def __init__(self) -> None:
        super().__init__("Flytt fra må være et sted som har en del av partiet.")


class ServiceClosed(Refused):
    """A closed service awards no more."""

    def __init__(self) -> None:
        super().__init__("Flytt til må være en tjeneste som er i bruk.")


@dataclass(frozen=True)
class Movement:
    """One line of the ledger that is no award; units are signed."""

    kind: MovementKind
    units: int
    service_name: str | None
    reason: WriteOffReason | None
    staff_name: str | None
    moved_at: datetime


@dataclass(frozen=True)
class AwardedInMonth:
    """What a service awarded of a batch in a month, less what came back."""

    month: date
    service_name: str | None
    units: int


@dataclass(frozen=True)
class Imbalance:
    """A known pool that does not have the sum of its movements left: our bug."""

    pool_id: UUID
    units_left: int
    units_moved: int


@dataclass(frozen=True)
class _Standing:
    id: UUID
    units_left: int | None


def take(
    tx: Transaction, pool_id: UUID, units: int, *, award_id: UUID, by: StaffUser, now: datetime
) -> None:
    """Take awarded units out of a pool, or raise NotEnoughLeft.

    An unknown pool always has enough: nobody has counted it.
    """
    _enter(tx, pool_id, MovementKind.AWARDED, -_checked(units), award_id=award_id, by=by, now=now)


def issue(tx: Transaction, pool_id: UUID, units: int, *, by: StaffUser, now: datetime) -> None:
    """Take units that are sold or given to nobody in particular, or raise NotEnoughLeft."""
    _enter(tx, pool_id, MovementKind.ISSUED, -_checked(units), by=by, now=now)


def put_back(
    tx: Transaction,
    pool_id: UUID,
    units: int,
    *,
    award_id: UUID | None = None,
    by: StaffUser,
    now: datetime,
) -> None:
    """Put units of a cancelled award, or of a returned sale, back where they came from."""
    _enter(tx, pool_id, MovementKind.RETURNED, _checked(units), award_id=award_id, by=by, now=now)


def open_pool(tx: Transaction, batch_id: UUID, service_id: UUID | None, *, known: bool) -> UUID:
    """Open an empty pool, or one of unknown content, for a service or the coordinator's store."""
    pool_id = uuid4()
    tx.run(
        "insert into pool (id, batch_id, service_id, units_left) values ($1, $2, $3, $4)",
        pool_id,
        batch_id,
        service_id,
        0 if known else None,
    )
    return pool_id


def receive(tx: Transaction, pool_id: UUID, units: int, *, by: StaffUser, now: datetime) -> None:
    """Enter the delivered units of a batch; an unknown number is not entered until counted."""
    _enter(tx, pool_id, MovementKind.RECEIVED, _checked(units), by=by, now=now)


def move(
    db: Database,
    batch_id: UUID,
    from_service: UUID | None,
    to_service: UUID | None,
    units: int | None,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """Move units between two pools of a batch; None is the coordinator's own store.

    Without a number of units an unknown pool is shared: the other place gets an unknown
    pool of its own. Raises BadInput, NotEnoughLeft, SamePlace, NothingThere, ServiceClosed.
    """
    by.must_be(Role.COORDINATOR)
    db.transact(
        lambda tx: enter_move(tx, batch_id, from_service, to_service, units, by=by, now=now)
    )


def enter_move(
    tx: Transaction,
    batch_id: UUID,
    from_service: UUID | None,
    to_service: UUID | None,
    units: int | None,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """As `move`, within an act under way."""
    if from_service == to_service:
        raise SamePlace
    source = _pool_of(tx, batch_id, from_service)
    if source is None:
        raise NothingThere
    if to_service and not tx.row(
        "select id from service where id = $1 and closed_at is null", to_service
    ):
        raise ServiceClosed
    target = _pool_of(tx, batch_id, to_service)
    if units is None:
        if source.units_left is not None or target:
            raise BadInput("Antall", "må fylles ut.")
        open_pool(tx, batch_id, to_service, known=False)
        return
    _checked(units)
    target_id = target.id if target else open_pool(tx, batch_id, to_service, known=True)
    _enter(tx, source.id, MovementKind.MOVED, -units, by=by, now=now)
    _enter(tx, target_id, MovementKind.MOVED, units, by=by, now=now)


def count(db: Database, pool_id: UUID, units: int, *, by: StaffUser, now: datetime) -> None:
    """Enter how many units were counted in a pool; an unknown pool is known from then on."""
    by.must_be(Role.COORDINATOR)
    db.transact(lambda tx: enter_count(tx, pool_id, units, by=by, now=now))


def count_all(db: Database, counted: Mapping[UUID, int], *, by: StaffUser, now: datetime) -> None:
    """Enter a stocktaking, units by pool: all of it or nothing."""
    by.must_be(Role.COORDINATOR)

    def entered(tx: Transaction) -> None:
        for pool_id, units in counted.items():
            enter_count(tx, pool_id, units, by=by, now=now)

    db.transact(entered)


def enter_count(
    tx: Transaction, pool_id: UUID, units: int, *, by: StaffUser, now: datetime
) -> None:
    """As `count`, within an act under way. A count that agrees is entered as nought."""
    _checked(units, at_least=0)
    tx.rows(sql("ledger/count_pool"), pool_id, units, uuid4(), MovementKind.COUNTED, by.id, now)


def write_off(
    db: Database,
    pool_id: UUID,
    units: int,
    reason: WriteOffReason,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """Take out units that no child will get; raises NotEnoughLeft."""
    by.must_be(Role.COORDINATOR)
    db.transact(lambda tx: enter_write_off(tx, pool_id, units, reason, by=by, now=now))


def enter_write_off(
    tx: Transaction,
    pool_id: UUID,
    units: int,
    reason: WriteOffReason,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """As `write_off`, within an act under way."""
    kind = MovementKind.WRITTEN_OFF
    _enter(tx, pool_id, kind, -_checked(units), reason=reason, by=by, now=now)


def expire(db: Database, *, on: date, by: StaffUser, now: datetime) -> int:
    """Write off what is left of batches whose last day is before `on`; returns the units.

    What is left of an unknown pool stays unknown: there is no number to write off.
    """
    by.must_be(Role.COORDINATOR)

    def expired(tx: Transaction) -> int:
        left = tx.many(_Standing, sql("ledger/left_too_late"), on)
        for pool in left:
            _enter(tx, pool.id, MovementKind.EXPIRED, -(pool.units_left or 0), by=by, now=now)
        return sum(pool.units_left or 0 for pool in left)

    return db.transact(expired)


def movements(db: Reader, batch_id: UUID) -> list[Movement]:
    """The batch's movements but for awards, the latest first.

    An award is one family's: when it was made, and by whom, is not the coordinator's to see.
    """
    return db.many(Movement, sql("ledger/movements"), batch_id)


def awarded_by_month(db: Reader, batch_id: UUID) -> list[AwardedInMonth]:
    """What each service awarded of the batch, the latest month first."""
    return db.many(AwardedInMonth, sql("ledger/awarded_by_month"), batch_id)


def unbalanced(db: Reader) -> list[Imbalance]:
    """Known pools whose units left are not the sum of their movements; always to be empty."""
    return db.many(Imbalance, sql("ledger/unbalanced"))


def _pool_of(tx: Transaction, batch_id: UUID, service_id: UUID | None) -> _Standing | None:
    return tx.first(
        _Standing,
        "select id, units_left from pool "
        "where batch_id = $1 and service_id is not distinct from cast($2 as uuid)",
        batch_id,
        service_id,
    )


def _enter(
    tx: Transaction,
    pool_id: UUID,
    kind: MovementKind,
    units: int,
    *,
    award_id: UUID | None = None,
    reason: WriteOffReason | None = None,
    by: StaffUser,
    now: datetime,
) -> None:
    """Change the pool and enter the movement in one statement, or raise NotEnoughLeft."""
    entered = tx.rows(
        sql("ledger/enter_movement"),
        pool_id,
        units,
        uuid4(),
        kind,
        award_id,
        reason,
        by.id,
        now,
    )
    if not entered:
        pool = tx.row("select units_left from pool where id = $1", pool_id)
        if pool is None:
            raise LookupError("no such pool")
        raise NotEnoughLeft(pool["units_left"])


def _checked(units: int, *, at_least: int = 1) -> int:
    if not at_least <= units <= MOST_UNITS:
        most = counted(MOST_UNITS, "enhet", "enheter")
        raise BadInput("Antall", f"må være fra {at_least} til {most}.")
    return units
