"""Look-ups at the desk: by identity number, or by name and birth date.

A look-up finds only what the caseworker's own service registered. It is still logged and
limited (lib/lookup_limit.py).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from lib import audit, identity_numbers, kept_index, lookup_limit, norwegian, persons
from lib.audit import Act
from lib.comparison import Particulars
from lib.db import Database, Reader, Transaction, sql
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
    found = _own(db, by, "households/of_person", person_id) if person_id else []
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
    found = [
        met
        for met in _own(db, by, "households/of_service")
        if met.person.born == birth_date and wanted <= _words(met.person.name)
    ]
    found = found or _alike(db, Particulars(name, birth_date), by=by)
    _note(db, found, by=by, now=now)
    return found


def _alike(db: Reader, asked: Particulars, *, by: StaffUser) -> list[Found]:
    """The service's own persons who may be the asked one though the papers differ, best first."""
    return [
        replace(met, reasons=match.compared.reasons)
        for match in kept_index.of(db).like(asked)
        for met in _own(db, by, "households/of_person", match.person_id)
    ]


def _own(db: Reader, by: StaffUser, query: str, *values: object) -> list[Found]:
    return [
        Found(
            row["household_id"],
            row["household_reference"],
            persons.opened(db.keys, row["person_id"], row["person_reference"], row["sealed"]),
        )
        for row in db.rows(sql(query), by.service, *values)
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
