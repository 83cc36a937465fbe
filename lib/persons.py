"""Persons: sealed names and birth dates, found again by a keyed hash of the identity number."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib.asking import Row
from lib.db import AlreadyThere, Reader, Transaction, sql
from lib.identity_numbers import IdentityKind, IdentityNumber
from lib.keys import Keys
from lib.staff import StaffUser

# No I, L, O, U, 0 or 1: read aloud and written down without a mistake.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


NUMBERS = "identity number"  # what their key is derived for


class Protection(StrEnum):
    """Address protection, and the shielding of a municipality's own staff."""

    NONE = "none"
    CONFIDENTIAL = "confidential"  # kode 7
    STRICTLY_CONFIDENTIAL = "strictly_confidential"  # kode 6
    SHIELDED = "shielded"


_STRICTNESS = (
    Protection.NONE,
    Protection.SHIELDED,
    Protection.CONFIDENTIAL,
    Protection.STRICTLY_CONFIDENTIAL,
)


def strictest(*heard: Protection) -> Protection:
    """What holds where several were heard of."""
    return max(heard, key=_STRICTNESS.index, default=Protection.NONE)


@dataclass(frozen=True)
class Person:
    """A person whose seal was opened: never cached, never logged."""

    id: UUID
    reference: str
    name: str
    born: date | None
    protections: Mapping[UUID, Protection]  # by the service that heard of each

    @property
    def protection(self) -> Protection:
        """The strictest that any service has heard of; it holds for all."""
        return strictest(*self.protections.values())

    def protection_from(self, service_id: UUID) -> Protection:
        """What one service has heard: all it may see, and all it can take back."""
        return self.protections.get(service_id, Protection.NONE)

    @property
    def is_protected(self) -> bool:
        """Whether acts about them are strictly logged and go by the coordinator alone."""
        return self.protection is not Protection.NONE


@dataclass(frozen=True)
class KnownNumber:
    """An identity number as one service registered it; the digits are not kept."""

    number_hash: bytes = field(repr=False)
    kind: IdentityKind
    registered_at: datetime


def of(db: Reader, person_id: UUID) -> Person:
    """The person with this id; a missing one is our bug."""
    found = known(db, person_id)
    if found is None:
        raise LookupError("no such person")
    return found


def known(db: Reader, subject_id: UUID) -> Person | None:
    """The person with this id, or None where it is something else's."""
    row = db.row("select reference, sealed from person where id = $1", subject_id)
    return opened(db.keys, subject_id, row["reference"], row["sealed"]) if row else None


def kept_as(db: Reader, person_id: UUID) -> UUID:
    """Whom the register keeps this person as: themselves, or the one they were merged into."""
    text = "select kept_id from person_merge where gone_id = $1 and undone_at is null"
    while row := db.row(text, person_id):
        person_id = row["kept_id"]
    return person_id


def opened(keys: Keys, person_id: UUID, reference: str, sealed: bytes) -> Person:
    """The person behind a seal."""
    content = keys.opened(person_id, sealed)
    return Person(
        id=person_id,
        reference=reference,
        name=content["name"],
        born=date.fromisoformat(content["born"]) if content["born"] else None,
        protections={
            UUID(service): Protection(heard) for service, heard in content["protections"].items()
        },
    )


def seal(
    keys: Keys,
    person_id: UUID,
    name: str,
    born: date | None,
    protections: Mapping[UUID, Protection],
) -> bytes:
    """What is stored of a person."""
    return keys.sealed(
        person_id,
        {
            "name": name,
            "born": born.isoformat() if born else None,
            "protections": {
                str(service): heard
                for service, heard in protections.items()
                if heard is not Protection.NONE
            },
        },
    )


def number_hash(keys: Keys, number: IdentityNumber) -> bytes:
    """What is stored of an identity number."""
    return keys.chained(NUMBERS, number.digits)


