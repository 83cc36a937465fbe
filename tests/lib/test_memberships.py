"""Who lives where: sealed, equally long for all, opened for its own row alone."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lib import memberships
from lib.db import Database
from lib.keys import Unreadable
from lib.memberships import ROSTER, MemberRole, Membership
from tests.town import KEYS, NAV, NOW, STAVERN, YUSUF, at_home, home_of, person_id_of

HOME = Membership(uuid4(), uuid4(), NAV, uuid4(), STAVERN, MemberRole.CHILD, NOW)


def row(membership: Membership) -> dict[str, object]:
    return {
        "id": membership.id,
        "person_id": membership.person_id,
        "service_id": membership.service_id,
        "sealed": memberships.seal(KEYS, membership),
    }


@pytest.mark.parametrize(
    "home",
    [
        HOME,
        replace(HOME, role=MemberRole.GUARDIAN),
        replace(HOME, neighbourhood_id=None),
        replace(HOME, since=NOW + timedelta(microseconds=1)),
    ],
)
def test_what_was_sealed_is_what_is_opened_and_as_long_as_any(home: Membership) -> None:
    assert memberships.opened(KEYS, row(home)) == home
    assert len(memberships.seal(KEYS, home)) == len(memberships.seal(KEYS, HOME))


def test_a_seal_opens_for_its_own_row_alone() -> None:
    with pytest.raises(Unreadable):
        memberships.opened(KEYS, row(HOME) | {"id": uuid4()})


@pytest.mark.parametrize("members", [0, 1, 2, ROSTER, ROSTER + 1])
def test_a_roster_tells_who_is_on_it(members: int) -> None:
    of_home, ids = uuid4(), [uuid4() for _ in range(members)]
    sealed = memberships.roster(KEYS, of_home, ids)
    assert memberships.on_roster(KEYS, of_home, sealed) == ids


def test_the_length_of_a_roster_does_not_tell_a_large_family() -> None:
    lengths = {
        len(memberships.roster(KEYS, uuid4(), [uuid4() for _ in range(members)]))
        for members in range(1, ROSTER + 1)
    }
    assert len(lengths) == 1


def test_in_the_file_no_row_names_a_person_and_their_household(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    household = home_of(db, yusuf)
    people = {row["id"] for row in db.rows("select id from person")}
    for table in db.rows("select table_name as name from information_schema.tables"):
        for stored in db.rows(f"select * from {table['name']}"):
            named = {value for value in stored.values() if isinstance(value, UUID)}
            assert not (household in named and named & people), table["name"]
            assert len(named & people) < 2, table["name"]
