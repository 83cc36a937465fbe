"""Whom a stolen database file gives away to somebody who has a population list but no key.

The attacker knows the program, has a list of everyone in the municipality (names, birth dates,
who lives together and where), and knows one row in a hundred. Each known row tells what a
sealed or hashed value of it means, and so something of every row with an equal value; whoever
alone fits a row is placed, and tells of more. (Percolation, after Narayanan and Shmatikov,
De-anonymizing social networks, 2009.)
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest

from lib import names, registration
from lib.ages import UNKNOWN_BAND, band_of
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import MemberRole
from lib.identity_numbers import parse
from lib.registration import NewMember
from lib.schemes import OutsideAges
from lib.staff import StaffUser
from tests.bench.stopper_people import Entry, People
from tests.percolation import Side, Values, placed
from tests.town import HEGE, NINA, NOW, TODAY, awarded, entitled, given, id_of, stocked

POPULATION = 6_000
REGISTERED = 1_200
KNOWN = 0.01

# Whatever is equal in some persons' rows, by what it tells; whoever adds such a column has to
# say here which it is, and the attack uses it.
TELLS = {
    "home": {
        "award.household_id",
        "household.id",
        "household.registered_at",
        "household_service.household_id",
        "household_service.reference",
        "household_service.registered_at",
        "membership.household_id",
        "person.registered_at",
        "person_identifier_service.registered_at",
    },
    "area": {"award.neighbourhood_id", "household_service.neighbourhood_id"},
    "role": {"membership.role"},
    "how many at home": {"audit_entry.outcome"},
    "age": {"award.age_band"},
    # The desk and the scheme, and nothing that a population list has.
    "work": {
        *(f"audit_entry.{name}" for name in ("act", "noted_at", "service_id", "staff_user_id")),
        *(f"award.{name}" for name in ("awarded_at", "awarded_on", "batch_id", "category")),
        *(f"award.{name}" for name in ("pool_id", "scheme_id", "service_id", "staff_user_id")),
        *(f"entitlement.{name}" for name in ("assessed_at", "assessed_by", "criterion")),
        *(f"entitlement.{name}" for name in ("scheme_id", "service_id", "valid_from", "valid_to")),
        *(f"household_service.{name}" for name in ("registered_by", "service_id")),
        *(f"membership.{name}" for name in ("service_id", "valid_from", "valid_to")),
        *(f"person_identifier_service.{name}" for name in ("registered_by", "service_id")),
        "audit_entry.id",
        "audit_entry.reference",
        "audit_entry.subject_id",
        "award.units",
        "person_identifier.kind",
    },
}

# What reads the same in the file and on the list.
PUBLIC = {"role", "guardians", "children", "age", "ages at home"}


@dataclass(frozen=True)
class Stolen:
    """The persons' rows in no order that tells anything, and the list of everyone."""

    rows: list[Entry]
    people: list[Entry]
    truth: dict[int, int]
    known: dict[int, int]


@pytest.fixture(scope="module")
def stolen() -> Stolen:
    """A municipality of which some are registered."""
    town = People(8)
    households = list(town.households(POPULATION))
    people = [entry for household in households for entry in household]
    town.dice.shuffle(households)
    rows = [entry for household in households for entry in household][:REGISTERED]
    town.dice.shuffle(rows)
    at = {entry.id: place for place, entry in enumerate(people)}
    truth = {row: at[entry.id] for row, entry in enumerate(rows)}
    known = dict(town.dice.sample(sorted(truth.items()), round(KNOWN * len(truth))))
    return Stolen(rows, people, truth, known)


def test_a_stolen_file_places_nobody_but_those_who_live_with_the_known(stolen: Stolen) -> None:
    """Nearly: a household larger than all others of its neighbourhood is known by its size."""
    further = _outside_the_known_homes(stolen, attacked(stolen, _stored(stolen.rows)))
    assert len(further) < 0.003 * len(stolen.rows)


def test_ages_and_neighbourhoods_kept_for_statistics_place_unusual_households(
    stolen: Stolen,
) -> None:
    """What awards keep of the day they were made; a household with several tells most."""
    stored = _stored(stolen.rows) | _statistics(stolen.rows)
    further = _outside_the_known_homes(stolen, attacked(stolen, stored))
    assert len(further) < 0.1 * len(stolen.rows)


def test_a_stored_index_would_give_them_away(stolen: Stolen) -> None:
    """The control: the same attack, with the index's keys stored as keyed hashes."""
    told = attacked(stolen, _stored(stolen.rows) | _hashed(_keys(stolen.rows)))
    right = sum(stolen.truth[row] == person for row, person in told.items())
    assert right > 0.7 * len(stolen.rows)


