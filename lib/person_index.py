"""The fuzzy index: who in the register may be the person that is asked for?

It lives in memory only. From a stored one, though every key in it were hashed, an attacker with
a population list placed 85 % of the register by the pattern of equal keys. So it is built anew
at start from the sealed persons, whose seals are opened one by one: here for their keys, and in
a look-up for the best candidates.

A look-up: the keys of the asked person → rows that have any of them, ranked by how rare the
shared keys are → the best are opened and compared. Common keys only rank those whom a rarer one
has found, so a thousand namesakes take no longer than one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from struct import Struct
from threading import RLock
from uuid import UUID

import numpy as np

from lib import names, person_keys
from lib.comparison import (
    MATES_CAN_ADD,
    NEEDS_A_LOOK_FROM,
    Answer,
    Compared,
    Mate,
    Particulars,
    Question,
)
from lib.postings import Postings

# So many are opened and compared at most.
_BEST = 60
# So many in a row without hope, and those behind them, who share less, have hardly any. In trials
# at 100 000 persons never giving up found one in a thousand more at most.
_PATIENCE = 12
# So many mates of one person are opened: more than a family has.
_MOST_OPENED = 16
# So many of the asked one's mates lead to their households, and no more households each.
_MOST_MATES = 4
# So many rows are gathered by rare keys; what is commoner only ranks them.
_GATHERED = 6_000
# A key that so many have ranks hardly, and takes time.
_TOO_COMMON = 50_000
_HOME = Struct("<16sI?")  # household's id, area, is guardian


@dataclass(frozen=True, slots=True)
class Home:
    """One of the households a person belongs to."""

    household_id: UUID
    area: str | None
    is_guardian: bool  # this person's role there


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in the register who may be the one asked for; never DIFFERENT."""

    person_id: UUID
    compared: Compared


_HOPELESS = Compared(Answer.DIFFERENT, -99.0, ())


