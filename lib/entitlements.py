"""Entitlements: a criterion assessed once by a service, asked for at each award by all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from lib import audit, need_to_know, scheme_criteria, schemes
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import date_text
from lib.persons import Person
from lib.refusals import BadInput, Refused
from lib.schemes import Scheme
from lib.staff import Role, StaffUser

# A family's means change, and nobody asks again before the right runs out.
MOST_YEARS = 2


@dataclass(frozen=True)
class Entitlement:
    """A right that was assessed. The criterion is only for the service that assessed it."""

    id: UUID
    person_id: UUID
    scheme_id: UUID
    criterion: str
    service_id: UUID
    valid_from: date
    valid_to: date


class NotAssessed(Refused):
    """Nobody has assessed a criterion, or the assessment has run out."""

    def __init__(self, ran_out: date | None = None) -> None:
        super().__init__(
            f"Vurderingen gikk ut {date_text(ran_out)}. Vurder retten på nytt."
            if ran_out
            else "Retten er ikke vurdert ennå."
        )


def a_year_from(on: date) -> date:
    """The last day of an assessment's usual year, the day before it begins anew."""
    return _years_after(on, 1) - timedelta(days=1)


def _years_after(on: date, years: int) -> date:
    """The same day so many years on; 1 March after a leap day."""
    is_leap_day = (on.month, on.day) == (2, 29)
    return date(on.year + years, 3, 1) if is_leap_day else on.replace(year=on.year + years)


def standings(db: Reader, person_id: UUID, *, on: date) -> dict[UUID, Entitlement]:
    """By scheme the right in force on a day, the one that lasts longest, whoever assessed it."""
    rights = db.many(Entitlement, sql("entitlements/standings"), person_id, on)
    found: dict[UUID, Entitlement] = {}
    for right in sorted(rights, key=lambda right: (-right.valid_to.toordinal(), right.id)):
        found.setdefault(right.scheme_id, right)
    return found


def standing(db: Reader, person_id: UUID, scheme_id: UUID, *, on: date) -> Entitlement | None:
    """The right in force in one scheme, as in `standings`."""
    return standings(db, person_id, on=on).get(scheme_id)


def ran_out(db: Reader, person_id: UUID, scheme_id: UUID, *, on: date) -> date | None:
    """The last day of the latest right that is over, or None where there was none."""
    row = db.row(sql("entitlements/ran_out"), person_id, scheme_id, on)
    last: date | None = row["valid_to"] if row else None
    return last


def why_not(
    db: Reader, person: Person, scheme: Scheme, right: Entitlement | None, *, on: date
) -> Refused | None:
    """The first rule of the scheme against this person, or None.

    `right` is what `standing` found.
    """
    if refusal := schemes.why_not(scheme, person.born, on=on):
        return refusal
    if right is None:
        return NotAssessed(ran_out(db, person.id, scheme.id, on=on))
    return None


def assess(
    db: Database,
    person_id: UUID,
    scheme_id: UUID,
    criterion: str,
    *,
    valid_to: date,
    by: StaffUser,
    on: date,
    now: datetime,
) -> UUID:
    """The caseworker finds that a criterion is met; raises NotYours, BadInput, the scheme's own.

    Only the code is stored: no reason in words, no income, no document.
    """
    if valid_to < on:
        raise BadInput("Gjelder til", "kan ikke være tilbake i tid.")
    if valid_to > (latest := _years_after(on, MOST_YEARS)):
        raise BadInput("Gjelder til", f"kan ikke være etter {date_text(latest)}.")

    def assessed(tx: Transaction) -> UUID:
        person = need_to_know.person(tx, person_id, by=by)
        if refusal := schemes.why_not(schemes.of(tx, scheme_id), person.born, on=on):
            raise refusal
        if criterion not in {known.code for known in scheme_criteria.in_force(tx, scheme_id)}:
            raise BadInput("Kriterium", "må velges fra listen.")
        entitlement_id = uuid4()
        tx.run(
            sql("entitlements/add"),
            entitlement_id,
            person_id,
            scheme_id,
            criterion,
            by.service,
            by.id,
            now,
            on,
            valid_to,
        )
        audit.note_of(tx, Act.ASSESSED, person, by=by, now=now)
        return entitlement_id

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        return db.transact(assessed)


def withdraw(db: Database, entitlement_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """The assessing service takes the right back; awards already made stay. Raises NotYours.

    Doing it again changes nothing.
    """
    by.must_be(Role.CASEWORKER)
    row = db.row("select person_id, service_id from entitlement where id = $1", entitlement_id)
    person_id = row["person_id"] if row else None

    def withdrawn(tx: Transaction) -> None:
        if row is None or row["service_id"] != by.service:
            raise need_to_know.NotYours
        person = need_to_know.person(tx, row["person_id"], by=by)
        text = "update entitlement set withdrawn_at = $2 where id = $1 and withdrawn_at is null"
        if not tx.run(text, entitlement_id, now):
            return
        audit.note_of(tx, Act.ASSESSED, person, outcome="trukket", by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(withdrawn)
