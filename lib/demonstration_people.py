"""The demonstration's families: invented names, synthetic numbers, two homes for some."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from lib import entitlements, identity_numbers, persons
from lib.audit import Act
from lib.demonstration_homes import Home, enter_home, enter_member
from lib.demonstration_scene import Rows, Town, any_day, at_work, new_id, weighed
from lib.identity_numbers import IdentityKind
from lib.keys import Keys
from lib.memberships import MemberRole
from lib.persons import Protection

NAMES = Path(__file__).parents[1] / "data" / "demonstration" / "names.csv"
CHILDREN = 600
PROTECTED_FAMILIES = 3

NAV, NURSES = "NAV Larvik", "Skolehelsetjenesten"
REFUGEES, CHILD_WELFARE = "Flyktningtjenesten", "Barnevernstjenesten"

# Guesses at a town like Larvik; nothing is counted from real people.
ORIGINS = {
    "norwegian": 46,
    "ukrainian": 15,
    "arabic": 13,
    "somali": 8,
    "eritrean": 7,
    "afghan": 6,
    "polish": 5,
}
NEWCOMERS = {"ukrainian", "arabic", "somali", "eritrean", "afghan"}
KNOWN_TO = {NAV: 55, NURSES: 28, REFUGEES: 2, CHILD_WELFARE: 15}
NEWCOMERS_KNOWN_TO = {NAV: 33, NURSES: 14, REFUGEES: 46, CHILD_WELFARE: 7}
NEIGHBOURHOODS = {
    "Sentrum": 30,
    "Nanset": 21,
    "Stavern": 18,
    "Tjølling": 13,
    "Kvelde": 9,
    "Svarstad": 9,
}
CHILDREN_IN_A_FAMILY = {1: 30, 2: 40, 3: 20, 4: 10}
TWO_GUARDIANS, TWO_HOMES, SECOND_SERVICE = 0.6, 0.14, 0.12
CARRIED_OVER = 0.5  # of the families, from the paper lists, when the year begins
RENEWED = 0.85
PLACE_KNOWN = 0.97


@dataclass(frozen=True)
class Right:
    """An assessment."""

    id: UUID
    valid_from: date
    valid_to: date


@dataclass
class Resident:
    """A guardian or a child; homes in the order in which they were registered."""

    id: UUID
    reference: str
    name: str
    born: date
    role: MemberRole
    protection: Protection
    homes: list[Home] = field(default_factory=list)
    rights: list[Right] = field(default_factory=list)

    def right_on(self, day: date) -> Right | None:
        """The right in force that lasts longest."""
        standing = [right for right in self.rights if right.valid_from <= day <= right.valid_to]
        return max(standing, key=lambda right: right.valid_to, default=None)

    @property
    def is_protected(self) -> bool:
        """Whether acts about them are strictly logged."""
        return self.protection is not Protection.NONE


@dataclass(frozen=True)
class Example:
    """A child whose number one may type at the desk, to try the look-up and the stopper."""

    name: str
    born: date
    number: str
    service: str


# The same on any day: service, surname, guardian, children.
_EXAMPLES = (
    (
        NAV,
        "Berg",
        ("Anne", date(1985, 3, 14)),
        (("Emma", date(2014, 5, 12)), ("Noah", date(2017, 9, 3))),
    ),
    (
        REFUGEES,
        "Haddad",
        ("Rania", date(1988, 11, 2)),
        (("Yusuf", date(2013, 2, 20)), ("Layla", date(2016, 6, 8))),
    ),
)


def examples() -> Iterator[Example]:
    """The children one may look up by number; whose service they are of is told."""
    for service, surname, _, children in _EXAMPLES:
        for given, born in children:
            number = next(_numbers(IdentityKind.FNR, born))
            yield Example(f"{given} {surname}", born, number, service)


def settle(rows: Rows, keys: Keys, town: Town, rng: Random) -> list[Resident]:
    """Add families until there are children enough; returns the children."""
    families = _Families(rows, keys, town, rng)
    for service, surname, guardian, children in _EXAMPLES:
        families.add_example(service, surname, guardian, children)
    while len(families.children) < CHILDREN:
        families.add_drawn()
    return families.children


class _Families:
    """Families, drawn one after another."""

    def __init__(self, rows: Rows, keys: Keys, town: Town, rng: Random) -> None:
        self._rows, self._keys, self._town, self._rng = rows, keys, town, rng
        self._names = _names()
        self._given_out: Counter[tuple[IdentityKind, date]] = Counter()
        self._families = 0
        self.children: list[Resident] = []

    def add_example(
        self,
        service: str,
        surname: str,
        guardian: tuple[str, date],
        children: tuple[tuple[str, date], ...],
    ) -> None:
        home = self._household(self._town.services[service], self._town.start)
        members = [
            self._resident(f"{given} {surname}", born, role)
            for role, people in ((MemberRole.GUARDIAN, (guardian,)), (MemberRole.CHILD, children))
            for given, born in people
        ]
        for member in members:
            member.homes.append(home)
            self._enter(member, [IdentityKind.FNR], renewed=1.0)
        enter_home(self._rows, self._keys, self._rng, home)

    def add_drawn(self) -> None:
        rng = self._rng
        self._families += 1
        origin = weighed(rng, ORIGINS)
        surname = rng.choice(self._names[origin, "surname"])
        protection = (
            list(Protection)[self._families]
            if self._families <= PROTECTED_FAMILIES
            else Protection.NONE
        )

        given_names = rng.sample(self._names[origin, "given"], 2 + max(CHILDREN_IN_A_FAMILY))

        def resident(role: MemberRole, born: date) -> Resident:
            given = given_names.pop()  # no two of a family are called the same
            return self._resident(f"{given} {surname}", born, role, protection)

        guardians = [
            resident(MemberRole.GUARDIAN, self._birth(26, 46))
            for _ in range(2 if rng.random() < TWO_GUARDIANS else 1)
        ]
        grown_up = max(guardian.born for guardian in guardians) + timedelta(days=19 * 366)
        children = [
            resident(MemberRole.CHILD, max(self._birth(2, 17), grown_up))
            for _ in range(weighed(rng, CHILDREN_IN_A_FAMILY))
        ]
        apart = len(guardians) == 2 and rng.random() < TWO_HOMES
        homes = []
        for adults in [[guardian] for guardian in guardians] if apart else [guardians]:
            for home in self._homes(origin):
                homes.append(home)
                for member in (*adults, *children):
                    member.homes.append(home)
        for member in (*guardians, *children):
            member.homes.sort(key=lambda home: home.registered_at)
            self._enter(member, self._kinds(origin), renewed=RENEWED)
        for home in homes:
            enter_home(self._rows, self._keys, rng, home)

    def _birth(self, youngest: int, oldest: int) -> date:
        days = self._rng.randint(youngest * 366, oldest * 365)
        return self._town.start - timedelta(days=days)

    def _kinds(self, origin: str) -> list[IdentityKind]:
        """Which numbers are known, in the order in which they came."""
        drawn = self._rng.random()
        if origin not in NEWCOMERS:
            return [IdentityKind.FNR] if drawn < 0.97 else []
        if drawn < 0.2:
            return [IdentityKind.DUF]
        if drawn < 0.4:
            return [IdentityKind.DUF, IdentityKind.DNR]
        if drawn < 0.55:
            return [IdentityKind.DUF, IdentityKind.FNR]
        return [IdentityKind.FNR] if drawn < 0.95 else []

    def _homes(self, origin: str) -> Iterator[Home]:
        """One household, as one or two services know it."""
        rng, town = self._rng, self._town
        known_to = NEWCOMERS_KNOWN_TO if origin in NEWCOMERS else KNOWN_TO
        service_id = town.services[weighed(rng, known_to)]
        carried_over = town.start + timedelta(days=35)
        since = (
            any_day(rng, town.start, carried_over)
            if rng.random() < CARRIED_OVER
            else any_day(rng, carried_over, town.today - timedelta(days=5))
        )
        first = self._household(service_id, since)
        yield first
        if rng.random() < SECOND_SERVICE:
            other = rng.choice([one for one in town.services.values() if one != service_id])
            later = any_day(rng, since + timedelta(days=1), town.today - timedelta(days=3))
            yield self._home(first.household_id, other, first.neighbourhood_id, later)

    def _household(self, service_id: UUID, since: date) -> Home:
        rng = self._rng
        place = weighed(rng, NEIGHBOURHOODS) if rng.random() < PLACE_KNOWN else None
        neighbourhood_id = self._town.neighbourhoods[place] if place else None
        return self._home(new_id(rng), service_id, neighbourhood_id, since)

    def _home(
        self, household_id: UUID, service_id: UUID, neighbourhood_id: UUID | None, since: date
    ) -> Home:
        rng = self._rng
        by, now = rng.choice(self._town.caseworkers[service_id]), at_work(rng, since)
        return Home(household_id, service_id, neighbourhood_id, now, by)

    def _resident(
        self, name: str, born: date, role: MemberRole, protection: Protection = Protection.NONE
    ) -> Resident:
        resident = Resident(
            new_id(self._rng), persons.new_reference("P"), name, born, role, protection
        )
        if role is MemberRole.CHILD:
            self.children.append(resident)
        return resident

    def _enter(self, resident: Resident, kinds: list[IdentityKind], *, renewed: float) -> None:
        rng, first = self._rng, resident.homes[0]
        heard = {first.service_id: resident.protection}
        self._rows.add(
            "person",
            id=resident.id,
            reference=resident.reference,
            sealed=persons.seal(self._keys, resident.id, resident.name, resident.born, heard),
        )
        for place, kind in enumerate(kinds):
            number = identity_numbers.parse(self._number(kind, resident.born))
            hashed = persons.number_hash(self._keys, number)
            self._rows.add(
                "person_identifier", number_hash=hashed, person_id=resident.id, kind=kind
            )
            for home in {home.service_id: home for home in resident.homes}.values():
                row_id, at = uuid4(), home.registered_at + timedelta(seconds=place)
                self._rows.add(
                    "person_identifier_service",
                    id=row_id,
                    number_hash=hashed,
                    service_id=home.service_id,
                    sealed=persons.registered(self._keys, row_id, at),
                )
        for home in resident.homes:
            enter_member(self._rows, self._keys, rng, home, resident.id, resident.role)
        if resident.role is MemberRole.CHILD:
            self._assess(resident, renewed)

    def _number(self, kind: IdentityKind, born: date) -> str:
        """The next number of the kind that nobody has; a DUF number tells a year of arrival."""
        day = born if kind is not IdentityKind.DUF else date(self._town.start.year - 1, 1, 1)
        self._given_out[kind, day] += 1
        return next(islice(_numbers(kind, day), self._given_out[kind, day] - 1, None))

    def _assess(self, child: Resident, renewed: float) -> None:
        """A right from the first registration on, and mostly another when it runs out."""
        rng, home, today = self._rng, child.homes[0], self._town.today
        criterion = rng.choice(self._town.criteria)
        day = home.since
        while True:
            right = Right(new_id(rng), day, entitlements.a_year_from(day))
            now = at_work(rng, day)
            child.rights.append(right)
            self._rows.add(
                "entitlement",
                id=right.id,
                person_id=child.id,
                scheme_id=self._town.scheme_id,
                criterion=criterion,
                service_id=home.service_id,
                assessed_by=home.registered_by.id,
                assessed_at=now,
                valid_from=right.valid_from,
                valid_to=right.valid_to,
            )
            self._rows.note(
                rng,
                Act.ASSESSED,
                by=home.registered_by,
                now=now,
                subject=child.id,
                reference=child.reference,
                strict=child.is_protected,
            )
            day = any_day(rng, right.valid_to - timedelta(days=20), right.valid_to)
            if day >= today or rng.random() >= renewed:
                return


def _numbers(kind: IdentityKind, day: date) -> Iterator[str]:
    """Every synthetic number of the kind and day, in order."""
    return (
        number
        for serial in count()
        if (number := identity_numbers.synthetic(kind, day, serial)) is not None
    )


def _names() -> dict[tuple[str, str], list[str]]:
    """Given names and surnames by origin, as (origin, part)."""
    names: dict[tuple[str, str], list[str]] = {}
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names.setdefault((row["origin"], row["part"]), []).append(row["name"])
    return names