class PersonIndex:
    """Every person of the register, found by name, birth date, number, household or area."""

    def __init__(self, opened: Callable[[UUID, bytes], tuple[str, date | None]]) -> None:
        self._opened = opened
        self._postings = Postings()
        self._row_of: dict[int, int] = {}  # UUIDs as plain numbers take half the room
        # By row; a free row holds nothing.
        self._ids: list[int] = []
        self._sealed: list[bytes] = []
        self._keys: list[bytes] = []
        self._numbers: list[bytes] = []
        self._homes: list[bytes] = []
        self._free: list[int] = []
        self._members: dict[bytes, tuple[int, ...]] = {}  # rows by household
        self._mates_of_all = 0
        self._areas = [""]  # the first stands for none
        self._area_at = {"": 0}
        self._rank = np.zeros(0, np.float32)  # scratch of a look-up, by row
        self._lock = RLock()  # several desks ask and register at the same time

    def __len__(self) -> int:
        return len(self._row_of)

    def put(
        self, person_id: UUID, sealed: bytes, numbers: Iterable[bytes], homes: Iterable[Home]
    ) -> None:
        """Take in a new person, or one who has changed."""
        name, born = self._opened(person_id, sealed)
        numbers, homes = sorted(set(numbers)), sorted(set(homes), key=_by_household)
        areas = {home.area for home in homes if home.area}
        keys = sorted(person_keys.of(name, born, numbers, areas))
        packed = np.array(keys, np.int64).tobytes()
        with self._lock:
            row = self._row_of.get(person_id.int)
            if row is None:
                row = self._new_row(person_id)
            if self._keys[row] != packed:  # a new seal alone moves nothing
                self._postings.remove(row, self._keys_at(row))
                self._postings.add(row, keys)
                self._keys[row] = packed
            self._sealed[row] = sealed
            self._numbers[row] = b"".join(map(person_keys.packed_number, numbers))
            packed_homes = b"".join(map(self._packed_home, homes))
            if self._homes[row] != packed_homes:
                self._move_out(row)
                self._homes[row] = packed_homes
                self._move_in(row)

    def remove(self, person_id: UUID) -> None:
        """Forget somebody erased or merged; whoever is not there is forgotten already."""
        with self._lock:
            row = self._row_of.pop(person_id.int, None)
            if row is not None:
                self._postings.remove(row, self._keys_at(row))
                self._move_out(row)
                self._ids[row] = 0
                for column in (self._sealed, self._keys, self._numbers, self._homes):
                    column[row] = b""
                self._free.append(row)

    def like(self, asked: Particulars, *, but: Collection[UUID] = ()) -> list[Match]:
        """Those who are or may be the asked person, best first, without those in `but`."""
        numbers = frozenset(map(person_keys.packed_number, asked.numbers))
        with self._lock:
            return self._like(replace(asked, numbers=numbers), but, frozenset())

    def like_person(self, person_id: UUID, *, but: Collection[UUID] = ()) -> list[Match]:
        """The others who may be this person of the register, best first."""
        with self._lock:
            row = self._row_of.get(person_id.int)
            if row is None:
                return []
            asked = self._particulars(row, self._mates(row))
            return self._like(asked, {person_id, *but}, self._households(row))

    def fingerprint(self) -> int:
        """The same number for two indexes of one process that hold the same, however filled."""
        with self._lock:
            keys, rows = self._postings.everything()
            sums = np.zeros(len(self._ids), np.uint64)
            np.add.at(sums, rows, _mixed(keys))
            return sum(
                hash((self._ids[row], self._sealed[row], self._numbers[row], *self._named(row), s))
                for row, s in enumerate(sums.tolist())
                if self._sealed[row] or s
            )

    # How common something is: what comparison.Register asks.

    def with_code(self, code: str) -> int:
        """How many have a name with this code."""
        return self._postings.count(person_keys.key("word", code))

    def with_word(self, word: str) -> int:
        """How many have a name with this word, spelt so."""
        return self._postings.count(person_keys.key("spelt", word))

    def born_on(self, born: date) -> int:
        """How many are born on this day."""
        return self._postings.count(person_keys.key("born", born))

    def living_in(self, area: str) -> int:
        """How many have a household in this area."""
        return self._postings.count(person_keys.key("area", area))

    def mates_of_all(self) -> int:
        """How many mates in their households all persons have, counted together."""
        return self._mates_of_all

    # A look-up

    def _like(
        self, asked: Particulars, but: Collection[UUID], own_households: frozenset[bytes]
    ) -> list[Match]:
        if len(self._rank) < len(self._ids):
            self._rank = np.zeros(len(self._ids) + len(self._ids) // 8, np.float32)
        question = Question(asked, self)
        seen = {self._row_of[person_id.int] for person_id in but if person_id.int in self._row_of}
        found = []
        for rows in (self._families(asked), self._candidates(asked)):
            hopeless = 0
            for row in rows:
                if row in seen:
                    continue
                seen.add(row)
                compared = self._compared(question, row, own_households)
                if compared.answer is not Answer.DIFFERENT:
                    found.append(Match(UUID(int=self._ids[row]), compared))
                hopeless = hopeless + 1 if compared is _HOPELESS else 0
                if hopeless == _PATIENCE:
                    break
        return sorted(found, key=_best_first)

    def _families(self, asked: Particulars) -> list[int]:
        """The household mates of those who share birth date and a name with an asked mate.

        They find a person whose own name and birth date are both misspelt.
        """
        families: set[int] = set()
        for mate in asked.mates[:_MOST_MATES]:
            if mate.born:
                for row in self._known_mates(mate.name, mate.born):
                    families |= self._mate_rows(row)
        return sorted(families)[:_BEST]

    def _known_mates(self, name: str, born: date) -> list[int]:
        codes = set(names.read(name).codes)
        keys = [
            person_keys.key("born", born),
            *(person_keys.key("year", code, born.year) for code in codes),
        ]
        same_day, *alike = self._postings.rows(keys)
        for rows in alike:
            self._rank[rows] = 1
        known: list[int] = same_day[self._rank[same_day] > 0][:_MOST_MATES].tolist()
        for rows in alike:
            self._rank[rows] = 0
        return known

    def _compared(self, question: Question, row: int, own_households: frozenset[bytes]) -> Compared:
        other = self._particulars(row)
        if own_households and not own_households.isdisjoint(self._households(row)):
            return question.compared_in_household(other)
        hopeless = question.score_apart(other) + MATES_CAN_ADD < NEEDS_A_LOOK_FROM
        if hopeless and question.asked.numbers.isdisjoint(other.numbers):
            return _HOPELESS
        return question.compared(replace(other, mates=self._mates(row)))

    def _candidates(self, asked: Particulars) -> list[int]:
        """The rows that share a rare key, those with most evidence first."""
        keys = person_keys.asked(asked)
        lists = zip(self._postings.rows(list(keys)), keys.values(), strict=True)
        found = [(rows, bits) for rows, bits in lists if len(rows)]
        rank, gathered, room = self._rank, [np.empty(0, np.uint32)], _GATHERED
        for rows, bits in sorted(found, key=lambda found: len(found[0])):
            is_first = room == _GATHERED
            if len(rows) > _TOO_COMMON and not is_first:
                continue
            weight = np.float32(person_keys.rarity(len(rows), len(self)) if bits is None else bits)
            if is_first or len(rows) <= room:
                some = rows[:_GATHERED]
                gathered.append(some)
                room -= len(some)
                rank[some] += weight
            else:
                rank[rows[rank[rows] > 0]] += weight
        rows = np.concatenate(gathered)
        ranks = rank[rows]
        # Each row once: the last to write its place finds it there.
        places = np.arange(len(rows), dtype=np.float32)
        rank[rows] = places
        once = rank[rows] == places
        rank[rows] = 0
        rows, ranks = rows[once], ranks[once]
        if len(rows) > _BEST:
            best = np.argpartition(-ranks, _BEST)[:_BEST]
            rows, ranks = rows[best], ranks[best]
        best_rows: list[int] = rows[np.lexsort((rows, -ranks))].tolist()
        return best_rows

    # A row

    def _new_row(self, person_id: UUID) -> int:
        if self._free:
            row = self._free.pop()
            self._ids[row] = person_id.int
        else:
            row = len(self._ids)
            self._ids.append(person_id.int)
            for column in (self._sealed, self._keys, self._numbers, self._homes):
                column.append(b"")
        self._row_of[self._ids[row]] = row
        return row

    def _move_in(self, row: int) -> None:
        for household in self._households(row):
            mates = self._members.get(household, ())
            self._mates_of_all += 2 * len(mates)
            self._members[household] = (*mates, row)

    def _move_out(self, row: int) -> None:
        for household in self._households(row):
            mates = tuple(mate for mate in self._members.pop(household) if mate != row)
            self._mates_of_all -= 2 * len(mates)
            if mates:
                self._members[household] = mates

    def _keys_at(self, row: int) -> list[int]:
        keys: list[int] = np.frombuffer(self._keys[row], np.int64).tolist()
        return keys

    def _particulars(self, row: int, mates: tuple[Mate, ...] = ()) -> Particulars:
        name, born = self._opened(UUID(int=self._ids[row]), self._sealed[row])
        packed = self._numbers[row]
        numbers = (
            packed[at : at + person_keys.NUMBER.size]
            for at in range(0, len(packed), person_keys.NUMBER.size)
        )
        areas = frozenset(area for _, area, _ in self._named(row) if area)
        return Particulars(name, born, frozenset(numbers), mates, areas)

    def _mates(self, row: int) -> tuple[Mate, ...]:
        """Everyone else in the person's households; of an institution some."""
        households = self._households(row)
        mates = sorted(self._mate_rows(row), key=self._ids.__getitem__)[:_MOST_OPENED]
        return tuple(self._mate(mate, households) for mate in mates)

    def _mate_rows(self, row: int) -> set[int]:
        return {mate for home in self._households(row) for mate in self._members[home]} - {row}

    def _mate(self, row: int, households: frozenset[bytes]) -> Mate:
        name, born = self._opened(UUID(int=self._ids[row]), self._sealed[row])
        homes = self._named(row)
        return Mate(name, born, any(guards for home, _, guards in homes if home in households))

    def _households(self, row: int) -> frozenset[bytes]:
        return frozenset(household for household, _, _ in _HOME.iter_unpack(self._homes[row]))

    def _named(self, row: int) -> Iterator[tuple[bytes, str, bool]]:
        """The person's homes: household's id, name of the area, whether a guardian there."""
        for household, area, is_guardian in _HOME.iter_unpack(self._homes[row]):
            yield household, self._areas[area], is_guardian

    def _packed_home(self, home: Home) -> bytes:
        area = home.area or ""
        if area not in self._area_at:
            self._area_at[area] = len(self._areas)
            self._areas.append(area)
        return _HOME.pack(home.household_id.bytes, self._area_at[area], home.is_guardian)


def _mixed(keys: np.ndarray) -> np.ndarray:
    """Keys spread so that their sum tells which they were."""
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


def _by_household(home: Home) -> tuple[int, str, bool]:
    return home.household_id.int, home.area or "", home.is_guardian


def _best_first(match: Match) -> tuple[bool, float]:
    return match.compared.answer is not Answer.SAME, -match.compared.score
