"""Age on a day, both sides of each birthday, and a band for everybody."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ages import BANDS, OLDER_BAND, UNKNOWN_BAND, age_on, band_names, band_of

births = st.dates(date(1900, 1, 1), date(2050, 12, 31))
lives = st.integers(0, 120 * 365)


def birthday(born: date, age: int) -> date:
    """The day somebody turns `age`: 1 March where 29 February is missing."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@given(born=births, days=lives)
def test_an_age_lasts_from_one_birthday_to_the_day_before_the_next(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    age = age_on(born, on)
    assert birthday(born, age) <= on < birthday(born, age + 1)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2013, 6, 5), date(2024, 6, 4), 10),
        (date(2013, 6, 5), date(2024, 6, 5), 11),
        (date(2013, 6, 5), date(2013, 6, 5), 0),
        (date(2016, 2, 29), date(2023, 2, 28), 6),
        (date(2016, 2, 29), date(2023, 3, 1), 7),
        (date(2016, 2, 29), date(2024, 2, 28), 7),
        (date(2016, 2, 29), date(2024, 2, 29), 8),
        (date(2023, 12, 31), date(2024, 1, 1), 0),
    ],
)
def test_a_birthday_makes_one_a_year_older(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@given(born=births, days=lives)
def test_everybody_is_in_one_band(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    age = age_on(born, on)
    fitting = [band for band in BANDS if band[0] <= age <= band[1]]
    assert len(fitting) == (age <= BANDS[-1][1])
    assert band_of(born, on) in band_names()


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0–5 år"),
        (5, "0–5 år"),
        (6, "6–9 år"),
        (9, "6–9 år"),
        (10, "10–12 år"),
        (12, "10–12 år"),
        (13, "13–15 år"),
        (15, "13–15 år"),
        (16, "16–19 år"),
        (19, "16–19 år"),
        (20, "20 år og eldre"),
        (90, "20 år og eldre"),
    ],
)
def test_a_band_has_its_youngest_and_its_oldest(age: int, band: str) -> None:
    """From the birthday to the day before the next."""
    on = date(2024, 5, 15)
    assert band_of(date(2024 - age, 5, 15), on) == band
    assert band_of(date(2024 - age - 1, 5, 16), on) == band


def test_an_unknown_birth_date_is_a_band_of_its_own() -> None:
    assert band_of(None, date(2024, 5, 15)) == UNKNOWN_BAND
    assert band_names()[-2:] == [OLDER_BAND, UNKNOWN_BAND]
    assert len(set(band_names())) == len(BANDS) + 2
