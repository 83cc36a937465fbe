"""Two towns' Fritidskortet, lived through for a year, from the budget to paying the clubs."""

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID, uuid4

import pytest

from lib import (
    allowances,
    awards,
    claim_decisions,
    claims,
    entitlements,
    ledger,
    lost_cards,
    payment_files,
    payments,
    persons,
    scheme_criteria,
    scheme_templates,
    scheme_years,
    schemes,
)
from lib import cards as cards_of_all
from lib.awards import AlreadyUsed, CancelReason
from lib.cards import Card
from lib.claim_rules import MoreThanLeft
from lib.claims import Claim, ClaimState, RefuseReason
from lib.db import Database
from lib.ledger import NotEnoughLeft
from lib.memberships import MemberRole
from lib.persons import Person
from lib.registration import NewMember
from lib.schemes import OutsideAges, Scheme
from tests.purse import CORPS, FOOTBALL, asked, claimed_from_all, club_till, open_clubs, purses
from tests.town import AMIR, KARI, NAV, NINA, SALMA, YUSUF, at_home, member, person_id_of

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def balanced(db: Database) -> Iterator[None]:
    """However the year went, every book of it adds up."""
    open_clubs(db)
    yield
    assert ledger.unbalanced(db) == []
    assert claims.unbalanced(db) == []
    assert payments.unbalanced(db) == []


def at(on: date) -> datetime:
    return datetime.combine(on, time(10))


def opened(db: Database, code: str, on: date) -> Scheme:
    return schemes.of(db, scheme_templates.add(db, code, by=KARI, on=on, now=at(on)))


def shared(db: Database, scheme: Scheme, cards: int | None, on: date) -> UUID:
    [year] = scheme_years.of(db, scheme.id)
    ledger.move(db, year.batch_id, None, NAV, cards, by=KARI, now=at(on))
    return year.batch_id


def awarded(db: Database, scheme: Scheme, batch_id: UUID, child: NewMember, on: date) -> Card:
    """NAV finds the right and gives the card."""
    person_id, award_id = person_id_of(db, child), uuid4()
    [criterion] = scheme_criteria.in_force(db, scheme.id)
    entitlements.assess(
        db,
        person_id,
        scheme.id,
        criterion.code,
        valid_to=date(on.year, 12, 31),
        by=NINA,
        on=on,
        now=at(on),
    )
    awards.award(db, person_id, batch_id, 1, award_id=award_id, by=NINA, on=on, now=at(on))
    row = db.row("select card_id from award_card where award_id = $1", award_id)
    assert row
    return cards_of_all.of(db, row["card_id"])


def claimed(db: Database, card: Card, partner_id: UUID, ore: int, on: date) -> Claim:
    till = club_till(db, partner_id)
    return claims.submit(db, asked(card, ore), till=till, key=str(uuid4()), on=on, now=at(on))


def paid(db: Database, on: date) -> payments.PaymentList:
    return payments.make(db, pay_on=on, by=KARI, on=on, now=at(on))


