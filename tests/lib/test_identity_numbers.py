"""Which identity numbers are taken, and what their digits are trusted to say.

Whole numbers without a synthetic month are Skatteetaten's published examples.
"""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.identity_numbers import IdentityKind, IdentityNumber, matches_birth_date, parse, synthetic
from lib.refusals import BadInput

FNR, DNR, DUF = IdentityKind.FNR, IdentityKind.DNR, IdentityKind.DUF

WRONG_DIGITS = "Fødselsnummer stemmer ikke: kontroller sifrene."
NO_SUCH_DATE = "Fødselsnummer begynner med en dato som ikke finnes: kontroller sifrene."
WRONG_LENGTH = "Fødselsnummer må ha 11 siffer, eller 12 siffer for et DUF-nummer."

kinds = st.sampled_from(IdentityKind)
birth_dates = st.dates(date(1900, 1, 1), date(2031, 12, 31))
serials = st.integers(0, 499)


def numbered(nine: str, *, k1_remainder: int = 0) -> str | None:
    """The nine digits with Skatteetaten's formulas written out, or None if a digit is 10."""
    d1, d2, m1, m2, y1, y2, i1, i2, i3 = map(int, nine)
    k1 = d1 * 3 + d2 * 7 + m1 * 6 + m2 * 1 + y1 * 8 + y2 * 9 + i1 * 4 + i2 * 5 + i3 * 2
    k1 = (11 + k1_remainder - k1 % 11) % 11
    k2 = d1 * 5 + d2 * 4 + m1 * 3 + m2 * 2 + y1 * 7 + y2 * 6 + i1 * 5 + i2 * 4 + i3 * 3 + k1 * 2
    k2 = (11 - k2 % 11) % 11
    return None if 10 in (k1, k2) else f"{nine}{k1}{k2}"


def some_number(ddmmyy: str, first: int, last: int) -> str:
    """The first number in use in this series of individual numbers."""
    in_use = (numbered(f"{ddmmyy}{individual:03}") for individual in range(first, last + 1))
    return next(number for number in in_use if number)


def refusal(text: str, *, synthetic_only: bool = False) -> str:
    with pytest.raises(BadInput) as refused:
        parse(text, synthetic_only=synthetic_only)
    return str(refused.value)


# Control digits


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("30108299920", date(1982, 10, 30)),  # under the old rule
        ("30108299939", None),  # only under the rule from 2032
        ("02013299997", None),  # under both, with a date that nobody had before 2032
        ("02013299806", None),
        ("02013299903", None),
    ],
)
def test_the_published_examples_of_both_rules_are_taken(number: str, born: date | None) -> None:
    assert parse(number) == IdentityNumber(FNR, number, synthetic=False, birth_date=born)


@pytest.mark.parametrize("remainder", range(11))
def test_the_first_control_digit_may_leave_0_to_3_and_only_0_tells_the_birth_date(
    remainder: int,
) -> None:
    stems = (numbered(f"309082{n:03}", k1_remainder=remainder) for n in range(900, 1000))
    number = next(number for number in stems if number)
    if remainder > 3:
        assert refusal(number) == WRONG_DIGITS
    else:
        assert parse(number).birth_date == (date(1982, 10, 30) if remainder == 0 else None)


@given(kinds, birth_dates, serials, st.data())
def test_every_slip_of_one_digit_is_caught(
    kind: IdentityKind, born: date, serial: int, data: st.DataObject
) -> None:
    number = synthetic(kind, born, serial)
    assume(number)
    assert number
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != number[place]))
    assert refusal(number[:place] + wrong + number[place + 1 :]) == WRONG_DIGITS


@given(kinds, birth_dates, serials, st.data())
def test_every_swap_of_two_neighbours_is_caught(
    kind: IdentityKind, born: date, serial: int, data: st.DataObject
) -> None:
    number = synthetic(kind, born, serial)
    assume(number)
    assert number
    place = data.draw(st.integers(0, len(number) - 2))
    here, there = number[place], number[place + 1]
    assume(here != there)
    assert refusal(number[:place] + there + here + number[place + 2 :]) == WRONG_DIGITS


# What the digits say


