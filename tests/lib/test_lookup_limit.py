"""Forty times an hour a desk is told whether somebody is in the register, and not once more."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from lib import households, lookups, registration
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import MemberRole, NumberInUse
from lib.lookup_limit import MOST_AN_HOUR, TooManyLookups
from lib.registration import AlreadyHere, NewMember
from lib.staff import StaffUser
from tests.town import (
    AMIR,
    AMIR_BORN,
    HEGE,
    LEYLA,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    at_home,
    given,
    member,
    person_id_of,
)

AN_HOUR = timedelta(hours=1)
MONA = member(MemberRole.GUARDIAN, "Mona", date(1980, 1, 3))
# Born on Amir's day, so that his number could be hers.
MAYA = member(MemberRole.CHILD, "Maya", AMIR_BORN, serial=3)

Ask = Callable[[Database, datetime], None]


@pytest.fixture
def town(db: Database) -> Database:
    """NAV has Salma with Yusuf and Amir, the nurses have Mona with Maya."""
    at_home(db, SALMA, YUSUF, AMIR)
    at_home(db, MONA, MAYA, by=HEGE)
    return db


def register(db: Database, *members: NewMember, now: datetime, by: StaffUser = HEGE) -> UUID:
    return registration.register(db, members, None, by=by, on=TODAY, now=now)


def looks_yusuf_up(db: Database, now: datetime) -> None:
    assert YUSUF.number
    assert lookups.by_number(db, YUSUF.number.digits, by=HEGE, now=now) == []


def registers_yusuf(db: Database, now: datetime) -> None:
    with pytest.raises(AlreadyRegistered):
        register(db, LEYLA, YUSUF, now=now)


def registers_mona_again(db: Database, now: datetime) -> None:
    with pytest.raises(AlreadyHere):
        register(db, MONA, AMIR, now=now)


def adds_yusuf_to_monas(db: Database, now: datetime) -> None:
    [home] = db.rows(
        "select household_id from membership where person_id = $1", person_id_of(db, MONA)
    )
    with pytest.raises(AlreadyRegistered):
        registration.add_member(db, home["household_id"], YUSUF, by=HEGE, on=TODAY, now=now)


def gives_maya_amirs_number(db: Database, now: datetime) -> None:
    assert AMIR.number
    with pytest.raises(NumberInUse):
        households.add_number(db, person_id_of(db, MAYA), AMIR.number, by=HEGE, now=now)


ASKS = (
    looks_yusuf_up,
    registers_yusuf,
    registers_mona_again,
    adds_yusuf_to_monas,
    gives_maya_amirs_number,
)


def told_before(db: Database, times: int) -> None:
    """Hege has looked up so many in the last minutes."""
    rows = [("looked_up", HEGE.id, NOW - timedelta(seconds=n)) for n in range(times)]
    given(db, "audit_entry", "act | staff_user_id | noted_at", rows)


@pytest.mark.parametrize("ask", ASKS)
def test_each_way_to_be_told_counts_and_each_is_shut_at_the_limit(town: Database, ask: Ask) -> None:
    told_before(town, MOST_AN_HOUR - 1)
    ask(town, NOW)
    for again in ASKS:
        with pytest.raises(TooManyLookups):
            again(town, NOW)
    ask(town, NOW + AN_HOUR)


def test_each_person_told_of_counts(town: Database) -> None:
    """A warning of Salma and of Yusuf is two: with 37 before them there is room for one more."""
    told_before(town, MOST_AN_HOUR - 3)
    with pytest.raises(AlreadyRegistered):
        register(town, SALMA, YUSUF, now=NOW)
    looks_yusuf_up(town, NOW)
    with pytest.raises(TooManyLookups):
        looks_yusuf_up(town, NOW)


def test_the_limit_is_each_ones_own_and_leaves_a_line(town: Database) -> None:
    told_before(town, MOST_AN_HOUR)
    with pytest.raises(TooManyLookups):
        looks_yusuf_up(town, NOW)
    assert YUSUF.number
    assert lookups.by_number(town, YUSUF.number.digits, by=NINA, now=NOW)
    lines = town.rows("select staff_user_id, outcome from audit_entry where act = 'refused'")
    assert lines == [{"staff_user_id": HEGE.id, "outcome": "TooManyLookups"}]


def test_families_that_are_new_are_registered_without_a_limit(town: Database) -> None:
    for n in range(MOST_AN_HOUR + 1):
        guardian = member(MemberRole.GUARDIAN, "Ny", date(1981, 1, 1) + timedelta(days=n))
        child = member(MemberRole.CHILD, "Ny", date(2012, 1, 1) + timedelta(days=n))
        register(town, guardian, child, now=NOW)
    looks_yusuf_up(town, NOW)
