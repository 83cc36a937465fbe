"""The demonstration's children whom the school nurses registered, too, from other papers.

They came without a number, and written so that only a likeness tells who they are: the pairs
that wait for the coordinator.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from lib import persons
from lib.demonstration_homes import Home, enter_home, enter_member
from lib.demonstration_people import NAV, NURSES, Resident
from lib.demonstration_scene import Rows, Town, at_work, new_id
from lib.keys import Keys
from lib.memberships import MemberRole

SEED = 7  # of its own: the families are drawn as if nobody had been registered twice

_RESPELT = {
    "Yusuf": "Jusuf",
    "Mohamed": "Muhammed",
    "Fatima": "Fatema",
    "Layla": "Leila",
    "Ibrahim": "Ebrahim",
    "Oleksandr": "Aleksander",
    "Sofiia": "Sofia",
    "Yuliia": "Julia",
    "Lucas": "Lukas",
    "Filip": "Philip",
    "Sofie": "Sophie",
}
_GUARDIANS = (
    ("Grete Fjeldstad", date(1984, 10, 23)),
    ("Marit Tangen", date(1981, 2, 17)),
    ("Roar Vestby", date(1979, 7, 30)),
)


def register_again(rows: Rows, keys: Keys, town: Town, children: Sequence[Resident]) -> None:
    """Add a pair of each kind, the nurses' child with a guardian whom NAV does not know."""
    rng = Random(SEED)
    found = zip(_written_otherwise(town, children), _GUARDIANS, (12, 7, 2), strict=True)
    for (child, name, born), guardian, days_ago in found:
        since = town.today - timedelta(days=days_ago)
        home = _home(town, rng, child.homes[0].neighbourhood_id, since)
        for person in ((*guardian, MemberRole.GUARDIAN), (name, born, MemberRole.CHILD)):
            _member(rows, keys, rng, home, *person)
        enter_home(rows, keys, rng, home)


def _written_otherwise(
    town: Town, children: Sequence[Resident]
) -> Iterator[tuple[Resident, str, date]]:
    """A child spelt otherwise, one with day and month turned, one who only has no number."""
    known = [
        child
        for child in children[4:]  # the first are the examples to look up
        if not child.is_protected and [h.service_id for h in child.homes] == [town.services[NAV]]
    ]
    respelt = next(child for child in known if child.name.split()[0] in _RESPELT)
    given, surname = respelt.name.split(maxsplit=1)
    yield respelt, f"{_RESPELT[given]} {surname}", respelt.born
    known.remove(respelt)
    turned = next(child for child in known if child.born.month != child.born.day <= 12)
    yield turned, turned.name, turned.born.replace(day=turned.born.month, month=turned.born.day)
    known.remove(turned)
    yield known[0], known[0].name, known[0].born


def _home(town: Town, rng: Random, neighbourhood_id: UUID | None, since: date) -> Home:
    service_id = town.services[NURSES]
    by, now = rng.choice(town.caseworkers[service_id]), at_work(rng, since)
    return Home(new_id(rng), service_id, neighbourhood_id, now, by)


def _member(
    rows: Rows, keys: Keys, rng: Random, home: Home, name: str, born: date, role: MemberRole
) -> None:
    person_id = new_id(rng)
    rows.add(
        "person",
        id=person_id,
        reference=persons.new_reference("P"),
        sealed=persons.seal(keys, person_id, name, born, {}),
    )
    enter_member(rows, keys, rng, home, person_id, role)
