"""Papers: secrets that are kept nowhere open the cards, and a new print voids the old one."""

import pytest

from lib import cards, papers, short_codes
from lib.cards import Blocked, BlockReason, CardState, PaperReplaced, SecretKind
from lib.db import Database
from lib.papers import UnknownCard, UnknownSheet
from tests.counter import everything, handed_out, made, open_counter, paper
from tests.town import NINA, NOW, TODAY


@pytest.fixture(autouse=True)
def counter(db: Database) -> None:
    open_counter(db)


def test_a_qr_has_128_bits_and_a_short_code_nine_characters(db: Database) -> None:
    card = paper(db)
    assert len(card.secret) == 22  # base64 of 16 bytes
    assert len(card.short_code) == short_codes.LENGTH
    assert set(card.short_code) <= set(short_codes.ALPHABET)


def test_both_secrets_open_the_card_each_in_its_own_place(db: Database) -> None:
    card = paper(db)
    assert papers.by_secret(db, card.secret).card_id == card.card_id
    by_code = papers.by_secret(db, card.short_code, SecretKind.SHORT_CODE)
    assert by_code.card_id == card.card_id
    for secret, kind in (
        (card.short_code, SecretKind.QR),
        (card.secret, SecretKind.SHORT_CODE),
        (card.secret[:-1], SecretKind.QR),
        (card.secret + "A", SecretKind.QR),
        ("", SecretKind.QR),
    ):
        with pytest.raises(UnknownCard):
            papers.by_secret(db, secret, kind)


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
    assert papers.of_sheet(db, handed.holder_secret) == handed.cards


@pytest.mark.parametrize("secret", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_made_up_holders_link_opens_nothing(db: Database, secret: str) -> None:
    handed_out(db, made(db))
    with pytest.raises(UnknownSheet):
        papers.of_sheet(db, secret)


def test_a_cards_secret_is_not_a_holders_link(db: Database) -> None:
    with pytest.raises(UnknownSheet):
        papers.of_sheet(db, paper(db).secret)


def test_a_new_paper_voids_the_old_one(db: Database) -> None:
    (card_id,) = made(db)
    old, new = handed_out(db, [card_id]), handed_out(db, [card_id])
    before = papers.by_secret(db, old.cards[0].secret)
    assert before.state(on=TODAY) is CardState.PAPER_REPLACED
    assert isinstance(cards.why_not(before, on=TODAY), PaperReplaced)
    by_old_code = papers.by_secret(db, old.cards[0].short_code, SecretKind.SHORT_CODE)
    assert by_old_code.paper_replaced
    assert cards.why_not(papers.by_secret(db, new.cards[0].secret), on=TODAY) is None


def test_cards_that_were_not_printed_again_stay_on_the_old_page(db: Database) -> None:
    moved, stays = made(db, count=2)
    old = handed_out(db, [moved, stays])
    handed_out(db, [moved])
    on_old_page = {card.card_id: card for card in papers.of_sheet(db, old.holder_secret)}
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


def test_a_blocked_card_is_not_printed_again(db: Database) -> None:
    good, lost = made(db, count=2)
    db.transact(lambda tx: cards.block(tx, lost, BlockReason.LOST, by=NINA, now=NOW))
    with pytest.raises(Blocked):
        handed_out(db, [good, lost])
    assert db.rows("select 1 from sheet") == []
