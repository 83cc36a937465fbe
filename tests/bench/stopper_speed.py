"""How fast the stopper answers, and what it takes to hold a register in memory."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from lib.person_index import PersonIndex
from tests.bench import percentile
from tests.bench import stopper_ours as ours
from tests.bench import stopper_rival as rival
from tests.bench.stopper_noise import again
from tests.bench.stopper_people import Entry, People
from tests.bench.stopper_records import Record, of_entry
from tests.bench.stopper_rival import ROOT
from tests.town import KEYS

SEED = 5
ASKED = 600
KEPT = 300  # households of the register that are asked for again; as many newcomers are
PART = 50_000


@dataclass(frozen=True)
class Lookups:
    """Milliseconds of a single look-up at one size of the register."""

    persons: int
    p50: float
    p95: float


@dataclass(frozen=True)
class Filled:
    """How long it takes to fill an index, seals opened, and what its process then holds."""

    seconds: float
    peak_gb: float


def lookups(sizes: tuple[int, ...]) -> list[Lookups]:
    """Look-ups in one index at each size that it grows through: half of them find somebody."""
    people = People(SEED)
    index = PersonIndex(opened)
    known: list[list[Entry]] = []
    measured = []
    for size in sizes:
        for household in people.households(size - len(index)):
            put(index, household)
            if household[0].household % (1 + size // 4 // KEPT) == 0:
                known.append(household)
        measured.append(_measured(index, people, people.dice.sample(known, KEPT)))
    return measured


def _measured(index: PersonIndex, people: People, known: list[list[Entry]]) -> Lookups:
    comers = [again(people, household) for household in known]
    comers += [again(people, people.household()) for _ in known]
    asked = []
    for comer in comers:
        records = [of_entry(entry) for entry in comer]
        together = ours.by_household(records)
        asked += [ours.asked(record, together[record.household]) for record in records]
    people.dice.shuffle(asked)
    took = []
    for one in asked[:ASKED]:
        began = time.perf_counter()
        index.like(one)
        took.append(1000 * (time.perf_counter() - began))
    return Lookups(len(index), percentile(took, 0.5), percentile(took, 0.95))


def splink_lookup(persons: int, times: int, recipe: str) -> float:
    """Splink's median look-up of one person, in milliseconds."""
    people = People(SEED)
    training = list(people.households(3_000))
    trained_on = (
        [of_entry(entry) for household in training for entry in household],
        [of_entry(entry) for household in training for entry in again(people, household)],
    )
    register = People(SEED).households(persons)
    asked = trained_on[1][:times]
    seconds = rival.lookup_seconds(trained_on, _parts(register), asked, recipe)
    return 1000 * percentile(seconds, 0.5)


def _parts(households: Iterator[list[Entry]]) -> Iterator[list[Record]]:
    while some := list(islice(households, PART // 4)):
        yield [of_entry(entry) for household in some for entry in household]


def filled(persons: int) -> Filled:
    """A process of its own with the app's imports that fills an index."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.stopper_memory", str(persons)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return Filled(**json.loads(done.stdout.splitlines()[-1]))


def put(index: PersonIndex, household: list[Entry]) -> None:
    """Enter a household as it is read from the database: sealed."""
    for entry in household:
        record = of_entry(entry)
        ours.put(index, record, sealed(record))


def sealed(record: Record) -> bytes:
    """What the register stores of a person."""
    born = record.born.isoformat() if record.born else None
    content: dict[str, object] = {"name": record.name, "born": born, "protections": {}}
    return KEYS.sealed(UUID(int=record.id), content)


def opened(person_id: UUID, content: bytes) -> tuple[str, date | None]:
    """The name and birth date behind a seal."""
    told = KEYS.opened(person_id, content)
    return told["name"], date.fromisoformat(told["born"]) if told["born"] else None
