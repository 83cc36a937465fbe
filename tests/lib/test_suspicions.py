"""Pairs that may be one person: in the coordinator's list, opened, and gone when decided."""

from datetime import timedelta
from uuid import UUID

import pytest

from lib import (
    audit,
    households,
    kept_index,
    pair_decisions,
    persons,
    suspicions,
)
from lib.comparison import Answer
from lib.db import Database
from lib.kept_index import StillReading
from lib.memberships import MemberRole
from lib.pair_decisions import Pair, Verdict, pair_of
from lib.persons import Protection
from lib.staff import NotYourRole
from lib.suspicions import NotWaiting
from tests.duplicates import merged, undone, written_otherwise
from tests.town import (
    ADAM,
    AMIR,
    HEGE,
    KARI,
    LISE,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    at_home,
    member,
    person_id_of,
    reseal_homes,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, with his number."""
    at_home(db, SALMA, YUSUF, AMIR)
    return person_id_of(db, YUSUF)


@pytest.fixture
def pair(db: Database, yusuf: UUID) -> Pair:
    """Yusuf, and the same child as the nurses wrote him down on past the warning."""
    return pair_of(yusuf, written_otherwise(db))


def listed(db: Database) -> list[Pair]:
    return [suspicion.pair for suspicion in suspicions.waiting(db, by=KARI)]


def test_whom_a_desk_registered_past_the_warning_waits_by_reference(
    db: Database, pair: Pair
) -> None:
    [waiting] = suspicions.waiting(db, by=KARI)
    assert waiting.pair == pair
    assert waiting.references == tuple(persons.of(db, each).reference for each in pair)
    assert waiting.compared.answer is Answer.NEEDS_A_LOOK
    assert "samme fødselsdato" in waiting.compared.reasons
    assert waiting.found_at == NOW
    assert "Hadad" not in repr(waiting)
    assert suspicions.how_many(db, by=KARI) == 1


def test_the_surest_come_first(db: Database, pair: Pair) -> None:
    """Amir comes with his mother, too; Jusuf is spelt otherwise and comes with another."""
    salma_too = member(MemberRole.GUARDIAN, SALMA.name, SALMA.born or TODAY, None)
    amir_too = member(MemberRole.CHILD, AMIR.name, AMIR.born or TODAY, None)
    knowing = frozenset(person_id_of(db, known) for known in (SALMA, AMIR))
    at_home(db, salma_too, amir_too, by=HEGE, knowing=knowing)
    scores = [each.compared.score for each in suspicions.waiting(db, by=KARI)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert listed(db)[-1] == pair


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_decided_pair_waits_no_longer_until_that_is_undone(
    db: Database, pair: Pair, verdict: Verdict
) -> None:
    pair_decisions.decide(db, *pair, verdict, by=KARI, now=NOW)
    assert listed(db) == []
    assert suspicions.how_many(db, by=KARI) == 0
    [decision] = pair_decisions.standing(db, by=KARI)
    pair_decisions.undo(db, decision.id, by=KARI, now=NOW)
    assert listed(db) == [pair]


def test_a_merged_pair_waits_no_longer_until_that_is_undone(db: Database, pair: Pair) -> None:
    merge_id = merged(db, *pair)
    assert listed(db) == []
    assert suspicions.how_many(db, by=KARI) == 0
    undone(db, merge_id)
    assert listed(db) == [pair]


def test_two_who_are_no_longer_alike_do_not_wait(db: Database, yusuf: UUID, pair: Pair) -> None:
    [jusuf] = {*pair} - {yusuf}
    correct = {"protection": Protection.NONE, "by": HEGE, "on": TODAY, "now": NOW}
    households.correct(db, jusuf, name="Ole Brumm", born="17.11.2011", **correct)
    assert listed(db) == []
    assert suspicions.how_many(db, by=KARI) == 0
    with pytest.raises(NotWaiting, match="venter ikke lenger"):
        suspicions.opened(db, pair, by=KARI, now=NOW)


def test_a_long_list_is_cut_and_says_how_many_more(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suspicions.further(db, by=KARI) == 0
    monkeypatch.setattr(suspicions, "SHOWN", 0)
    assert listed(db) == []
    assert suspicions.further(db, by=KARI) == suspicions.how_many(db, by=KARI) == 1


def test_while_the_register_is_read_the_list_is_refused_and_what_was_found_is_counted(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_index.kept(db), "_read", 0.4)
    with pytest.raises(StillReading, match="40"):
        suspicions.waiting(db, by=KARI)
    with pytest.raises(StillReading):
        suspicions.opened(db, pair, by=KARI, now=NOW)
    assert suspicions.how_many(db, by=KARI) == 1


def test_opened_it_shows_who_they_are_since_when_and_who_knows_them(
    db: Database, yusuf: UUID, pair: Pair
) -> None:
    [jusuf] = {*pair} - {yusuf}
    for first, last in ((yusuf, jusuf), (jusuf, yusuf)):
        reseal_homes(db, first, since=NOW)
        reseal_homes(db, last, since=LATER)
        opened = suspicions.opened(db, pair, by=KARI, now=NOW)
        assert [side.person.id for side in opened.sides] == [first, last]
        assert [side.registered_at for side in opened.sides] == [NOW, LATER]
        assert opened.suspicion.pair == pair
    jusufs, yusufs = opened.sides
    assert (yusufs.person.name, jusufs.person.name) == ("Yusuf Haddad", "Jusuf Hadad")
    [known] = yusufs.known_to
    assert (known.service, known.phone) == ("NAV Larvik", "55 55 33 33")
    assert [known.service for known in jusufs.known_to] == ["Skolehelsetjenesten"]


def test_opening_is_one_look_at_each(db: Database, pair: Pair) -> None:
    for minutes in (0, 5):
        suspicions.opened(db, pair, by=KARI, now=NOW + timedelta(minutes=minutes))
    assert looks(db) == {(each, False) for each in pair}
    assert len(db.rows("select id from audit_entry where act = 'opened'")) == 2


def test_a_look_at_a_protected_child_is_strictly_logged(db: Database, yusuf: UUID) -> None:
    jusuf = written_otherwise(db, protection=Protection.STRICTLY_CONFIDENTIAL)
    suspicions.opened(db, pair_of(yusuf, jusuf), by=KARI, now=NOW)
    assert looks(db) == {(yusuf, False), (jusuf, True)}


def looks(db: Database) -> set[tuple[UUID, bool]]:
    text = "select subject_id, strict from audit_entry where act = $1 and staff_user_id = $2"
    rows = db.rows(text, audit.Act.OPENED, KARI.id)
    return {(row["subject_id"], row["strict"]) for row in rows}


def test_nobody_is_opened_who_is_not_put_before_the_coordinator(
    db: Database, yusuf: UUID, pair: Pair
) -> None:
    """A made-up address of two others opens nobody, and leaves a line."""
    amir = person_id_of(db, AMIR)
    for others in (pair_of(yusuf, amir), pair[::-1]):
        with pytest.raises(NotWaiting):
            suspicions.opened(db, (others[0], others[1]), by=KARI, now=NOW)
    assert looks(db) == set()
    rows = db.rows(
        "select outcome from audit_entry where act = 'refused' and staff_user_id is not null"
    )
    assert [row["outcome"] for row in rows][-2:] == ["NotWaiting", "NotWaiting"]


@pytest.mark.parametrize("user", [NINA, LISE, ADAM])
def test_the_list_is_the_coordinators(db: Database, pair: Pair, user) -> None:
    for asked in (suspicions.waiting, suspicions.further, suspicions.how_many):
        with pytest.raises(NotYourRole):
            asked(db, by=user)
    with pytest.raises(NotYourRole):
        suspicions.opened(db, pair, by=user, now=NOW)
