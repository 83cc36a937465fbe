"""Cards: all alike, opened by secrets that are kept nowhere, void when printed anew."""

from dataclasses import replace
from datetime import date

import pytest

from lib import cards, short_codes
from lib.cards import (
    AlreadyBlocked,
    Blocked,
    BlockReason,
    CardState,
    Expired,
    NotYetValid,
    PaperReplaced,
    SecretKind,
    UnknownCard,
    UnknownSheet,
    UsedUp,
)
from lib.db import Database
from tests.counter import (
    SWIMMING_HALL,
    everything,
    handed_out,
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


def test_a_qr_has_128_bits_and_a_short_code_nine_characters(db: Database) -> None:
    card = paper(db)
    assert len(card.secret) == 22  # base64 of 16 bytes
    assert len(card.short_code) == short_codes.LENGTH
    assert set(card.short_code) <= set(short_codes.ALPHABET)


def test_both_secrets_open_the_card_each_in_its_own_place(db: Database) -> None:
    card = paper(db)
    assert cards.by_secret(db, card.secret).card_id == card.card_id
    by_code = cards.by_secret(db, card.short_code, SecretKind.SHORT_CODE)
    assert by_code.card_id == card.card_id
    for secret, kind in (
        (card.short_code, SecretKind.QR),
        (card.secret, SecretKind.SHORT_CODE),
        (card.secret[:-1], SecretKind.QR),
        (card.secret + "A", SecretKind.QR),
        ("", SecretKind.QR),
    ):
        with pytest.raises(UnknownCard):
            cards.by_secret(db, secret, kind)


def test_no_secret_is_stored(db: Database) -> None:
    handed = handed_out(db, made(db, count=2))
    kept = repr(everything(db))
    assert handed.cards[0].offer_name in kept
    for secret in (handed.holder_secret, *(card.secret for card in handed.cards)):
        assert secret not in kept
    for card in handed.cards:
        assert card.short_code not in kept


def test_no_secret_shows_when_a_sheet_is_printed_by_mistake_in_a_log(db: Database) -> None:
    handed = handed_out(db, made(db))
    for secret in (handed.holder_secret, handed.cards[0].secret, handed.cards[0].short_code):
        assert secret not in repr(handed)


def test_the_holders_page_makes_the_same_secrets_again(db: Database) -> None:
    handed = handed_out(db, made(db, count=10))
    assert cards.of_sheet(db, handed.holder_secret) == handed.cards


@pytest.mark.parametrize("secret", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_made_up_holders_link_opens_nothing(db: Database, secret: str) -> None:
    handed_out(db, made(db))
    with pytest.raises(UnknownSheet):
        cards.of_sheet(db, secret)


def test_a_cards_secret_is_not_a_holders_link(db: Database) -> None:
    with pytest.raises(UnknownSheet):
        cards.of_sheet(db, paper(db).secret)


def test_a_new_paper_voids_the_old_one(db: Database) -> None:
    (card_id,) = made(db)
    old, new = handed_out(db, [card_id]), handed_out(db, [card_id])
    before = cards.by_secret(db, old.cards[0].secret)
    assert before.state(on=TODAY) is CardState.PAPER_REPLACED
    assert isinstance(cards.why_not(before, on=TODAY), PaperReplaced)
    by_old_code = cards.by_secret(db, old.cards[0].short_code, SecretKind.SHORT_CODE)
    assert by_old_code.paper_replaced
    assert cards.why_not(cards.by_secret(db, new.cards[0].secret), on=TODAY) is None


def test_cards_that_were_not_printed_again_stay_on_the_old_page(db: Database) -> None:
    moved, stays = made(db, count=2)
    old = handed_out(db, [moved, stays])
    handed_out(db, [moved])
    on_old_page = {card.card_id: card for card in cards.of_sheet(db, old.holder_secret)}
    assert on_old_page[moved].paper_replaced
    assert on_old_page[stays].state(on=TODAY) is CardState.VALID


def test_a_short_code_in_use_is_not_given_twice(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = made(db, count=2)
    taken = handed_out(db, [one]).cards[0].short_code
    codes = iter([taken, "234567CDF"])
    monkeypatch.setattr(short_codes, "derived", lambda *_: next(codes))
    assert handed_out(db, [other]).cards[0].short_code == "234567CDF"


def test_one_paper_never_has_a_short_code_twice(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["234567CDF", "234567CDF", "234567CDG", "234567CDH"])
    monkeypatch.setattr(short_codes, "derived", lambda *_: next(codes))
    handed = handed_out(db, made(db, count=2))
    assert {card.short_code for card in handed.cards} == {"234567CDG", "234567CDH"}


@pytest.mark.parametrize("reason", list(BlockReason))
def test_a_blocked_card_does_not_tell_why(db: Database, reason: BlockReason) -> None:
    card = paper(db)
    block(db, card, reason)
    found = cards.by_secret(db, card.secret)
    assert cards.state(db, card.card_id, on=TODAY) is CardState.BLOCKED
    assert str(cards.why_not(found, on=TODAY)) == "Sperret. Dette kortet kan ikke brukes."


def test_a_card_is_blocked_once(db: Database) -> None:
    card = paper(db)
    block(db, card)
    with pytest.raises(AlreadyBlocked):
        block(db, card)


def test_a_blocked_card_is_not_printed_again(db: Database) -> None:
    good, lost = made(db, count=2)
    block(db, cards.of(db, lost))
    with pytest.raises(Blocked):
        handed_out(db, [good, lost])
    assert db.rows("select 1 from sheet") == []


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
    assert str(UnknownCard()).startswith("Ukjent kort.")


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
