"""How dates, numbers, money and names are read and written."""

import unicodedata
from datetime import date, datetime

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from lib import norwegian
from lib.norwegian import (
    clean_name,
    listed,
    organisation_number,
    to_date,
    to_date_or_none,
    to_ore,
    to_recent_date,
    to_whole_number,
)
from lib.refusals import BadInput

TODAY = date(2026, 8, 1)
NO_DATE = "Fødselsdato må være en dato, for eksempel 05.06.2014."
NO_SUCH_DATE = "Fødselsdato er en dato som ikke finnes: kontroller sifrene."
NO_COUNT = "Antall må være et helt tall, for eksempel 12."
NO_AMOUNT = "Pris må være et beløp i kroner, for eksempel 79,50."
NO_NAME = "Fornavn kan bare ha bokstaver, mellomrom, bindestrek, apostrof og punktum."


# Dates


@pytest.mark.parametrize(
    "text",
    [
        *("5.6.2014", "05.06.2014", "05062014", "050614", "5.6.14", "2014-06-05", "2014-6-5"),
        *("5/6/2014", "5/6-2014", "5-6-14", "5. 6. 2014", "5 6 2014", "  05.06.2014 "),
        *("5. juni 2014", "5 juni 2014", "5. JUNI 2014", "05.jun. 14", "5.\u00a0juni\u00a02014"),
    ],
)
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    assert to_date(text, "Fødselsdato") == date(2014, 6, 5)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_date_is_read_back_as_it_is_written(day: date) -> None:
    assert to_date(norwegian.date_text(day), "Dato") == day
    assert to_date(f"{day.day}. {norwegian.month_text(day)}", "Dato") == day
    assert to_date(f"{day:%d%m%Y}", "Dato") == day
    assert to_date(day.isoformat(), "Dato") == day


@pytest.mark.parametrize(
    ("text", "latest", "read"),
    [
        ("010826", date(2026, 8, 1), date(2026, 8, 1)),
        ("020826", date(2026, 8, 1), date(1926, 8, 2)),
        ("31.12.99", date(2026, 8, 1), date(1999, 12, 31)),
        ("29.02.28", date(2026, 8, 1), date(1928, 2, 29)),
        ("31.12.99", None, date(2099, 12, 31)),
        ("31.12.26", None, date(2026, 12, 31)),
    ],
)
def test_a_two_digit_year_is_in_this_century_unless_that_is_too_late(
    text: str, latest: date | None, read: date
) -> None:
    assert to_date(text, "Dato", latest=latest) == read


def test_a_date_after_the_latest_is_refused() -> None:
    assert to_date("01.08.2026", "Fødselsdato", latest=TODAY) == TODAY
    with pytest.raises(BadInput) as refused:
        to_date("02.08.2026", "Fødselsdato", latest=TODAY)
    assert str(refused.value) == "Fødselsdato kan ikke være senere enn 01.08.2026."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Fødselsdato må fylles ut."),
        (" \t", "Fødselsdato må fylles ut."),
        ("i går", NO_DATE),
        ("5.6", NO_DATE),
        ("5.6.014", NO_DATE),
        ("5062014", NO_DATE),
        ("5. juno 2014", NO_DATE),
        ("5. ju 2014", NO_DATE),
        ("٥.٦.٢٠١٤", NO_DATE),
        ("05.06.2014 kl. 13", NO_DATE),
        ("31.06.2014", NO_SUCH_DATE),
        ("06.13.2014", NO_SUCH_DATE),
        ("00.06.2014", NO_SUCH_DATE),
        ("29.02.2023", NO_SUCH_DATE),
        ("05.06.0000", NO_SUCH_DATE),
        ("2014-06-31", NO_SUCH_DATE),
        ("31.12.1899", "Fødselsdato må ha et årstall mellom 1900 og 2099."),
        ("01.01.2100", "Fødselsdato må ha et årstall mellom 1900 og 2099."),
    ],
)
def test_what_is_no_date_is_refused_with_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        to_date(text, "Fødselsdato")
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("21.11", date(2026, 11, 21)),
        ("21/11", date(2026, 11, 21)),
        ("22.11.", date(2025, 11, 22)),
        ("31.12", date(2025, 12, 31)),
        ("20.11.26", date(2026, 11, 20)),
    ],
)
def test_a_date_without_a_year_is_the_last_one_there_was(text: str, read: date) -> None:
    assert to_recent_date(text, "Dato", latest=date(2026, 11, 21)) == read


