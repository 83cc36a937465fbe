"""Whom a stolen database file gives away to somebody who has a population list but no key.

The attacker knows the program, has a list of everyone in the municipality (names, birth dates,
who lives together and where), and knows one row in a hundred. Each known row tells what a
sealed or hashed value of it means, and so something of every row with an equal value; whoever
alone fits a row is placed, and tells of more. (Percolation, after Narayanan and Shmatikov,
De-anonymizing social networks, 2009.)
"""

import hmac
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest

from lib import merging, names, pair_decisions, registration, suspicions
from lib.ages import UNKNOWN_BAND, band_of
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import MemberRole
from lib.identity_numbers import parse
from lib.pair_decisions import Verdict
from lib.registration import NewMember
from lib.schemes import OutsideAges
from lib.staff import StaffUser
from tests.bench.stopper_people import Entry, People
from tests.percolation import Side, Values, placed
from tests.town import HEGE, KARI, NAV, NINA, NOW, TODAY, awarded, entitled, given, id_of, stocked

POPULATION = 6_000
REGISTERED = 1_200
KNOWN = 0.01
TWICE = 0.1  # of the homes

# Whatever is equal in some persons' rows, by what it tells; whoever adds such a column has to
# say here which it is, and the attack uses it.
TELLS = {
    "home": {
        "award.household_id",
        "household.id",
        "household.registered_at",
        *(f"household_service.{name}" for name in ("id", "household_id", "sealed")),
        "household_service.reference",
        "household_service.registered_at",
        "membership.household_id",
        "person.registered_at",
        "person_identifier_service.registered_at",
    },
    "role": {"membership.role"},
    "who are one": {
        *(f"pair_decision.{name}" for name in ("id", "first_id", "second_id", "verdict")),
        *(f"pair_suspicion.{name}" for name in ("id", "first_id", "second_id", "sealed")),
        *(f"person_merge.{name}" for name in ("id", "number", "kept_id", "gone_id", "sealed")),
    },
    # The desk and the scheme, and nothing that a population list has.
    "work": {
        *(f"audit_entry.{name}" for name in ("act", "noted_at", "outcome", "service_id")),
        "audit_entry.staff_user_id",
        *(f"award.{name}" for name in ("awarded_at", "awarded_on", "batch_id", "category")),
        *(f"award.{name}" for name in ("pool_id", "scheme_id", "service_id", "staff_user_id")),
        *(f"entitlement.{name}" for name in ("assessed_at", "assessed_by", "criterion")),
        *(f"entitlement.{name}" for name in ("scheme_id", "service_id", "valid_from", "valid_to")),
        *(f"household_service.{name}" for name in ("registered_by", "service_id")),
        *(f"membership.{name}" for name in ("service_id", "valid_from", "valid_to")),
        *(f"pair_decision.{name}" for name in ("decided_at", "decided_by")),
        *(f"pair_suspicion.{name}" for name in ("found_at", "seen_at")),
        *(f"person_merge.{name}" for name in ("merged_at", "merged_by")),
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
    twice: frozenset[int]  # households


def _stolen(seed: int = 8) -> Stolen:
    """A municipality of which some are registered, and some of them twice."""
    town = People(seed)
    households = list(town.households(POPULATION))
    people = [entry for household in households for entry in household]
    town.dice.shuffle(households)
    rows = [entry for household in households for entry in household][:REGISTERED]
    town.dice.shuffle(rows)
    at = {entry.id: place for place, entry in enumerate(people)}
    truth = {row: at[entry.id] for row, entry in enumerate(rows)}
    known = dict(town.dice.sample(sorted(truth.items()), round(KNOWN * len(truth))))
    homes = sorted({entry.household for entry in rows})
    twice = frozenset(town.dice.sample(homes, round(TWICE * len(homes))))
    return Stolen(rows, people, truth, known, twice)


@pytest.mark.parametrize("seed", range(10))
def test_a_stolen_file_places_nobody_but_those_who_live_with_the_known(seed: int) -> None:
    """Who lives together cannot be hidden, so neither can a household like no other on the list."""
    stolen = _stolen(seed)
    told = attacked(stolen, _stored(stolen), _listed)
    further = _outside_the_known_homes(stolen, told)
    assert [
        row for row in further if stolen.rows[row].household not in _like_no_other(stolen)
    ] == []


def test_ages_and_neighbourhoods_in_the_clear_would_place_some() -> None:
    """A control: what awards keep for statistics, and households of where they are."""
    stolen = _stolen()
    stored = _stored(stolen) | _statistics(stolen.rows) | _hashed(_areas(stolen.rows))
    told = attacked(stolen, stored, _listed, _statistics, _areas)
    assert len(_outside_the_known_homes(stolen, told)) > 0


def test_a_stored_index_would_give_them_away() -> None:
    """A control: the same attack, with the index's keys stored as keyed hashes."""
    stolen = _stolen()
    stored = _stored(stolen) | _hashed(_keys(stolen.rows))
    told = attacked(stolen, stored, _listed, _keys)
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
    for household in households[1:6]:
        without_number = [replace(entry, number=None) for entry in household]
        _register(db, without_number, by=HEGE, now=NOW + timedelta(hours=100))
    waiting = [each.pair for each in suspicions.waiting(db, by=KARI)]
    merging.merge(db, *waiting[0], by=KARI, on=TODAY, now=NOW)
    pair_decisions.decide(db, *waiting[-1], Verdict.NOT_SAME, by=KARI, now=NOW)
    children = "select distinct person_id from membership where role = 'child' and service_id = $1"
    for row in db.rows(children, NAV):
        with suppress(OutsideAges):
            entitled(db, row["person_id"])
            awarded(db, row["person_id"], batch)
    told = _equal_for_some(db)
    assert told - set().union(*TELLS.values()) == set()


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


def _like_no_other(stolen: Stolen) -> set[int]:
    """Homes with so many guardians and children as no other home on the list."""
    at_home = Counter((entry.household, entry.is_guardian) for entry in stolen.people)
    shape = {
        e.household: (at_home[e.household, True], at_home[e.household, False])
        for e in stolen.people
    }
    alike = Counter(shape.values())
    return {household for household, its in shape.items() if alike[its] == 1}


def attacked(
    stolen: Stolen, stored: Values, *listed: Callable[[list[Entry]], Values]
) -> dict[int, int]:
    """Who is taken for whom by what is stored, and listed of everyone."""
    people = Side({kind: told for each in listed for kind, told in each(stolen.people).items()})
    return placed(Side(stored), people, stolen.known, PUBLIC & set(stored))


def _listed(people: list[Entry]) -> Values:
    """What the population list tells of each."""
    homes = Counter((entry.household, entry.is_guardian) for entry in people)
    return {
        "home": [{entry.household} for entry in people],
        "role": [{MemberRole.GUARDIAN if e.is_guardian else MemberRole.CHILD} for e in people],
        "guardians": [{homes[entry.household, True]} for entry in people],
        "children": [{homes[entry.household, False]} for entry in people],
    }


def _areas(people: list[Entry]) -> Values:
    return {"area": [{entry.area} for entry in people]}


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


def _stored(stolen: Stolen) -> Values:
    """What a file tells of each person without a key.

    Of whom two services have registered without knowing it, the tables of pairs tell that they
    are one, so here they are: of both homes.
    """
    hidden = _hashed({"home": [_homes(stolen, entry) for entry in stolen.rows]})
    return _listed(stolen.rows) | hidden


def _homes(stolen: Stolen, entry: Entry) -> set[Hashable]:
    again = {("again", entry.household)} if entry.household in stolen.twice else set()
    return {entry.household, *again}


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
