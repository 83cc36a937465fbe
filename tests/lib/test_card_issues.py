"""Cards that are sold or given away: one series, no person, and no trace of how they were got."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from lib import (
    card_issues,
    cards,
    handing_out,
    ledger,
    papers,
    partners,
    redemptions,
    release,
    scheme_years,
    yardsticks,
)
from lib.card_issues import (
    AlreadyReturned,
    Channel,
    InUse,
    NotForSale,
    NotSold,
    NoYear,
    Share,
)
from lib.cards import Blocked
from lib.db import Database
from lib.ledger import NotEnoughLeft
from lib.papers import HandedOut, PaperCard
from lib.partners import PartnerClosed
from lib.refusals import BadInput
from lib.staff import NotYourRole
from tests.counter import CULTURE_HOUSE, SWIMMING_HALL, open_counter, punched, till_at
from tests.lib.test_scheme_years import added, given, shared, with_right, year_of
from tests.town import KARI, NINA, NOW, TODAY, YUSUF, at_home, person_id_of


def issued(
    db: Database, scheme_id: UUID, channel: Channel = Channel.GIFT, units: int = 1, **told: Any
) -> HandedOut:
    given_to = {"issue_id": uuid4(), "by": KARI, "on": TODAY, "now": NOW} | told
    return card_issues.issue(db, scheme_id, channel, units, **given_to)


def sold(db: Database, scheme_id: UUID, units: int = 1, **told: Any) -> HandedOut:
    return issued(db, scheme_id, Channel.SALE, units, partner_id=CULTURE_HOUSE, **told)


def awarded(db: Database, scheme_id: UUID) -> PaperCard:
    """Yusuf's card, on paper."""
    at_home(db)
    yusuf, batch_id = person_id_of(db, YUSUF), shared(db, scheme_id)
    with_right(db, yusuf, scheme_id)
    given(db, yusuf, batch_id)
    handed = handing_out.hand_out(db, yusuf, by=NINA, on=TODAY, now=NOW).handed
    assert handed
    (card,) = handed.cards
    return card


def test_sold_given_and_awarded_cards_are_of_one_series_and_alike_in_all_that_is_shown(
    db: Database,
) -> None:
    open_counter(db)
    scheme_id = added(db)
    alike = [
        awarded(db, scheme_id),
        *sold(db, scheme_id).cards,
        *issued(db, scheme_id, Channel.GIFT).cards,
        *issued(db, scheme_id, Channel.PRIZE).cards,
    ]
    numbers = [card.number for card in alike]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    of_its_own = {"card_id", "number", "balances", "secret", "short_code", "uses"}
    same = [f.name for f in fields(PaperCard) if f.name not in of_its_own]
    assert len({tuple(getattr(card, name) for name in same) for card in alike}) == 1
    held = [[(b.category, b.partner_id, b.punches_given) for b in c.balances] for c in alike]
    assert all(each == [("cinema", None, 5), ("swimming", None, 5)] for each in held)


def test_a_till_takes_a_sold_card_as_it_takes_an_awarded_one(db: Database) -> None:
    open_counter(db)
    scheme_id, till = added(db), till_at(db)
    for n, card in enumerate([awarded(db, scheme_id), *sold(db, scheme_id).cards]):
        assert punched(db, card, till, f"key {n}").punches_left == 4
    assert not redemptions.unbalanced(db)


def test_issues_are_numbered_within_the_scheme_and_take_from_the_years_store(db: Database) -> None:
    open_counter(db)
    scheme_id, other = added(db), added(db)
    sold(db, scheme_id, 3)
    issued(db, scheme_id, Channel.GIFT, 2)
    issued(db, other, Channel.PRIZE, 1)
    listed = [
        (i.number, i.channel, i.units, i.partner_name, i.price_ore)
        for i in card_issues.of_scheme(db, scheme_id)
    ]
    assert listed == [
        (2, Channel.GIFT, 2, None, None),
        (1, Channel.SALE, 3, "Bølgen kulturhus", 500_00),
    ]
    assert [i.number for i in card_issues.of_scheme(db, other)] == [1]
    known = year_of(db, scheme_id)
    assert (known.cards_given, known.cards_left) == (5, 195)
    assert not ledger.unbalanced(db)


def test_no_more_than_the_store_has_is_sold(db: Database) -> None:
    open_counter(db)
    scheme_id = added(db)
    shared(db, scheme_id, 198)
    with pytest.raises(NotEnoughLeft):
        sold(db, scheme_id, 3)
    assert not card_issues.of_scheme(db, scheme_id)
    sold(db, scheme_id, 2)


def test_the_same_issue_twice_is_one_and_voids_the_earlier_print(db: Database) -> None:
    open_counter(db)
    scheme_id, issue_id = added(db), uuid4()
    first = issued(db, scheme_id, units=2, issue_id=issue_id)
    second = issued(db, scheme_id, units=2, issue_id=issue_id)
    assert [c.number for c in first.cards] == [c.number for c in second.cards]
    assert papers.by_secret(db, first.cards[0].secret).paper_replaced
    assert len(card_issues.of_scheme(db, scheme_id)) == 1