def test_a_date_without_a_year_is_a_date_that_there_is() -> None:
    with pytest.raises(BadInput, match=r"^Dato er en dato som ikke finnes"):
        to_recent_date("31.4", "Dato", latest=date(2026, 11, 21))


def test_a_date_that_may_be_blank_is_read_only_when_it_is_filled_in() -> None:
    assert to_date_or_none("  ", "Gyldig til") is None
    assert to_date_or_none("5.6.14", "Gyldig til") == date(2014, 6, 5)
    assert to_date_or_none("5.6.32", "Fødselsdato", latest=TODAY) == date(1932, 6, 5)
    with pytest.raises(BadInput):
        to_date_or_none("snart", "Gyldig til")


# Whole numbers


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *(("1", 1), ("1000", 1000), ("1 000", 1000), ("1\u00a0000", 1000), (" 007 ", 7)),
        *(("100 000", 100_000), ("0000000000000000000000012", 12)),
    ],
)
def test_a_whole_number_is_read_with_or_without_spaces(text: str, read: int) -> None:
    assert to_whole_number(text, "Antall") == read


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Antall må fylles ut."),
        ("0", "Antall må være minst 1."),
        ("-3", "Antall må være minst 1."),
        ("−3", "Antall må være minst 1."),
        ("100 001", "Antall kan ikke være mer enn 100\u00a0000."),
        ("9" * 5000, "Antall kan ikke være mer enn 100\u00a0000."),
        ("to", NO_COUNT),
        ("1,5", NO_COUNT),
        ("1.5", NO_COUNT),
        ("1.000", NO_COUNT),
        ("1e3", NO_COUNT),
        ("10 00", NO_COUNT),
        ("5 6", NO_COUNT),
        ("²", NO_COUNT),
        ("٣", NO_COUNT),
    ],
)
def test_what_is_no_count_is_refused_with_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        to_whole_number(text, "Antall")
    assert str(refused.value) == says


def test_both_limits_of_a_whole_number_are_allowed() -> None:
    assert to_whole_number("0", "Alder", at_least=0, at_most=20) == 0
    assert to_whole_number("20", "Alder", at_least=0, at_most=20) == 20
    for outside in ("-1", "21"):
        with pytest.raises(BadInput):
            to_whole_number(outside, "Alder", at_least=0, at_most=20)


@given(st.integers(-(10**9), 10**9))
def test_every_whole_number_is_read_back_as_it_is_written(n: int) -> None:
    assert to_whole_number(norwegian.number(n), "Antall", -(10**9), 10**9) == n


# Money


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1 372 kr", 137_200),
        ("1\u00a0372\u00a0kr", 137_200),
        ("79,50", 7950),
        ("79.50", 7950),
        ("79,5", 7950),
        ("79,05 kr", 7905),
        ("kr 100,-", 10_000),
        ("kr. 100", 10_000),
        ("100,–", 10_000),
        ("100.-", 10_000),
        ("Kr100", 10_000),
        ("100 kroner", 10_000),
        ("NOK 1 000,00", 100_000),
        ("0", 0),
        ("100 000 000", 10_000_000_000),
    ],
)
def test_an_amount_is_read_in_every_usual_form(text: str, ore: int) -> None:
    assert to_ore(text, "Pris") == ore


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Pris må fylles ut."),
        ("gratis", NO_AMOUNT),
        ("-5", NO_AMOUNT),
        ("1.372", NO_AMOUNT),
        ("79,500", NO_AMOUNT),
        (",50", NO_AMOUNT),
        ("79,", NO_AMOUNT),
        ("1,372.00", NO_AMOUNT),
        ("100 €", NO_AMOUNT),
        ("kr", NO_AMOUNT),
        ("100 000 000,01", "Pris kan ikke være mer enn 100\u00a0000\u00a0000\u00a0kr."),
        ("9" * 5000, "Pris kan ikke være mer enn 100\u00a0000\u00a0000\u00a0kr."),
    ],
)
def test_what_is_no_amount_is_refused_with_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        to_ore(text, "Pris")
    assert str(refused.value) == says


