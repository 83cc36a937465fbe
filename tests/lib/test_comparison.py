"""When two registrations are the same person, and when they only look so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.comparison import (
    NEEDS_A_LOOK_FROM,
    SAME_FROM,
    Answer,
    Compared,
    Mate,
    Nobody,
    Particulars,
    Question,
    compared,
)

BORN = date(2014, 5, 16)
TWO_YEARS_LATER = date(2016, 11, 3)
NEW_YEAR = date(1988, 1, 1)
MOTHER = Mate("Amina Yusuf Warsame", date(1985, 3, 24), is_guardian=True)
ONE_NUMBER, OTHER_NUMBER = frozenset({b"one"}), frozenset({b"other"})


def person(
    name: str,
    born: date | None = BORN,
    numbers: frozenset[bytes] = frozenset(),
    *mates: Mate,
    area: str = "",
) -> Particulars:
    return Particulars(name, born, numbers, mates, frozenset({area} - {""}))


def like(one: str, other: str, born: date | None = BORN, *, other_born: date | None) -> Compared:
    return compared(person(one, born), person(other, other_born))


class Town(Nobody):
    """A register of 100 000, in which one name is common and others are not."""

    def __len__(self) -> int:
        return 100_000

    def with_code(self, code: str) -> int:
        return {"nsn": 2_000, "nr": 1_000}.get(code, 20)

    def with_word(self, word: str) -> int:
        return {"hansen": 2_000, "nora": 900, "noor": 20, "nur": 80}.get(word, 20)

    def born_on(self, born: date) -> int:
        return 15

    def mates_of_all(self) -> int:
        return 280_000


# Papers that differ


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        ("Mohammed Ali Noor", "Muhamad Ali Nur", "fornavn skrevet annerledes"),
        ("Mohammed Ali Noor", "محمد علي نور", "fornavn skrevet annerledes"),
        ("Oleksandr Shevchenko", "Alexander Sjevtsjenko", "fornavn skrevet annerledes"),
        ("Олександр Шевченко", "Aleksandr Sevcenko", "fornavn skrevet annerledes"),
        ("Bjørn-Erik Aas", "Bjørn Ås", "ett eller flere navn utelatt"),
        ("Kari Anne Lunde", "Kari Lunde", "ett eller flere navn utelatt"),
        ("Karianne Lunde", "Karianne Lundee", "etternavn skrevet annerledes"),
        ("Ingebjørg Lunde", "Ingebkørg Lunde", "fornavn skrevet litt annerledes"),
        ("Hodan Warsame", "Warsame Hodan", "fornavn og etternavn byttet om"),
        ("Saad Al Shami", "Saad Alshami", "etternavn skrevet annerledes"),
        ("Ingebjørg Lunde", "Ingebjørg Haug", "etternavn byttet"),
        ("Jusuf Noor", "Yousef Noor", "fornavn skrevet annerledes"),
        ("Lejla Noor", "Layla Noor", "fornavn skrevet annerledes"),
        ("Denys Havryliv", "Denys Gavriliv", "etternavn skrevet annerledes"),
        ("Abdulrahman Noor", "Abdul Rahman Noor", "fornavn skrevet annerledes"),
        ("Abdul Rahman Noor", "Abdulrahman Noor", "fornavn skrevet annerledes"),
    ],
)
def test_a_name_written_otherwise_does_not_hide_a_person(
    name: str, other: str, reason: str
) -> None:
    found = like(name, other, other_born=BORN)
    assert found.answer is not Answer.DIFFERENT
    assert reason in found.reasons
    assert "samme fødselsdato" in found.reasons


@pytest.mark.parametrize(
    ("born", "other_born", "reason"),
    [
        (date(2014, 5, 6), date(2014, 6, 5), "dag og måned byttet"),
        (date(2014, 5, 16), date(2014, 5, 18), "ett siffer ulikt i fødselsdatoen"),
        (date(2009, 5, 16), date(2010, 5, 16), "født ett år fra hverandre"),
        (date(2014, 5, 12), date(2014, 5, 21), "to sifre byttet om i fødselsdatoen"),
        (date(2014, 5, 16), date(2014, 11, 29), "samme fødselsår"),
        (date(2014, 5, 16), date(2014, 1, 1), "samme fødselsår, den ene 1. januar"),
        (date(2014, 5, 16), None, "fødselsdato mangler"),
    ],
)
def test_a_birth_date_written_otherwise_does_not_hide_a_person(
    born: date, other_born: date | None, reason: str
) -> None:
    found = like("Hodan Warsame", "Hodan Warsame", born, other_born=other_born)
    assert found.answer is not Answer.DIFFERENT
    assert reason in found.reasons


def test_the_fewer_dates_a_fault_can_make_the_more_it_tells() -> None:
    """Two dates are a year off, one has two digits swapped, some twenty have one other digit."""
    a_year, a_digit, digits_swapped, same_year, other = (
        like("Hodan Warsame", "Hodan Warsame", date(2012, 5, 12), other_born=born).score
        for born in (
            date(2013, 5, 12),
            date(2012, 5, 18),
            date(2012, 5, 21),
            date(2012, 11, 30),
            date(2007, 8, 30),
        )
    )
    assert a_year > a_digit > same_year > other
    assert digits_swapped > a_digit


def test_the_second_of_a_double_name_tells_half() -> None:
    double, apart = (
        Question(person(name), Town()).compared(person("Anne Lise Lunde"))
        for name in ("Anne-Lise Lunde", "Anne Lise Lunde")
    )
    assert double.score < apart.score
    article, without = (
        Question(person(name), Town()).compared(person("Omar Hassan"))
        for name in ("Omar Al-Hassan", "Omar Hassan")
    )
    assert article.score == without.score


def test_two_shared_names_in_each_others_place_are_hardly_chance() -> None:
    """A surname is seldom somebody's given name: with less of a date, turned names still tell."""
    found = Question(person("Hodan Warsame"), Town()).compared(person("Warsame Hodan"))
    same = Question(person("Hodan Warsame"), Town()).compared(person("Hodan Warsame"))
    assert SAME_FROM > found.score > NEEDS_A_LOOK_FROM
    assert same.score - found.score < 4


