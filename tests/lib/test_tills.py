"""Tills: one link makes one device a till, until the coordinator takes it back."""

from datetime import timedelta

import pytest

from lib import tills
from lib.db import Database
from lib.partners import PartnerClosed
from lib.refusals import BadInput
from lib.staff import NotYourRole
from lib.tills import (
    LONGEST_NAME,
    PAIRING_LASTS,
    PairingTooOld,
    PairingUsed,
    TillClosed,
    UnknownPairing,
)
from tests.counter import CULTURE_HOUSE, SWIMMING_HALL, everything, open_counter, paired, till_at
from tests.town import KARI, NINA, NOW


@pytest.fixture(autouse=True)
def counter(db: Database) -> None:
    open_counter(db)


def link(db: Database) -> str:
    return tills.pair_link(db, CULTURE_HOUSE, "Billettluka", by=KARI, now=NOW)


def test_a_link_makes_a_device_a_till(db: Database) -> None:
    secret = link(db)
    waiting = tills.waiting(db, secret)
    assert (waiting.partner_name, waiting.name) == ("Bølgen kulturhus", "Billettluka")
    assert tills.why_not_pair(waiting, now=NOW) is None
    token = tills.pair(db, secret, now=NOW)
    till = tills.of_token(db, token)
    assert till
    assert (till.id, till.paired_at, till.is_closed) == (waiting.id, NOW, False)


def test_neither_the_link_nor_the_token_is_stored(db: Database) -> None:
    secret = link(db)
    token = tills.pair(db, secret, now=NOW)
    kept = repr(everything(db))
    assert len(secret) == len(token) == 22
    assert secret not in kept
    assert token not in kept


def test_a_link_is_good_once(db: Database) -> None:
    secret = link(db)
    tills.pair(db, secret, now=NOW)
    with pytest.raises(PairingUsed):
        tills.pair(db, secret, now=NOW)


def test_a_device_knows_the_link_that_made_it_a_till(db: Database) -> None:
    used, other = link(db), link(db)
    till = tills.of_token(db, tills.pair(db, used, now=NOW))
    assert till
    assert tills.was_paired_by(db, till, used)
    assert not tills.was_paired_by(db, till, other)
    assert not tills.was_paired_by(db, till, "")


def test_a_link_is_good_for_fourteen_days(db: Database) -> None:
    secret = link(db)
    with pytest.raises(PairingTooOld, match=r"gikk ut 29\.05\.2024"):
        tills.pair(db, secret, now=NOW + PAIRING_LASTS + timedelta(seconds=1))
    assert tills.pair(db, secret, now=NOW + PAIRING_LASTS)


@pytest.mark.parametrize("cut", [0, 1, 21])
def test_a_link_that_is_cut_off_is_unknown(db: Database, cut: int) -> None:
    secret = link(db)
    with pytest.raises(UnknownPairing):
        tills.pair(db, secret[:cut], now=NOW)


def test_a_token_that_nobody_was_given_is_no_till(db: Database) -> None:
    _, token = paired(db)
    assert tills.of_token(db, token[:-1]) is None
    assert tills.of_token(db, "") is None


def test_a_revoked_device_is_no_longer_a_till(db: Database) -> None:
    till, token = paired(db)
    tills.revoke(db, till.id, by=KARI, now=NOW)
    later = NOW + timedelta(days=1)
    tills.revoke(db, till.id, by=KARI, now=later)
    found = tills.of_token(db, token)
    assert found
    assert found.is_closed
    assert found.revoked_at == NOW


def test_a_link_that_was_taken_back_pairs_nothing(db: Database) -> None:
    secret = link(db)
    tills.revoke(db, tills.waiting(db, secret).id, by=KARI, now=NOW)
    with pytest.raises(TillClosed):
        tills.pair(db, secret, now=NOW)


def test_the_tills_of_a_closed_partner_are_closed(db: Database) -> None:
    _, token = paired(db)
    db.transact(lambda tx: tx.run("update partner set closed_at = $1", NOW))
    found = tills.of_token(db, token)
    assert found
    assert found.is_closed
    with pytest.raises(PartnerClosed):
        link(db)


def test_the_coordinator_sees_the_tills_by_partner(db: Database) -> None:
    swimming, culture = till_at(db, SWIMMING_HALL), till_at(db)
    assert tills.all_of(db) == [culture, swimming]
    assert tills.all_of(db, SWIMMING_HALL) == [swimming]


def test_a_signpost_is_nothing_to_take_cards_for(db: Database) -> None:
    assert tills.categories(db, till_at(db)) == {"cinema", "theatre"}
    db.transact(lambda tx: tx.run("update offer set kind = 'signpost'"))
    assert tills.categories(db, till_at(db)) == frozenset()


def test_only_the_coordinator_pairs_and_revokes(db: Database) -> None:
    till = till_at(db)
    with pytest.raises(NotYourRole):
        tills.pair_link(db, CULTURE_HOUSE, "Billettluka", by=NINA, now=NOW)
    with pytest.raises(NotYourRole):
        tills.revoke(db, till.id, by=NINA, now=NOW)


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1), "a\x00b"])
def test_a_till_has_a_name_that_can_be_shown(db: Database, name: str) -> None:
    with pytest.raises(BadInput, match=r"^Navn på kassen "):
        tills.pair_link(db, CULTURE_HOUSE, name, by=KARI, now=NOW)
    assert tills.pair_link(db, CULTURE_HOUSE, "x" * LONGEST_NAME, by=KARI, now=NOW)


@pytest.mark.parametrize(
    ("partner", "till", "name"),
    [
        ("Bølgen kulturhus", "Luke 1", "kasse-bolgen-kulturhus-luke-1.pdf"),
        ("Ærlig & Åpen Kafé", "../x", "kasse-aerlig-apen-kafe-x.pdf"),
        ("مسرح", "一", "kasse.pdf"),
        ("x" * 120, "y", f"kasse-{'x' * 74}.pdf"),
    ],
)
def test_a_sheets_file_name_is_one_that_every_computer_takes(
    partner: str, till: str, name: str
) -> None:
    assert tills.sheet_name(partner, till) == name
