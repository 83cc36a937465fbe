"""Pairs of persons who may be one, for the coordinator: found by a sweep, or at a desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from lib import audit, kept_index, memberships, persons
from lib.asking import Row
from lib.comparison import Answer, Compared
from lib.contact_requests import Knows
from lib.db import Database, Reader, Transaction, sql
from lib.kept_index import StillReading
from lib.pair_decisions import Pair, pair_of
from lib.person_index import PersonIndex
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser

SHOWN = 50  # compared anew whenever the list is read
ANSWER_NAMES = {Answer.SAME: "Trolig samme person", Answer.NEEDS_A_LOOK: "Må ses på"}


@dataclass(frozen=True)
class Suspicion:
    """Two who may be one, by reference: names are shown when the pair is opened."""

    pair: Pair
    references: tuple[str, str]
    compared: Compared
    found_at: datetime


@dataclass(frozen=True)
class Side:
    """One of a pair, opened: who it is, since when, and which services know them."""

    person: Person
    registered_at: datetime
    known_to: tuple[Knows, ...]


@dataclass(frozen=True)
class Opened:
    """A pair that waits, with who the two are: whoever was registered first comes first."""

    suspicion: Suspicion
    sides: tuple[Side, Side]


class NotWaiting(Refused):
    """A pair that is not put before the coordinator is nobody's to open."""

    def __init__(self) -> None:
        super().__init__(
            "Paret venter ikke lenger. Noen har avgjort det, eller rettet opplysningene."
        )


def enter(tx: Transaction, found: Mapping[Pair, Compared], *, now: datetime) -> None:
    """Put pairs before the coordinator, within an act under way."""
    text = sql("suspicions/enter")
    for pair, compared in found.items():
        one, other = pair_of(*pair)
        row_id = uuid5(one, str(other))
        sealed = tx.keys.sealed(row_id, {"score": compared.score})
        tx.run(text, row_id, one, other, sealed, now)


def waiting(db: Reader, *, by: StaffUser) -> list[Suspicion]:
    """The surest pairs that nobody has decided about and that are still alike, at most SHOWN.

    Raises StillReading.
    """
    by.must_be(Role.COORDINATOR)
    return _alike(kept_index.of(db), _surest_first(db)[:SHOWN])


def further(db: Reader, *, by: StaffUser) -> int:
    """How many pairs wait behind those that `waiting` lists."""
    by.must_be(Role.COORDINATOR)
    return len(db.rows(sql("suspicions/open"))[SHOWN:])


def how_many(db: Reader, *, by: StaffUser) -> int:
    """How many pairs wait; while the register is being read, how many were found."""
    by.must_be(Role.COORDINATOR)
    rows = _surest_first(db)
    try:
        listed = _alike(kept_index.of(db), rows[:SHOWN]) if rows else []
    except StillReading:
        return len(rows)
    return len(listed) + len(rows[SHOWN:])


def opened(db: Database, pair: Pair, *, by: StaffUser, now: datetime) -> Opened:
    """A pair that waits: a look at each of the two; raises NotWaiting and StillReading."""
    by.must_be(Role.COORDINATOR)
    with audit.refusals_noted(db, by=by, now=now, subject=pair[0]):
        rows = [
            row
            for row in db.rows(sql("suspicions/open"))
            if (row["first_id"], row["second_id"]) == pair
        ]
        found = _alike(kept_index.of(db), rows)
        if not found:
            raise NotWaiting
    one, other = sorted(
        (_side(db, person_id, by=by, now=now) for person_id in pair),
        key=lambda side: side.registered_at,
    )
    return Opened(found[0], (one, other))


def _side(db: Database, person_id: UUID, *, by: StaffUser, now: datetime) -> Side:
    person = persons.of(db, person_id)
    audit.look_at(db, person, by=by, now=now)
    first, *_ = memberships.of_persons(db, [person_id], ended_too=True)
    known_to = db.many(Knows, sql("suspicions/known_to"), person_id)
    return Side(person, first.since, tuple(known_to))


def _surest_first(db: Reader) -> list[Row]:
    """The pairs that nobody has decided about."""

    def score(row: Row) -> float:
        sealed: float = db.keys.opened(row["id"], row["sealed"])["score"]
        return sealed

    return sorted(db.rows(sql("suspicions/open")), key=score, reverse=True)


def _alike(index: PersonIndex, rows: list[Row]) -> list[Suspicion]:
    """The pairs that are still alike, compared as the register is now."""
    found = []
    for row in rows:
        pair = row["first_id"], row["second_id"]
        if compared := _compared(index, pair):
            references = row["first_reference"], row["second_reference"]
            found.append(Suspicion(pair, references, compared, row["found_at"]))
    return sorted(found, key=lambda suspicion: -suspicion.compared.score)


def _compared(index: PersonIndex, pair: Pair) -> Compared | None:
    """How alike the two are now, asked from either side; None where they no longer are."""
    for one, other in (pair, reversed(pair)):
        for match in index.like_person(one):
            if match.person_id == other:
                return match.compared
    return None