def test_the_papers_alike_in_everything_are_the_same_person() -> None:
    one = person("Ola Hansen", BORN, ONE_NUMBER, MOTHER, area="Sentrum")
    assert compared(one, one).answer is Answer.SAME


def test_without_a_number_the_same_name_birth_date_and_guardian_are_enough() -> None:
    one = person("Ola Hansen", BORN, frozenset(), MOTHER)
    assert compared(one, one).answer is Answer.SAME


# Mates of a household


@pytest.mark.parametrize(
    ("name", "other"), [("Hassan Noor Ali", "Hussein Noor Ali"), ("Kari Lunde", "Lise Lunde")]
)
def test_a_twin_is_not_a_duplicate(name: str, other: str) -> None:
    one, twin = (person(text, BORN, frozenset(), MOTHER, area="Haug") for text in (name, other))
    assert compared(one, twin).answer is Answer.DIFFERENT
    assert compared(person(name), person(other)).answer is Answer.DIFFERENT


@pytest.mark.parametrize(("name", "other"), [("Mina Lunde", "Mona Lunde"), ("Ida Moe", "Ada Moe")])
def test_twins_with_names_alike_are_never_the_same_unseen(name: str, other: str) -> None:
    one, twin = (person(text, BORN, frozenset(), MOTHER, area="Haug") for text in (name, other))
    assert compared(one, twin).answer is Answer.NEEDS_A_LOOK


def test_a_sibling_is_not_a_duplicate() -> None:
    one = person("Kari Lunde", BORN, frozenset(), MOTHER)
    sibling = person("Lise Lunde", TWO_YEARS_LATER, frozenset(), MOTHER)
    assert compared(one, sibling).answer is Answer.DIFFERENT