@given(st.integers(0, 10_000_000_000))
def test_every_amount_is_read_back_as_it_is_written(ore: int) -> None:
    assert to_ore(norwegian.kroner(ore), "Pris") == ore


@pytest.mark.parametrize(
    ("ore", "text"),
    [
        *((0, "0 kr"), (137_200, "1 372 kr"), (7950, "79,50 kr"), (5, "0,05 kr")),
        *((-7950, "-79,50 kr"), (-137_200, "-1 372 kr")),
    ],
)
def test_an_amount_is_written_with_ore_only_when_there_are_any(ore: int, text: str) -> None:
    assert norwegian.kroner(ore) == text.replace(" ", "\u00a0")


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Kari   Anne ", "Kari Anne"),
        ("Kari\tAnne\n", "Kari Anne"),
        ("Bjo\u0308rk", "Bj\u00f6rk"),
        ("Aase-Marie", "Aase-Marie"),
        ("O’Brien", "O’Brien"),
        ("D'Angelo Jr.", "D'Angelo Jr."),
        ("Żółć", "Żółć"),
        ("Оксана", "Оксана"),
        ("فاطمة", "فاطمة"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("ሰላም", "ሰላም"),
        ("देवी", "देवी"),
        ("王", "王"),
        ("\u200fفاطمة\u200e", "فاطمة"),
        ("Ka\u00adri\ufeff", "Kari"),
    ],
)
def test_a_name_in_any_script_is_tidied(text: str, name: str) -> None:
    assert clean_name(text, "Fornavn") == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (" ", "Fornavn må fylles ut."),
        ("\u200f", "Fornavn må fylles ut."),
        ("-", "Fornavn må ha minst én bokstav."),
        ("'. ", "Fornavn må ha minst én bokstav."),
        ("Kari2", NO_NAME),
        ("Kari\x00", NO_NAME),
        ("Kari (mor)", NO_NAME),
        ("Ola, Kari", NO_NAME),
        ("kari@example.no", NO_NAME),
        ("<b>Kari</b>", NO_NAME),
        ("Kari 😀", NO_NAME),
        ("a" * 101, "Fornavn kan ikke ha mer enn 100 tegn."),
    ],
)
def test_what_is_no_name_is_refused_with_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_name(text, "Fornavn")
    assert str(refused.value) == says


def test_a_name_may_have_a_hundred_characters() -> None:
    assert clean_name("a" * 100, "Fornavn") == "a" * 100


@given(st.text(st.characters(categories=["L", "M", "Zs", "Cf", "Cc", "Pd"])))
def test_a_tidied_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text, "Fornavn")
    except BadInput:
        return
    assert clean_name(name, "Fornavn") == name == unicodedata.normalize("NFC", name)


# Organisation numbers


@pytest.mark.parametrize("text", ["940155223", "940 155 223", " 940\u00a0155\u00a0223 "])
def test_an_organisation_number_is_nine_digits_and_written_in_threes(text: str) -> None:
    assert organisation_number(text) == "940155223"
    assert norwegian.organisation_number_text("940155223") == "940 155 223"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Organisasjonsnummer må fylles ut."),
        ("94015522", "Organisasjonsnummer må ha ni siffer."),
        ("9401552230", "Organisasjonsnummer må ha ni siffer."),
        ("94015522A", "Organisasjonsnummer må ha ni siffer."),
        ("٩٤٠١٥٥٢٢٣", "Organisasjonsnummer må ha ni siffer."),
        ("940155224", "Organisasjonsnummer stemmer ikke: kontroller sifrene."),
        ("940155232", "Organisasjonsnummer stemmer ikke: kontroller sifrene."),
        ("000000000", "Organisasjonsnummer kan ikke begynne med 0."),
    ],
)
def test_what_is_no_organisation_number_is_refused_with_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        organisation_number(text)
    assert str(refused.value) == says


