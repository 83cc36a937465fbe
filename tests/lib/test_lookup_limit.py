"""Sixty times an hour a desk may ask whether somebody is in the register, and not once more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from lib import households, lookup_limit, lookups, registration
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import NumberInUse
from lib.lookup_limit import MOST_AN_HOUR, TooManyLookups
from lib.memberships import MemberRole
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
    home_of,
    member,
    person_id_of,
)

AN_HOUR = timedelta(hours=1)
MONA = member(MemberRole.GUARDIAN, "Mona", date(1980, 1, 3))
# Born on Amir's day, so that his number could be hers.
MAYA = member(MemberRole.CHILD, "Maya", AMIR_BORN, serial=3)

NEW_MOTHER = member(MemberRole.GUARDIAN, "Ny", date(1981, 1, 1))
NEW_CHILD = member(MemberRole.CHILD, "Ny", date(2012, 1, 1))

Ask = Callable[[Database, datetime], None]


@pytest.fixture
def town(db: Database) -> Database:
    """NAV has Salma with Yusuf and Amir, the nurses have Mona with Maya."""
    at_home(db, SALMA, YUSUF, AMIR)
    register(db, MONA, MAYA, now=NOW - AN_HOUR)
    return db


def register(db: Database, *members: NewMember, now: datetime, by: StaffUser = HEGE) -> UUID:
    return registration.register(db, members, None, by=by, on=TODAY, now=now)


def looks_yusuf_up(db: Database, now: datetime) -> None:
    assert YUSUF.number
    assert lookups.by_number(db, YUSUF.number.digits, by=HEGE, now=now) == []


def registers_yusuf(db: Database, now: datetime) -> None:
    with pytest.raises(AlreadyRegistered):
        register(db, LEYLA, YUSUF, now=now)


def registers_yusuf_without_a_number(db: Database, now: datetime) -> None:
    with pytest.raises(AlreadyRegistered):
        register(db, LEYLA, replace(YUSUF, number=None), now=now)


def registers_mona_again(db: Database, now: datetime) -> None:
    with pytest.raises(AlreadyHere):
        register(db, MONA, AMIR, now=now)


def adds_yusuf_to_monas(db: Database, now: datetime) -> None:
    home = home_of(db, person_id_of(db, MONA), by=HEGE)
    with pytest.raises(AlreadyRegistered):
        registration.add_member(db, home, YUSUF, by=HEGE, on=TODAY, now=now)


def gives_maya_amirs_number(db: Database, now: datetime) -> None:
    assert AMIR.number
    with pytest.raises(NumberInUse):
        households.add_number(db, person_id_of(db, MAYA), AMIR.number, by=HEGE, now=now)


ASKS = (
    looks_yusuf_up,
    registers_yusuf,
    registers_yusuf_without_a_number,
    registers_mona_again,
    adds_yusuf_to_monas,
    gives_maya_amirs_number,
)


def asked_before(db: Database, times: int, by: StaffUser = HEGE) -> None:
    """So many strangers were asked about just now."""
    lookup_limit.count(db, [f"stranger {n}" for n in range(times)], by=by, now=NOW)


@pytest.mark.parametrize("ask", ASKS)
def test_each_way_to_ask_is_shut_at_the_limit(town: Database, ask: Ask) -> None:
    asked_before(town, MOST_AN_HOUR)
    with pytest.raises(TooManyLookups):
        ask(town, NOW)
    ask(town, NOW + AN_HOUR)


def test_a_miss_is_an_answer_and_counts(town: Database) -> None:
    """Nobody has the number of the new family, and that was told."""
    asked_before(town, MOST_AN_HOUR - 2)
    register(town, NEW_MOTHER, NEW_CHILD, now=NOW)
    with pytest.raises(TooManyLookups):
        looks_yusuf_up(town, NOW)


def test_an_act_that_is_refused_has_still_asked(town: Database) -> None:
    """A child of one's own in the form makes it fail, after the stopper has answered."""
    asked_before(town, MOST_AN_HOUR - 2)
    with pytest.raises(AlreadyHere):
        register(town, MONA, AMIR, now=NOW)
    with pytest.raises(TooManyLookups):
        looks_yusuf_up(town, NOW)


def test_asking_the_same_again_counts_once(town: Database) -> None:
    asked_before(town, MOST_AN_HOUR - 2)
    for _ in range(3):
        registers_yusuf(town, NOW)


def test_another_name_with_the_same_number_is_another_question(town: Database) -> None:
    asked_before(town, MOST_AN_HOUR - 3)
    registers_yusuf(town, NOW)
    with pytest.raises(TooManyLookups):
        register(town, LEYLA, replace(YUSUF, name="Jusuf"), replace(AMIR, name="Emir"), now=NOW)


def test_the_limit_is_each_ones_own_and_leaves_a_line(town: Database) -> None:
    asked_before(town, MOST_AN_HOUR)
    with pytest.raises(TooManyLookups):
        looks_yusuf_up(town, NOW)
    assert YUSUF.number
    assert lookups.by_number(town, YUSUF.number.digits, by=NINA, now=NOW)
    lines = town.rows("select staff_user_id, outcome from audit_entry where act = 'refused'")
    assert lines == [{"staff_user_id": HEGE.id, "outcome": "TooManyLookups"}]


def test_sixteen_at_once_do_not_pass_the_limit(town: Database) -> None:
    asked_before(town, MOST_AN_HOUR - 4)

    def asks(n: int) -> bool:
        try:
            lookup_limit.count(town, [f"another {n}"], by=HEGE, now=NOW)
        except TooManyLookups:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(asks, range(16))) == 4


def test_whom_one_asked_about_is_a_hash_and_forgotten_after_an_hour(town: Database) -> None:
    looks_yusuf_up(town, NOW)
    text = "select asked_hash from asked where asked_at = $1 and staff_user_id = $2"
    [kept] = town.rows(text, NOW, HEGE.id)
    assert YUSUF.number
    assert YUSUF.number.digits.encode() not in kept["asked_hash"]
    lookup_limit.count(town, ["somebody else"], by=HEGE, now=NOW + AN_HOUR)
    left = town.rows("select asked_hash from asked where staff_user_id = $1", HEGE.id)
    assert len(left) == 1