def with_number(db: Reader, number: IdentityNumber) -> UUID | None:
    """The person who has, or once had, this identity number."""
    row = _identifier(db, number)
    return row["person_id"] if row else None


def _identifier(db: Reader, number: IdentityNumber) -> Row | None:
    """The row of a number, whichever generation of the key it has come to."""
    for form in db.keys.chain(NUMBERS, number.digits):
        text = "select number_hash, person_id from person_identifier where number_hash = $1"
        if row := db.row(text, form):
            return row
    return None


def new_reference(kind: str) -> str:
    """A reference for log and desk that tells nothing: «P-7F3K2M9Q»."""
    return f"{kind}-{''.join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))}"


def enter(
    tx: Transaction,
    name: str,
    born: date | None,
    protections: Mapping[UUID, Protection],
) -> UUID:
    """Add a person to the register."""
    person_id = uuid4()
    tx.run(
        "insert into person (id, reference, sealed) values ($1, $2, $3)",
        person_id,
        new_reference("P"),
        seal(tx.keys, person_id, name, born, protections),
    )
    return person_id


def reseal(
    tx: Transaction,
    person_id: UUID,
    name: str,
    born: date | None,
    protections: Mapping[UUID, Protection],
) -> None:
    """Store corrected particulars."""
    tx.run(
        "update person set sealed = $2 where id = $1",
        person_id,
        seal(tx.keys, person_id, name, born, protections),
    )


def changed(tx: Transaction, person_ids: Collection[UUID]) -> None:
    """Whoever changes somebody's name, birth date, numbers or homes tells it here, in the same act.

    The stopper's index in memory lives on it.
    """
    tx.run(sql("persons/changed"), list(person_ids))


def enter_number(
    tx: Transaction, person_id: UUID, number: IdentityNumber, *, by: StaffUser, now: datetime
) -> None:
    """A service's identity number of a person; raises AlreadyThere where it is another's."""
    known = _identifier(tx, number)
    if known and known["person_id"] != person_id:
        raise AlreadyThere
    hashed = known["number_hash"] if known else number_hash(tx.keys, number)
    if not known:
        tx.run(sql("persons/add_identifier"), hashed, person_id, number.kind)
    row_id = uuid4()
    entered = registered(tx.keys, row_id, now)
    tx.run(sql("persons/add_identifier_service"), row_id, hashed, by.service, entered)


def registered(keys: Keys, row_id: UUID, at: datetime) -> bytes:
    """When a service registered a number: sealed, for a family's numbers come at one time."""
    return keys.sealed(row_id, {"at": at.isoformat()})


def numbers_from(db: Reader, person_id: UUID, service_id: UUID) -> list[KnownNumber]:
    """The person's identity numbers that one service has registered, oldest first.

    That another service has registered one would tell that it knows the person.
    """
    found = [
        KnownNumber(
            row["number_hash"],
            IdentityKind(row["kind"]),
            datetime.fromisoformat(db.keys.opened(row["id"], row["sealed"])["at"]),
        )
        for row in db.rows(sql("persons/numbers_from"), person_id, service_id)
    ]
    return sorted(found, key=lambda known: (known.registered_at, known.kind))


def still_registered(
    db: Reader, person_id: UUID, service_id: UUID, number: KnownNumber
) -> KnownNumber | None:
    """A number that was read earlier, as it is now: the key may have been rotated since."""
    moved_on = db.keys.moved_on(NUMBERS, number.number_hash)
    return next(
        (
            known
            for known in numbers_from(db, person_id, service_id)
            if db.keys.moved_on(NUMBERS, known.number_hash) == moved_on
        ),
        None,
    )


def free_number(tx: Transaction, number: KnownNumber, service_id: UUID) -> None:
    """Take back a service's number; when no other service has it, it is free for another person."""
    tx.run(
        "delete from person_identifier_service where number_hash = $1 and service_id = $2",
        number.number_hash,
        service_id,
    )
    tx.run(sql("persons/free_identifier"), number.number_hash)
