"""The school's holidays: typed in from the school's calendar, and never guessed."""

from datetime import date

import pytest

from lib import school_holidays
from lib.db import Database
from lib.refusals import BadInput
from lib.school_holidays import LONGEST, NAMES, HolidaysOverlap
from lib.staff import NotYourRole
from tests.town import FRIDA, KARI, NINA, given

FIRST, LAST = date(2025, 2, 17), date(2025, 2, 21)


def keep(db: Database, name: str = "Vinterferie", first: date = FIRST, last: date = LAST) -> None:
    school_holidays.keep(db, name, first.year, first, last, by=KARI)


def test_all_five_of_this_year_and_the_next_wait_for_their_dates(db: Database) -> None:
    asked = school_holidays.to_type_in(db, on=date(2025, 1, 10))
    assert asked == [(name, year) for year in (2025, 2026) for name in NAMES]
    assert school_holidays.all_of(db) == []
    keep(db)
    assert ("Vinterferie", 2025) not in school_holidays.to_type_in(db, on=date(2025, 1, 10))
    assert ("Vinterferie", 2026) in school_holidays.to_type_in(db, on=date(2025, 1, 10))


def test_dates_typed_again_take_the_place_of_the_first(db: Database) -> None:
    keep(db)
    keep(db, last=date(2025, 2, 23))
    [holiday] = school_holidays.all_of(db)
    assert holiday.days_text == "vinterferie 17.02.2025–23.02.2025"
    school_holidays.remove(db, "Vinterferie", 2025, by=KARI)
    assert school_holidays.all_of(db) == []


@pytest.mark.parametrize(
    ("says", "name", "first", "last"),
    [
        ("Ferie må være en av", "Plandag", FIRST, LAST),
        ("Første dag må være i 2025", "Vinterferie", date(2024, 2, 17), LAST),
        ("Siste dag kan ikke være før", "Vinterferie", FIRST, date(2025, 2, 16)),
        ("Siste dag kan ikke gi mer enn 100 dager", "Vinterferie", FIRST, date(2025, 5, 28)),
    ],
)
def test_a_slip_of_the_hand_names_its_field(
    db: Database, says: str, name: str, first: date, last: date
) -> None:
    with pytest.raises(BadInput, match=f"^{says}"):
        school_holidays.keep(db, name, 2025, first, last, by=KARI)
    assert school_holidays.all_of(db) == []


def test_a_holiday_of_one_day_and_the_longest_are_taken(db: Database) -> None:
    keep(db, last=FIRST)
    summer = date(2025, 5, 28)
    keep(db, "Sommerferie", summer, date.fromordinal(summer.toordinal() + LONGEST - 1))
    assert len(school_holidays.all_of(db)) == 2


def test_two_holidays_share_no_day(db: Database) -> None:
    """Christmas 2024 goes on into January 2025."""
    keep(db, "Juleferie", date(2024, 12, 20), date(2025, 1, 3))
    with pytest.raises(HolidaysOverlap, match=r"juleferie 20\.12\.2024–03\.01\.2025"):
        keep(db, first=date(2025, 1, 3))
    keep(db, first=date(2025, 1, 4))


def test_the_holiday_under_way_comes_before_the_next(db: Database) -> None:
    given(
        db,
        "school_holiday",
        """
        name        | year | first_day  | last_day
        Sommerferie | 2025 | 2025-06-21 | 2025-08-17
        Vinterferie | 2025 | 2025-02-17 | 2025-02-21
        """,
    )
    holidays = school_holidays.all_of(db)
    for day, name in (
        (date(2025, 2, 16), "Vinterferie"),
        (date(2025, 2, 21), "Vinterferie"),
        (date(2025, 2, 22), "Sommerferie"),
        (date(2025, 8, 17), "Sommerferie"),
    ):
        found = school_holidays.now_or_next(holidays, on=day)
        assert found
        assert found.name == name
    assert school_holidays.now_or_next(holidays, on=date(2025, 8, 18)) is None


def test_only_a_coordinator_keeps_the_holidays(db: Database) -> None:
    for user in (NINA, FRIDA):
        with pytest.raises(NotYourRole):
            school_holidays.keep(db, "Vinterferie", 2025, FIRST, LAST, by=user)
        with pytest.raises(NotYourRole):
            school_holidays.remove(db, "Vinterferie", 2025, by=user)
