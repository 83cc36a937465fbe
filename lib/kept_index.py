"""The stopper's index, read when the house opens and kept right with whatever is stored since.

Every act that changes a person tells it in a log of its own (`persons.changed`), in the same
transaction. Before each look-up the index reads on in that log, and reads anew whoever stands
there: what another process has written as well as our own, and nothing that was rolled back.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID
from weakref import WeakKeyDictionary

from lib import memberships
from lib.asking import Row
from lib.db import Database, Reader, sql
from lib.keys import Keys, Unreadable
from lib.memberships import MemberRole
from lib.person_index import Home, PersonIndex
from lib.persons import NUMBERS
from lib.refusals import Refused

# Read at a time: a second's work, so that the share read is told often.
AT_A_TIME = 10_000


class StillReading(Refused):
    """A large register takes some minutes after the start, and half an answer is none."""

    def __init__(self, share: float) -> None:
        super().__init__(
            f"Registeret leses inn ({share:.0%}), så vi kan ikke se etter dobbeltregistreringer "
            "ennå. Søk på fødselsnummer virker. Prøv igjen om litt."
        )


class KeptIndex:
    """A database's index, and how far in the log of changes it has come."""

    def __init__(self, keys: Keys) -> None:
        self._index = PersonIndex(_opener(keys))
        self._known_to = 0
        self._read: float | None = None  # the share; None before it was begun
        self._catching_up = threading.Lock()

    def read_all(self, db: Database) -> None:
        """Read the whole register; look-ups are refused meanwhile."""
        self._read = 0.0
        # Where the log ends now: whoever changes while we read is read again.
        row = db.row("select coalesce(max(number), 0) as number from person_change")
        size = db.row("select count(*) as persons from person")
        assert row
        assert size
        self._known_to = row["number"]
        last = UUID(int=0)
        while some := db.rows(sql("kept_index/next_persons"), last, AT_A_TIME):
            self._put(db, some)
            last = some[-1]["id"]
            self._read = len(self._index) / max(size["persons"], len(self._index))
        self._read = 1.0

    def caught_up(self, db: Database) -> PersonIndex:
        """The index as the database is now; raises StillReading."""
        with self._catching_up:
            if self._read is None:
                self.read_all(db)
        if self._read is None or self._read < 1:
            raise StillReading(self._read or 0.0)
        with self._catching_up:
            changes = db.rows(sql("kept_index/changed"), self._known_to)
            if changes:
                changed = list({row["person_id"] for row in changes})
                there = db.rows(sql("kept_index/persons"), changed)
                self._put(db, there)
                for person_id in {*changed} - {row["id"] for row in there}:
                    self._index.remove(person_id)
                self._known_to = changes[-1]["number"]
        return self._index

    @property
    def share_read(self) -> float | None:
        """How much of the register is read, from 0 to 1; None before it was begun."""
        return self._read

    def _put(self, db: Database, there: Sequence[Row]) -> None:
        ids = [row["id"] for row in there]
        numbers: defaultdict[UUID, list[bytes]] = defaultdict(list)
        for row in db.rows(sql("kept_index/numbers"), ids):
            numbers[row["person_id"]].append(db.keys.moved_on(NUMBERS, row["number_hash"]))
        homes: defaultdict[UUID, list[Home]] = defaultdict(list)
        for row in db.rows(sql("memberships/of_persons"), ids, False):
            with suppress(Unreadable):
                homes[row["person_id"]].append(_home(db.keys, row))
        for row in there:
            # A seal that no key opens is a fault to be mended; it hides nobody else meanwhile.
            with suppress(Unreadable):
                self._index.put(row["id"], row["sealed"], numbers[row["id"]], homes[row["id"]])


_KEPT: WeakKeyDictionary[Database, KeptIndex] = WeakKeyDictionary()
_MAKING = threading.Lock()


def kept(db: Reader) -> KeptIndex:
    """What is kept beside this database, in this process."""
    house = db.house
    with _MAKING:
        return _KEPT.setdefault(house, KeptIndex(house.keys))


def of(db: Reader) -> PersonIndex:
    """The index, right with all that is committed; raises StillReading.

    Within a transaction what that transaction has changed is not in it yet.
    """
    return kept(db).caught_up(db.house)


def _home(keys: Keys, row: Row) -> Home:
    its = memberships.opened(keys, row)
    area = str(its.neighbourhood_id) if its.neighbourhood_id else None
    return Home(its.household_id, area, its.role is MemberRole.GUARDIAN)


def _opener(keys: Keys) -> Callable[[UUID, bytes], tuple[str, date | None]]:
    def opened(person_id: UUID, sealed: bytes) -> tuple[str, date | None]:
        content = keys.opened(person_id, sealed)
        return content["name"], date.fromisoformat(content["born"]) if content["born"] else None

    return opened
