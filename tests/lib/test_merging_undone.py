"""A merge undone: all is as it was before, and what came since stays where it was put."""

from datetime import timedelta
from uuid import UUID

import pytest

from lib import (
    application_decisions,
    applications,
    awards,
    cards,
    entitlements,
    households,
    ledger,
    lost_cards,
    persons,
    scheme_templates,
    scheme_years,
    waiting,
)
from lib.awards import CancelReason
from lib.db import Database
from lib.memberships import MemberRole
from lib.merging import MergedFurther, MergeUndone
from lib.persons import Protection
from lib.staff import StaffUser
from tests.duplicates import cards_of, merged, past_of, register, undone, written_otherwise
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    LARVIK_CARD,
    NAV,
    NINA,
    NOW,
    NURSES,
    SALMA_BORN,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    awarded,
    entitled,
    member,
    number_of,
    person_id_of,
    stocked,
)

LATER = NOW + timedelta(hours=1)
BOTH = {NAV: 100, NURSES: 100}
ACT = {"on": TODAY, "now": NOW}


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, with his number."""
    at_home(db)
    return person_id_of(db, YUSUF)


@pytest.fixture
def jusuf(db: Database, yusuf: UUID) -> UUID:
    """The same child, as the nurses wrote him down."""
    return written_otherwise(db)


def test_an_award_cancelled_and_a_card_replaced_since_go_back_as_they_are(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    batch = stocked(db, "Kinobillett", quantity=200, shares=BOTH)
    entitled(db, jusuf, by=HEGE)
    cancelled, lost = (awarded(db, jusuf, batch, by=HEGE) for _ in range(2))
    merge_id = merged(db, yusuf, jusuf)
    awards.cancel(db, cancelled, CancelReason.NOT_WANTED, by=HEGE, now=NOW)
    [card] = [c for c in cards_of(db, yusuf, by=HEGE) if not c.blocked]
    new = lost_cards.replace(db, yusuf, card.card_id, by=HEGE, **ACT)
    undone(db, merge_id)
    given = {each.award_id: each for each in past_of(db, jusuf, by=HEGE)}
    assert (given[cancelled].cancelled, given[lost].cancelled) == (True, False)
    held = cards_of(db, jusuf, by=HEGE)
    assert [card.card_id for card in held if card.usable] == [new]
    assert ledger.unbalanced(db) == []


def test_what_came_new_to_the_kept_person_stays_there(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    merge_id = merged(db, yusuf, jusuf)
    duf = number_of(YUSUF_BORN, 3)
    households.add_number(db, yusuf, duf, by=HEGE, now=NOW)
    right = entitled(db, yusuf, by=HEGE)
    undone(db, merge_id)
    assert persons.with_number(db, duf) == yusuf
    found = entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    assert found
    assert found.id == right
    assert entitlements.standing(db, jusuf, LARVIK_CARD, on=TODAY) is None


def test_a_number_that_went_to_another_child_since_is_not_taken_back(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    duf = number_of(YUSUF_BORN, 3)
    households.add_number(db, jusuf, duf, by=HEGE, now=NOW)
    merge_id = merged(db, yusuf, jusuf)
    [known] = persons.numbers_from(db, yusuf, NURSES)
    households.remove_number(db, yusuf, known, by=HEGE, now=NOW)
    per = member(MemberRole.CHILD, "Per Vik", YUSUF_BORN, 3)
    at_home(db, member(MemberRole.GUARDIAN, "Ola Vik", SALMA_BORN, 3), per)
    other = person_id_of(db, per)
    undone(db, merge_id)
    assert persons.with_number(db, duf) == other
    assert households.numbers(db, jusuf, by=HEGE) == []


def test_an_application_granted_since_goes_back_with_its_card(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    scheme_id = scheme_templates.add(db, "kragerokortet", by=KARI, **ACT)
    batch_id = scheme_years.of(db, scheme_id)[0].batch_id
    ledger.move(db, batch_id, None, NURSES, 5, by=KARI, now=NOW)
    application = applications.register(db, jusuf, scheme_id, TODAY, by=HEGE, **ACT)
    merge_id = merged(db, yusuf, jusuf)
    application_decisions.grant(db, application, criterion="low_income", by=HEGE, **ACT)
    assert len(cards_of(db, yusuf, by=HEGE)) == 1
    undone(db, merge_id)
    assert applications.of(db, application, by=HEGE).person_id == jusuf
    assert len(cards_of(db, jusuf, by=HEGE)) == 1
    assert cards_of(db, yusuf, by=HEGE) == []


def test_who_was_put_on_the_list_anew_since_waits_once(db: Database, yusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    [row] = db.rows(
        "select offer_id from batch where id = $1", stocked(db, "Kinobillett", shares={})
    )
    for child, when in ((amir, NOW), (yusuf, LATER)):
        waiting.put(db, child, row["offer_id"], by=NINA, now=when)
    merge_id = merged(db, yusuf, amir)
    [waits] = waiting.of_service(db, by=NINA, on=TODAY)
    waiting.end(db, waits.id, by=NINA, now=LATER)
    waiting.put(db, yusuf, row["offer_id"], by=NINA, now=LATER + timedelta(hours=1))
    undone(db, merge_id)
    [waits] = waiting.of_service(db, by=NINA, on=TODAY)
    assert (waits.person_id, waits.put_at) == (yusuf, LATER + timedelta(hours=1))


def test_a_chain_is_undone_from_its_last_merge_back(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    entitled(db, jusuf, by=HEGE)
    before = register(db)
    first = merged(db, yusuf, jusuf)
    between = register(db)
    second = merged(db, amir, yusuf)
    assert persons.kept_as(db, jusuf) == amir
    assert entitlements.standing(db, amir, LARVIK_CARD, on=TODAY)
    with pytest.raises(MergedFurther, match="Angre den siste"):
        undone(db, first)
    undone(db, second)
    assert register(db) == between
    undone(db, first)
    assert register(db) == before
    for merge_id in (first, second):
        with pytest.raises(MergeUndone, match="allerede angret"):
            undone(db, merge_id)


def test_two_merged_into_the_same_are_undone_from_the_last_one_back(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    amir = person_id_of(db, AMIR)
    first, second = merged(db, yusuf, jusuf), merged(db, yusuf, amir)
    with pytest.raises(MergedFurther):
        undone(db, first)
    undone(db, second)
    undone(db, first)


def test_who_was_parted_can_be_merged_again_the_other_way(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    before = register(db)
    undone(db, merged(db, yusuf, jusuf))
    undone(db, merged(db, jusuf, yusuf))
    assert register(db) == before


KODE_6, KODE_7 = Protection.STRICTLY_CONFIDENTIAL, Protection.CONFIDENTIAL


def protect(db: Database, person_id: UUID, protection: Protection, *, by: StaffUser) -> None:
    person = persons.of(db, person_id)
    households.correct(
        db, person_id, name=person.name, born="05.06.2013", protection=protection, by=by, **ACT
    )


def heard(db: Database, person_id: UUID) -> dict[UUID, Protection]:
    return dict(persons.of(db, person_id).protections)


def test_the_strictest_protection_of_both_holds_until_they_are_parted(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    protect(db, yusuf, KODE_7, by=NINA)
    protect(db, jusuf, KODE_6, by=HEGE)
    merge_id = merged(db, yusuf, jusuf)
    assert persons.of(db, yusuf).protection is KODE_6
    assert heard(db, yusuf) == {NAV: KODE_7, NURSES: KODE_6}
    undone(db, merge_id)
    assert heard(db, yusuf) == {NAV: KODE_7}
    assert heard(db, jusuf) == {NURSES: KODE_6}


def test_of_one_service_the_strictest_it_heard_of_either_holds(db: Database, yusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    protect(db, yusuf, KODE_6, by=NINA)
    protect(db, amir, KODE_7, by=NINA)
    merge_id = merged(db, yusuf, amir)
    assert heard(db, yusuf) == {NAV: KODE_6}
    undone(db, merge_id)
    assert (heard(db, yusuf), heard(db, amir)) == ({NAV: KODE_6}, {NAV: KODE_7})


def test_protection_heard_since_goes_with_the_child_that_the_service_knows(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    merge_id = merged(db, yusuf, jusuf)
    protect(db, yusuf, KODE_6, by=HEGE)
    protect(db, yusuf, KODE_7, by=NINA)
    undone(db, merge_id)
    assert (heard(db, yusuf), heard(db, jusuf)) == ({NAV: KODE_7}, {NURSES: KODE_6})


def test_protection_taken_away_since_is_back_on_the_gone_one_for_its_service_to_take_away(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    protect(db, yusuf, KODE_7, by=NINA)
    protect(db, jusuf, KODE_7, by=HEGE)
    merge_id = merged(db, yusuf, jusuf)
    for by in (NINA, HEGE):
        protect(db, yusuf, Protection.NONE, by=by)
    undone(db, merge_id)
    assert (heard(db, yusuf), heard(db, jusuf)) == ({}, {NURSES: KODE_7})


def test_a_name_corrected_since_stays_corrected(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    merge_id = merged(db, yusuf, jusuf)
    told = {"name": "Yousef Haddad", "born": "05.06.2013", "protection": Protection.NONE}
    households.correct(db, yusuf, **told, by=NINA, **ACT)
    undone(db, merge_id)
    assert persons.of(db, yusuf).name == "Yousef Haddad"
    assert persons.of(db, jusuf).name == "Jusuf Hadad"


def test_the_note_of_a_merge_does_not_tell_who_is_protected(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    protect(db, yusuf, KODE_7, by=NINA)
    merged(db, yusuf, jusuf)
    stored = repr(db.rows("select * from person_merge"))
    assert "confidential" not in stored
    assert str(NAV) not in stored


def test_cards_know_nothing_of_a_merge(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    """The paper that a family has goes on working, whichever of the two it was given to."""
    batch = stocked(db, "Kinobillett", quantity=200, shares=BOTH)
    entitled(db, jusuf, by=HEGE)
    awarded(db, jusuf, batch, by=HEGE)
    [card] = cards_of(db, jusuf, by=HEGE)
    before = cards.of(db, card.card_id)
    merged(db, yusuf, jusuf)
    assert cards.of(db, card.card_id) == before
