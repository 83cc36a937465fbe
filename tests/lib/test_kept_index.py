"""The stopper's index is right after every path that changes persons."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from lib import (
    demonstration,
    households,
    kept_index,
    key_file,
    key_rotation,
    merging,
    need_to_know,
    persons,
    registration,
)
from lib.db import Database
from lib.kept_index import KeptIndex, StillReading
from lib.memberships import MemberRole
from lib.persons import Protection
from tests.duplicates import written_otherwise
from tests.town import (
    ADAM,
    AMIR,
    HEGE,
    KARI,
    LEYLA,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    at_home,
    member,
    number_of,
    person_id_of,
    settle,
)


def afresh(db: Database) -> int:
    """What an index holds that is built now, with nothing known before."""
    return KeptIndex(db.keys).caught_up(db).fingerprint()


def kept(db: Database) -> int:
    return kept_index.of(db).fingerprint()


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf at home with NAV; the index was asked for before he came."""
    kept(db)
    at_home(db, SALMA, YUSUF)
    return person_id_of(db, YUSUF)


def add_amir(db: Database, yusuf: UUID) -> None:
    home = need_to_know.homes(db, yusuf, by=NINA)[0]
    registration.add_member(db, home, AMIR, by=NINA, on=TODAY, now=NOW)


def correct(db: Database, yusuf: UUID) -> None:
    households.correct(
        db,
        yusuf,
        name="Josef Haddad",
        born="06.05.2013",
        protection=Protection.CONFIDENTIAL,
        by=NINA,
        on=TODAY,
        now=NOW,
    )


def add_number(db: Database, yusuf: UUID) -> None:
    households.add_number(db, yusuf, number_of(YUSUF_BORN, 77), by=NINA, now=NOW)


def remove_number(db: Database, yusuf: UUID) -> None:
    [number] = households.numbers(db, yusuf, by=NINA)
    households.remove_number(db, yusuf, number, by=NINA, now=NOW)


def move_out(db: Database, yusuf: UUID) -> None:
    home = need_to_know.homes(db, yusuf, by=NINA)[0]
    households.end_membership(db, home, yusuf, by=NINA, now=NOW)


def come_to_another_service(db: Database, yusuf: UUID) -> None:
    at_home(db, LEYLA, YUSUF, by=HEGE, knowing=frozenset({yusuf}))


def merge(db: Database, yusuf: UUID) -> UUID:
    other = written_otherwise(db)
    kept(db)
    return merging.merge(db, yusuf, other, by=KARI, now=NOW)


def merge_and_undo(db: Database, yusuf: UUID) -> None:
    merge_id = merge(db, yusuf)
    kept(db)
    merging.undo(db, merge_id, by=KARI, now=NOW)


@pytest.mark.parametrize(
    "act",
    [
        add_amir,
        correct,
        add_number,
        remove_number,
        move_out,
        come_to_another_service,
        merge,
        merge_and_undo,
    ],
)
def test_the_index_is_as_one_built_afresh_after(
    db: Database, yusuf: UUID, act: Callable[[Database, UUID], object]
) -> None:
    before = kept(db)
    assert before == afresh(db)
    act(db, yusuf)
    # What is asked has changed, so the comparison could have told.
    assert afresh(db) != before
    assert kept(db) == afresh(db)


def test_a_rotation_of_the_key_leaves_the_index_right(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    with Database(tmp_path / "klipp.duckdb", key_file.read(secrets)) as db:
        settle(db)
        at_home(db, SALMA, YUSUF)
        before = kept(db)
        key_rotation.begin(db, secrets, by=ADAM, now=NOW)
        for _ in key_rotation.move_on(db, by=ADAM, clock=lambda: NOW):
            kept(db)
        assert kept(db) == afresh(db) != before


def test_the_demonstration_is_known_though_it_was_loaded_while_the_house_was_open(
    empty_db: Database,
) -> None:
    kept(empty_db)
    demonstration.load(empty_db, now=NOW, progress=lambda share, doing: None)
    assert len(kept_index.of(empty_db)) > 1000
    assert kept(empty_db) == afresh(empty_db)


def test_what_another_process_writes_is_read(db: Database, yusuf: UUID) -> None:
    """Another index of the same database stands for another process's."""
    others = KeptIndex(db.keys)
    others.caught_up(db)
    correct(db, yusuf)
    assert others.caught_up(db).fingerprint() == afresh(db)


def test_what_was_rolled_back_is_not_in_the_index(db: Database, yusuf: UUID) -> None:
    before = kept(db)

    def changed(tx) -> None:
        persons.reseal(tx, yusuf, "Josef", date(2013, 1, 1), {})
        persons.changed(tx, [yusuf])
        kept_index.of(tx)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 (our own, raised above)
        db.transact(changed)
    assert kept(db) == before
    # The log's numbers are used again: the next change is read all the same.
    correct(db, yusuf)
    assert kept(db) == afresh(db)


def test_somebody_erased_is_forgotten(db: Database, yusuf: UUID) -> None:
    def erased(tx) -> None:
        for table in ("membership", "person_identifier"):
            tx.run(f"delete from {table} where person_id = $1", yusuf)
        tx.run("delete from person where id = $1", yusuf)
        persons.changed(tx, [yusuf])

    db.transact(erased)
    assert len(kept_index.of(db)) == 1
    assert kept(db) == afresh(db)


def test_a_register_that_is_being_read_refuses_and_says_how_far_it_has_come(
    db: Database, yusuf: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = KeptIndex(db.keys)
    asked = []

    def put(house, rows):
        with pytest.raises(StillReading, match="Registeret leses inn"):
            reading.caught_up(house)
        assert YUSUF.number
        asked.append(persons.with_number(house, YUSUF.number))

    monkeypatch.setattr(reading, "_put", put)
    reading.read_all(db)
    assert asked == [yusuf]


def test_a_seal_that_no_key_opens_hides_nobody_else(db: Database, yusuf: UUID) -> None:
    member_of_another = member(MemberRole.CHILD, "Mads Dahl", date(2015, 2, 3), serial=4)
    at_home(db, LEYLA, member_of_another, by=HEGE)
    db.transact(lambda tx: tx.run("update person set sealed = 'x' where id = $1", yusuf))
    assert len(KeptIndex(db.keys).caught_up(db)) == 3