# What is written


@pytest.mark.parametrize(
    ("utc", "text"),
    [
        (datetime(2014, 6, 5, 11, 0), "05.06.2014 kl. 13.00"),  # summer time
        (datetime(2014, 1, 5, 12, 5, 59), "05.01.2014 kl. 13.05"),
        (datetime(2014, 12, 31, 23, 30), "01.01.2015 kl. 00.30"),
        (datetime(2024, 10, 27, 0, 30), "27.10.2024 kl. 02.30"),  # the hour that comes twice
        (datetime(2024, 10, 27, 1, 30), "27.10.2024 kl. 02.30"),
    ],
)
def test_a_moment_is_shown_by_the_clock_in_norway(utc: datetime, text: str) -> None:
    assert norwegian.moment(utc) == text
    assert norwegian.clock(utc) == text.partition(" ")[2]


def test_the_date_changes_at_midnight_in_norway() -> None:
    assert norwegian.today_in_oslo(datetime(2014, 6, 4, 21, 59)) == date(2014, 6, 4)
    assert norwegian.today_in_oslo(datetime(2014, 6, 4, 22, 0)) == date(2014, 6, 5)
    assert norwegian.today_in_oslo(datetime(2014, 1, 4, 22, 59)) == date(2014, 1, 4)
    assert norwegian.today_in_oslo(datetime(2014, 1, 4, 23, 0)) == date(2014, 1, 5)


def test_months_are_written_out_in_small_letters() -> None:
    assert norwegian.month_name(5) == "mai"
    assert norwegian.month_name(12) == "desember"
    assert norwegian.month_text(date(2024, 5, 17)) == "mai 2024"


def test_thousands_are_kept_together_by_a_space() -> None:
    assert norwegian.number(999) == "999"
    assert norwegian.number(1372) == "1\u00a0372"


def test_only_one_is_counted_in_the_singular() -> None:
    assert norwegian.counted(0, "billett", "billetter") == "0 billetter"
    assert norwegian.counted(1, "billett", "billetter") == "1 billett"
    assert norwegian.counted(1000, "billett", "billetter") == "1\u00a0000 billetter"


# Account numbers


@pytest.mark.parametrize(
    "text", ["99910000019", "9991.00.00019", " 9991 00 00019 ", "9991-00-00019"]
)
def test_an_account_number_is_read_as_people_write_it(text: str) -> None:
    assert norwegian.account_number(text) == "99910000019"
    assert norwegian.account_number_text("99910000019") == "9991.00.00019"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("99910000018", "Kontonummer stemmer ikke: kontroller sifrene."),
        ("9991000001", "Kontonummer må ha 11 siffer."),
        ("999100000190", "Kontonummer må ha 11 siffer."),
        ("00000000000", "Kontonummer må ha 11 siffer."),
        ("00004090403", "Kontonummer må ha 11 siffer."),
        ("NO8299910000019", "Kontonummer må ha 11 siffer."),
        ("٩٩٩١٠٠٠٠٠١٩", "Kontonummer må ha 11 siffer."),
        ("", "Kontonummer må fylles ut."),
    ],
)
def test_what_is_no_account_number_is_bad_input(text: str, says: str) -> None:
    with pytest.raises(BadInput) as met:
        norwegian.account_number(text)
    assert str(met.value) == says


def test_names_are_listed_with_one_og() -> None:
    assert listed(["3"]) == "3"
    assert listed(["3", "4"]) == "3 og 4"
    assert listed(["3", "4", "6"]) == "3, 4 og 6"


@given(st.integers(-(10**12), 10**12))
def test_a_number_is_written_as_babel_writes_it(n: int) -> None:
    assert norwegian.number(n) == format_decimal(n, locale="nb_NO")
