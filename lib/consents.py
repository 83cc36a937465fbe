"""A guardian's consent that other services may learn which service knows the child."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import audit, need_to_know
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Told:
    """A service that others may be told of."""

    service_id: UUID
    service: str
    phone: str


def services_told(db: Reader, person_id: UUID) -> list[Told]:
    """The services whose knowing the child may be told, by name."""
    return db.many(Told, sql("consents/services_told"), person_id)


def given_to(db: Reader, person_id: UUID, *, by: StaffUser) -> bool:
    """Whether the guardian's consent stands with the caseworker's own service."""
    by.must_be(Role.CASEWORKER)
    return bool(db.rows(sql("consents/standing"), person_id, by.service))


def record(db: Database, person_id: UUID, *, by: StaffUser, on: date, now: datetime) -> None:
    """The guardian consents, on the day `on`; raises NotYours."""

    def recorded(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        tx.run(sql("consents/add"), uuid4(), person_id, by.service, on, by.id, now)
        audit.note_of(tx, Act.CONSENT, person, outcome="gitt", by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(recorded)


def withdraw(db: Database, person_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """The guardian withdraws the consent; from now on nothing more is told. Raises NotYours."""

    def withdrawn(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        tx.run(sql("consents/withdraw"), person_id, by.service, now)
        audit.note_of(tx, Act.CONSENT, person, outcome="trukket", by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(withdrawn)
