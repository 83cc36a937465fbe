"""The whole register looked through: what is found, kept, forgotten, and when it is due."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from lib import (
    access_log,
    households,
    kept_index,
    pair_decisions,
    suspicions,
    sweeps,
)
from lib.db import Database
from lib.kept_index import StillReading
from lib.memberships import MemberRole
from lib.pair_decisions import Pair, Verdict, pair_of
from lib.person_index import PersonIndex
from lib.persons import Protection
from lib.staff import NotYourRole
from lib.sweeps import SweepUnderWay
from tests.duplicates import merged, undone
from tests.town import (
    ADAM,
    HEGE,
    KARI,
    LEYLA,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    at_home,
    member,
    person_id_of,
)

OLE = member(MemberRole.CHILD, "Ole Brumm", date(2011, 11, 17), None)
LATER = NOW + timedelta(hours=1)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


@pytest.fixture
def pair(db: Database) -> Pair:
    """Yusuf of NAV, and a child of the nurses who is like nobody until he is corrected."""
    at_home(db, SALMA, YUSUF)
    home = at_home(db, LEYLA, OLE, by=HEGE)
    [ole] = households.seen_by(db, home, HEGE).children
    written(db, ole.person.id, "Jusuf Hadad", "05.06.2013")
    return pair_of(person_id_of(db, YUSUF), ole.person.id)


def written(db: Database, person_id: UUID, name: str, born: str) -> None:
    """The nurses correct him."""
    act = {"protection": Protection.NONE, "by": HEGE, "on": TODAY, "now": NOW}
    households.correct(db, person_id, name=name, born=born, **act)


def of_the_nurses(db: Database, pair: Pair) -> UUID:
    [ole] = {*pair} - {person_id_of(db, YUSUF)}
    return ole


def swept(db: Database, moment: datetime = NOW) -> int:
    """How many pairs a sweep finds."""
    return sweeps.run(db, now=at(moment)).pairs


def listed(db: Database) -> list[Pair]:
    return [suspicion.pair for suspicion in suspicions.waiting(db, by=KARI)]


def test_a_pair_made_by_correcting_a_name_is_found(db: Database, pair: Pair) -> None:
    assert listed(db) == []
    assert swept(db) == 1
    assert listed(db) == [pair]


def test_where_nobody_is_like_anybody_nothing_is_found(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the comparison that finds."""
    monkeypatch.setattr(PersonIndex, "like_person", lambda *_: [])
    assert swept(db) == 0
    assert listed(db) == []


def test_a_household_and_its_twins_are_not_found(db: Database) -> None:
    twin = member(MemberRole.CHILD, "Yahya Haddad", YUSUF.born or TODAY, serial=9)
    at_home(db, SALMA, YUSUF, twin)
    assert swept(db) == 0


def test_what_was_decided_is_not_found_again(db: Database, pair: Pair) -> None:
    pair_decisions.decide(db, *pair, Verdict.NOT_SAME, by=KARI, now=NOW)
    assert swept(db) == 0
    assert listed(db) == []


def test_who_was_merged_is_not_looked_at(db: Database, pair: Pair) -> None:
    assert sweeps.run(db, now=at(NOW)).persons == 4
    merged(db, *pair)
    done = sweeps.run(db, now=at(LATER))
    assert (done.persons, done.pairs) == (3, 0)


def test_found_again_it_has_waited_since_it_was_found_first(db: Database, pair: Pair) -> None:
    swept(db)
    assert swept(db, LATER) == 1
    [waiting] = suspicions.waiting(db, by=KARI)
    assert waiting.found_at == NOW


def test_what_is_not_found_again_is_forgotten(db: Database, pair: Pair) -> None:
    swept(db)
    written(db, of_the_nurses(db, pair), OLE.name, "17.11.2011")
    assert swept(db, LATER) == 0
    assert db.rows("select first_id from pair_suspicion") == []


def test_what_was_decided_is_not_forgotten_and_waits_again_when_that_is_undone(
    db: Database, pair: Pair
) -> None:
    swept(db)
    pair_decisions.decide(db, *pair, Verdict.NOT_SAME, by=KARI, now=NOW)
    swept(db, LATER)
    [decision] = pair_decisions.standing(db, by=KARI)
    pair_decisions.undo(db, decision.id, by=KARI, now=LATER)
    assert listed(db) == [pair]
    merge_id = merged(db, *pair)
    swept(db, LATER + timedelta(hours=1))
    undone(db, merge_id)
    assert listed(db) == [pair]


class Interrupted(Exception):
    pass