def test_a_year_of_sandefjords_fritidskort(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 372 000 kr on 1 000 cards, given by NAV, run by another unit, claimed by two clubs."""
    january, may, june = date(2024, 1, 8), date(2024, 5, 15), date(2024, 6, 3)
    at_home(db, SALMA, YUSUF, AMIR)
    scheme = opened(db, "fritidskortet-sandefjord", january)
    [year] = scheme_years.of(db, scheme.id)
    assert (year.cards, year.budget_ore, scheme.amount_ore) == (1000, 1_372_000_00, 1372_00)
    batch_id = shared(db, scheme, 2, january)

    yusuf, amir = (awarded(db, scheme, batch_id, child, may) for child in (YUSUF, AMIR))
    assert (yusuf.left_ore, yusuf.valid_to) == (1372_00, date(2024, 12, 31))
    assert allowances.given(db, scheme.id, 2024) == 2744_00

    # From here on, nobody looks at a person: whoever pays the clubs has no need to.
    monkeypatch.setattr(persons, "of", nobody)
    monkeypatch.setattr(persons, "opened", nobody)
    fee = claimed(db, yusuf, FOOTBALL, 900_00, may)
    kit = claimed(db, yusuf, CORPS, 472_00, may)
    wrong = claimed(db, amir, FOOTBALL, 1372_00, may)
    with pytest.raises(MoreThanLeft, match=f"det er 0{NBSP}kr igjen"):
        claimed(db, amir, CORPS, 1_00, may)
    claim_decisions.approve(db, [fee.id, kit.id], by=KARI, now=at(june))
    claim_decisions.refuse(db, [wrong.id], RefuseReason.WRONG_AMOUNT, by=KARI, now=at(june))
    first = paid(db, june)
    assert first.total_ore == 1372_00

    again = claimed(db, amir, CORPS, 1000_00, june)
    claim_decisions.approve(db, [again.id], by=KARI, now=at(june))
    second = paid(db, june)
    assert [each.partner_name for each in payments.on_list(db, second.id)] == ["Østre Halsen korps"]
    told = payment_files.claims_csv(db, second.id, by=KARI, now=at(june)).decode("utf-8-sig")
    assert str(amir.number) in told
    assert not any(name in told for name in ("Yusuf", "Amir", "Salma", "Haddad", "NAV"))
    monkeypatch.undo()

    december = date(2024, 12, 30)
    assert scheme_years.close(db, scheme.id, 2024, by=KARI, now=at(december)) == 998
    last = claimed(db, amir, FOOTBALL, 372_00, date(2024, 12, 31))
    assert last.state is ClaimState.OPEN
    assert sum(each.total_ore for each in payments.lists(db)) == 2372_00


def nobody(*_: object) -> Person:
    raise AssertionError("a person was looked at")


def test_the_cap_of_cards_and_the_budget_hold_with_kroner_too(db: Database) -> None:
    on = date(2024, 5, 15)
    at_home(db, SALMA, YUSUF, AMIR)
    scheme = opened(db, "fritidskortet-sandefjord", on)
    batch_id = shared(db, scheme, 1, on)
    awarded(db, scheme, batch_id, YUSUF, on)
    with pytest.raises(NotEnoughLeft):
        awarded(db, scheme, batch_id, AMIR, on)


def test_a_card_that_is_claimed_from_cannot_be_taken_back(db: Database) -> None:
    on = date(2024, 5, 15)
    at_home(db, SALMA, YUSUF)
    scheme = opened(db, "fritidskortet-sandefjord", on)
    card = awarded(db, scheme, shared(db, scheme, 1, on), YUSUF, on)
    claim = claimed(db, card, FOOTBALL, 100_00, on)
    row = db.row("select award_id from award_card where card_id = $1", card.card_id)
    assert row

    def take_back() -> None:
        awards.cancel(db, row["award_id"], CancelReason.NOT_WANTED, by=NINA, now=at(on))

    with pytest.raises(AlreadyUsed):
        take_back()
    claim_decisions.refuse(db, [claim.id], RefuseReason.WITHDRAWN, by=KARI, now=at(on))
    take_back()
    assert allowances.given(db, scheme.id, 2024) == 0


def replaced(db: Database, child: NewMember, card: Card, on: date) -> Card:
    """The family has lost the card and gets another with what was left."""
    person_id = person_id_of(db, child)
    new_id = lost_cards.replace(db, person_id, card.card_id, by=NINA, on=on, now=at(on))
    return cards_of_all.of(db, new_id)


def left_on(db: Database, *cards: Card) -> list[int | None]:
    return [cards_of_all.of(db, card.card_id).left_ore for card in cards]


def test_kroner_of_a_refused_claim_follow_the_card_that_replaced_a_lost_one(db: Database) -> None:
    """
    1 372 kr: 900 claimed, lost with 472 left, 72 claimed, lost again with 400 left.
    Both claims are refused: the third card has all of it, and the budget is as it was.
    """
    may, june = date(2024, 5, 15), date(2024, 6, 3)
    at_home(db, SALMA, YUSUF)
    scheme = opened(db, "fritidskortet-sandefjord", may)
    first = awarded(db, scheme, shared(db, scheme, 1, may), YUSUF, may)
    fee = claimed(db, first, FOOTBALL, 900_00, may)
    second = replaced(db, YUSUF, first, may)
    kit = claimed(db, second, CORPS, 72_00, may)
    third = replaced(db, YUSUF, second, may)
    assert left_on(db, third) == [400_00]

    for claim in (fee, kit):
        claim_decisions.refuse(db, [claim.id], RefuseReason.WITHDRAWN, by=KARI, now=at(june))
        assert claims.unbalanced(db) == []
    assert left_on(db, third) == [1372_00]
    assert allowances.given(db, scheme.id, 2024) == 1372_00
    whole = claimed(db, third, FOOTBALL, 1372_00, june)

    with pytest.raises(MoreThanLeft, match=f"det er 0{NBSP}kr igjen"):
        claim_decisions.undo(db, fee.id, by=KARI, now=at(june))
    claim_decisions.refuse(db, [whole.id], RefuseReason.WRONG_AMOUNT, by=KARI, now=at(june))
    claim_decisions.undo(db, fee.id, by=KARI, now=at(june))
    assert left_on(db, third) == [472_00]
    claim_decisions.undo(db, kit.id, by=KARI, now=at(june))
    assert left_on(db, third) == [400_00]


def test_claims_on_a_lost_card_and_on_its_replacement_are_refused_together(db: Database) -> None:
    may = date(2024, 5, 15)
    at_home(db, SALMA, YUSUF)
    scheme = opened(db, "fritidskortet-sandefjord", may)
    lost = awarded(db, scheme, shared(db, scheme, 1, may), YUSUF, may)
    fee = claimed(db, lost, FOOTBALL, 900_00, may)
    card = replaced(db, YUSUF, lost, may)
    kit = claimed(db, card, CORPS, 72_00, may)
    claim_decisions.refuse(db, [fee.id, kit.id], RefuseReason.WITHDRAWN, by=KARI, now=at(may))
    assert left_on(db, card) == [1372_00]


def test_skien_takes_in_more_of_the_young_from_a_day(db: Database) -> None:
    """6 to 16 until 31.07.2026, 6 to 19 from the day after."""
    spring, day_before, autumn = date(2026, 3, 2), date(2026, 7, 31), date(2026, 8, 1)
    jonas = member(MemberRole.CHILD, "Jonas Bakke", date(2008, 5, 4))
    at_home(db, SALMA, jonas)
    scheme = opened(db, "fritidskortet-skien", spring)
    batch_id = shared(db, scheme, None, spring)
    for on in (spring, day_before):
        with pytest.raises(OutsideAges):
            awarded(db, scheme, batch_id, jonas, on)
    assert awarded(db, scheme, batch_id, jonas, autumn).left_ore == 2500_00


CARDS = 2_100


def test_skien_pays_more_than_five_million_in_a_year(db: Database) -> None:
    """2 100 cards of 2 500 kr, all claimed by two clubs, approved at once, paid by one list."""
    held = purses(db, CARDS, 2500_00, valid_to=date(2026, 12, 31))
    claimed_from_all(db, [card.card_id for card in held], 2500_00, on=date(2026, 9, 1))
    assert claims.unbalanced(db) == []
    on = date(2026, 10, 1)
    queue = claims.in_states(db, ClaimState.OPEN)
    claim_decisions.approve(db, [claim.id for claim in queue], by=KARI, now=at(on))
    done = paid(db, on)
    assert (len(queue), done.total_ore) == (CARDS, 5_250_000_00)
    on_it = payments.on_list(db, done.id)
    assert sum(each.amount_ore for each in on_it) == done.total_ore
    assert [each.claims for each in on_it] == [CARDS // 2, CARDS // 2]
    assert sum(claim.amount_ore for claim in claims.on_list(db, done.id)) == done.total_ore
    assert claims.in_states(db, ClaimState.OPEN, ClaimState.APPROVED) == []
    lines = payment_files.claims_csv(db, done.id, by=KARI, now=at(on)).splitlines()
    assert len(lines) == CARDS + 1
