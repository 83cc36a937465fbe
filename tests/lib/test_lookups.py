"""Look-ups at the desk: own service only, logged, and limited."""

from datetime import date

import pytest

from lib import lookups
from lib.db import Database
from lib.memberships import MemberRole
from lib.refusals import BadInput
from lib.staff import NotYourRole
from tests.town import (
    HEGE,
    KARI,
    LEYLA,
    NILS,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    member,
    number_of,
    person_id_of,
)

YUSUFS = number_of(YUSUF_BORN).digits


def test_a_number_finds_the_person_in_each_home(db: Database) -> None:
    household = at_home(db)
    [found] = lookups.by_number(db, f"{YUSUFS[:6]} {YUSUFS[6:]}", by=NILS, now=NOW)
    assert (found.household_id, found.person.name) == (household, "Yusuf Haddad")


def test_another_service_learns_nothing_from_a_number(db: Database) -> None:
    """The warning comes when a registration has begun, not when somebody is curious."""
    at_home(db)
    assert lookups.by_number(db, YUSUFS, by=HEGE, now=NOW) == []


@pytest.mark.parametrize(
    ("name", "born", "finds"),
    [
        ("Yusuf Haddad", "05.06.2013", True),
        ("haddad yusuf", "050613", True),
        ("Yusuf", "5. juni 2013", True),
        ("Fatima", "05.06.2013", False),
        ("Yusuf", "06.06.2013", False),
    ],
)
def test_a_name_needs_its_birth_date(db: Database, name: str, born: str, finds: bool) -> None:
    at_home(db)
    assert bool(lookups.by_name(db, name, born, by=NINA, on=TODAY, now=NOW)) is finds


def test_half_a_double_name_finds_the_whole(db: Database) -> None:
    at_home(db, SALMA, member(MemberRole.CHILD, "Anne-Lise Berg", date(2015, 1, 9)))
    assert lookups.by_name(db, "Anne-Lise", "09.01.2015", by=NINA, on=TODAY, now=NOW)
    assert lookups.by_name(db, "Lise Berg", "09.01.2015", by=NINA, on=TODAY, now=NOW)


def test_a_mistyped_number_is_not_looked_up(db: Database) -> None:
    with pytest.raises(BadInput, match=r"^Fødselsnummer"):
        lookups.by_number(db, YUSUFS[:-1] + str((int(YUSUFS[-1]) + 1) % 10), by=NINA, now=NOW)


def test_only_a_caseworker_looks_up(db: Database) -> None:
    with pytest.raises(NotYourRole):
        lookups.by_number(db, YUSUFS, by=KARI, now=NOW)


def test_every_look_up_leaves_a_line(db: Database) -> None:
    at_home(db)
    lookups.by_number(db, YUSUFS, by=NINA, now=NOW)
    lookups.by_number(db, YUSUFS, by=HEGE, now=NOW)
    lines = db.rows("select outcome from audit_entry where act = 'looked_up' order by outcome")
    assert lines == [{"outcome": "funnet"}, {"outcome": "ingen treff"}]


def test_twins_with_one_name_are_two_lines(db: Database) -> None:
    """Everyone who was shown is in the log."""
    twins = [
        member(MemberRole.CHILD, name, date(2015, 1, 9), serial)
        for serial, name in enumerate(("Ola Berg", "Kari Berg"))
    ]
    at_home(db, SALMA, *twins)
    assert len(lookups.by_name(db, "Berg", "09.01.2015", by=NINA, on=TODAY, now=NOW)) == 2
    lines = db.rows("select subject_id from audit_entry where act = 'looked_up'")
    assert {line["subject_id"] for line in lines} == {person_id_of(db, twin) for twin in twins}


def test_a_child_with_two_homes_is_one_line(db: Database) -> None:
    at_home(db, SALMA, YUSUF)
    at_home(db, LEYLA, YUSUF, knowing=frozenset({person_id_of(db, YUSUF)}))
    assert len(lookups.by_number(db, YUSUFS, by=NINA, now=NOW)) == 2
    assert len(db.rows("select id from audit_entry where act = 'looked_up'")) == 1


@pytest.mark.parametrize(
    ("name", "born", "why"),
    [
        ("Youssef Hadad", "05.06.2013", "fornavn skrevet annerledes"),
        ("Yusuf Haddad", "06.05.2013", "dag og måned byttet"),
    ],
)
def test_a_child_whose_papers_differ_is_offered_with_the_reason(
    db: Database, name: str, born: str, why: str
) -> None:
    home = at_home(db)
    [met] = lookups.by_name(db, name, born, by=NINA, on=TODAY, now=NOW)
    assert (met.household_id, met.person.name) == (home, "Yusuf Haddad")
    assert why in met.reasons
    assert lookups.by_name(db, name, born, by=HEGE, on=TODAY, now=NOW) == []


def test_whoever_has_just_the_name_and_the_date_is_the_only_one_found(db: Database) -> None:
    at_home(db)
    [met] = lookups.by_name(db, "Yusuf Haddad", "05.06.2013", by=NINA, on=TODAY, now=NOW)
    assert met.reasons == ()
