"""Merging two persons who are one: what goes over, what is closed, and who finds whom after."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from lib import (
    access_log,
    award_rules,
    consents,
    contact_requests,
    duplicates,
    entitlements,
    households,
    ledger,
    lookups,
    merge_steps,
    merging,
    need_to_know,
    pair_decisions,
    persons,
    waiting,
)
from lib.award_rules import YearlyShareUsed
from lib.comparison import Particulars
from lib.contact_requests import Answer
from lib.db import AlreadyThere, Database, sql
from lib.merging import DecidedApart
from lib.need_to_know import NotYours
from lib.pair_decisions import AlreadyMerged, OnePerson, Verdict, pair_of
from lib.persons import Protection
from lib.staff import NotYourRole
from tests.duplicates import cards_of, merged, stands_nowhere, undone, written_otherwise
from tests.town import (
    ADAM,
    AMIR,
    HEGE,
    KARI,
    NAV,
    NINA,
    NOW,
    NURSES,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    awarded,
    entitled,
    number_of,
    person_id_of,
    stocked,
)

LATER = NOW + timedelta(hours=1)
BOTH = {NAV: 10, NURSES: 10}


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, with his number."""
    at_home(db)
    return person_id_of(db, YUSUF)


@pytest.fixture
def jusuf(db: Database, yusuf: UUID) -> UUID:
    """The same child, as the nurses wrote him down."""
    return written_otherwise(db)