@pytest.mark.parametrize(
    ("ddmmyy", "first", "last", "born"),
    [
        ("018100", 0, 499, date(1900, 1, 1)),
        ("018100", 500, 999, date(2000, 1, 1)),
        ("018131", 0, 499, date(1931, 1, 1)),
        ("018131", 500, 999, date(2031, 1, 1)),
        ("018132", 0, 499, date(1932, 1, 1)),
        ("018132", 500, 999, None),  # 2032, or someone older who came from 2032 on
        ("018139", 500, 999, None),
        ("018140", 0, 499, date(1940, 1, 1)),
        ("018140", 500, 899, None),
        ("018140", 900, 999, date(1940, 1, 1)),
        ("018199", 500, 749, None),  # 1899, or someone alive who came from 2032 on
        ("018199", 750, 899, None),
        ("018199", 900, 999, date(1999, 1, 1)),
        ("298200", 0, 499, None),  # 1900 had no 29 February
        ("298200", 500, 999, date(2000, 2, 29)),
        ("298204", 0, 499, date(1904, 2, 29)),
    ],
)
def test_the_individual_number_tells_the_century_or_the_date_is_left_out(
    ddmmyy: str, first: int, last: int, born: date | None
) -> None:
    numbers = [number for n in range(first, last + 1) if (number := numbered(f"{ddmmyy}{n:03}"))]
    assert {parse(number).birth_date for number in (numbers[0], numbers[-1])} == {born}


@pytest.mark.parametrize(("month", "made_up"), [(10, False), (50, True), (75, True), (90, True)])
def test_a_month_with_40_65_or_80_added_is_synthetic(month: int, made_up: bool) -> None:
    number = parse(some_number(f"30{month}82", 990, 999))
    assert number.synthetic is made_up
    assert number.birth_date == date(1982, 10, 30)


@pytest.mark.parametrize(
    ("ddmmyy", "kind", "born"),
    [
        ("018182", FNR, date(1982, 1, 1)),
        ("318182", FNR, date(1982, 1, 31)),
        ("418182", DNR, date(1982, 1, 1)),
        ("718182", DNR, date(1982, 1, 31)),
    ],
)
def test_a_d_number_has_4_added_to_its_first_digit(
    ddmmyy: str, kind: IdentityKind, born: date
) -> None:
    number = parse(some_number(ddmmyy, 0, 499))
    assert (number.kind, number.birth_date) == (kind, born)


@pytest.mark.parametrize(
    "ddmmyy",
    [
        *("008182", "328182", "408182", "728182", "818182"),  # day 0, 32, D 0, D 32, health service
        *("010082", "011382", "014082", "015382", "016582", "017882", "018082", "019382"),
        *("318282", "298201", "698201"),
    ],
)
def test_a_date_that_does_not_exist_is_refused(ddmmyy: str) -> None:
    assert refusal(some_number(ddmmyy, 0, 499)) == NO_SUCH_DATE


# DUF numbers


def test_a_duf_number_ends_in_the_remainder_of_its_weighted_sum() -> None:
    # 3×4 + 0×6 + 1×3 + 4×2 + 0×4 + 0×6 + 0×3 + 0×2 + 0×7 + 1×5 = 28, which leaves 6
    assert parse("3014 000001 06") == IdentityNumber(DUF, "301400000106", True, None)
    assert refusal("301400000107") == WRONG_DIGITS
    assert refusal("301400000117") == WRONG_DIGITS


@pytest.mark.parametrize(
    ("number", "made_up"),
    # 1×4 + 9×6 = 58 leaves 3; 2×4 + 9×3 + 9×2 = 53 leaves 9; 2×4 + 9×6 = 62 leaves 7;
    # 3×4 + 9×3 + 9×2 = 57 leaves 2
    [
        ("190000000003", False),
        ("209900000009", False),
        ("290000000007", True),
        ("309900000002", True),
    ],
)
def test_a_duf_number_from_another_millennium_is_synthetic(number: str, made_up: bool) -> None:
    assert parse(number).synthetic is made_up


@pytest.mark.parametrize(
    "number",
    # 1899: 4 + 48 + 27 + 18 = 97 leaves 9; 2100: 8 + 6 = 14 leaves 3;
    # 2899: 8 + 48 + 27 + 18 = 101 leaves 2; 3100: 12 + 6 = 18 leaves 7
    ["189900000009", "210000000003", "289900000002", "310000000007", "000000000000"],
)
def test_a_duf_number_from_an_impossible_year_is_refused(number: str) -> None:
    says = "Fødselsnummer begynner med et årstall som ikke finnes: kontroller sifrene."
    assert refusal(number) == says


# What is typed


@pytest.mark.parametrize("text", [" 301082 99920 ", "30 10 82 999 20", "301082\u00a099920"])
def test_spaces_are_allowed_anywhere(text: str) -> None:
    assert parse(text).digits == "30108299920"


