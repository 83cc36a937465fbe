"""Two persons who look alike: what is decided is kept, honoured and taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lib import merging, pair_decisions, persons
from lib.db import AlreadyThere, Database, sql
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.pair_decisions import (
    AlreadyMerged,
    DecidedOtherwise,
    Decision,
    DecisionUndone,
    OnePerson,
    Verdict,
    pair_of,
)
from lib.persons import Protection
from lib.staff import NotYourRole, StaffUser
from tests.town import (
    AMIR,
    HEGE,
    KARI,
    NILS,
    NINA,
    NOW,
    SALMA,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    member,
    person_id_of,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf, whose brother Amir is registered with him at NAV."""
    at_home(db)
    return person_id_of(db, YUSUF)


@pytest.fixture
def amir(db: Database, yusuf: UUID) -> UUID:
    return person_id_of(db, AMIR)


def decide(db: Database, one: UUID, other: UUID, verdict: Verdict, *, by: StaffUser = KARI) -> None:
    pair_decisions.decide(db, one, other, verdict, by=by, now=NOW)


def kept_apart(db: Database, one: UUID, other: UUID, *, by: StaffUser = NINA) -> None:
    db.transact(lambda tx: pair_decisions.keep_apart(tx, one, other, by=by, now=NOW))


def only(db: Database) -> Decision:
    [decision] = pair_decisions.standing(db, by=KARI)
    return decision


def lines(db: Database) -> list[tuple[UUID, str, bool]]:
    rows = db.rows("select subject_id, outcome, strict from audit_entry where act = 'pair_decided'")
    return [(row["subject_id"], row["outcome"], row["strict"]) for row in rows]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_decision_stands_whichever_of_the_two_is_named_first(
    db: Database, yusuf: UUID, amir: UUID, verdict: Verdict
) -> None:
    assert pair_decisions.verdict_on(db, yusuf, amir) is None
    decide(db, yusuf, amir, verdict)
    assert pair_decisions.verdict_on(db, yusuf, amir) is verdict
    assert pair_decisions.verdict_on(db, amir, yusuf) is verdict
    assert pair_decisions.decided(db) == {pair_of(amir, yusuf): verdict}
    for one, other in ((yusuf, amir), (amir, yusuf)):
        apart = {other} if verdict is Verdict.NOT_SAME else set()
        assert pair_decisions.apart_from(db, one) == apart


def test_the_coordinator_sees_who_decided_and_when_and_no_names(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.NOT_SAME)
    shown = only(db)
    assert {shown.first_reference, shown.second_reference} == {
        persons.of(db, yusuf).reference,
        persons.of(db, amir).reference,
    }
    assert (shown.decided_by, shown.decided_at, shown.merged) == ("Kari", NOW, False)
    assert "Haddad" not in repr(shown)


def test_a_decision_undone_stands_no_more_and_another_can_be_made(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.NOT_SAME)
    decision = only(db)
    pair_decisions.undo(db, decision.id, by=KARI, now=LATER)
    assert pair_decisions.decided(db) == {}
    assert pair_decisions.standing(db, by=KARI) == []
    with pytest.raises(DecisionUndone, match="allerede angret"):
        pair_decisions.undo(db, decision.id, by=KARI, now=LATER)
    decide(db, amir, yusuf, Verdict.SAME)
    assert only(db).verdict is Verdict.SAME
    kept = db.rows("select undone_by, undone_at from pair_decision where id = $1", decision.id)
    assert kept == [{"undone_by": KARI.id, "undone_at": LATER}]


def test_the_same_decision_twice_is_one_and_the_other_verdict_is_refused(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.NOT_SAME)
    decide(db, amir, yusuf, Verdict.NOT_SAME)
    assert len(lines(db)) == 2
    with pytest.raises(DecidedOtherwise, match="ikke samme person"):
        decide(db, yusuf, amir, Verdict.SAME)
    assert only(db).verdict is Verdict.NOT_SAME


def test_nobody_is_compared_with_themselves(db: Database, yusuf: UUID) -> None:
    with pytest.raises(OnePerson):
        decide(db, yusuf, yusuf, Verdict.SAME)