def test_awards_and_cards_go_over_and_the_ledger_adds_up(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    """
    yusuf | NAV    | 2 cinema
    jusuf | nurses | 3 cinema
    """
    batch = stocked(db, "Kinobillett", "cinema", quantity=20, shares=BOTH)
    entitled(db, yusuf)
    entitled(db, jusuf, by=HEGE)
    awarded(db, yusuf, batch, 2)
    awarded(db, jusuf, batch, 3, by=HEGE)
    cards = {card.card_id for card in cards_of(db, jusuf, by=HEGE)}
    merged(db, yusuf, jusuf)
    assert {card.card_id for card in cards_of(db, yusuf, by=HEGE)} == cards
    assert len(cards_of(db, yusuf, by=NINA)) == 2
    assert cards_of(db, jusuf, by=HEGE) == []
    assert ledger.unbalanced(db) == []


def test_quotas_and_the_warning_count_what_both_were_given(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    batch = stocked(db, "Kinobillett", "cinema", quantity=20, shares=BOTH)
    entitled(db, yusuf)
    entitled(db, jusuf, by=HEGE)
    awarded(db, yusuf, batch, 2)
    awarded(db, jusuf, batch, 3, by=HEGE)
    merge_id = merged(db, yusuf, jusuf)
    assert duplicates.totals_text(db, yusuf, on=TODAY) == "5 av 5 kino"
    case = award_rules.case_of(db, yusuf, batch, by=NINA, on=TODAY)
    assert isinstance(award_rules.why_not(db, case, 1, on=TODAY), YearlyShareUsed)
    undone(db, merge_id)
    assert duplicates.totals_text(db, yusuf, on=TODAY) == "2 av 5 kino"
    assert duplicates.totals_text(db, jusuf, on=TODAY) == "3 av 5 kino"


def test_the_gone_person_is_found_nowhere_and_the_kept_one_by_both(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    duf = number_of(YUSUF_BORN, 3)
    households.add_number(db, jusuf, duf, by=HEGE, now=NOW)
    merge_id = merged(db, yusuf, jusuf)
    assert stands_nowhere(db, jusuf)
    assert persons.with_number(db, duf) == yusuf
    assert duplicates.same_person(db, duf) == yusuf
    found = lookups.by_number(db, duf.digits, by=HEGE, now=NOW)
    assert [met.person.id for met in found] == [yusuf]
    named = {"by": HEGE, "on": TODAY, "now": NOW}
    found = lookups.by_name(db, "Jusuf Hadad", "05.06.2013", **named)
    assert [met.person.id for met in found] == [yusuf]
    alike = duplicates.alike(db, Particulars("Jusuf Hadad", YUSUF_BORN), by=HEGE)
    assert [met.person.id for met in alike] == [yusuf]
    undone(db, merge_id)
    alike = duplicates.alike(db, Particulars("Jusuf Hadad", YUSUF_BORN), by=HEGE)
    assert {met.person.id for met in alike} == {yusuf, jusuf}


def test_the_gone_person_cannot_be_opened_awarded_to_or_merged_again(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    batch = stocked(db, "Kinobillett", quantity=20, shares=BOTH)
    merged(db, yusuf, jusuf)
    with pytest.raises(NotYours):
        need_to_know.person(db, jusuf, by=HEGE)
    with pytest.raises(NotYours):
        awarded(db, jusuf, batch, by=HEGE)
    amir = person_id_of(db, AMIR)
    for keep, gone in ((amir, jusuf), (jusuf, amir), (yusuf, jusuf)):
        with pytest.raises(AlreadyMerged, match="allerede slått sammen"):
            merged(db, keep, gone)


def test_the_services_of_both_meet_the_kept_one_each_in_its_own_home(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    [nurses_home] = need_to_know.homes(db, jusuf, by=HEGE)
    [nav_home] = need_to_know.homes(db, yusuf, by=NINA)
    merged(db, yusuf, jusuf)
    assert need_to_know.homes(db, yusuf, by=HEGE) == [nurses_home]
    assert need_to_know.homes(db, yusuf, by=NINA) == [nav_home]


def test_two_in_one_home_of_a_service_become_one(db: Database, yusuf: UUID) -> None:
    amir = person_id_of(db, AMIR)
    [home] = need_to_know.homes(db, yusuf, by=NINA)
    merge_id = merged(db, yusuf, amir)
    [child] = households.seen_by(db, home, NINA).children
    assert child.person.id == yusuf
    assert need_to_know.homes(db, yusuf, by=NINA) == [home]
    undone(db, merge_id)
    assert len(households.seen_by(db, home, NINA).children) == 2


@pytest.mark.parametrize("kept_waits_first", [True, False])
def test_who_waits_twice_waits_once_from_the_first_day(
    db: Database, yusuf: UUID, kept_waits_first: bool
) -> None:
    """The place on the list belongs to the child, whichever row had it."""
    amir = person_id_of(db, AMIR)
    batch = stocked(db, "Kinobillett", shares={})
    [row] = db.rows("select offer_id from batch where id = $1", batch)
    first, last = (yusuf, amir) if kept_waits_first else (amir, yusuf)
    waiting.put(db, first, row["offer_id"], by=NINA, now=NOW)
    waiting.put(db, last, row["offer_id"], by=NINA, now=LATER)
    merge_id = merged(db, yusuf, amir)
    [waits] = waiting.of_service(db, by=NINA, on=TODAY)
    assert (waits.person_id, waits.put_at) == (yusuf, NOW)
    undone(db, merge_id)
    assert [each.person_id for each in waiting.of_service(db, by=NINA, on=TODAY)] == [first, last]


def test_open_contact_requests_about_both_are_answered(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    contact_requests.ask(db, yusuf, by=HEGE, now=NOW)
    contact_requests.ask(db, jusuf, by=NINA, now=NOW)
    merge_id = merged(db, yusuf, jusuf)
    assert contact_requests.cases(db, by=KARI) == []
    assert contact_requests.waiting(db, by=NINA) == contact_requests.waiting(db, by=HEGE) == 0
    [sent] = contact_requests.sent(db, by=HEGE, since=NOW)
    assert (sent.answer, sent.answered_by) == (Answer.REGISTER_TIDIED, None)
    contact_requests.ask(db, yusuf, by=HEGE, now=LATER)
    undone(db, merge_id)
    # Nina's stands again; Hege has asked anew, and once is enough.
    assert len(contact_requests.cases(db, by=KARI)) == 2


def test_who_asks_about_the_gone_person_asks_about_the_kept_one(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    """The desk may have read its warning before the coordinator merged them."""
    merged(db, yusuf, jusuf)
    contact_requests.ask(db, jusuf, by=NINA, now=NOW)
    assert contact_requests.sent(db, by=NINA, since=NOW)[0].person_id == yusuf


def test_rights_and_consents_are_the_kept_ones(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    right = entitled(db, jusuf, by=HEGE)
    consents.record(db, jusuf, by=HEGE, on=TODAY, now=NOW)
    [row] = db.rows("select scheme_id from entitlement where id = $1", right)
    merged(db, yusuf, jusuf)
    found = entitlements.standing(db, yusuf, row["scheme_id"], on=TODAY)
    assert found
    assert found.id == right
    assert [told.service_id for told in consents.services_told(db, yusuf)] == [NURSES]


def test_what_was_decided_about_the_gone_one_holds_for_the_kept_one(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    amir = person_id_of(db, AMIR)
    pair_decisions.decide(db, jusuf, amir, Verdict.NOT_SAME, by=KARI, now=NOW)
    merge_id = merged(db, yusuf, jusuf)
    assert pair_decisions.verdict_on(db, yusuf, amir) is Verdict.NOT_SAME
    assert pair_decisions.verdict_on(db, jusuf, amir) is None
    undone(db, merge_id)
    assert pair_decisions.verdict_on(db, yusuf, amir) is None
    assert pair_decisions.verdict_on(db, jusuf, amir) is Verdict.NOT_SAME


def test_what_was_decided_about_both_and_a_third_stands_once(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    amir = person_id_of(db, AMIR)
    for one in (yusuf, jusuf):
        pair_decisions.decide(db, one, amir, Verdict.NOT_SAME, by=KARI, now=NOW)
    before = pair_decisions.decided(db)
    merge_id = merged(db, yusuf, jusuf)
    assert pair_decisions.decided(db) == {pair_of(yusuf, amir): Verdict.NOT_SAME}
    undone(db, merge_id)
    assert pair_decisions.decided(db) == before


def test_two_who_were_found_not_the_same_are_not_merged(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    pair_decisions.decide(db, jusuf, yusuf, Verdict.NOT_SAME, by=KARI, now=NOW)
    with pytest.raises(DecidedApart):
        merged(db, yusuf, jusuf)
    pair_decisions.undo(db, pair_decisions.standing(db, by=KARI)[0].id, by=KARI, now=NOW)
    merged(db, yusuf, jusuf)


def test_the_index_is_told_of_both(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    def told_since(number: int) -> set[UUID]:
        return {row["person_id"] for row in db.rows(sql("kept_index/changed"), number)}

    before = len(told_since(0))
    merge_id = merged(db, yusuf, jusuf)
    assert told_since(before) == {yusuf, jusuf}
    undone(db, merge_id)
    assert told_since(before + 2) == {yusuf, jusuf}


def test_nobody_is_merged_with_themselves(db: Database, yusuf: UUID) -> None:
    with pytest.raises(OnePerson, match="to ulike personer"):
        merged(db, yusuf, yusuf)


def test_only_a_coordinator_merges_undoes_and_reads_the_list(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    with pytest.raises(NotYourRole):
        merging.merge(db, yusuf, jusuf, by=NINA, now=NOW)
    merge_id = merged(db, yusuf, jusuf)
    with pytest.raises(NotYourRole):
        merging.undo(db, merge_id, by=NINA, now=NOW)
    with pytest.raises(NotYourRole):
        merging.standing(db, by=NINA)


def test_the_coordinator_sees_by_reference_what_was_merged(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    merge_id = merged(db, yusuf, jusuf)
    [shown] = merging.standing(db, by=KARI)
    assert (shown.id, shown.kept_id, shown.gone_id) == (merge_id, yusuf, jusuf)
    assert (shown.merged_by, shown.merged_at) == ("Kari", NOW)
    assert shown.gone_reference == persons.of(db, jusuf).reference
    assert "Haddad" not in repr(shown)
    undone(db, merge_id)
    assert merging.standing(db, by=KARI) == []


def test_both_get_a_line_and_the_other_ones_reference(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    undone(db, merged(db, yusuf, jusuf))
    names = {who: persons.of(db, who).reference for who in (yusuf, jusuf)}
    rows = db.rows(
        "select act, subject_id, outcome, strict from audit_entry "
        "where act in ('merged', 'merge_undone')"
    )
    assert sorted(tuple(row.values()) for row in rows) == sorted(
        (act, who, f"{what}: {names[other]}", False)
        for who, other in ((yusuf, jusuf), (jusuf, yusuf))
        for act, what in (("merged", "slått sammen"), ("merge_undone", "sammenslåing angret"))
    )


def test_a_merge_of_a_protected_child_is_strictly_logged_on_both(db: Database, yusuf: UUID) -> None:
    jusuf = written_otherwise(db, protection=Protection.CONFIDENTIAL)
    undone(db, merged(db, yusuf, jusuf))
    rows = db.rows("select strict from audit_entry where act in ('merged', 'merge_undone')")
    assert rows == [{"strict": True}] * 4


def test_any_reference_of_the_one_person_finds_the_lines_of_both(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    [home] = need_to_know.homes(db, jusuf, by=HEGE)
    households.opened(db, home, by=HEGE, now=NOW)
    need = [persons.of(db, who).reference for who in (yusuf, jusuf)]
    merge_id = merged(db, yusuf, jusuf)
    kept, gone = (access_log.latest(db, by=ADAM, reference=reference) for reference in need)
    assert kept == gone
    assert "opened" in {line.act for line in kept}
    reason = "Innsyn fra foresatt, sak 24/118"
    line = next(line for line in gone if line.act == "merged" and line.reference == need[1])
    behind = access_log.inspect(db, line.id, justification=reason, by=ADAM, now=NOW)
    assert {person.id for person in behind} == {yusuf, jusuf}
    undone(db, merge_id)
    assert access_log.latest(db, by=ADAM, reference=need[0]) != access_log.latest(
        db, by=ADAM, reference=need[1]
    )


def test_eight_who_merge_at_once_merge_once(db: Database, yusuf: UUID, jusuf: UUID) -> None:
    def attempt(n: int) -> bool:
        pair = (yusuf, jusuf) if n % 2 else (jusuf, yusuf)
        try:
            merged(db, *pair)
        except AlreadyMerged:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(attempt, range(8))) == 1
    [merge] = merging.standing(db, by=KARI)

    def part(_: int) -> bool:
        try:
            undone(db, merge.id)
        except merging.MergeUndone:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(part, range(8))) == 1


def test_the_schema_is_the_last_wall_against_merging_one_person_twice(
    db: Database, yusuf: UUID, jusuf: UUID
) -> None:
    amir = person_id_of(db, AMIR)
    merged(db, yusuf, jusuf)
    values = (amir, jusuf, b"", KARI.id, NOW)
    with pytest.raises(AlreadyThere):
        db.transact(lambda tx: tx.run(sql("merging/add"), amir, *values))


def test_merging_knows_every_table_that_is_about_persons(db: Database) -> None:
    """A new table has to say what a merge does with it: in merge_steps.MOVED, or why not here."""
    stays = {"person_change": "both have changed, and the index reads both anew"}
    rows = db.rows(
        "select table_name from information_schema.columns where column_name like '%person_id'"
    )
    assert {row["table_name"] for row in rows} - stays.keys() == merge_steps.MOVED.keys()
