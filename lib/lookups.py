"""Look-ups at the desk: by identity number, or by name and birth date.

A look-up finds only what the caseworker's own service registered. It is still logged and
limited (lib/lookup_limit.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from lib import (
    audit,
    households,
    identity_numbers,
    kept_index,
    lookup_limit,
    memberships,
    norwegian,
    persons,
)
from lib.audit import Act
from lib.comparison import Particulars
from lib.db import Database, Reader, Transaction, sql
from lib.memberships import Membership
from lib.municipality import is_demonstration
from lib.persons import Person
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Found:
    """A person of the caseworker's own service, in one of its households."""

    household_id: UUID
    household_reference: str
    person: Person
    reasons: tuple[str, ...] = ()  # why it may be whom was asked for, where the papers differ


def by_number(db: Database, number: str, *, by: StaffUser, now: datetime) -> list[Found]:
    """The households of the person with this number; raises BadInput, TooManyLookups."""
    by.must_be(Role.CASEWORKER)
    parsed = identity_numbers.parse(number, synthetic_only=is_demonstration(db))
    lookup_limit.count(db, [lookup_limit.about(parsed)], by=by, now=now)
    person_id = persons.with_number(db, parsed)
    found = _found(db, _own(db, by, person_id)) if person_id else []
    _note(db, found, by=by, now=now)
    return found


def by_name(
    db: Database, name: str, born: str, *, by: StaffUser, on: date, now: datetime
) -> list[Found]:
    """The households of whoever has this birth date and all these names, or may be meant.

    Raises BadInput, TooManyLookups, and StillReading where nobody has just these.
    """
    by.must_be(Role.CASEWORKER)
    wanted = _words(norwegian.clean_name(name, "Navn"))
    birth_date = norwegian.to_date(born, "Fødselsdato", latest=on)
    lookup_limit.count(db, [f"{sorted(wanted)} {birth_date}"], by=by, now=now)
    # The service's own persons are unsealed one by one: some microseconds each.
    met = [
        (person, home)
        for person, home in _own(db, by)
        if person.born == birth_date and wanted <= _words(person.name)
    ]
    found = _found(db, met) or _alike(db, Particulars(name, birth_date), by=by)
    _note(db, found, by=by, now=now)
    return found


def _alike(db: Reader, asked: Particulars, *, by: StaffUser) -> list[Found]:
    """The service's own persons who may be the asked one though the papers differ, best first."""
    return [
        replace(met, reasons=match.compared.reasons)
        for match in kept_index.of(db).like(asked)
        for met in _found(db, _own(db, by, match.person_id))
    ]


def _own(
    db: Reader, by: StaffUser, person_id: UUID | None = None
) -> list[tuple[Person, Membership]]:
    """Everyone, or one person, in the households of the caseworker's service; the oldest first."""
    met = [
        (
            persons.opened(db.keys, row["person_id"], row["reference"], row["person_sealed"]),
            memberships.opened(db.keys, row),
        )
        for row in db.rows(sql("households/persons"), by.service, person_id)
    ]
    return sorted(met, key=lambda each: (each[1].since, each[1].household_id, each[0].id))


def _found(db: Reader, met: Sequence[tuple[Person, Membership]]) -> list[Found]:
    return [
        Found(home.household_id, households.reference(db, home), person) for person, home in met
    ]


def _note(db: Database, found: list[Found], *, by: StaffUser, now: datetime) -> None:
    """A line for each person the desk was shown; twins share a name and a birth date."""
    shown = {met.person.id: met.person for met in found}

    def noted(tx: Transaction) -> None:
        for person in shown.values() or (None,):
            outcome = "funnet" if person else "ingen treff"
            audit.note_of(tx, Act.LOOKED_UP, person, outcome=outcome, by=by, now=now)

    db.transact(noted)


def _words(name: str) -> set[str]:
    return set(name.casefold().replace("-", " ").split())
