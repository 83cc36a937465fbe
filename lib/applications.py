"""Applications: a family asks for what a scheme gives, and a caseworker decides once.

A decision is who, when and a code: no reason in words, no income, no document. Why an
application was granted is in the right that was assessed, what was given in its award.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import audit, need_to_know, schemes
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.persons import Person
from lib.refusals import BadInput, Refused
from lib.scheme_years import NoOwnCards
from lib.schemes import NotOpen
from lib.staff import Role, StaffUser


class Outcome(StrEnum):
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RefusalReason(StrEnum):
    OUTSIDE_AGES = "outside_ages"
    NOT_RESIDENT = "not_resident"
    CRITERION_NOT_MET = "criterion_not_met"
    MISSING_INFORMATION = "missing_information"
    NO_CARDS_LEFT = "no_cards_left"


OUTCOME_NAMES: Mapping[Outcome, str] = {
    Outcome.GRANTED: "innvilget",
    Outcome.REFUSED: "avslått",
    Outcome.WITHDRAWN: "trukket",
}
REASON_NAMES: Mapping[RefusalReason, str] = {
    RefusalReason.OUTSIDE_AGES: "Utenfor ordningens alder",
    RefusalReason.NOT_RESIDENT: "Bor ikke i kommunen",
    RefusalReason.CRITERION_NOT_MET: "Oppfyller ikke noe kriterium",
    RefusalReason.MISSING_INFORMATION: "Mangler opplysninger",
    RefusalReason.NO_CARDS_LEFT: "Ikke flere kort igjen i år",
}


@dataclass(frozen=True)
class Application:
    """An application as it stands; without an outcome it waits."""

    id: UUID
    person_id: UUID
    reference: str
    scheme_id: UUID
    scheme_name: str
    scheme_owner: str
    service_id: UUID
    received_on: date
    outcome: Outcome | None
    reason: RefusalReason | None
    award_id: UUID | None
    decided_on: date | None
    decided_by: str | None
    still_known: bool  # whether the person still lives in a household of the service

    @property
    def scheme_in_full(self) -> str:
        """The scheme with its owner: two may have one name."""
        owner = f" ({self.scheme_owner})" if self.scheme_owner else ""
        return f"{self.scheme_name}{owner}"

    def days_waited(self, on: date) -> int:
        """Whole days since it was received."""
        return (on - self.received_on).days


class AppliedAlready(Refused):
    """One application at a time: the one that waits is decided first."""

    def __init__(self) -> None:
        super().__init__("Det ligger alt en søknad som venter på svar.")


def register(
    db: Database,
    person_id: UUID,
    scheme_id: UUID,
    received_on: date,
    *,
    by: StaffUser,
    on: date,
    now: datetime,
) -> UUID:
    """Enter an application; who is outside the ages may apply, too, and gets an answer.

    Raises BadInput, NoOwnCards, NotOpen, AppliedAlready and NotYours.
    """
    if received_on > on:
        raise BadInput("Mottatt", "kan ikke være fram i tid.")
    if received_on < date(on.year - 1, 1, 1):
        raise BadInput("Mottatt", f"kan ikke være før 01.01.{on.year - 1}.")
    application_id = uuid4()

    def registered(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        scheme = schemes.of(tx, scheme_id)
        if not scheme.has_own_cards:
            raise NoOwnCards
        if isinstance(refusal := schemes.why_not(scheme, person.born, on=on), NotOpen):
            raise refusal
        for earlier in _many(tx, service_id=by.service, person_id=person_id):
            if earlier.outcome is None and earlier.scheme_id == scheme_id:
                raise AppliedAlready
        tx.run(
            sql("applications/add"),
            application_id,
            person_id,
            scheme_id,
            by.service,
            received_on,
            by.id,
            now,
        )
        audit.note_of(tx, Act.APPLIED, person, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(registered)
    return application_id


def waiting(db: Reader, *, by: StaffUser) -> list[Application]:
    """What the caseworker's service has to decide, the oldest first."""
    by.must_be(Role.CASEWORKER)
    return [each for each in _many(db, service_id=by.service) if each.outcome is None]


def decided_since(db: Reader, since: date, *, by: StaffUser) -> list[Application]:
    """What the caseworker's service decided from a day on, the latest first."""
    by.must_be(Role.CASEWORKER)
    decided = [
        each
        for each in _many(db, service_id=by.service)
        if each.decided_on and each.decided_on >= since
    ]
    return sorted(decided, key=lambda each: each.decided_on or since, reverse=True)


def of_person(db: Reader, person_id: UUID, *, by: StaffUser) -> list[Application]:
    """What the person applied for with the caseworker's service, the oldest first."""
    by.must_be(Role.CASEWORKER)
    return _many(db, service_id=by.service, person_id=person_id)


def applicant(db: Database, person_id: UUID, *, by: StaffUser, now: datetime) -> Person:
    """The person before the caseworker, a look that the log keeps; raises NotYours."""
    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        person = need_to_know.person(db, person_id, by=by)
    audit.look_at(db, person, by=by, now=now)
    return person


def of(db: Reader, application_id: UUID, *, by: StaffUser) -> Application:
    """An application of the caseworker's service; raises NotYours."""
    by.must_be(Role.CASEWORKER)
    found = _many(db, service_id=by.service, application_id=application_id)
    if not found:
        raise need_to_know.NotYours
    return found[0]


def _many(
    db: Reader,
    *,
    service_id: UUID,
    person_id: UUID | None = None,
    application_id: UUID | None = None,
) -> list[Application]:
    text = sql("applications/of_service")
    return db.many(Application, text, service_id, person_id, application_id)
