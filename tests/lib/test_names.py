"""How names are folded, split and heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bjørn-Erik Aas", ("bjorn", "erik", "aas")),
        ("Bjoern Erik Ås", ("bjorn", "erik", "aas")),
        ("José Łukasz Ţepeş", ("jose", "lukasz", "tepes")),
        ("İbrahim Işık", ("ibrahim", "isik")),
        ("O'Neil D’Angelo", ("oneil", "dangelo")),
        ("Ahmed al-Sayed bin Omar", ("ahmed", "sayed", "omar")),
        ("al-Hassan Omar", ("hassan", "omar")),
        ("Олександр Шевченко", ("oleksandr", "shevchenko")),
        ("محمد الحسن", ("mhmd", "hsn")),
        ("A.", ("a",)),
    ],
)
def test_a_name_is_split_into_plain_words(text: str, words: tuple[str, ...]) -> None:
    assert names.read(text).words == words


def test_a_particle_that_is_somebodys_first_name_stays() -> None:
    assert names.read("Ben Hansen").words == ("ben", "hansen")


@pytest.mark.parametrize("text", ["Van der", "El"])
def test_a_name_of_particles_only_is_still_a_name(text: str) -> None:
    assert names.read(text).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Muhamad"),
        ("Mohammed", "محمد"),
        ("Oleksandr", "Alexander"),
        ("Олександр", "Aleksandr"),
        ("Юлія", "Julija"),
        ("Michael", "Михайло"[:-1]),
        ("Christian", "Kristian"),
        ("Josef", "Yousuf"),
        ("Thomas", "Tomas"),
        ("Khadija", "Khadidja"),
        ("Ahmed", "Ahmet"),
        ("Ivanov", "Ivanoff"),
        ("Walid", "Oualid"),
        ("Farah", "Faarax"),
        ("Shevchenko", "Шевченко"),
        ("Szymon", "Simon"),
        ("Maks", "Макс"),
        ("Sergej", "Sergei"),
    ],
)
def test_spellings_of_one_name_have_one_code(one: str, other: str) -> None:
    assert names.read(one).codes == names.read(other).codes


@pytest.mark.parametrize(
    ("one", "other"), [("Ahmed", "Mohammed"), ("Ali", "Ola"), ("Kari", "Lise"), ("Aya", "Iyo")]
)
def test_other_names_have_other_codes(one: str, other: str) -> None:
    assert names.read(one).codes != names.read(other).codes


def test_an_alphabet_nobody_taught_us_is_compared_as_it_is_written() -> None:
    assert names.read("ተስፋይ").codes == ("ተስፋይ",)


@pytest.mark.parametrize("text", ["", "  ", "123", "–", "\u0301"])
def test_what_has_no_letter_is_no_name(text: str) -> None:
    assert names.read(text) == names.Name((), ())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Bjørn-Erik Aas-Lund", {"erik", "lund"}),
        ("Anne-Lise-Marie Berg", {"lise", "marie"}),
        ("Omar Al-Hassan", set()),
        ("Bjørn Erik Aas", set()),
        ("- -", set()),
    ],
)
def test_the_second_of_a_double_name_is_known_by_its_hyphen(text: str, seconds: set[str]) -> None:
    assert names.seconds(text) == seconds


@given(st.text(max_size=60))
def test_whatever_is_written_every_word_has_a_code(text: str) -> None:
    read = names.read(text)
    assert len(read.codes) == len(read.words) <= names.MOST_WORDS
    assert all(read.codes)
