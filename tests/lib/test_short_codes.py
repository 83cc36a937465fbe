"""Short codes: read however they were typed, good on a till, not to be tried out."""

from datetime import timedelta

import pytest

from lib import short_codes
from lib.db import Database
from lib.refusals import BadInput
from lib.short_codes import MISSES_COUNT_FOR, MOST_MISSES, TooManyMisses, UnknownShortCode, read
from lib.tills import Till
from tests.counter import SWIMMING_HALL, everything, open_counter, paper, till_at
from tests.town import NOW


@pytest.fixture
def till(db: Database) -> Till:
    open_counter(db)
    return till_at(db)


def miss(db: Database, till: Till, number: int, *, seconds: int = 0) -> None:
    """Type a code that no card has."""
    with pytest.raises(UnknownShortCode):
        short_codes.look_up(
            db, f"00000000{number}", till=till, now=NOW + timedelta(seconds=seconds)
        )


def test_no_two_characters_look_alike_and_no_word_turns_up() -> None:
    assert len(set(short_codes.ALPHABET)) == len(short_codes.ALPHABET) == 24
    assert not set("OQILZSB") & set(short_codes.ALPHABET)
    assert not set("AEIOUYÆØÅ") & set(short_codes.ALPHABET)


@pytest.mark.parametrize(
    "typed", ["7KM2PX04F", "7KM 2PX 04F", " 7km-2px-04f ", "7KM.2PX.O4F", "7KM\u00a0ZPX\u00a0O4F"]
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read(typed) == "7KM2PX04F"


def test_look_alikes_are_read_as_the_character_that_was_printed() -> None:
    assert read("OQI LZS B00") == "001125800"


@pytest.mark.parametrize("typed", ["", "  ", "7KM2PX04", "7KM2PX04FF", "7KM 2PX 04Æ", "A" * 10_000])
def test_what_cannot_be_a_code_is_no_miss(db: Database, till: Till, typed: str) -> None:
    before = everything(db)
    with pytest.raises(BadInput, match=r"^Kortkoden? "):
        short_codes.look_up(db, typed, till=till, now=NOW)
    assert everything(db) == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("7km 2px 04a", "Kortkoden har aldri bokstaven A."),
        ("w7km 2px 04f", "Kortkoden har aldri bokstaven W."),
        ("7KM 2PX Ø4E", "Kortkoden har aldri bokstaven Ø."),
        ("7KM 2PX 04?", "Kortkoden har aldri tegnet «?»."),
        ("7KM 2PX 04", "Kortkode må ha ni tegn, for eksempel 7KM 2PX 04F."),
    ],
)
def test_the_first_character_that_no_code_has_is_named(typed: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(typed)
    assert str(refused.value).startswith(says)


def test_a_code_is_shown_in_groups_of_three() -> None:
    assert short_codes.grouped("7KM2PX04F") == "7KM 2PX 04F"


def test_a_cards_code_is_found(db: Database, till: Till) -> None:
    card = paper(db)
    typed = short_codes.grouped(card.short_code).lower()
    assert short_codes.look_up(db, typed, till=till, now=NOW) == card.short_code
    assert db.rows("select 1 from short_code_miss") == []


def test_after_nine_misses_the_tenth_try_is_free_and_after_ten_the_till_must_wait(
    db: Database, till: Till
) -> None:
    card = paper(db)
    for number in range(MOST_MISSES - 1):
        miss(db, till, number)
    assert short_codes.look_up(db, card.short_code, till=till, now=NOW) == card.short_code
    miss(db, till, MOST_MISSES - 1)
    with pytest.raises(TooManyMisses, match=r"kl\. 12\.10"):
        short_codes.look_up(db, card.short_code, till=till, now=NOW)


def test_the_wait_is_over_when_the_first_miss_is_ten_minutes_old(db: Database, till: Till) -> None:
    card = paper(db)
    for number in range(MOST_MISSES):
        miss(db, till, number, seconds=number)
    over = NOW + MISSES_COUNT_FOR
    with pytest.raises(TooManyMisses):
        short_codes.look_up(db, card.short_code, till=till, now=over - timedelta(seconds=1))
    assert short_codes.look_up(db, card.short_code, till=till, now=over) == card.short_code
    miss(db, till, 0, seconds=int(MISSES_COUNT_FOR.total_seconds()))
    with pytest.raises(TooManyMisses):
        short_codes.look_up(db, card.short_code, till=till, now=over)


def test_one_tills_misses_do_not_stop_another(db: Database, till: Till) -> None:
    for number in range(MOST_MISSES):
        miss(db, till, number)
    card, other = paper(db), till_at(db, SWIMMING_HALL)
    assert short_codes.look_up(db, card.short_code, till=other, now=NOW) == card.short_code
