"""The blind contact request: two services come to know of one another only if both want to.

A caseworker who met the warning asks to be put in touch. Every service that knows the
person gets a task that does not say who asks. Accepting reveals both; answering through
the system reveals nobody. For protected persons the coordinator alone is asked, and the
asking desk sees no difference.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from lib import audit, persons
from lib.audit import Act
from lib.db import Database, Reader, Row, Transaction, sql
from lib.refusals import Refused
from lib.staff import Role, StaffUser

# A family waits while a request waits: after a working week the coordinator sees it, too.
COORDINATOR_AFTER = timedelta(days=5)


class Route(StrEnum):
    SERVICES = "services"
    COORDINATOR = "coordinator"


class Answer(StrEnum):
    ACCEPTED = "accepted"
    MAY_AWARD = "may_award"
    HAS_ENOUGH = "has_enough"


ANSWER_TEXTS = {
    Answer.ACCEPTED: "Ta kontakt",
    Answer.MAY_AWARD: "Dere kan tildele",
    Answer.HAS_ENOUGH: "Barnet har det det skal ha i perioden",
}


@dataclass(frozen=True)
class Task:
    """A request for the caseworker to answer, about a person of their own service."""

    request_id: UUID
    person_name: str
    person_reference: str
    asked_at: datetime


@dataclass(frozen=True)
class Case:
    """A request for the coordinator: who asks and who knows the person, not who it is."""

    request_id: UUID
    person_reference: str
    asked_by: str
    asking_service: str
    asking_phone: str
    known_to: str
    asked_at: datetime


@dataclass(frozen=True)
class Sent:
    """A request of the caseworker's service with what came of it."""

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
        super().__init__("Kontakt er allerede bedt om. Svaret kommer på Min dag.")


class AnsweredAlready(Refused):
    """Somebody was faster, at one's own service or at another."""

    def __init__(self) -> None:
        super().__init__("Forespørselen er allerede besvart.")


class StillWithServices(Refused):
    """The services have their days to answer before the coordinator does."""

    def __init__(self) -> None:
        super().__init__(
            "Forespørselen venter på svar fra en tjeneste. "
            f"Koordinator kan svare etter {COORDINATOR_AFTER.days} dager."
        )


def ask(db: Database, person_id: UUID, *, by: StaffUser, now: datetime) -> UUID:
    """Ask to be put in touch with whoever knows the person; raises AskedAlready."""
    by.must_be(Role.CASEWORKER)

    def asked(tx: Transaction) -> UUID:
        if tx.rows(sql("contact_requests/open_of_service"), person_id, by.service):
            raise AskedAlready
        person = persons.of(tx, person_id)
        request_id = uuid4()
        tx.run(
            sql("contact_requests/add"),
            request_id,
            person_id,
            Route.COORDINATOR if person.is_protected else Route.SERVICES,
            by.service,
            by.id,
            now,
        )
        audit.note(
            tx,
            Act.CONTACT_ASKED,
            by=by,
            now=now,
            subject=person_id,
            reference=person.reference,
            strict=person.is_protected,
        )
        return request_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(asked)


def tasks(db: Database, *, by: StaffUser, now: datetime) -> list[Task]:
    """What the caseworker's service is asked, oldest first; a look at each person it is about."""
    by.must_be(Role.CASEWORKER)
    found = []
    for row in db.rows(sql("contact_requests/tasks"), by.service):
        person = persons.opened(db.keys, row["person_id"], row["reference"], row["sealed"])
        audit.look(
            db,
            by=by,
            now=now,
            subject=person.id,
            reference=person.reference,
            strict=person.is_protected,
        )
        found.append(Task(row["request_id"], person.name, person.reference, row["asked_at"]))
    return found


def waiting(db: Reader, *, by: StaffUser) -> int:
    """How many tasks the caseworker's service has, without a look at whom they are about."""
    by.must_be(Role.CASEWORKER)
    return len(db.rows(sql("contact_requests/tasks"), by.service))


def cases(db: Reader, *, by: StaffUser, now: datetime) -> list[Case]:
    """What waits for the coordinator: protected persons, and what nobody answered in time."""
    by.must_be(Role.COORDINATOR)
    return db.many(Case, sql("contact_requests/cases"), now - COORDINATOR_AFTER)


def sent(db: Reader, *, by: StaffUser, since: datetime) -> list[Sent]:
    """The requests of the caseworker's service, newest first; one row per answer."""
    by.must_be(Role.CASEWORKER)
    return db.many(Sent, sql("contact_requests/sent"), by.service, since)


def answer(
    db: Database, request_id: UUID, answer: Answer, *, by: StaffUser, now: datetime
) -> Revealed | None:
    """Answer a task of one's service, or as coordinator a case.

    Returns who asked, where the answer is to be in touch. Raises AnsweredAlready,
    StillWithServices, and NotYourRole for a caseworker whose task it is not.
    """
    by.must_be(Role.CASEWORKER, Role.COORDINATOR)

    def answered(tx: Transaction) -> Revealed | None:
        request = tx.row(sql("contact_requests/answerable"), request_id)
        if request is None:
            raise AnsweredAlready
        answering = _answering_service(tx, request, by=by, now=now)
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


def _answering_service(tx: Transaction, request: Row, *, by: StaffUser, now: datetime) -> UUID:
    """The service that answers; the coordinator's answer stands under the asker's own."""
    if by.may(Role.CASEWORKER) and tx.rows(
        sql("contact_requests/task_of"), request["request_id"], by.service
    ):
        return by.service
    if request["request_id"] not in {case.request_id for case in cases(tx, by=by, now=now)}:
        raise StillWithServices
    asking: UUID = request["asking_service_id"]
    return asking
