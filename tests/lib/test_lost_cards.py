"""A lost card and the one that takes its place: what was given does not grow by it."""

import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from lib import (
    award_rules,
    awards,
    cards,
    handing_out,
    holdings,
    ledger,
    lost_cards,
    papers,
    partners,
    redemptions,
)
from lib.awards import CancelReason
from lib.cards import AlreadyBlocked, Blocked, BlockReason
from lib.db import Database, sql
from lib.disclosure import Period
from lib.holdings import UNUSED_AFTER, HeldCard, Past
from lib.lost_cards import NothingLeft
from lib.need_to_know import NotYours
from lib.redemptions import Redemption
from lib.staff import NotYourRole, StaffUser
from lib.stock import UnitKind
from lib.tills import Till
from tests.counter import till_at, with_more
from tests.races import at_once
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NINA,
    NOW,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    awarded,
    entitled,
    person_id_of,
    stocked,
)

A_DAY = timedelta(days=1)
FIVE_PUNCHES = {"unit_kind": UnitKind.PUNCH_CARD, "punches_per_unit": 5}


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, with a right."""
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    return yusuf


@pytest.fixture
def till(db: Database, yusuf: UUID) -> Till:
    """A till of the partner whose tickets are awarded."""
    stocked(db, "Åpningstilbud")
    partner = db.transact(lambda tx: partners.named(tx, "Mestern"))
    assert partner
    return till_at(db, partner.id)


def held(db: Database, person_id: UUID) -> list[HeldCard]:
    return holdings.of_person(db, person_id, by=NINA, on=TODAY).cards


def only_card(db: Database, person_id: UUID) -> UUID:
    [card] = held(db, person_id)
    return card.card_id


def replace(db: Database, person_id: UUID, card_id: UUID, *, by: StaffUser = NINA) -> UUID:
    return lost_cards.replace(db, person_id, card_id, by=by, on=TODAY, now=NOW)


def past(db: Database, person_id: UUID, award: UUID | None = None) -> Past:
    found = holdings.of_person(db, person_id, by=NINA, on=TODAY).past
    return next(each for each in found if award in (None, each.award_id))


def secrets(db: Database, person_id: UUID) -> dict[UUID, str]:
    """What opens each usable card, on a sheet printed now."""
    sheet = handing_out.hand_out(db, person_id, again=True, by=NINA, on=TODAY, now=NOW)
    assert sheet.handed
    return {card.card_id: card.secret for card in sheet.handed.cards}


def punch(db: Database, secret: str, till: Till, punches: int = 1) -> Redemption:
    key = str(uuid4())
    return redemptions.punch(db, secret, till=till, key=key, punches=punches, now=NOW, on=TODAY)


def lines(db: Database, act: str) -> list[tuple[object, ...]]:
    rows = db.rows("select subject_id, outcome from audit_entry where act = $1", act)
    return [tuple(row.values()) for row in rows]


def test_the_new_card_has_what_was_left_and_the_lost_one_is_dead(
    db: Database, yusuf: UUID, till: Till
) -> None:
    awarded(db, yusuf, stocked(db, "Bad", valid_to=TODAY + A_DAY, **FIVE_PUNCHES))
    lost_id = only_card(db, yusuf)
    secret = secrets(db, yusuf)[lost_id]
    punch(db, secret, till, 2)
    new_id = replace(db, yusuf, lost_id)
    lost, new = cards.of(db, lost_id), cards.of(db, new_id)
    assert (lost.block, new.block) == (BlockReason.LOST, None)
    assert isinstance(cards.why_not(papers.by_secret(db, secret), on=TODAY), Blocked)
    [old_balance], [balance] = lost.balances, new.balances
    assert (balance.punches_given, balance.punches_left) == (3, 3)
    assert (balance.category, balance.partner_id) == (old_balance.category, old_balance.partner_id)
    assert (new.offer_name, new.valid_from, new.valid_to) == ("Bad", None, TODAY + A_DAY)
    assert [card.replaced_by for card in held(db, yusuf)] == [None, new.number]
    punch(db, secrets(db, yusuf)[new_id], till, 3)


def test_only_the_new_card_waits_to_be_handed_out(db: Database, yusuf: UUID) -> None:
    """The child's other cards stay on the paper that the family has."""
    awarded(db, yusuf, stocked(db, "Bowling"), 2)
    kept, lost = (card.card_id for card in held(db, yusuf))
    old = secrets(db, yusuf)
    new_id = replace(db, yusuf, lost)
    sheet = handing_out.hand_out(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert sheet.handed
    assert [card.card_id for card in sheet.handed.cards] == [new_id]
    assert cards.why_not(papers.by_secret(db, old[kept]), on=TODAY) is None


def test_what_was_given_does_not_grow_by_replacing(db: Database, yusuf: UUID, till: Till) -> None:
    """
    card | given | used | left
    K1   |     5 |    2 |    3, lost
    K2   |     3 |    1 |    2, lost
    K3   |     2 |    0 |    2
    """
    award = awarded(db, yusuf, stocked(db, "Bad", **FIVE_PUNCHES))
    first = only_card(db, yusuf)
    punch(db, secrets(db, yusuf)[first], till, 2)
    second = replace(db, yusuf, first)
    assert (past(db, yusuf, award).punches_given, past(db, yusuf, award).punches_left) == (5, 3)
    punch(db, secrets(db, yusuf)[second], till, 1)
    replace(db, yusuf, second)
    assert (past(db, yusuf, award).punches_given, past(db, yusuf, award).punches_left) == (5, 2)
    assert [card.punches_left for card in held(db, yusuf) if card.usable] == [2]


def test_one_of_several_is_replaced_and_the_award_is_the_same(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"), 3)
    replace(db, yusuf, held(db, yusuf)[1].card_id)
    assert (past(db, yusuf).punches_given, past(db, yusuf).punches_left) == (3, 3)
    assert sum(card.usable for card in held(db, yusuf)) == 3


def test_quota_pool_and_ledger_are_untouched(db: Database, yusuf: UUID) -> None:
    cinema = stocked(db, "Kino", "cinema", quantity=5)
    awarded(db, yusuf, cinema, 4)

    def counted() -> list[object]:
        case = award_rules.case_of(db, yusuf, cinema, by=NINA, on=TODAY)
        movements = db.row("select count(*) as n from movement")
        return [case.taken, case.facts.units_left, movements, ledger.unbalanced(db)]

    before = counted()
    replace(db, yusuf, held(db, yusuf)[0].card_id)
    assert counted() == before


def test_an_unused_award_is_taken_back_with_the_card_that_replaced(
    db: Database, yusuf: UUID
) -> None:
    batch = stocked(db, "Bowling", quantity=1)
    award = awarded(db, yusuf, batch)
    replace(db, yusuf, only_card(db, yusuf))
    assert past(db, yusuf).can_be_cancelled
    awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)
    assert not [card for card in held(db, yusuf) if card.usable]
    assert ledger.unbalanced(db) == []
    awarded(db, yusuf, batch)


def test_a_used_award_is_not_taken_back_after_replacing(
    db: Database, yusuf: UUID, till: Till
) -> None:
    award = awarded(db, yusuf, stocked(db, "Bad", **FIVE_PUNCHES))
    card = only_card(db, yusuf)
    punch(db, secrets(db, yusuf)[card], till)
    replace(db, yusuf, card)
    assert not past(db, yusuf).can_be_cancelled
    with pytest.raises(awards.AlreadyUsed):
        awards.cancel(db, award, CancelReason.NOT_WANTED, by=NINA, now=NOW)


def test_each_category_keeps_what_is_left_of_it(db: Database, yusuf: UUID, till: Till) -> None:
    """Five bowling are used up; two swimming and one cinema go on."""
    awarded(db, yusuf, stocked(db, "Bad", **FIVE_PUNCHES))
    card = only_card(db, yusuf)
    with_more(db, card, "swimming", punches=2)
    with_more(db, card, "cinema", punches=1)
    punch(db, secrets(db, yusuf)[card], till, 5)
    new = cards.of(db, replace(db, yusuf, card))
    assert {b.category: b.punches_left for b in new.balances} == {"cinema": 1, "swimming": 2}
    assert (past(db, yusuf).punches_given, past(db, yusuf).punches_left) == (8, 3)


def test_what_is_used_up_is_neither_replaced_nor_blocked(
    db: Database, yusuf: UUID, till: Till
) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    punch(db, secrets(db, yusuf)[card], till)
    with pytest.raises(NothingLeft):
        replace(db, yusuf, card)
    assert cards.of(db, card).block is None
    assert lines(db, "refused") == [(yusuf, "NothingLeft")]


def test_a_blocked_card_is_not_replaced(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    lost_cards.block(db, yusuf, card, by=NINA, on=TODAY, now=NOW)
    with pytest.raises(AlreadyBlocked):
        replace(db, yusuf, card)
    assert len(held(db, yusuf)) == 1


def test_a_card_that_has_run_out_or_is_another_childs_is_not_replaced(
    db: Database, yusuf: UUID
) -> None:
    awarded(db, yusuf, stocked(db, "Bowling", valid_to=TODAY))
    card = only_card(db, yusuf)
    tomorrow = TODAY + A_DAY
    with pytest.raises(NotYours):
        lost_cards.replace(db, yusuf, card, by=NINA, on=tomorrow, now=NOW)
    with pytest.raises(NotYours):
        replace(db, person_id_of(db, AMIR), card)


def test_a_service_replaces_its_own_cards_only(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    with pytest.raises(NotYours):
        replace(db, yusuf, card, by=HEGE)
    with pytest.raises(NotYourRole):
        replace(db, yusuf, card, by=KARI)
    assert len(held(db, yusuf)) == 1


def test_a_replacement_leaves_one_line(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    replace(db, yusuf, only_card(db, yusuf))
    assert lines(db, "blocked") == [(yusuf, "mistet og erstattet")]


def test_an_unused_award_is_asked_about_once_while_a_card_is_good(
    db: Database, yusuf: UUID
) -> None:
    later = TODAY + UNUSED_AFTER + A_DAY
    award = awarded(db, yusuf, stocked(db, "Bowling"))
    new = replace(db, yusuf, only_card(db, yusuf))
    assert [each.award_id for each in holdings.unused(db, by=NINA, on=later)] == [award]
    lost_cards.block(db, yusuf, new, by=NINA, on=TODAY, now=NOW)
    assert holdings.unused(db, by=NINA, on=later) == []


def test_a_button_pressed_sixteen_times_gives_one_replacement(db: Database, yusuf: UUID) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    outcomes = at_once([lambda: replace(db, yusuf, card)] * 16)
    assert outcomes == {"UUID": 1, "AlreadyBlocked": 15}
    assert [each.usable for each in held(db, yusuf)] == [True, False]


def test_without_the_lock_the_same_race_is_stopped_by_the_schema_alone(
    db: Database, yusuf: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    all_have_looked = threading.Barrier(16)
    real = cards.make_anew

    def made_together(*of: Any, **how: Any) -> UUID:
        all_have_looked.wait(timeout=60)
        return real(*of, **how)

    db._writing = nullcontext()  # type: ignore[assignment]
    monkeypatch.setattr(cards, "make_anew", made_together)
    outcomes = at_once([lambda: replace(db, yusuf, card)] * 16)
    assert outcomes["UUID"] <= 1
    assert outcomes != {"UUID": 1, "AlreadyBlocked": 15}


def test_a_lost_card_used_while_it_is_replaced_is_used_once(
    db: Database, yusuf: UUID, till: Till
) -> None:
    awarded(db, yusuf, stocked(db, "Bowling"))
    card = only_card(db, yusuf)
    secret = secrets(db, yusuf)[card]
    outcomes = at_once([lambda: replace(db, yusuf, card), lambda: punch(db, secret, till)])
    usable = sum(each.punches_left for each in held(db, yusuf) if each.usable)
    assert outcomes in ({"UUID": 1, "Blocked": 1}, {"NothingLeft": 1, "Redemption": 1})
    assert usable + outcomes["Redemption"] == 1


acts = some.tuples(
    some.sampled_from(["punch", "punch", "undo", "replace", "replace", "block"]),
    some.integers(0, 9),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=some.integers(1, 3), done=some.lists(acts, max_size=10))
def test_given_is_used_and_left_whatever_is_lost(
    db: Database, yusuf: UUID, till: Till, units: int, done: list[tuple[str, int]]
) -> None:
    """Whatever is punched, undone, blocked and replaced, and in whichever order."""
    batch = stocked(db, f"Bad {uuid4()}", quantity=units, **FIVE_PUNCHES)
    award = awarded(db, yusuf, batch, units)
    punched: list[Redemption] = []
    dead = 0  # punches left on cards that are blocked and not replaced, or came back after it

    def of_award() -> list[HeldCard]:
        rows = db.rows("select card_id from award_card where award_id = $1", award)
        ids = {row["card_id"] for row in rows}
        return [card for card in held(db, yusuf) if card.card_id in ids]

    for act, which in done:
        usable = [card for card in of_award() if card.usable]
        chosen = usable[which % len(usable)] if usable else None
        if act == "undo" and punched:
            redemption = punched.pop(which % len(punched))
            redemptions.undo(db, redemption.id, till=till, now=NOW)
            dead += cards.of(db, redemption.card_id).block is not None
        elif act == "punch" and chosen:
            punched.append(punch(db, secrets(db, yusuf)[chosen.card_id], till))
        elif act == "replace" and chosen:
            replace(db, yusuf, chosen.card_id)
        elif act == "block" and chosen:
            lost_cards.block(db, yusuf, chosen.card_id, by=NINA, on=TODAY, now=NOW)
            dead += chosen.punches_left
        told = past(db, yusuf, award)
        assert told.punches_given == 5 * units
        assert told.punches_given - told.punches_left == len(punched)
        still_good = sum(card.punches_left for card in of_award() if card.usable)
        assert still_good + dead + len(punched) == told.punches_given
        assert told.can_be_cancelled == (not punched)

    exported = {row["batch_id"]: row["punches"] for row in db.rows(sql("exports/redemptions"))}
    assert exported[batch] == len(punched)
    everything = (TODAY.replace(month=1, day=1), TODAY.replace(month=12, day=31))
    released = db.rows(sql("release/used"), *everything, Period.MONTH)
    assert sum(row["units"] for row in released) == sum(exported.values())
    assert redemptions.unbalanced(db) == []
    assert ledger.unbalanced(db) == []