def test_a_sold_card_can_be_returned_unused_and_only_once(db: Database) -> None:
    open_counter(db)
    scheme_id, till = added(db), till_at(db)
    unused, used = sold(db, scheme_id, 2).cards
    punched(db, used, till, "key")
    card_issues.take_back(db, unused.number, by=KARI, now=NOW)
    assert year_of(db, scheme_id).cards_given == 1
    with pytest.raises(Blocked):
        punched(db, unused, till, "key 2")
    with pytest.raises(AlreadyReturned):
        card_issues.take_back(db, unused.number, by=KARI, now=NOW)
    with pytest.raises(InUse):
        card_issues.take_back(db, used.number, by=KARI, now=NOW)
    [listed] = card_issues.of_scheme(db, scheme_id)
    assert (listed.units, listed.returned) == (2, 1)
    assert not ledger.unbalanced(db)


def test_what_was_given_or_awarded_is_not_bought_back(db: Database) -> None:
    open_counter(db)
    scheme_id = added(db)
    (gift,) = issued(db, scheme_id).cards
    for number in (gift.number, awarded(db, scheme_id).number, 1):
        with pytest.raises(NotSold):
            card_issues.take_back(db, number, by=KARI, now=NOW)
    assert cards.of(db, gift.card_id).block is None


def test_selling_needs_a_price_a_counter_and_an_open_year(db: Database) -> None:
    open_counter(db)
    scheme_id, pensioners = added(db), added(db, "aktivitetskortet-sandefjord")
    with pytest.raises(NotForSale):
        sold(db, pensioners)
    with pytest.raises(BadInput, match="Utsalgssted må velges"):
        issued(db, scheme_id, Channel.SALE)
    with pytest.raises(NoYear):
        sold(db, scheme_id, on=date(2025, 1, 1))
    partners.close(db, CULTURE_HOUSE, by=KARI, now=NOW)
    with pytest.raises(PartnerClosed):
        sold(db, scheme_id)
    issued(db, scheme_id, Channel.SALE, partner_id=SWIMMING_HALL)
    scheme_years.close(db, scheme_id, 2024, by=KARI, now=NOW)
    with pytest.raises(NoYear):
        issued(db, scheme_id)


@pytest.mark.parametrize("units", [0, card_issues.MOST_AT_ONCE + 1])
def test_an_absurd_number_of_cards_is_refused(db: Database, units: int) -> None:
    with pytest.raises(BadInput, match="Antall må være fra 1 til 200 kort"):
        issued(db, added(db), units=units)


def test_only_a_coordinator_issues_and_takes_back(db: Database) -> None:
    scheme_id = added(db)
    with pytest.raises(NotYourRole):
        issued(db, scheme_id, by=NINA)
    with pytest.raises(NotYourRole):
        card_issues.take_back(db, 100001, by=NINA, now=NOW)


def test_shares_of_cards_in_use_are_rounded_to_fives(db: Database, tmp_path: Path) -> None:
    """Of 32 sold three are used and one came back, and two are gifts; told a year later."""
    open_counter(db)
    scheme_id, till = added(db), till_at(db)
    first, second, third, back, *_ = sold(db, scheme_id, 32).cards
    for n, card in enumerate((first, second, third)):
        punched(db, card, till, f"key {n}")
    card_issues.take_back(db, back.number, by=KARI, now=NOW)
    issued(db, scheme_id, units=2)
    assert card_issues.shares(tmp_path, scheme_id, 2024) == []
    published_at(db, tmp_path, date(2025, 1, 1))
    told = {share.channel: share for share in card_issues.shares(tmp_path, scheme_id, 2024)}
    sale = told.pop(Channel.SALE)
    assert (sale.cards, sale.in_use) in {(30, 0), (30, 5), (35, 0), (35, 5)}
    assert all(share.cards in (0, 5) and share.in_use == 0 for share in told.values())
    assert card_issues.shares(tmp_path, scheme_id, 2023) == []
    assert card_issues.shares(tmp_path, added(db), 2024) == []


def test_of_a_scheme_with_few_cards_nothing_is_told(db: Database, tmp_path: Path) -> None:
    open_counter(db)
    scheme_id = added(db)
    sold(db, scheme_id, 9)
    published_at(db, tmp_path, date(2025, 1, 1))
    assert card_issues.shares(tmp_path, scheme_id, 2024) == []


def test_shares_are_of_closed_years_alone(db: Database, tmp_path: Path) -> None:
    """Forty sold of which twenty are used: nobody is told before the year is over."""
    open_counter(db)
    scheme_id, till = added(db), till_at(db)
    yardsticks.set_year(db, 2024, 1_200, {}, by=KARI)
    for n, card in enumerate(sold(db, scheme_id, 40).cards[:20]):
        punched(db, card, till, f"key {n}")
    published_at(db, tmp_path, date(2024, 12, 31))
    assert card_issues.shares(tmp_path, scheme_id, 2024) == []
    published_at(db, tmp_path, date(2025, 1, 1))
    assert card_issues.shares(tmp_path, scheme_id, 2024) == [Share(Channel.SALE, 40, 20)]


def published_at(db: Database, folder: Path, on: date) -> None:
    release.publish(db, folder, by=KARI, on=on, now=NOW, progress=lambda _share, _what: None)
