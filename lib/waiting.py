"""The waiting list: children whose service had no tickets left to an offer they wanted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import audit, need_to_know, offers
from lib.audit import Act
from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.refusals import Refused
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Waiting:
    """Somebody on the list, by reference; `has_tickets` when the service could award now."""

    id: UUID
    person_id: UUID
    person_reference: str
    offer_id: UUID
    offer_name: str
    partner_name: str
    put_at: datetime
    has_tickets: bool


@dataclass(frozen=True)
class Wanted:
    """How many wait for an offer, by all services."""

    offer_id: UUID
    offer_name: str
    partner_name: str
    waiting: int


@dataclass(frozen=True)
class Gone:
    """An offer that the service is out of."""

    id: UUID
    name: str
    partner_name: str


class AlreadyWaiting(Refused):
    """Once on the list is enough."""

    def __init__(self) -> None:
        super().__init__("Barnet står alt på ventelisten til tilbudet.")


def put(db: Database, person_id: UUID, offer_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Put a child of one's own on the list; raises AlreadyWaiting and NotYours."""

    def entered(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        offer = offers.of(tx, offer_id)
        tx.run(sql("waiting/put"), uuid4(), person_id, offer.id, by.service, by.id, now)
        audit.note_of(tx, Act.WAITING, person, outcome=offer.name, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        try:
            db.transact(entered)
        except AlreadyThere:
            raise AlreadyWaiting from None


def end(db: Database, waiting_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Take a child of one's own service off the list; doing it again changes nothing."""
    by.must_be(Role.CASEWORKER)
    text = "update waiting set ended_at = $3 where id = $1 and service_id = $2 and ended_at is null"
    db.transact(lambda tx: tx.run(text, waiting_id, by.service, now))


def out_of_tickets(db: Reader, *, by: StaffUser, on: date) -> list[Gone]:
    """What the caseworker's service has nothing left of, and may get again, by name."""
    by.must_be(Role.CASEWORKER)
    over = offers.over(db, on=on)
    gone = db.many(Gone, sql("waiting/out_of_tickets"), by.service, on)
    return [offer for offer in gone if offer.id not in over]


def of_service(db: Reader, *, by: StaffUser, on: date) -> list[Waiting]:
    """Whom the caseworker's service waits with; those whose tickets have come stand first.

    Who was awarded the offer since is off the list by itself, and so is everyone when it is
    over.
    """
    by.must_be(Role.CASEWORKER)
    over = offers.over(db, on=on)
    waiting = db.many(Waiting, sql("waiting/of_service"), by.service, on)
    return [each for each in waiting if each.offer_id not in over]


def wanted(db: Reader, *, by: StaffUser, on: date) -> list[Wanted]:
    """What to get more of, most wanted first: for the coordinator, who sees no child."""
    by.must_be(Role.COORDINATOR)
    over = offers.over(db, on=on)
    return [each for each in db.many(Wanted, sql("waiting/wanted")) if each.offer_id not in over]
