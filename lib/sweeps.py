"""Looking through the whole register for pairs of persons who may be one.

A sweep compares everyone with everyone whom the index holds likely, so that two who were
registered past a warning, or before one of them was corrected, are found afterwards.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from lib import audit, kept_index, pair_decisions, suspicions
from lib.audit import Act
from lib.comparison import Compared
from lib.db import Database, Reader, Transaction, sql
from lib.kept_index import StillReading
from lib.norwegian import end_of_day, today_in_oslo
from lib.pair_decisions import Pair, pair_of
from lib.person_index import PersonIndex
from lib.refusals import Refused
from lib.staff import Role, StaffUser

AT_A_TIME = 200  # persons, before what was found is stored
AT_NIGHT = timedelta(hours=3)  # after midnight in Norway


@dataclass(frozen=True)
class Sweep:
    """One time that the whole register was looked through."""

    began_at: datetime
    ended_at: datetime | None  # none where it is under way or was interrupted
    persons: int
    pairs: int


class SweepUnderWay(Refused):
    """Two at once would do the same work."""

    def __init__(self) -> None:
        super().__init__("Registeret gås gjennom nå. Vent til det er ferdig.")


# The share that is done, while a sweep is under way in this process.
_UNDER_WAY: WeakKeyDictionary[Database, float] = WeakKeyDictionary()
_BEGINNING = threading.Lock()


def last(db: Reader, *, finished: bool = True) -> Sweep | None:
    """The latest that came to its end, or that was begun at all; None before the first."""
    text = (
        "select began_at, ended_at, persons, pairs from sweep "
        "where ended_at is not null or not $1 order by began_at desc limit 1"
    )
    return db.first(Sweep, text, finished)


def is_due(db: Reader, *, now: datetime) -> bool:
    """Whether a night has begun since somebody's register was last looked through."""
    yesterday = today_in_oslo(now - AT_NIGHT) - timedelta(days=1)
    latest = last(db)
    if latest and latest.began_at >= end_of_day(yesterday) + AT_NIGHT:
        return False
    return db.row("select id from person limit 1") is not None


def share_done(db: Reader) -> float | None:
    """How far the sweep has come that is under way, from 0 to 1; None where none is."""
    return _UNDER_WAY.get(db.house)


def why_not(db: Reader, *, by: StaffUser) -> Refused | None:
    """What stands against looking through the register now, or None."""
    by.must_be(Role.COORDINATOR)
    if share_done(db) is not None:
        return SweepUnderWay()
    try:
        kept_index.of(db)
    except StillReading as refusal:
        return refusal
    return None


def run(
    db: Database,
    *,
    by: StaffUser | None = None,
    now: Callable[[], datetime],
    progress: Callable[[float], None] = lambda share: None,
) -> Sweep:
    """Look through the whole register, at night `by` nobody; raises SweepUnderWay, StillReading.

    What is found is stored as it goes, so an interrupted sweep loses nothing. At the end what
    was not found again is forgotten.
    """
    if by:
        by.must_be(Role.COORDINATOR)
    with _alone(db):
        index, sweep_id, began_at = kept_index.of(db), uuid4(), now()
        text = "insert into sweep (id, began_at) values ($1, $2)"
        db.transact(lambda tx: tx.run(text, sweep_id, began_at))
        looked_at, pairs = 0, set[Pair]()
        for ids in _all_ids(db):
            found = _found(db, index, ids)
            new = {pair: found[pair] for pair in found.keys() - pairs}
            db.transact(lambda tx, new=new: suspicions.enter(tx, new, now=now()))  # type: ignore[misc]
            pairs |= new.keys()
            looked_at += len(ids)
            _UNDER_WAY[db] = min(looked_at / max(len(index), 1), 1.0)
            progress(_UNDER_WAY[db])

        def ended(tx: Transaction) -> None:
            tx.run(sql("sweeps/forget"), began_at)
            text = "update sweep set ended_at = $2, persons = $3, pairs = $4 where id = $1"
            tx.run(text, sweep_id, now(), looked_at, len(pairs))
            audit.note(tx, Act.SWEPT, by=by, now=now(), outcome=f"{len(pairs)} par")

        db.transact(ended)
    progress(1.0)
    done = last(db)
    assert done
    return done


def _all_ids(db: Reader) -> Iterator[list[UUID]]:
    met = UUID(int=0)
    while ids := [row["id"] for row in db.rows(sql("sweeps/next_ids"), met, AT_A_TIME)]:
        yield ids
        met = ids[-1]


def _found(db: Reader, index: PersonIndex, ids: list[UUID]) -> dict[Pair, Compared]:
    """Whom these are like, but for the pairs that somebody has decided about."""
    decided = pair_decisions.decided(db)
    return {
        pair: match.compared
        for person_id in ids
        for match in index.like_person(person_id)
        if (pair := pair_of(person_id, match.person_id)) not in decided
    }


@contextmanager
def _alone(db: Database) -> Iterator[None]:
    with _BEGINNING:
        if db in _UNDER_WAY:
            raise SweepUnderWay
        _UNDER_WAY[db] = 0.0
    try:
        yield
    finally:
        del _UNDER_WAY[db]
