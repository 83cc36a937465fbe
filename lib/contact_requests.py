"""The blind contact request: two services come to know of one another only if both want to.

A caseworker who met the warning asks to be put in touch. Every service that knows the
person gets a task that does not say who asks. Accepting reveals both; answering through
the system reveals nobody. For protected persons the coordinator alone is asked. The
coordinator may answer any other request as well, at any time: otherwise an answer from the
coordinator would tell the asking desk that the person is protected.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import audit, need_to_know, persons
from lib.asking import Row
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser


class Route(StrEnum):
    SERVICES = "services"
    COORDINATOR = "coordinator"


class Answer(StrEnum):
    ACCEPTED = "accepted"
    MAY_AWARD = "may_award"
    HAS_ENOUGH = "has_enough"
    REGISTER_TIDIED = "register_tidied"  # given by merging two persons, never by a desk


ANSWER_TEXTS = {
    Answer.ACCEPTED: "Vi tar kontakt",
    Answer.MAY_AWARD: "Dere kan tildele",
    Answer.HAS_ENOUGH: "Barnet har fått nok",
    Answer.REGISTER_TIDIED: "Koordinator har ryddet i registeret. Be om kontakt igjen ved behov",
}
CAN_BE_GIVEN = (Answer.ACCEPTED, Answer.MAY_AWARD, Answer.HAS_ENOUGH)


@dataclass(frozen=True)
class Task:
    """A request for the caseworker to answer, about a person of their own service."""

    request_id: UUID
    person_name: str
    person_reference: str
    asked_at: datetime


@dataclass(frozen=True)
class Knows:
    """A service that knows the person, and where to reach it."""

    service: str
    phone: str


@dataclass(frozen=True)
class Case:
    """A request for the coordinator: who asks and who knows the person, not who it is."""

    request_id: UUID
    route: Route
    person_reference: str
    asked_by: str
    asking_service: str
    asking_phone: str
    known_to: tuple[Knows, ...]
    asked_at: datetime


@dataclass(frozen=True)
class Sent:
    """A request of the caseworker's service with what came of it."""

    request_id: UUID
    person_id: UUID
    person_reference: str
    asked_at: datetime
    answer: Answer | None
    answered_by: str | None  # named only where the answer is to be in touch
    answering_service: str | None
    phone: str | None


@dataclass(frozen=True)
class Revealed:
    """Who asked, shown to the one who accepted."""

    asked_by: str
    service: str
    phone: str


class AskedAlready(Refused):
    """The service has an open request about this person."""

    def __init__(self) -> None:
        super().__init__("Dere har allerede bedt om kontakt. Svaret kommer på Min dag.")


class AnsweredAlready(Refused):
    """Somebody was faster, at one's own service or at another."""

    def __init__(self) -> None:
        super().__init__("Forespørselen er allerede besvart.")


def ask(db: Database, person_id: UUID, *, by: StaffUser, now: datetime) -> UUID:
    """Ask to be put in touch with whoever knows the person; raises AskedAlready."""
    by.must_be(Role.CASEWORKER)

    def asked(tx: Transaction) -> UUID:
        # The desk may have been warned of somebody who has since been merged into another.
        person = persons.of(tx, persons.kept_as(tx, person_id))
        if tx.rows(sql("contact_requests/open_of_service"), person.id, by.service):
            raise AskedAlready
        request_id = uuid4()
        tx.run(
            sql("contact_requests/add"),
            request_id,
            person.id,
            Route.COORDINATOR if person.is_protected else Route.SERVICES,
            by.service,
            by.id,
            now,
        )
        audit.note_of(tx, Act.CONTACT_ASKED, person, by=by, now=now)
        return request_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(asked)


def tasks(db: Database, *, by: StaffUser, now: datetime) -> list[Task]:
    """What the caseworker's service is asked, oldest first; a look at each person it is about."""
    by.must_be(Role.CASEWORKER)
    found = []
    for row in db.rows(sql("contact_requests/tasks"), by.service):
        person = persons.opened(db.keys, row["person_id"], row["reference"], row["sealed"])
        audit.look_at(db, person, by=by, now=now)
        found.append(Task(row["request_id"], person.name, person.reference, row["asked_at"]))
    return found


def waiting(db: Reader, *, by: StaffUser) -> int:
    """How many tasks the caseworker's service has, without a look at whom they are about."""
    by.must_be(Role.CASEWORKER)
    return len(db.rows(sql("contact_requests/tasks"), by.service))


def cases(db: Reader, *, by: StaffUser) -> list[Case]:
    """What nobody has answered: first what the coordinator alone can answer, then oldest first."""
    by.must_be(Role.COORDINATOR)
    return [
        Case(
            **(row | {"route": Route(row["route"])}),
            known_to=tuple(db.many(Knows, sql("contact_requests/known_to"), row["request_id"])),
        )
        for row in db.rows(sql("contact_requests/cases"))
    ]


def sent(db: Reader, *, by: StaffUser, since: datetime) -> list[Sent]:
    """The requests of the caseworker's service, newest first; one row per answer."""
    by.must_be(Role.CASEWORKER)
    return db.many(Sent, sql("contact_requests/sent"), by.service, since)


def met_here(
    db: Database, person_id: UUID, *, by: StaffUser, now: datetime
) -> tuple[Person, UUID] | None:
    """Whom a request of one's service is about, with their home, where the service has them too.

    A look at the person; None for another service's, who stays a reference.
    """
    by.must_be(Role.CASEWORKER)
    homes = need_to_know.homes(db, person_id, by=by)
    if not homes:
        return None
    person = persons.of(db, person_id)
    audit.look_at(db, person, by=by, now=now)
    return person, homes[0]


def answer(
    db: Database, request_id: UUID, answer: Answer, *, by: StaffUser, now: datetime
) -> Revealed | None:
    """Answer a task of one's service, or as coordinator a case.

    Returns who asked, where the answer is to be in touch. Raises AnsweredAlready, and
    NotYourRole for a caseworker whose task it is not.
    """
    by.must_be(Role.CASEWORKER, Role.COORDINATOR)

    def answered(tx: Transaction) -> Revealed | None:
        request = tx.row(sql("contact_requests/answerable"), request_id)
        if request is None:
            raise AnsweredAlready
        answering = _answering_service(tx, request, by=by)
        tx.run(sql("contact_requests/add_answer"), request_id, answering, answer, by.id, now)
        audit.note(
            tx,
            Act.CONTACT_ANSWERED,
            by=by,
            now=now,
            subject=request["person_id"],
            reference=request["reference"],
            outcome=answer,
            strict=request["route"] == Route.COORDINATOR,
        )
        if answer is not Answer.ACCEPTED:
            return None
        return Revealed(request["asked_by"], request["asking_service"], request["asking_phone"])

    row = db.row("select person_id from contact_request where id = $1", request_id)
    with audit.refusals_noted(db, by=by, now=now, subject=row["person_id"] if row else None):
        return db.transact(answered)


def _answering_service(tx: Transaction, request: Row, *, by: StaffUser) -> UUID:
    """The service that answers; the coordinator's answer stands under the asker's own."""
    if by.may(Role.CASEWORKER) and tx.rows(
        sql("contact_requests/task_of"), request["request_id"], by.service
    ):
        return by.service
    by.must_be(Role.COORDINATOR)
    asking: UUID = request["asking_service_id"]
    return asking
