"""What keeps a year going: who waits, whose right runs out, and where tickets lie unused."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from lib import awards, entitlements, ledger, offers, rebalancing, renewals, waiting
from lib.awards import CancelReason
from lib.db import Database
from lib.need_to_know import NotYours
from lib.staff import NotYourRole, StaffUser
from lib.waiting import AlreadyWaiting
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    TODAY,
    YUSUF,
    also_with_the_nurses,
    at_home,
    awarded,
    entitled,
    given,
    person_id_of,
    stocked,
)


def offer_of(db: Database, batch_id: UUID) -> UUID:
    row = db.row("select offer_id from batch where id = $1", batch_id)
    assert row
    offer_id: UUID = row["offer_id"]
    return offer_id


def put(db: Database, person_id: UUID, batch_id: UUID, by: StaffUser = NINA) -> None:
    waiting.put(db, person_id, offer_of(db, batch_id), by=by, now=NOW)


def listed(db: Database, by: StaffUser = NINA) -> list[tuple[str, bool]]:
    return [(w.offer_name, w.has_tickets) for w in waiting.of_service(db, by=by, on=TODAY)]


def test_a_child_waits_once_and_sees_when_tickets_come(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    gone = stocked(db, "Bowling", quantity=5, shares={NURSES: 5})
    there = stocked(db, "Tivoli", quantity=5)
    put(db, yusuf, gone)
    put(db, yusuf, there)
    assert listed(db) == [("Tivoli", True), ("Bowling", False)]
    with pytest.raises(AlreadyWaiting):
        put(db, yusuf, gone, by=NILS)
    ledger.move(db, gone, NURSES, NAV, 1, by=KARI, now=NOW)
    assert ("Bowling", True) in listed(db)


def test_an_award_takes_the_child_off_the_list(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    batch = stocked(db, "Bowling")
    put(db, yusuf, batch)
    assert waiting.wanted(db, by=KARI, on=TODAY)[0].waiting == 1
    awarded(db, yusuf, batch)
    assert not listed(db)
    assert not waiting.wanted(db, by=KARI, on=TODAY)


def test_who_no_longer_waits_can_be_put_there_again(db: Database) -> None:
    at_home(db)
    yusuf, batch = person_id_of(db, YUSUF), stocked(db, "Bowling")
    put(db, yusuf, batch)
    [on_it] = waiting.of_service(db, by=NINA, on=TODAY)
    waiting.end(db, on_it.id, by=HEGE, now=NOW)
    assert len(listed(db)) == 1
    waiting.end(db, on_it.id, by=NINA, now=NOW)
    assert not listed(db)
    put(db, yusuf, batch)
    assert len(listed(db)) == 1


def test_the_list_is_the_services_own_and_the_coordinator_sees_a_number(db: Database) -> None:
    at_home(db)
    also_with_the_nurses(db, AMIR)
    yusuf, amir = person_id_of(db, YUSUF), person_id_of(db, AMIR)
    batch = stocked(db, "Bowling")
    put(db, yusuf, batch)
    put(db, amir, batch)
    put(db, amir, batch, by=HEGE)
    assert len(listed(db)) == 2
    assert len(listed(db, HEGE)) == 1
    [bowling] = waiting.wanted(db, by=KARI, on=TODAY)
    assert (bowling.offer_name, bowling.waiting) == ("Bowling", 3)
    with pytest.raises(NotYours):
        put(db, yusuf, batch, by=HEGE)
    with pytest.raises(NotYourRole):
        waiting.wanted(db, by=NINA, on=TODAY)
    with pytest.raises(NotYourRole):
        waiting.of_service(db, by=KARI, on=TODAY)


def once(db: Database, batch_id: UUID) -> UUID:
    """Let the batch's offer be for once."""
    text = "update offer set availability = 'one_off' where id = $1"
    offer_id = offer_of(db, batch_id)
    db.transact(lambda tx: tx.run(text, offer_id))
    return offer_id


def test_nobody_waits_for_what_was_for_once_and_is_over(db: Database) -> None:
    """The play was on the 20th; the cinema's tickets ran out that day and may come again."""
    at_home(db)
    day, after = date(2024, 5, 20), date(2024, 5, 21)
    play = stocked(db, "Forestilling", shares={NURSES: 10}, event_date=day)
    cinema = stocked(db, "Kinobillett", shares={NURSES: 10}, valid_to=day)
    once(db, play)

    def gone(on: date) -> list[str]:
        return [offer.name for offer in waiting.out_of_tickets(db, by=NINA, on=on)]

    def waits(on: date) -> list[str]:
        return sorted(each.offer_name for each in waiting.of_service(db, by=NINA, on=on))

    def wanted(on: date) -> list[str]:
        return sorted(each.offer_name for each in waiting.wanted(db, by=KARI, on=on))

    for batch in (play, cinema):
        put(db, person_id_of(db, YUSUF), batch)
    both = ["Forestilling", "Kinobillett"]
    assert gone(day) == waits(day) == wanted(day) == both
    assert gone(after) == waits(after) == wanted(after) == ["Kinobillett"]


