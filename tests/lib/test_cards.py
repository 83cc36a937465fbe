"""Cards: all alike, good from day to day, and what stands against them said plainly."""

from dataclasses import replace
from datetime import date

import pytest

from lib import cards
from lib.cards import (
    AlreadyBlocked,
    BlockReason,
    CardState,
    Expired,
    NotYetValid,
    PaperReplaced,
    UsedUp,
)
from lib.db import Database
from tests.counter import (
    SWIMMING_HALL,
    made,
    open_counter,
    paper,
    with_more,
)
from tests.town import NINA, NOW, TODAY

FIRST, LAST = date(2024, 5, 10), date(2024, 5, 31)


@pytest.fixture(autouse=True)
def counter(db: Database) -> None:
    open_counter(db)


def block(db: Database, card: cards.Card, reason: BlockReason = BlockReason.LOST) -> None:
    db.transact(lambda tx: cards.block(tx, card.card_id, reason, by=NINA, now=NOW))


def test_equal_cards_are_made_with_numbers_of_one_series(db: Database) -> None:
    first, second, third = (cards.of(db, card_id) for card_id in made(db, punches=2, count=3))
    assert {second.number - first.number, third.number - second.number} == {1}
    assert {card.punches_left for card in (first, second, third)} == {2}
    (next_one,) = made(db, category="swimming", partner_id=None)
    assert cards.of(db, next_one).number == third.number + 1


def test_a_card_that_was_never_made_is_our_bug(db: Database) -> None:
    with pytest.raises(LookupError):
        cards.of(db, NINA.id)
    with pytest.raises(LookupError):
        cards.of_all(db, [*made(db), NINA.id])


@pytest.mark.parametrize("reason", list(BlockReason))
def test_a_blocked_card_does_not_tell_why(db: Database, reason: BlockReason) -> None:
    card = paper(db)
    block(db, card, reason)
    found = cards.of(db, card.card_id)
    assert cards.state(db, card.card_id, on=TODAY) is CardState.BLOCKED
    assert str(cards.why_not(found, on=TODAY)) == "Sperret. Dette kortet kan ikke brukes."


def test_a_card_is_blocked_once(db: Database) -> None:
    card = paper(db)
    block(db, card)
    with pytest.raises(AlreadyBlocked):
        block(db, card)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2024, 5, 9), NotYetValid(FIRST)),
        (FIRST, None),
        (LAST, None),
        (date(2024, 6, 1), Expired(LAST)),
    ],
)
def test_a_card_is_good_from_its_first_day_to_its_last(
    db: Database, on: date, says: Exception | None
) -> None:
    refusal = cards.why_not(paper(db, valid_from=FIRST, valid_to=LAST), on=on)
    assert (type(refusal), str(refusal)) == (type(says), str(says))


def test_a_card_without_dates_is_always_good(db: Database) -> None:
    assert cards.why_not(paper(db), on=date(2099, 12, 31)) is None


def test_the_words_are_plain() -> None:
    assert str(Expired(LAST)) == "Utløpt 31.05.2024."
    assert str(NotYetValid(FIRST)) == "Ikke gyldig ennå. Gjelder fra 10.05.2024."
    assert str(UsedUp()).startswith("Brukt opp.")
    assert str(PaperReplaced()).startswith("Erstattet.")


def test_a_card_that_is_used_up_says_so_even_when_it_ran_out_later(db: Database) -> None:
    card = paper(db, valid_to=LAST)
    (balance,) = card.balances
    used = replace(card, balances=(replace(balance, punches_left=0),))
    assert used.state(on=date(2024, 6, 1)) is CardState.USED_UP


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "Ingen utløpsdato"),
        (FIRST, None, "Gyldig fra 10.05.2024"),
        (None, LAST, "Gyldig til 31.05.2024"),
        (FIRST, LAST, "Gjelder 10.05.2024–31.05.2024"),
        (LAST, LAST, "Gjelder 31.05.2024"),
    ],
)
def test_a_card_says_when_it_is_good(
    db: Database, first: date | None, last: date | None, words: str
) -> None:
    assert cards.validity(paper(db, valid_from=first, valid_to=last)) == words


def where(db: Database, card: cards.Card) -> dict[str, list[str]]:
    """Partner names by category name."""
    return {
        use.category_name: [place.partner_name for place in use.places]
        for use in cards.uses(db, [card.card_id])[card.card_id]
    }


def test_a_card_of_one_partner_is_good_there_alone(db: Database) -> None:
    assert where(db, paper(db, category="theatre")) == {"Teater": ["Bølgen kulturhus"]}


def test_a_card_of_no_partner_is_good_wherever_the_category_is_offered(db: Database) -> None:
    card = paper(db, partner_id=None)
    with_more(db, card.card_id, "swimming")
    assert where(db, card) == {"Kino": ["Bølgen kulturhus"], "Svømming": ["Farrishallen"]}


def test_a_card_is_good_nowhere_once_its_partner_is_closed(db: Database) -> None:
    at_one, anywhere = paper(db), paper(db, partner_id=None)
    db.transact(lambda tx: tx.run("update partner set closed_at = $1", NOW))
    assert where(db, at_one) == where(db, anywhere) == {"Kino": []}


def test_a_partner_keeps_its_card_when_the_offer_is_closed(db: Database) -> None:
    at_one, anywhere = paper(db), paper(db, partner_id=None)
    db.transact(lambda tx: tx.run("update offer set closed_at = $1", NOW))
    assert where(db, at_one) == {"Kino": ["Bølgen kulturhus"]}
    assert where(db, anywhere) == {"Kino": []}


def test_the_uses_tell_what_is_left_of_each_category(db: Database) -> None:
    (card_id,) = made(db, punches=5, category="swimming", partner_id=SWIMMING_HALL)
    with_more(db, card_id, "cinema", punches=3)
    (cinema, swimming) = cards.uses(db, [card_id])[card_id]
    assert (cinema.punches_left, cinema.at_one_partner) == (3, False)
    assert (swimming.punches_left, swimming.at_one_partner) == (5, True)
    assert cards.of(db, card_id).punches_left == 8
    assert {b.partner_id for b in cards.of(db, card_id).balances} == {None, SWIMMING_HALL}