@pytest.mark.parametrize("text", ["3010829992O", "301082-99920", "٣٠١٠٨٢٩٩٩٢٠", "1²", "+47"])
def test_only_digits_are_taken(text: str) -> None:
    assert refusal(text) == "Fødselsnummer kan bare ha siffer og mellomrom."


@pytest.mark.parametrize("text", ["3", "3010829992", "3010829992000", "9" * 5000])
def test_other_lengths_than_11_and_12_are_refused(text: str) -> None:
    assert refusal(text) == WRONG_LENGTH


def test_a_blank_field_must_be_filled_in() -> None:
    assert refusal("  ") == "Fødselsnummer må fylles ut."


def test_the_sentence_starts_with_the_name_of_the_field() -> None:
    with pytest.raises(BadInput, match=r"^D-nummer må ha 11 siffer"):
        parse("1", field="D-nummer")


@given(st.text(max_size=14) | st.text("0123456789 ", max_size=14))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert parse(text).digits == "".join(text.split())


def test_a_real_number_is_refused_where_only_synthetic_ones_belong() -> None:
    real, made_up = some_number("301082", 0, 499), some_number("309082", 0, 499)
    says = "Fødselsnummer må være syntetisk i demonstrasjonen (måned + 80)."
    assert refusal(real, synthetic_only=True) == says
    assert parse(made_up, synthetic_only=True).synthetic
    assert parse(some_number("305082", 0, 499), synthetic_only=True).synthetic


def test_a_real_duf_number_is_refused_where_only_synthetic_ones_belong() -> None:
    says = "Fødselsnummer må være syntetisk i demonstrasjonen (årstall + 1000)."
    assert refusal("209900000009", synthetic_only=True) == says
    assert parse("309900000002", synthetic_only=True).synthetic


def test_a_number_does_not_reach_the_log_with_its_repr() -> None:
    shown = repr(parse("30108299920"))
    assert "30108299920" not in shown
    assert "1982" not in shown


# Birth dates held against the number


@given(st.sampled_from([FNR, DNR]), birth_dates, serials, birth_dates)
def test_a_birth_date_matches_when_day_month_and_two_digit_year_agree(
    kind: IdentityKind, born: date, serial: int, other: date
) -> None:
    text = synthetic(kind, born, serial)
    assume(text)
    assert text
    number = parse(text)
    assert matches_birth_date(number, born) is True
    assert matches_birth_date(number, other) is (f"{other:%d%m%y}" == f"{born:%d%m%y}")


def test_a_number_under_the_rule_from_2032_is_still_held_against_the_birth_date() -> None:
    number = parse("30108299939")
    assert matches_birth_date(number, date(1982, 10, 30)) is True
    assert matches_birth_date(number, date(1982, 10, 31)) is False
    assert matches_birth_date(number, date(1982, 11, 30)) is False
    assert matches_birth_date(number, date(1983, 10, 30)) is False


def test_a_duf_number_has_no_date_to_match() -> None:
    assert matches_birth_date(parse("301400000106"), date(2014, 1, 1)) is None


# Numbers made for demonstrations


@given(kinds, birth_dates, serials)
def test_a_made_number_is_read_back_as_what_it_was_made_from(
    kind: IdentityKind, born: date, serial: int
) -> None:
    text = synthetic(kind, born, serial)
    assert text == synthetic(kind, born, serial)
    assume(text)
    assert text
    assert parse(text, synthetic_only=True) == IdentityNumber(
        kind, text, synthetic=True, birth_date=None if kind is DUF else born
    )


def test_a_date_has_about_four_hundred_numbers_and_they_differ() -> None:
    made = [synthetic(FNR, date(2014, 6, 5), serial) for serial in range(500)]
    in_use = [number for number in made if number]
    assert len(in_use) == len(set(in_use))
    assert 390 < len(in_use) < 440


def test_a_made_duf_number_holds_the_year_and_the_running_number() -> None:
    assert synthetic(DUF, date(2014, 6, 5), 1) == "301400000106"
    assert str(synthetic(DUF, date(2014, 6, 5), 999_999)).startswith("3014999999")


@pytest.mark.parametrize(
    ("kind", "born", "serial"),
    [
        (FNR, date(2014, 6, 5), -1),
        (FNR, date(2014, 6, 5), 500),
        (DNR, date(1899, 12, 31), 0),
        (DNR, date(2032, 1, 1), 0),
        (DUF, date(2014, 6, 5), 1_000_000),
    ],
)
def test_a_number_outside_every_series_cannot_be_made(
    kind: IdentityKind, born: date, serial: int
) -> None:
    with pytest.raises(ValueError, match="no synthetic"):
        synthetic(kind, born, serial)