def test_what_was_for_once_comes_again_with_another_day(db: Database) -> None:
    first = stocked(db, "Forestilling", event_date=date(2024, 5, 20))
    offer_id, after = once(db, first), date(2024, 5, 21)
    assert offers.over(db, on=after) == {offer_id}
    given(
        db,
        "batch",
        "offer_id | valid_to",
        [(offer_id, None)],
    )
    assert offers.over(db, on=after) == frozenset()


def test_each_child_put_on_the_list_leaves_a_line(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    put(db, yusuf, stocked(db, "Bowling"))
    [line] = db.rows("select subject_id, outcome from audit_entry where act = 'waiting'")
    assert (line["subject_id"], line["outcome"]) == (yusuf, "Bowling")


@pytest.mark.parametrize(
    ("ends_in", "is_due"), [(31, False), (30, True), (-90, True), (-91, False)]
)
def test_a_right_is_asked_about_a_month_before_it_ends_and_a_season_after(
    db: Database, ends_in: int, is_due: bool
) -> None:
    at_home(db)
    right = entitled(db, person_id_of(db, YUSUF))
    ends = TODAY + timedelta(days=ends_in)
    db.transact(
        lambda tx: tx.run(
            "update entitlement set valid_to = $2, valid_from = $2 where id = $1", right, ends
        )
    )
    assert bool(renewals.due(db, by=NINA, on=TODAY)) == is_due


def test_a_renewed_right_is_no_longer_asked_about(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    on = date(2025, 5, 1)
    [right] = renewals.due(db, by=NINA, on=on)
    assert (right.person_id, right.criterion_name) == (yusuf, "Lav inntekt")
    assert not renewals.due(db, by=HEGE, on=on)
    entitlements.assess(
        db,
        yusuf,
        right.scheme_id,
        right.criterion,
        valid_to=entitlements.a_year_from(on),
        by=NINA,
        on=on,
        now=NOW,
    )
    assert not renewals.due(db, by=NINA, on=on)


def test_who_moved_out_or_whose_right_was_withdrawn_is_not_asked_about(db: Database) -> None:
    at_home(db)
    right = entitled(db, person_id_of(db, YUSUF))
    entitlements.withdraw(db, right, by=NINA, now=NOW)
    assert not renewals.due(db, by=NINA, on=date(2025, 5, 1))


def test_an_empty_pool_gets_half_of_the_fullest(db: Database) -> None:
    """Bowling: NAV none, the nurses 8, the store 2."""
    batch = stocked(db, "Bowling", quantity=10, shares={NAV: 1, NURSES: 7})
    assert not rebalancing.suggestions(db, by=KARI, on=TODAY)
    ledger.move(db, batch, NAV, NURSES, 1, by=KARI, now=NOW)
    [move] = rebalancing.suggestions(db, by=KARI, on=TODAY)
    assert (move.from_service, move.to_service, move.units) == (NURSES, NAV, 4)
    ledger.move(db, batch, move.from_service, move.to_service, move.units, by=KARI, now=NOW)
    assert not rebalancing.suggestions(db, by=KARI, on=TODAY)


@pytest.mark.parametrize(("lying", "suggested"), [(1, False), (2, True)])
def test_the_last_one_is_left_where_it_is(db: Database, lying: int, suggested: bool) -> None:
    batch = stocked(db, "Bowling", quantity=lying, shares={NAV: lying})
    ledger.move(db, batch, NAV, NURSES, lying, by=KARI, now=NOW)
    assert bool(rebalancing.suggestions(db, by=KARI, on=TODAY)) == suggested


def test_what_is_over_is_not_moved(db: Database) -> None:
    batch = stocked(db, "Bowling", shares={NAV: 1, NURSES: 9}, valid_to=TODAY)
    ledger.move(db, batch, NAV, NURSES, 1, by=KARI, now=NOW)
    assert rebalancing.suggestions(db, by=KARI, on=TODAY)
    assert not rebalancing.suggestions(db, by=KARI, on=TODAY + timedelta(days=1))
    with pytest.raises(NotYourRole):
        rebalancing.suggestions(db, by=NINA, on=TODAY)


def test_what_nobody_used_is_taken_back_into_the_pool(db: Database) -> None:
    at_home(db)
    yusuf = person_id_of(db, YUSUF)
    entitled(db, yusuf)
    batch = stocked(db, "Bowling", quantity=2)
    award_id = awarded(db, yusuf, batch)
    awards.cancel(db, award_id, CancelReason.NOT_USED, by=NINA, now=NOW)
    left = db.row("select units_left from pool where batch_id = $1 and service_id = $2", batch, NAV)
    assert left == {"units_left": 2}
    assert not ledger.unbalanced(db)
