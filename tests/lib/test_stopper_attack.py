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

from lib import memberships, merging, names, pair_decisions, registration, suspicions
from lib.ages import UNKNOWN_BAND, band_of
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.identity_numbers import parse
from lib.memberships import MemberRole
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
    "role": {
        *(f"award.{name}" for name in ("batch_id", "category", "pool_id", "scheme_id")),
        *(f"entitlement.{name}" for name in ("criterion", "scheme_id")),
    },
    "who are one": {
        *(f"pair_decision.{name}" for name in ("id", "first_id", "second_id", "verdict")),
        *(f"pair_suspicion.{name}" for name in ("id", "first_id", "second_id", "sealed")),
        *(f"person_merge.{name}" for name in ("id", "number", "kept_id", "gone_id", "sealed")),
    },
    # The desk and its days, and nothing that a population list has.
    "work": {
        *(f"audit_entry.{name}" for name in ("act", "noted_at", "outcome", "service_id")),
        *(f"audit_entry.{name}" for name in ("id", "reference", "staff_user_id", "subject_id")),
        *(f"award.{name}" for name in ("awarded_at", "awarded_on", "service_id")),
        *(f"award.{name}" for name in ("staff_user_id", "units")),
        *(f"entitlement.{name}" for name in ("assessed_at", "assessed_by", "service_id")),
        *(f"entitlement.{name}" for name in ("valid_from", "valid_to")),
        *(f"membership.{name}" for name in ("ended", "service_id")),
        *(f"pair_decision.{name}" for name in ("decided_at", "decided_by")),
        *(f"pair_suspicion.{name}" for name in ("found_at", "seen_at")),
        *(f"person_merge.{name}" for name in ("merged_at", "merged_by")),
        *(f"movement.{name}" for name in ("batch_id", "kind", "moved_at", "pool_id")),
        *(f"movement.{name}" for name in ("staff_user_id", "units")),
        "audit_entry.strict",
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
def test_a_stolen_file_places_nobody(seed: int) -> None:
    stolen = _stolen(seed)
    assert attacked(stolen, _stored(stolen), _listed) == {}


def test_homes_in_the_clear_would_place_some() -> None:
    """A control: families like no other, and whoever lives with the known."""
    stolen = _stolen()
    told = attacked(stolen, _stored(stolen) | _homes(stolen), _listed)
    assert len(_rightly(stolen, told)) > 0


def test_ages_and_neighbourhoods_in_the_clear_would_place_some() -> None:
    """A control: what awards keep for statistics, and households of where they are."""
    stolen = _stolen()
    stored = _stored(stolen) | _homes(stolen)
    stored |= _statistics(stolen.rows) | _hashed(_areas(stolen.rows))
    told = attacked(stolen, stored, _listed, _statistics, _areas)
    homes_alone = attacked(stolen, _stored(stolen) | _homes(stolen), _listed)
    assert len(_rightly(stolen, told)) > 2 * len(_rightly(stolen, homes_alone))


def test_a_stored_index_would_give_them_away() -> None:
    """A control: the same attack, with the index's keys, homes among them, as keyed hashes."""
    stolen = _stolen()
    stored = _stored(stolen) | _homes(stolen) | _hashed(_keys(stolen.rows))
    told = attacked(stolen, stored, _listed, _keys)
    assert len(_rightly(stolen, told)) > 0.7 * len(stolen.rows)


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
    merging.merge(db, *waiting[0], by=KARI, now=NOW)
    pair_decisions.decide(db, *waiting[-1], Verdict.NOT_SAME, by=KARI, now=NOW)
    people = [row["id"] for row in db.rows("select id from person")]
    homes = memberships.of_persons(db, people)
    children = {home.person_id for home in homes if home.role is MemberRole.CHILD}
    for child in children & {home.person_id for home in homes if home.service_id == NAV}:
        with suppress(OutsideAges):
            entitled(db, child)
            awarded(db, child, batch)
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


def _rightly(stolen: Stolen, told: dict[int, int]) -> list[int]:
    """The rows whose person was found."""
    return [row for row, person in told.items() if stolen.truth[row] == person]


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
    """What a file tells of each person without a key: who has had something is a child.

    Two rows of one person are told to be one; that says nothing that the list has.
    """
    return {"role": _listed(stolen.rows)["role"]}


def _homes(stolen: Stolen) -> Values:
    """Who lives together, and in what family.

    Of whom two services have registered without knowing it, the tables of pairs tell that they
    are one, so here they are: of both homes.
    """
    at_home: list[set[Hashable]] = [
        {
            entry.household,
            *([("again", entry.household)] if entry.household in stolen.twice else []),
        }
        for entry in stolen.rows
    ]
    families = _listed(stolen.rows)
    return _hashed({"home": at_home}) | {kind: families[kind] for kind in ("guardians", "children")}


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

    A row is about whoever it names, or whose card, award or membership it names.
    """
    about: dict[UUID, set[UUID]] = {
        row["id"]: {row["id"]} for row in db.rows("select id from person")
    }
    everyone = len(about)
    tables = [
        row["name"] for row in db.rows("select table_name as name from information_schema.tables")
    ]
    having: dict[str, dict[Hashable, set[UUID]]] = {}
    for _ in range(3):  # from the person to the award, to its cards, to what became of them
        having = defaultdict(lambda: defaultdict(set))
        for table in tables:
            for row in db.rows(f"select * from {table}"):
                ids = {value for value in row.values() if isinstance(value, UUID)}
                named = set[UUID]().union(*(about.get(value, set()) for value in ids))
                if len(named) == 1 and "id" in row:
                    about.setdefault(row["id"], named)
                for name, value in row.items():
                    if value is not None:
                        having[f"{table}.{name}"][value] |= named
    return {
        column
        for column, values in having.items()
        if any(1 < len(named) < everyone for named in values.values())
    }
