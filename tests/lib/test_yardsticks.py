"""What the figures are held against, typed in year by year."""

import pytest

from lib import yardsticks
from lib.db import Database
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.yardsticks import Expected
from tests.town import KARI, LARVIK_CARD, NINA


def test_the_children_of_a_year_are_typed_in_changed_and_taken_away(db: Database) -> None:
    yardsticks.set_children(db, 2024, 900, by=KARI)
    yardsticks.set_children(db, 2023, 870, by=KARI)
    yardsticks.set_children(db, 2024, 910, by=KARI)
    assert yardsticks.children(db) == {2023: 870, 2024: 910}
    yardsticks.set_children(db, 2023, None, by=KARI)
    assert yardsticks.children(db) == {2024: 910}


def test_the_expected_use_of_a_scheme_is_one_number_a_year(db: Database) -> None:
    yardsticks.set_expected(db, LARVIK_CARD, 2024, 4000, by=KARI)
    yardsticks.set_expected(db, LARVIK_CARD, 2024, 4500, by=KARI)
    assert yardsticks.expected(db) == [Expected(LARVIK_CARD, 2024, 4500)]
    yardsticks.set_expected(db, LARVIK_CARD, 2024, None, by=KARI)
    assert yardsticks.expected(db) == []


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_a_number_of_children_that_cannot_be_is_refused(db: Database, count: int) -> None:
    with pytest.raises(BadInput, match=r"^Barn i lavinntektsfamilier må være et tall fra 1 til"):
        yardsticks.set_children(db, 2024, count, by=KARI)
    assert yardsticks.children(db) == {}


def test_an_expected_use_that_cannot_be_is_refused(db: Database) -> None:
    with pytest.raises(BadInput, match=r"^Forventet bruk må være et tall fra 1 til"):
        yardsticks.set_expected(db, LARVIK_CARD, 2024, 0, by=KARI)
    with pytest.raises(BadInput, match=r"^År må være mellom 2000 og 2099"):
        yardsticks.set_expected(db, LARVIK_CARD, 1999, 10, by=KARI)


def test_only_a_coordinator_types_them_in(db: Database) -> None:
    with pytest.raises(NotYourRole):
        yardsticks.set_children(db, 2024, 900, by=NINA)
    with pytest.raises(NotYourRole):
        yardsticks.set_expected(db, LARVIK_CARD, 2024, 10, by=NINA)