def test_nothing_else_is_stored_that_is_equal_for_some_persons(db: Database) -> None:
    households = list(People(9).households(40))
    batch = stocked(db, "Bowling", quantity=100)
    areas = {household[0].area for household in households}
    given(db, "neighbourhood", "id | name", [(id_of(area), area) for area in areas])
    for at, household in enumerate(households):
        _register(db, household, by=NINA, now=NOW + timedelta(hours=at))
    _register(db, households[0], by=HEGE, now=NOW + timedelta(hours=99))
    for row in db.rows("select distinct person_id from membership where role = 'child'"):
        with suppress(OutsideAges):
            entitled(db, row["person_id"])
            awarded(db, row["person_id"], batch)
    assert not _equal_for_some(db) - set().union(*TELLS.values())


def _register(db: Database, household: list[Entry], *, by: StaffUser, now: datetime) -> None:
    members = [
        NewMember(
            f"Person {entry.id}",
            MemberRole.GUARDIAN if entry.is_guardian else MemberRole.CHILD,
            entry.name,
            entry.born,
            parse(entry.number) if entry.number else None,
        )
        for entry in household
    ]
    area = id_of(household[0].area)
    try:
        registration.register(db, members, area, by=by, on=TODAY, now=now)
    except AlreadyRegistered as warned:
        knowing = frozenset(warned.persons)
        registration.register(db, members, area, knowing=knowing, by=by, on=TODAY, now=now)


def _outside_the_known_homes(stolen: Stolen, told: dict[int, int]) -> list[int]:
    """The rows outside the homes of the known that are placed, and rightly so."""
    at_home = {stolen.people[person].household for person in stolen.known.values()}
    return [
        row
        for row, person in told.items()
        if stolen.truth[row] == person and stolen.people[person].household not in at_home
    ]


def attacked(stolen: Stolen, stored: Values) -> dict[int, int]:
    """Who is taken for whom by what is stored."""
    listed = _listed(stolen.people) | _keys(stolen.people) | _statistics(stolen.people)
    people = Side({kind: listed[kind] for kind in stored})
    return placed(
        Side(stored), people, stolen.known, {"role", "guardians", "children"} & set(stored)
    )


def _listed(people: list[Entry]) -> Values:
    """What the population list tells of each."""
    homes = Counter((entry.household, entry.is_guardian) for entry in people)
    return {
        "home": [{entry.household} for entry in people],
        "area": [{entry.area} for entry in people],
        "role": [{MemberRole.GUARDIAN if e.is_guardian else MemberRole.CHILD} for e in people],
        "guardians": [{homes[entry.household, True]} for entry in people],
        "children": [{homes[entry.household, False]} for entry in people],
    }


def _keys(people: list[Entry]) -> Values:
    """The fuzzy keys of each, of those kinds that the index finds most by."""
    codes = [sorted(set(names.read(entry.name).codes)) for entry in people]
    years = [entry.born.year if entry.born else 0 for entry in people]
    areas = [entry.area for entry in people]
    return {
        "word": [set(some) for some in codes],
        "in": [{(area, code) for code in some} for some, area in zip(codes, areas, strict=True)],
        "born": [{entry.born} for entry in people],
        "words": [set(combinations(some, 2)) for some in codes],
        "year": [{(code, year) for code in some} for some, year in zip(codes, years, strict=True)],
    }


def _hashed(keys: Values) -> Values:
    def hashed(key: Hashable) -> bytes:
        return hmac.digest(b"not in the file", repr(key).encode(), "sha256")

    return {kind: [{hashed(key) for key in some} for some in each] for kind, each in keys.items()}


def _stored(rows: list[Entry]) -> Values:
    """What a file tells of each person without a key."""
    listed = _listed(rows)
    hidden = _hashed({kind: listed[kind] for kind in ("home", "area")})
    return hidden | {kind: listed[kind] for kind in ("role", "guardians", "children")}


def _statistics(people: list[Entry]) -> Values:
    """The ages that awards tell, where every child of a household has one."""
    bands = [UNKNOWN_BAND if entry.is_guardian else band_of(entry.born, TODAY) for entry in people]
    at_home: dict[int, list[str]] = defaultdict(list)
    for entry, band in zip(people, bands, strict=True):
        at_home[entry.household].append(band)
    return {
        "age": [{band} for band in bands],
        "ages at home": [{tuple(sorted(at_home[entry.household]))} for entry in people],
    }


def _equal_for_some(db: Database) -> set[str]:
    """Every stored column that is equal for some persons, but not for all.

    A row belongs to the persons that it names, or else to those of the household that it names.
    """
    persons_there = {row["id"] for row in db.rows("select id from person")}
    of_home: dict[UUID, set[UUID]] = defaultdict(set)
    for row in db.rows("select household_id, person_id from membership"):
        of_home[row["household_id"]].add(row["person_id"])
    having: dict[str, dict[Hashable, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for table in db.rows("select table_name as name from information_schema.tables"):
        for row in db.rows(f"select * from {table['name']}"):
            ids = {value for value in row.values() if isinstance(value, UUID)}
            at_home = set[UUID]().union(*(of_home.get(value, set()) for value in ids))
            named = ids & persons_there or at_home
            for name, value in row.items():
                if value is not None:
                    having[f"{table['name']}.{name}"][value] |= named
    return {
        column
        for column, values in having.items()
        if any(1 < len(named) < len(persons_there) for named in values.values())
    }
