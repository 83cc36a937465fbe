"""Need to know: a service meets those it registered, and nobody else exists for it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lib import households, need_to_know
from lib.db import Database
from lib.need_to_know import NotYours
from lib.staff import NotYourRole, StaffUser
from tests.town import (
    ADAM,
    AMIR,
    HEGE,
    KARI,
    LEYLA,
    LISE,
    NILS,
    NINA,
    NOW,
    SALMA,
    YUSUF,
    also_with_the_nurses,
    at_home,
    person_id_of,
    reseal_homes,
)


def moved_out(db: Database, household_id: UUID, person_id: UUID) -> None:
    households.end_membership(db, household_id, person_id, by=NINA, now=NOW)


def test_colleagues_of_one_service_meet_the_same_persons(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    for user in (NINA, NILS):
        assert need_to_know.person(db, yusuf, by=user).name == "Yusuf Haddad"


def test_another_services_person_and_none_at_all_are_one_answer(db: Database) -> None:
    at_home(db)
    answers = []
    for person_id in (person_id_of(db, YUSUF), uuid4()):
        with pytest.raises(NotYours) as refusal:
            need_to_know.person(db, person_id, by=HEGE)
        answers.append(str(refusal.value))
    assert answers[0] == answers[1]


def test_a_child_of_two_services_is_met_by_both(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    second = also_with_the_nurses(db, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    assert need_to_know.person(db, yusuf, by=NINA) == need_to_know.person(db, yusuf, by=HEGE)
    assert need_to_know.homes(db, yusuf, by=HEGE) == [second]
    with pytest.raises(NotYours):
        need_to_know.person(db, person_id_of(db, LEYLA), by=NINA)


def test_who_moved_out_is_no_longer_met(db: Database) -> None:
    household = at_home(db)
    amir = person_id_of(db, AMIR)
    moved_out(db, household, amir)
    assert need_to_know.homes(db, amir, by=NINA) == []
    with pytest.raises(NotYours):
        need_to_know.person(db, amir, by=NINA)
    assert need_to_know.person(db, person_id_of(db, YUSUF), by=NINA)


def test_a_child_with_two_homes_has_the_first_one_first(db: Database) -> None:
    first = at_home(db, SALMA, YUSUF)
    yusuf = person_id_of(db, YUSUF)
    second = at_home(db, LEYLA, YUSUF, knowing=frozenset({yusuf}))
    # The drawing has them at one time; the second came a day later.
    reseal_homes(db, yusuf, at=second, since=NOW + timedelta(days=1))
    assert need_to_know.homes(db, yusuf, by=NINA) == [first, second]
    assert need_to_know.at_home(db, yusuf, by=NINA)[1] == first
    moved_out(db, first, yusuf)
    assert need_to_know.at_home(db, yusuf, by=NINA)[1] == second


def test_the_right_to_one_just_opened_is_asked_all_the_same(db: Database) -> None:
    household = at_home(db)
    amir = need_to_know.person(db, person_id_of(db, AMIR), by=NINA)
    known = need_to_know.known_again(db, amir, by=NINA)
    assert known == need_to_know.known(db, amir.id, by=NINA)
    with pytest.raises(NotYours):
        need_to_know.known_again(db, amir, by=HEGE)
    moved_out(db, household, amir.id)
    with pytest.raises(NotYours):
        need_to_know.known_again(db, amir, by=NINA)


@pytest.mark.parametrize("user", [KARI, LISE, ADAM])
def test_only_caseworkers_meet_persons(db: Database, user: StaffUser) -> None:
    at_home(db)
    with pytest.raises(NotYourRole):
        need_to_know.person(db, person_id_of(db, YUSUF), by=user)
