"""Desks that look up and register while the key is rotated, each on a thread of its own."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lib import persons, resealing
from lib.db import AlreadyThere
from lib.keys import Keys
from tests.strongroom import House, identity_number
from tests.town import NINA, NOW


@pytest.fixture
def house(settled_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """One row a transaction, so that there is much to come between."""
    monkeypatch.setattr(resealing, "ROWS_AT_A_TIME", 1)
    with House(settled_file, tmp_path) as made:
        yield made


def at_work(house: House) -> list[object]:
    """What went wrong for three threads that look people up and register while the key moves."""
    people = [each for _ in range(6) for each in house.family()]
    over, wrong = threading.Event(), []
    started = threading.Barrier(4)

    def looking() -> None:
        started.wait()
        while not over.is_set():
            for each in people:
                found = persons.with_number(house.db, identity_number(each))
                if found is None or persons.of(house.db, found).name != each.name:
                    wrong.append(each.name)

    def registering() -> None:
        started.wait()
        while not over.is_set():
            for each in people:
                try:
                    house.db.transact(
                        lambda tx, each=each: persons.enter_number(
                            tx,
                            persons.enter(tx, "En annen", None, {}),
                            identity_number(each),
                            by=NINA,
                            now=NOW,
                        )
                    )
                    wrong.append(each.number)
                except AlreadyThere:
                    pass

    with ThreadPoolExecutor(3) as threads:
        works = [threads.submit(work) for work in (looking, looking, registering)]
        started.wait()
        try:
            house.rotate()
        except AlreadyThere as doubled:
            wrong.append(doubled)
        finally:
            over.set()
        for work in works:
            work.result()
    return wrong


def test_desks_at_work_notice_nothing(house: House) -> None:
    assert at_work(house) == []


def test_without_the_chain_they_would(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: who knows the newest key alone misses those who have not been moved."""

    def newest(keys: Keys, purpose: str, secret: str) -> Iterator[bytes]:
        yield list(whole(keys, purpose, secret))[-1]

    whole = Keys.chain
    monkeypatch.setattr(Keys, "chain", newest)
    assert at_work(house)
