"""The stopper asked about records: an index filled with them, and what it answers."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from unittest.mock import patch
from uuid import UUID

from lib import comparison, person_index
from lib.comparison import Mate, Particulars
from lib.person_index import Home, Match, PersonIndex
from tests.bench.stopper_records import Record

# Log2 odds below which no threshold of interest is set, for splink alike. The lower one takes
# long where everyone has mates, and there the threshold is never near the upper one.
LEAST, LEAST_WITH_MATES = -20.0, -10.0
Scored = dict[tuple[int, int], float]


def indexed(records: Iterable[Record]) -> PersonIndex:
    """An index that holds the records; their seals are open, for only the answers are judged."""
    index = PersonIndex(_opened)
    for record in records:
        put(index, record, _sealed(record))
    return index


def put(index: PersonIndex, record: Record, sealed: bytes) -> None:
    """Enter one record as the register would."""
    # The register keeps an address as neighbourhoods, one a home.
    areas: list[str | None] = [value for _, value in _areas(record)] or [None]
    homes = [Home(UUID(int=record.household), area, record.is_guardian) for area in areas]
    index.put(UUID(int=record.id), sealed, numbers_of(record), homes)


def asked(record: Record, household: Iterable[Record]) -> Particulars:
    """What the desk asks about one person of a household that it registers."""
    mates = tuple(
        Mate(mate.name, mate.born, mate.is_guardian) for mate in household if mate.id != record.id
    )
    areas = frozenset(value for _, value in _areas(record))
    return Particulars(record.name, record.born, frozenset(numbers_of(record)), mates, areas)


@contextmanager
def every_candidate(least: float) -> Iterator[None]:
    """Let the index give every pair that it scores, so that a threshold can be swept."""
    with ExitStack() as stack:
        for module in (comparison, person_index):
            stack.enter_context(patch.object(module, "NEEDS_A_LOOK_FROM", least))
        yield


def linked(register: list[Record], again: list[Record]) -> Scored:
    """Every pair that the stopper scores: who is there already, who is registered again."""
    index = indexed(register)
    households = by_household(again)
    with every_candidate(LEAST_WITH_MATES):
        return {
            (match.person_id.int, record.id): match.compared.score
            for record in again
            for match in matches(index, record, households)
        }


def matches(index: PersonIndex, record: Record, households: dict[int, list[Record]]) -> list[Match]:
    """What the desk is warned of when it registers this person."""
    return index.like(asked(record, households[record.household]))


def swept(register: list[Record]) -> Scored:
    """Every pair within one register that the sweep scores."""
    index = indexed(register)
    pairs: Scored = {}
    with every_candidate(LEAST):
        for record in register:
            for match in index.like_person(UUID(int=record.id)):
                one, other = sorted((record.id, match.person_id.int))
                score = match.compared.score
                pairs[one, other] = max(score, pairs.get((one, other), score))
    return pairs


def by_household(records: Iterable[Record]) -> dict[int, list[Record]]:
    """Who is registered together."""
    households: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        households[record.household].append(record)
    return households


def numbers_of(record: Record) -> list[bytes]:
    """The keyed hash of the identity number, as the register has it."""
    if record.number is None:
        return []
    return [hashlib.blake2b(record.number.encode(), key=b"bench", digest_size=32).digest()]


def _areas(record: Record) -> list[tuple[str, str]]:
    """A neighbourhood, or an address word by word."""
    if len(record.address) == 1:
        return list(record.address)
    return [(field, f"{field} {word}") for field, text in record.address for word in text.split()]


def _sealed(record: Record) -> bytes:
    return json.dumps([record.name, record.born and record.born.isoformat()]).encode()


def _opened(_: UUID, sealed: bytes) -> tuple[str, date | None]:
    name, born = json.loads(sealed)
    return name, born and date.fromisoformat(born)
