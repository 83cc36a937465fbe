"""Whom the index finds among many, and that it stays what a new one would be."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison import Answer, Mate, Particulars
from lib.person_index import Home, Match, PersonIndex

BORN = date(2014, 5, 16)
GIVEN = ("Kari", "Lise", "Hodan", "Fatuma", "Omar", "Yusuf", "Mykola", "Bjørn", "Amina", "Selam")
FARMS = ("Hag", "Lund", "Nord", "Berg", "Vest", "Øst", "Sol", "Fjell", "Myr", "Dal", "Sand", "Ås")
FIELDS = ("heim", "vik", "stad", "rud", "bakken", "nes", "gård", "tveit")


class Vault:
    """Opens what it sealed, and counts how often."""

    def __init__(self) -> None:
        self.openings = 0

    def sealed(self, name: str, born: date | None) -> bytes:
        return json.dumps([name, born and born.isoformat()]).encode()

    def opened(self, _: UUID, sealed: bytes) -> tuple[str, date | None]:
        self.openings += 1
        name, born = json.loads(sealed)
        return name, born and date.fromisoformat(born)


class Filled(PersonIndex):
    """An index with persons, numbered as they come."""

    def __init__(self) -> None:
        self.vault = Vault()
        super().__init__(self.vault.opened)

    def enter(
        self,
        name: str,
        born: date | None = BORN,
        *,
        at: int | None = None,
        number: bytes | None = None,
        household: int | None = None,
        area: str | None = None,
        is_guardian: bool = False,
    ) -> UUID:
        person_id = UUID(int=at if at is not None else len(self) + 1)
        homes = [Home(UUID(int=household), area, is_guardian)] if household is not None else []
        sealed = self.vault.sealed(name, born)
        self.put(person_id, sealed, [number] if number else [], homes)
        return person_id

    def crowd(self, persons: int) -> None:
        dice = Random(persons)
        for _ in range(persons):
            name = f"{dice.choice(GIVEN)} {dice.choice(FARMS)}{dice.choice(FIELDS)}"
            self.enter(name, BORN + timedelta(days=dice.randrange(4, 6000)))


@pytest.fixture
def index() -> Filled:
    filled = Filled()
    filled.crowd(300)
    return filled


def ids(found: Iterable[Match]) -> list[UUID]:
    return [match.person_id for match in found]


# Finding


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Aleksander Sjevtsjenko", BORN),
        ("Олександр Шевченко", BORN),
        ("Shevchenko Oleksandr", BORN),
        ("Oleksandr Ivanenko", BORN),
        ("Oleksandr Shevchenko", date(2014, 5, 18)),
        ("Oleksandr Shevchenko", date(2015, 5, 16)),
    ],
)
def test_a_person_is_found_although_the_papers_differ(
    index: Filled, name: str, born: date | None
) -> None:
    wanted = index.enter("Oleksandr Shevchenko", BORN)
    found = index.like(Particulars(name, born))
    assert wanted in ids(found)
    assert all(match.compared.reasons for match in found)


def test_the_best_match_comes_first(index: Filled) -> None:
    wanted = index.enter("Ingebjørg Bondarenko", BORN, number=b"one")
    index.enter("Ingeborg Bondarenko", BORN)
    found = index.like(Particulars("Ingebjørg Bondarenko", BORN, frozenset({b"one"})))
    assert found[0].person_id == wanted
    assert found[0].compared.answer is Answer.SAME


def test_a_stranger_is_like_nobody(index: Filled) -> None:
    assert index.like(Particulars("Guðrún Þorvaldsdóttir", date(1971, 3, 9))) == []


def test_a_number_finds_whoever_has_or_once_had_it(index: Filled) -> None:
    person_id = UUID(int=9000)
    sealed = index.vault.sealed("Selam Tesfay", BORN)
    index.put(person_id, sealed, [b"duf", b"fnr"], [])
    for number in (b"duf", b"fnr"):
        (found,) = index.like(Particulars("Omar Dahl", date(1970, 8, 3), frozenset({number})))
        assert found.person_id == person_id
        assert found.compared.answer is Answer.NEEDS_A_LOOK


def test_two_who_share_a_number_by_fault_are_both_found(index: Filled) -> None:
    one = index.enter("Selam Tesfay", BORN, number=b"one")
    other = index.enter("Omar Dahl", date(1970, 8, 3), number=b"one")
    asked = Particulars("Selam Tesfay", BORN, frozenset({b"one"}))
    assert ids(index.like(asked)) == [one, other]
    assert ids(index.like_person(one)) == [other]


def test_whoever_is_left_out_is_not_found(index: Filled) -> None:
    wanted = index.enter("Oleksandr Shevchenko", BORN)
    asked = Particulars("Oleksandr Shevchenko", BORN)
    assert ids(index.like(asked)) == [wanted]
    assert index.like(asked, but=[wanted, UUID(int=77_777)]) == []


def test_a_name_and_birth_date_both_misspelt_are_found_by_the_family(index: Filled) -> None:
    index.enter("Hodan Warsame Ali", date(1986, 4, 2), household=1, is_guardian=True)
    child = index.enter("Ayaan Warsame", BORN, household=1)
    mother = Mate("Hodan Warsame Ali", date(1986, 4, 2), is_guardian=True)
    asked = Particulars("Ayan Varsaame", date(2013, 5, 18), mates=(mother,))
    (found,) = index.like(asked)
    assert found.person_id == child
    assert "samme foresatt" in found.compared.reasons


def test_a_missing_birth_date_hides_nobody_with_a_rare_name(index: Filled) -> None:
    wanted = index.enter("Þorgerður Vigfúsdóttir", BORN)
    (found,) = index.like(Particulars("Thorgerdur Vigfusdottir", None))
    assert found.person_id == wanted
    assert found.compared.answer is Answer.NEEDS_A_LOOK


# Oneself and one's own


def test_nobody_is_like_himself(index: Filled) -> None:
    one = index.enter("Oleksandr Shevchenko", BORN, number=b"one")
    assert index.like_person(one) == []


def test_mates_are_not_duplicates_of_each_other(index: Filled) -> None:
    family = [
        index.enter("Hodan Lunde", date(1986, 4, 2), household=1, area="Haug", is_guardian=True),
        index.enter("Ida Lunde", household=1, area="Haug"),
        index.enter("Ada Lunde", household=1, area="Haug"),
        index.enter("Kari Lunde", date(2016, 5, 16), household=1, area="Haug"),
    ]
    assert [index.like_person(person) for person in family] == [[]] * len(family)


def test_one_entered_twice_in_a_household_needs_a_look(index: Filled) -> None:
    one = index.enter("Ida Lunde", household=1)
    again = index.enter("Ida Lunde", household=1)
    (found,) = index.like_person(one)
    assert found.person_id == again
    assert found.compared.answer is Answer.NEEDS_A_LOOK


def test_a_family_registered_by_two_services_is_paired_one_by_one(index: Filled) -> None:
    people = [("Hodan Lunde", date(1986, 4, 2), True), ("Ida Lunde", BORN, False)]
    people += [("Ada Lunde", BORN, False), ("Kari Lunde", date(2016, 5, 16), False)]
    here, there = (
        [
            index.enter(name, born, household=household, is_guardian=is_guardian)
            for name, born, is_guardian in people
        ]
        for household in (1, 2)
    )
    assert [ids(index.like_person(person)) for person in here] == [[person] for person in there]


def test_nobody_is_like_one_who_is_not_there(index: Filled) -> None:
    assert index.like_person(UUID(int=77_777)) == []


# Bounded


def test_a_thousand_identical_names_are_answered_in_bounded_time(index: Filled) -> None:
    for _ in range(1_000):
        index.enter("Omar Ali", date(1990, 1, 1))
    wanted = index.enter("Omar Ali", date(1990, 1, 1), number=b"one")
    index.vault.openings = 0
    found = index.like(Particulars("Omar Ali", date(1990, 1, 1), frozenset({b"one"})))
    assert found[0].person_id == wanted
    assert found[0].compared.answer is Answer.SAME
    assert index.vault.openings < 200
    assert isinstance(index.like(Particulars("Omar Ali", None)), list)


text = st.one_of(st.text(max_size=20), st.sampled_from(["", "A", "123", "محمد علي", "Омар"]))
dates = st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31))


@settings(max_examples=50)
@given(
    st.lists(st.tuples(text, dates), min_size=1, max_size=8),
    st.tuples(text, dates, st.frozensets(st.text(max_size=3), max_size=2)),
    st.lists(st.builds(Mate, text, dates, st.booleans()), max_size=3),
)
def test_whatever_is_written_gets_an_answer(
    people: list[tuple[str, date | None]],
    asked: tuple[str, date | None, frozenset[str]],
    mates: list[Mate],
) -> None:
    index = Filled()
    entered = [index.enter(*person, household=at // 3) for at, person in enumerate(people)]
    name, born, areas = asked
    for match in index.like(Particulars(name, born, frozenset(), tuple(mates), areas)):
        assert match.compared.answer is not Answer.DIFFERENT
    for person in entered:
        assert person not in ids(index.like_person(person))


# Kept up


def test_a_corrected_person_is_found_as_corrected(index: Filled) -> None:
    person_id = index.enter("Oleksandr Shevchenko", BORN, at=5000)
    index.enter("Yusuf Berhane", date(2012, 2, 3), at=5000)
    assert index.like(Particulars("Oleksandr Shevchenko", BORN)) == []
    assert person_id in ids(index.like(Particulars("Yusuf Berhane", date(2012, 2, 3))))


def test_a_new_seal_alone_is_opened_from_then_on(index: Filled) -> None:
    person_id = index.enter("Oleksandr Shevchenko", BORN)
    fingerprint, sealed = index.fingerprint(), index.vault.sealed("Oleksandr Shevchenko", BORN)
    index.put(person_id, sealed + b" ", [], [])
    assert index.fingerprint() != fingerprint
    index.put(person_id, sealed, [], [])
    assert index.fingerprint() == fingerprint


def test_a_forgotten_person_is_not_found(index: Filled) -> None:
    before = index.fingerprint()
    person_id = index.enter("Oleksandr Shevchenko", BORN, household=1)
    persons = len(index)
    index.remove(person_id)
    index.remove(person_id)
    assert len(index) == persons - 1
    assert index.like(Particulars("Oleksandr Shevchenko", BORN)) == []
    assert index.fingerprint() == before


an_entry = st.tuples(
    st.integers(1, 6),  # who
    st.sampled_from(["Kari Lunde", "Lise Lunde", "Omar Ali Hassan", ""]),
    st.sampled_from([None, BORN, date(1990, 1, 1)]),
    st.sampled_from([None, b"one", b"other"]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "Haug", "Sentrum"]),
    st.booleans(),
)


@given(st.lists(an_entry | st.integers(1, 6), max_size=25))
def test_a_kept_up_index_is_what_a_new_one_would_be(
    turns: list[tuple[int, str, date | None, bytes | None, int | None, str | None, bool] | int],
) -> None:
    """Persons come, change and go, in any order; a number alone is one who goes."""
    kept_up, there = Filled(), {}
    for turn in turns:
        if isinstance(turn, int):
            kept_up.remove(UUID(int=turn))
            there.pop(turn, None)
        else:
            there[turn[0]] = turn
            enter(kept_up, turn)
    afresh = Filled()
    for turn in reversed(there.values()):
        enter(afresh, turn)
    assert kept_up.fingerprint() == afresh.fingerprint()
    assert len(kept_up) == len(there)
    for who in there:
        mine, new = (index.like_person(UUID(int=who)) for index in (kept_up, afresh))
        assert sorted(mine, key=_by_id) == sorted(new, key=_by_id)


def enter(
    index: Filled,
    turn: tuple[int, str, date | None, bytes | None, int | None, str | None, bool],
) -> None:
    who, name, born, number, household, area, is_guardian = turn
    index.enter(
        name,
        born,
        at=who,
        number=number,
        household=household,
        area=area,
        is_guardian=is_guardian,
    )


def _by_id(match: Match) -> int:
    return match.person_id.int


def test_a_change_of_anything_changes_the_fingerprint() -> None:
    def of(**entered: object) -> int:
        index = Filled()
        index.enter("Kari Lunde", at=1, household=1)
        index.enter(**{"name": "Lise Lunde", "at": 2, "household": 1, **entered})  # type: ignore[arg-type]
        return index.fingerprint()

    changes = [{"name": "Lise Lund"}, {"born": None}, {"at": 3}, {"number": b"one"}]
    changes += [{"household": 2}, {"household": None}, {"area": "Haug"}, {"is_guardian": True}]
    assert len({of(), *(of(**change) for change in changes)}) == len(changes) + 1
