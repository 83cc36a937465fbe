"""Who lives where, as each service registered it: sealed.

In the clear it would tell somebody with a population list which rows are one family: who knows
one of them would know the others, and a family like no other would be known at once. So a
membership tells whose it is and which service knows them, and no more; and what leads from a
household to its memberships is sealed in the service's row of the household.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from struct import Struct
from uuid import UUID

from lib.asking import Row
from lib.db import Reader, Transaction, sql
from lib.keys import Keys

_NONE = UUID(int=0)
_EPOCH, _MICROSECOND = datetime(1970, 1, 1), timedelta(microseconds=1)
# Household, neighbourhood or none, whether a guardian, since when in microseconds.
_SEALED = Struct(">16s16s?q")
# A roster is filled up to so many, so that its length does not tell a large family.
ROSTER = 15
_ID_BYTES = 16


class MemberRole(StrEnum):
    GUARDIAN = "guardian"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a household, as one service registered it."""

    id: UUID
    person_id: UUID
    service_id: UUID
    household_id: UUID
    neighbourhood_id: UUID | None
    role: MemberRole
    since: datetime


def add(tx: Transaction, membership: Membership) -> None:
    """Store a membership; the roster of its household has to name it."""
    tx.run(
        "insert into membership (id, person_id, service_id, sealed) values ($1, $2, $3, $4)",
        membership.id,
        membership.person_id,
        membership.service_id,
        seal(tx.keys, membership),
    )


def at_service(db: Reader, person_id: UUID, service_id: UUID) -> list[Membership]:
    """Where a person lives, as one service registered it; the first home first."""
    rows = db.rows(sql("memberships/at_service"), person_id, service_id)
    return sorted(_opened(db.keys, rows), key=_age)


def of_persons(
    db: Reader, persons: Collection[UUID], *, ended_too: bool = False
) -> list[Membership]:
    """Where persons live, as all services registered it; the oldest first."""
    rows = db.rows(sql("memberships/of_persons"), list(persons), ended_too)
    return sorted(_opened(db.keys, rows), key=_age)


def end(tx: Transaction, ids: Iterable[UUID]) -> None:
    """They no longer live there."""
    tx.run_many("update membership set ended = true where id = $1", [(each,) for each in ids])


def seal(keys: Keys, membership: Membership) -> bytes:
    """What is stored of a membership."""
    packed = _SEALED.pack(
        membership.household_id.bytes,
        (membership.neighbourhood_id or _NONE).bytes,
        membership.role is MemberRole.GUARDIAN,
        (membership.since - _EPOCH) // _MICROSECOND,
    )
    return keys.sealed_bytes(membership.id, packed)


def opened(keys: Keys, row: Row) -> Membership:
    """The membership of a row with id, person, service and seal; raises Unreadable."""
    packed = keys.opened_bytes(row["id"], row["sealed"])
    household, area, is_guardian, since = _SEALED.unpack(packed)
    area_id = UUID(bytes=area)
    return Membership(
        row["id"],
        row["person_id"],
        row["service_id"],
        UUID(bytes=household),
        area_id if area_id != _NONE else None,
        MemberRole.GUARDIAN if is_guardian else MemberRole.CHILD,
        _EPOCH + since * _MICROSECOND,
    )


def roster(keys: Keys, row_id: UUID, members: Collection[UUID]) -> bytes:
    """What a service's row of a household keeps: its memberships, those that ended, too."""
    free = -len(members) % ROSTER
    return keys.sealed_bytes(row_id, b"".join(each.bytes for each in [*members, *[_NONE] * free]))


def on_roster(keys: Keys, row_id: UUID, sealed: bytes) -> list[UUID]:
    """The ids of a household's memberships; raises Unreadable."""
    packed = keys.opened_bytes(row_id, sealed)
    ids = [UUID(bytes=packed[at : at + _ID_BYTES]) for at in range(0, len(packed), _ID_BYTES)]
    return [each for each in ids if each != _NONE]


def _opened(keys: Keys, rows: Iterable[Row]) -> Iterator[Membership]:
    return (opened(keys, row) for row in rows)


def _age(membership: Membership) -> tuple[datetime, UUID]:
    return membership.since, membership.household_id
