"""Look-ups at the desk: by identity number, or by name and birth date.

A look-up finds only what the caseworker's own service registered. It is still logged and
limited: trying numbers one by one would make any register an oracle of who is poor.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from lib import audit, identity_numbers, norwegian, persons
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.municipality import is_demonstration
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser

# A busy desk sees a family in five minutes; forty an hour is more than work and far too
# few for trying numbers (a birth date alone has about 500).
MOST_AN_HOUR = 40


class TooManyLookups(Refused):
    """The desk has asked more often than work needs."""

    def __init__(self) -> None:
        super().__init__(
            f"Du har gjort {MOST_AN_HOUR} oppslag den siste timen. Vent litt før du søker igjen."
        )


@dataclass(frozen=True)
class Found:
    """A person of the caseworker's own service, in one of its households."""

    household_id: UUID
    household_reference: str
    person: Person


def by_number(db: Database, number: str, *, by: StaffUser, now: datetime) -> list[Found]:
    """The households of the person with this identity number; raises BadInput."""
    by.must_be(Role.CASEWORKER)
    parsed = identity_numbers.parse(number, synthetic_only=is_demonstration(db))
    _refuse_too_many(db, by=by, now=now)
    person_id = persons.with_number(db, parsed)
    found = _own(db, by, "households/of_person", person_id) if person_id else []
    _note(db, found, by=by, now=now)
    return found


def by_name(
    db: Database, name: str, born: str, *, by: StaffUser, on: date, now: datetime
) -> list[Found]:
    """The households of whoever has this birth date and all these names; raises BadInput."""
    by.must_be(Role.CASEWORKER)
    wanted = _words(norwegian.clean_name(name, "Navn"))
    birth_date = norwegian.to_date(born, "Fødselsdato", latest=on)
    _refuse_too_many(db, by=by, now=now)
    # The service's own persons are unsealed one by one: some microseconds each.
    found = [
        met
        for met in _own(db, by, "households/of_service")
        if met.person.born == birth_date and wanted <= _words(met.person.name)
    ]
    _note(db, found, by=by, now=now)
    return found


def _own(db: Reader, by: StaffUser, query: str, *values: object) -> list[Found]:
    return [
        Found(
            row["household_id"],
            row["household_reference"],
            persons.opened(db.keys, row["person_id"], row["person_reference"], row["sealed"]),
        )
        for row in db.rows(sql(query), by.service, *values)
    ]


def _refuse_too_many(db: Database, *, by: StaffUser, now: datetime) -> None:
    row = db.row(sql("lookups/count_since"), by.id, now - timedelta(hours=1))
    if row and row["lookups"] >= MOST_AN_HOUR:
        with audit.refusals_noted(db, by=by, now=now):
            raise TooManyLookups


def _note(db: Database, found: list[Found], *, by: StaffUser, now: datetime) -> None:
    """A line for each person the desk was shown; twins share a name and a birth date."""
    shown = {met.person.id: met.person for met in found}

    def noted(tx: Transaction) -> None:
        for person in shown.values() or (None,):
            audit.note(
                tx,
                Act.LOOKED_UP,
                by=by,
                now=now,
                subject=person.id if person else None,
                reference=person.reference if person else None,
                outcome="funnet" if person else "ingen treff",
                strict=person is not None and person.is_protected,
            )

    db.transact(noted)


def _words(name: str) -> set[str]:
    return set(name.casefold().replace("-", " ").split())