def test_nothing_is_decided_about_one_who_was_merged(db: Database, yusuf: UUID, amir: UUID) -> None:
    merging.merge(db, yusuf, amir, by=KARI, now=NOW)
    salma = person_id_of(db, SALMA)
    for one, other in ((amir, salma), (salma, amir)):
        with pytest.raises(AlreadyMerged):
            decide(db, one, other, Verdict.NOT_SAME)


def test_a_pair_found_the_same_is_told_to_be_merged_once_it_is(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.SAME)
    assert not only(db).merged
    merge_id = merging.merge(db, yusuf, amir, by=KARI, now=NOW)
    assert only(db).merged
    merging.undo(db, merge_id, by=KARI, now=LATER)
    assert not only(db).merged


def test_going_on_past_the_warning_keeps_two_of_ones_own_apart(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    kept_apart(db, yusuf, amir)
    assert (only(db).verdict, only(db).decided_by) == (Verdict.NOT_SAME, "Nina")
    kept_apart(db, amir, yusuf, by=NILS)
    assert only(db).decided_by == "Nina"


def test_what_the_coordinator_found_stands_although_a_caseworker_goes_on(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.SAME)
    kept_apart(db, yusuf, amir)
    assert only(db).verdict is Verdict.SAME


def test_a_caseworker_keeps_nobody_apart_whom_another_service_knows_alone(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    also_with_the_nurses(db, YUSUF)
    for one, other in ((yusuf, amir), (amir, yusuf)):
        with pytest.raises(NotYours):
            kept_apart(db, one, other, by=HEGE)
    assert pair_decisions.decided(db) == {}


def test_only_a_coordinator_decides_undoes_and_reads_the_list(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    with pytest.raises(NotYourRole):
        decide(db, yusuf, amir, Verdict.SAME, by=NINA)
    with pytest.raises(NotYourRole):
        pair_decisions.undo(db, uuid4(), by=NINA, now=NOW)
    with pytest.raises(NotYourRole):
        pair_decisions.standing(db, by=NINA)
    with pytest.raises(NotYourRole):
        kept_apart(db, yusuf, amir, by=KARI)


def test_both_get_a_line_with_the_others_reference_for_each_act(
    db: Database, yusuf: UUID, amir: UUID
) -> None:
    decide(db, yusuf, amir, Verdict.NOT_SAME)
    pair_decisions.undo(db, only(db).id, by=KARI, now=LATER)
    names = {who: persons.of(db, who).reference for who in (yusuf, amir)}
    assert sorted(lines(db)) == sorted(
        (who, f"{what}: {names[other]}", False)
        for who, other in ((yusuf, amir), (amir, yusuf))
        for what in ("ikke samme person", "angret")
    )


def test_both_lines_are_strict_where_one_of_the_two_is_protected(db: Database, yusuf: UUID) -> None:
    hidden = member(
        MemberRole.CHILD, "Vilde Vik", YUSUF_BORN, 7, protection=Protection.CONFIDENTIAL
    )
    at_home(db, member(MemberRole.GUARDIAN, "Ola Vik", YUSUF_BORN.replace(year=1980), 8), hidden)
    decide(db, yusuf, person_id_of(db, hidden), Verdict.NOT_SAME)
    assert [strict for *_, strict in lines(db)] == [True, True]


def test_the_schema_is_the_last_wall_against_two_decisions_about_a_pair(db: Database) -> None:
    """Ids from one end of the numbers to the other: their order is the same here and there."""
    ids = [UUID(int=0), UUID(int=1 << 127), UUID(int=(1 << 127) - 1), UUID(int=(1 << 128) - 1)]

    def added(one: UUID, other: UUID) -> None:
        values = (uuid4(), *pair_of(one, other), Verdict.SAME, KARI.id, NOW)
        db.transact(lambda tx: tx.run(sql("pair_decisions/add"), *values))

    for one in ids:
        for other in ids:
            if one < other:
                added(other, one)
                with pytest.raises(AlreadyThere):
                    added(one, other)