def test_an_interrupted_sweep_keeps_what_it_found_and_says_so(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_A_TIME", 1)
    swept(db)

    def stop_when_found(_share: float) -> None:
        if db.rows("select first_id from pair_suspicion where seen_at = $1", LATER):
            raise Interrupted

    with pytest.raises(Interrupted):
        sweeps.run(db, now=at(LATER), progress=stop_when_found)
    assert listed(db) == [pair]
    begun, finished = sweeps.last(db, finished=False), sweeps.last(db)
    assert begun
    assert finished
    assert (begun.began_at, begun.ended_at) == (LATER, None)
    assert (finished.began_at, finished.pairs) == (NOW, 1)
    assert sweeps.share_done(db) is None
    assert swept(db, LATER) == 1


def test_an_interrupted_sweep_forgets_nothing(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_A_TIME", 1)
    swept(db)

    def stop(_share: float) -> None:
        raise Interrupted

    monkeypatch.setattr(PersonIndex, "like_person", lambda *_: [])
    with pytest.raises(Interrupted):
        sweeps.run(db, now=at(LATER), progress=stop)
    assert len(db.rows("select first_id from pair_suspicion")) == 1


def test_the_share_done_rises_to_one(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeps, "AT_A_TIME", 1)
    told: list[float] = []
    seen: list[float | None] = []

    def progress(share: float) -> None:
        told.append(share)
        seen.append(sweeps.share_done(db))

    sweeps.run(db, now=at(NOW), progress=progress)
    assert told == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert seen == [0.25, 0.5, 0.75, 1.0, None]


def test_an_empty_register_is_looked_through_at_once(db: Database) -> None:
    told: list[float] = []
    done = sweeps.run(db, now=at(NOW), progress=told.append)
    assert (done.persons, done.pairs, told) == (0, 0, [1.0])


def test_two_sweeps_at_once_are_one(db: Database, pair: Pair) -> None:
    met = []

    def again(_share: float) -> None:
        if met or sweeps.why_not(db, by=KARI) is None:
            return
        met.append(sweeps.why_not(db, by=KARI))
        with pytest.raises(SweepUnderWay, match="Vent til det er ferdig"):
            sweeps.run(db, now=at(NOW))

    sweeps.run(db, now=at(NOW), progress=again)
    assert isinstance(met[0], SweepUnderWay)
    assert len(db.rows("select id from sweep")) == 1
    assert sweeps.why_not(db, by=KARI) is None


def test_while_the_register_is_read_it_is_refused(
    db: Database, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_index.kept(db), "_read", 0.4)
    assert isinstance(sweeps.why_not(db, by=KARI), StillReading)
    with pytest.raises(StillReading):
        sweeps.run(db, now=at(NOW))
    assert sweeps.last(db, finished=False) is None


def test_a_sweep_leaves_one_line_with_how_many(db: Database, pair: Pair) -> None:
    sweeps.run(db, now=at(NOW))
    sweeps.run(db, by=KARI, now=at(LATER))
    rows = db.rows(
        "select noted_at, staff_user_id, subject_id, outcome from audit_entry "
        "where act = 'swept' order by noted_at"
    )
    assert [tuple(row.values()) for row in rows] == [
        (NOW, None, None, "1 par"),
        (LATER, KARI.id, None, "1 par"),
    ]
    assert access_log.latest(db, by=ADAM)[0].act == "swept"


def test_only_a_coordinator_asks_for_a_sweep(db: Database, pair: Pair) -> None:
    with pytest.raises(NotYourRole):
        sweeps.run(db, by=NINA, now=at(NOW))
    with pytest.raises(NotYourRole):
        sweeps.why_not(db, by=ADAM)


@pytest.mark.parametrize(
    ("swept_at", "now", "due"),
    [
        (None, datetime(2024, 5, 15, 22, 0), True),
        # In May, three o'clock in Norway is one o'clock UTC; in January it is two.
        (datetime(2024, 5, 15, 1, 0), datetime(2024, 5, 16, 0, 59), False),
        (datetime(2024, 5, 15, 1, 0), datetime(2024, 5, 16, 1, 0), True),
        (datetime(2024, 5, 15, 0, 59), datetime(2024, 5, 15, 1, 0), True),
        (datetime(2024, 1, 15, 2, 0), datetime(2024, 1, 16, 1, 59), False),
        (datetime(2024, 1, 15, 2, 0), datetime(2024, 1, 16, 2, 0), True),
        # Asked for by day, and missed at night because the house was closed.
        (datetime(2024, 5, 15, 12, 0), datetime(2024, 5, 15, 21, 0), False),
        (datetime(2024, 5, 15, 12, 0), datetime(2024, 5, 16, 9, 0), True),
    ],
)
def test_it_is_due_after_three_every_night(
    db: Database, swept_at: datetime | None, now: datetime, due: bool
) -> None:
    at_home(db, SALMA, YUSUF)
    if swept_at:
        sweeps.run(db, now=at(swept_at))
    assert sweeps.is_due(db, now=now) is due


def test_it_is_due_again_when_it_was_interrupted(db: Database, pair: Pair) -> None:
    def stop(_share: float) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        sweeps.run(db, now=at(NOW), progress=stop)
    assert sweeps.is_due(db, now=NOW)


def test_an_empty_register_is_not_due(db: Database) -> None:
    assert not sweeps.is_due(db, now=NOW)