def test_a_father_who_gave_his_son_his_name_is_not_his_son() -> None:
    son = person("Ola Lunde", BORN, frozenset(), MOTHER)
    father = person("Ola Lunde", date(1984, 2, 11), frozenset(), MOTHER)
    assert compared(son, father).answer is Answer.DIFFERENT
    assert compared(person("Ola Lunde"), person("Ola Lunde", father.born)).answer is (
        Answer.DIFFERENT
    )


def test_a_father_whose_name_follows_his_sons_is_not_his_son() -> None:
    found = like("Omar Ali Hassan", "Ali Hassan Noor", BORN, other_born=date(1984, 2, 11))
    assert found.answer is Answer.DIFFERENT


def test_who_is_found_again_as_a_mate_is_not_somebody_else() -> None:
    """Twins whose names are nearly alike: each is explained by herself."""
    one, twin = Mate("Ida Lunde", BORN, False), Mate("Ada Lunde", BORN, False)
    registered = person("Ida Lunde", BORN, frozenset(), MOTHER, twin)
    asked, asked_twin = (
        person("Ida Lunde", BORN, frozenset(), MOTHER, twin),
        person("Ada Lunde", BORN, frozenset(), MOTHER, one),
    )
    assert compared(asked, registered).answer is not Answer.DIFFERENT
    assert compared(asked_twin, registered).answer is Answer.DIFFERENT


def test_the_same_guardian_and_area_speak_for_the_same_person() -> None:
    alone = compared(person("Hodan Warsame"), person("Hodan Jama"))
    together = compared(
        person("Hodan Warsame", BORN, frozenset(), MOTHER, area="Haug"),
        person("Hodan Jama", BORN, frozenset(), MOTHER, area="Haug"),
    )
    assert together.score > alone.score
    assert {"samme foresatt", "samme nærmiljø"} <= {*together.reasons}


@pytest.mark.parametrize(
    ("name", "born", "is_known"),
    [
        ("Amina Warsame", date(1972, 8, 9), True),
        ("Amina Hansen", date(1972, 8, 9), False),
        ("Amina Hansen", date(1985, 3, 24), True),
        ("Solveig Warsame", date(1972, 8, 9), False),
    ],
)
def test_a_mate_with_another_birth_date_is_known_by_uncommon_names_alone(
    name: str, born: date, is_known: bool
) -> None:
    theirs = Mate(name, born, is_guardian=True)
    mine = Mate(name.replace("Solveig", "Amina"), date(1985, 3, 24), is_guardian=True)
    asked = person("Leyla Warsame", BORN, frozenset(), mine)
    found = Question(asked, Town()).compared(person("Leyla Warsame", BORN, frozenset(), theirs))
    assert ("samme foresatt" in found.reasons) is is_known


def test_two_in_one_household_are_two_unless_everything_agrees() -> None:
    question = Question(person("Kari Lunde"), Town())
    assert question.compared_in_household(person("Lise Lunde")).answer is Answer.DIFFERENT
    assert question.compared_in_household(person("Kari Lunde")).answer is Answer.NEEDS_A_LOOK


# Identity numbers


def test_a_shared_number_and_all_else_different_needs_a_look() -> None:
    """A relative's number, or one that two people have by fault."""
    one = person("Kari Lunde", BORN, ONE_NUMBER)
    for other in (
        person("Omar Warsame", date(1971, 9, 30), ONE_NUMBER),
        person("Lise Lunde", TWO_YEARS_LATER, ONE_NUMBER),
        person("Omar Warsame", None, ONE_NUMBER),
    ):
        assert compared(one, other).answer is Answer.NEEDS_A_LOOK


