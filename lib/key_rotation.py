"""Rotating the key while the house is at work.

The new root key is in the secrets file before anything is sealed with it. Then small
transactions bring what is stored to it (lib/resealing.py). Old and new are read side by side, so
the work may be stopped anywhere, by a power cut too, and is gone on with by beginning again.

It helps against who got the secrets file, and gets the database (or its backup) only after the
move and the restart that writes its file anew: the old file opens nothing in it, and finds no
number. It does not help against who had
both at one time, nor against who gets the new file: that holds the old keys as well. They have
to stay, for a number is hashed with each in turn, and an older backup opens with its own.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib import audit, key_file, resealing
from lib.audit import Act
from lib.db import Database, Reader, Transaction
from lib.keys import Keys
from lib.refusals import Refused
from lib.staff import Role, StaffUser

_rotating = threading.Lock()


class UnderWay(Refused):
    """Two at once would make two keys, or do the same work."""

    def __init__(self) -> None:
        super().__init__("Nøkkelen byttes allerede.")


@dataclass(frozen=True)
class Standing:
    """Which key seals now, and when all had come to it; None while some may be with an older.

    Until the file is written anew (lib/clean_file.py), its free space has what was there before.
    """

    generation: int
    all_moved_at: datetime | None
    file_is_clean: bool

    @property
    def is_unfinished(self) -> bool:
        """Whether a rotation was cut short, or the house is out of a backup from before it."""
        return self.generation > 1 and self.all_moved_at is None


@dataclass(frozen=True)
class Progress:
    """How many rows are moved, of how many, and how many could not be opened and were left."""

    done: int
    total: int
    unreadable: int = 0


def standing(db: Reader, *, by: StaffUser) -> Standing:
    """How the key stands."""
    by.must_be(Role.ADMINISTRATOR)
    text = "select generation, all_moved_at, file_is_clean from key_check where generation = $1"
    found = db.first(Standing, text, db.keys.generation)
    assert found, "every generation that is taken up has a row"
    return found


def begin(db: Database, path: Path, *, by: StaffUser, now: datetime) -> None:
    """Make a new key and seal with it from now on, or go on with the one that was begun.

    `move_on` does the rest. Raises UnderWay, KeyFileDiffers and KeyFileNotWritten.
    """
    by.must_be(Role.ADMINISTRATOR)
    with _alone():
        unfinished = standing(db, by=by).is_unfinished
        roots = db.keys.roots if unfinished else key_file.with_one_more(path, db.keys)
        newest, word = len(roots), "gone_on_with" if unfinished else "begun"

        def begun(tx: Transaction) -> None:
            tx.run(
                "insert into key_check (generation, derived) values ($1, $2) "
                "on conflict do nothing",
                newest,
                Keys(*roots).check(newest),
            )
            audit.note(tx, Act.KEY_ROTATED, by=by, now=now, outcome=word)

        db.transact(begun)
        # Not before the house knows of it: an older file must not open it from now on.
        db.keys.take_up(roots)


def move_on(db: Database, *, by: StaffUser, clock: Callable[[], datetime]) -> Iterator[Progress]:
    """Bring all to the newest key, a small transaction at a time; raises UnderWay.

    It is stopped by asking for no more. `clock` is asked when all is done.
    """
    by.must_be(Role.ADMINISTRATOR)
    return _moved_on(db, by=by, clock=clock)


def _moved_on(db: Database, *, by: StaffUser, clock: Callable[[], datetime]) -> Iterator[Progress]:
    with _alone():
        done, unreadable, total = 0, 0, resealing.left(db)
        yield Progress(done, total)
        for moved, failed in resealing.all_moved(db):
            done, unreadable = done + moved, unreadable + failed
            yield Progress(done, max(total, done + unreadable), unreadable)
        now = clock()

        def finished(tx: Transaction) -> None:
            text = "update key_check set all_moved_at = $2 where generation = $1"
            tx.run(text, tx.keys.generation, now)
            audit.note(tx, Act.KEY_ROTATED, by=by, now=now, outcome="all_moved")

        db.transact(finished)


@contextmanager
def _alone() -> Iterator[None]:
    if not _rotating.acquire(blocking=False):
        raise UnderWay
    try:
        yield
    finally:
        _rotating.release()
