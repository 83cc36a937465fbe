"""After a rotation the file is written anew: what the engine freed still held the old seals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import clean_file, persons
from lib.db import Database, NotCopied
from tests.counter import everything
from tests.strongroom import House
from tests.town import person_id_of


@pytest.fixture
def house(settled_file: Path, tmp_path: Path) -> Iterator[House]:
    with House(settled_file, tmp_path) as made:
        yield made


def old_seals(house: House) -> list[bytes]:
    return [row["sealed"] for row in house.db.rows("select sealed from person")]


def in_the_file(house: House, seals: list[bytes]) -> int:
    """How many of them lie in the file while the house is shut."""
    house.db.close()
    content = house.file.read_bytes()
    found = sum(seal in content for seal in seals)
    house.db = house.opened()
    return found


def test_the_next_start_leaves_nothing_of_the_old_seals(house: House) -> None:
    """The control is the file as it was shut: there they all are."""
    people, _, _ = house.furnish()
    house.restart()
    seals = old_seals(house)
    house.rotate()
    assert in_the_file(house, seals) == len(seals)
    assert in_the_file(house, seals) == 0
    assert in_the_file(house, old_seals(house)) == len(seals)
    for each in people:
        assert persons.of(house.db, person_id_of(house.db, each)).name == each.name


def test_all_that_counts_is_in_the_new_file(house: House) -> None:
    """Rows, tables, constraints, indexes, and where each sequence has come to."""
    house.furnish()
    house.rotate()
    number = "select nextval('claim_number') as number"
    [claim] = house.db.rows(number)
    before, built = everything(house.db), plan(house.db)
    house.file.chmod(0o600)
    house.restart()
    after = everything(house.db)
    assert all(row["file_is_clean"] for row in after["key_check"])
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} == {"key_check"}
    assert plan(house.db) == built
    assert house.db.rows(number) == [{"number": claim["number"] + 1}]
    assert house.file.stat().st_mode & 0o777 == 0o600
    assert not list(house.file.parent.glob("*.new*"))


def plan(db: Database) -> dict[str, list[dict[str, object]]]:
    return {
        "tables": db.rows("select sql from duckdb_tables() where not internal order by sql"),
        "indexes": db.rows("select sql, is_unique from duckdb_indexes() order by sql"),
        "constraints": db.rows(
            "select table_name, constraint_text from duckdb_constraints() order by all"
        ),
        "sequences": db.rows("select sequence_name, sql from duckdb_sequences() order by all"),
    }


def test_it_is_done_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.furnish()
    monkeypatch.setattr(Database, "copy_to", lambda *_: pytest.fail("nothing is due"))
    house.restart()
    house.begin()
    house.move(1)
    house.restart()
    house.rotate()
    monkeypatch.undo()
    house.restart()
    monkeypatch.setattr(Database, "copy_to", lambda *_: pytest.fail("it was done"))
    house.restart()


def test_without_room_for_a_copy_the_house_opens_as_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.furnish()
    house.rotate()

    def full(_: Database, path: Path) -> None:
        path.write_bytes(b"half a copy")
        raise NotCopied

    monkeypatch.setattr(Database, "copy_to", full)
    house.restart()
    assert clean_file.is_due(house.db)
    assert not list(house.file.parent.glob("*.new*"))
    monkeypatch.undo()
    house.restart()
    assert not clean_file.is_due(house.db)


def test_a_copy_that_cannot_be_made_is_said(house: House, tmp_path: Path) -> None:
    with pytest.raises(NotCopied):
        house.db.copy_to(tmp_path / "no such folder" / "copy.duckdb")
    house.db.copy_to(tmp_path / "it's a copy.duckdb")
    with Database(tmp_path / "it's a copy.duckdb", house.db.keys) as copy:
        assert everything(copy) == everything(house.db)