def test_a_shared_number_with_a_birth_date_and_a_name_is_the_same_person() -> None:
    question = Question(person("Kari Lunde", BORN, ONE_NUMBER), Town())
    assert question.compared(person("Kari Haug", BORN, ONE_NUMBER)).answer is Answer.SAME


def test_other_numbers_do_not_hide_a_person() -> None:
    """A D-number becomes a fødselsnummer, and digits are mistyped."""
    one = person("Hodan Warsame", BORN, ONE_NUMBER)
    found = compared(one, person("Hodan Warsame", BORN, OTHER_NUMBER))
    assert found.answer is not Answer.DIFFERENT
    assert "ulikt identitetsnummer" in found.reasons


# How much something tells


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    common = Question(person("Kari Hansen"), Town()).compared(person("Kari Hansen"))
    rare = Question(person("Kari Lunde"), Town()).compared(person("Kari Lunde"))
    assert rare.score > common.score


def test_a_rare_spelling_of_a_common_sound_is_a_rare_name() -> None:
    """Noor and Nora sound alike to the index, and the many named Nora make Noor no commoner."""
    common = Question(person("Nora Lunde"), Town()).compared(person("Nora Lunde"))
    rare = Question(person("Noor Lunde"), Town()).compared(person("Noor Lunde"))
    unlike = Question(person("Kari Lunde"), Town()).compared(person("Kari Lunde"))
    assert rare.score - common.score > 3
    assert abs(rare.score - unlike.score) < 0.5


def test_another_spelling_tells_the_same_whichever_of_them_is_common() -> None:
    """Whoever respells a name draws among its spellings: what counts is how common the sound is."""
    from_rare = Question(person("Noor Lunde"), Town()).compared(person("Nur Lunde"))
    from_other = Question(person("Nur Lunde"), Town()).compared(person("Noor Lunde"))
    assert from_rare.reasons == from_other.reasons
    assert from_rare.score == from_other.score


def test_a_first_of_january_tells_no_more_than_its_year() -> None:
    asked = Question(person("Omar Ali", NEW_YEAR), Town())
    other_day = Question(person("Omar Ali", date(1988, 2, 9)), Town())
    new_year = asked.compared(person("Omar Ali", NEW_YEAR)).score
    assert new_year < other_day.compared(person("Omar Ali", date(1988, 2, 9))).score - 4


def test_nothing_missing_speaks_against_anyone() -> None:
    asked = person("Hodan Warsame", BORN, ONE_NUMBER, MOTHER, area="Haug")
    different = person("Hodan Warsame", TWO_YEARS_LATER, OTHER_NUMBER, area="Sentrum")
    missing = person("Hodan Warsame", None)
    assert compared(asked, missing).score > compared(asked, different).score
    assert compared(asked, missing).answer is Answer.NEEDS_A_LOOK


def test_the_answer_follows_the_score() -> None:
    assert NEEDS_A_LOOK_FROM < SAME_FROM
    for other in ("Hodan Warsame", "Hodan Jama", "Lise Jama"):
        found = like("Hodan Warsame", other, other_born=BORN)
        assert (found.answer is Answer.SAME) == (found.score >= SAME_FROM)
        assert (found.answer is Answer.DIFFERENT) == (found.score < NEEDS_A_LOOK_FROM)


# Whatever is written

a_name = st.one_of(st.text(max_size=30), st.sampled_from(["", "A", "محمد علي", "Ола Нордман"]))
a_person = st.builds(
    Particulars,
    a_name,
    st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.frozensets(st.binary(max_size=4), max_size=2),
    st.lists(st.builds(Mate, a_name, st.none() | st.dates(), st.booleans()), max_size=2).map(tuple),
    st.frozensets(st.text(max_size=4), max_size=3),
)


@given(a_person, a_person)
def test_any_two_get_an_answer_with_reasons(one: Particulars, other: Particulars) -> None:
    found = compared(one, other)
    assert found.reasons
    assert (found.answer is Answer.DIFFERENT) <= one.numbers.isdisjoint(other.numbers)
