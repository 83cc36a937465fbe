"""What the door to the database promises: all or nothing, one writer, and a schema in order."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

from lib.db import SQL, AlreadyThere, BodyWentOn, Database, Transaction, statements
from lib.key_check import OtherKey
from lib.keys import Keys
from lib.refusals import Refused
from tests.town import KEYS

ADD = "insert into neighbourhood (id, name) values ($1, $2)"


def areas(db: Database) -> list[str]:
    return [row["name"] for row in db.rows("select name from neighbourhood order by name")]


def named(name: str) -> Callable[[Transaction], int]:
    return lambda tx: tx.run(ADD, uuid4(), name)


@pytest.mark.parametrize("raised", [ValueError, Refused, KeyboardInterrupt, SystemExit])
def test_whatever_is_raised_undoes_it_all(empty_db: Database, raised: type[BaseException]) -> None:
    def body(tx: Transaction) -> None:
        named("Nanset")(tx)
        raise raised

    with pytest.raises(raised):
        empty_db.transact(body)
    assert areas(empty_db) == []
    empty_db.transact(named("Nanset"))
    assert areas(empty_db) == ["Nanset"]


def test_a_unique_key_is_met_once(empty_db: Database) -> None:
    empty_db.transact(named("Nanset"))
    with pytest.raises(AlreadyThere):
        empty_db.transact(named("Nanset"))
    with pytest.raises(AlreadyThere):
        empty_db.transact(lambda tx: tx.run_many(ADD, [(uuid4(), "Hedrum"), (uuid4(), "Nanset")]))
    assert areas(empty_db) == ["Nanset"]


def test_another_broken_constraint_is_our_bug(empty_db: Database) -> None:
    text = "insert into scheme_quota (scheme_id, category, units_a_year) values ($1, 'cinema', 0)"
    with pytest.raises(duckdb.ConstraintException):
        empty_db.transact(lambda tx: tx.run(text, uuid4()))


@pytest.mark.parametrize("by_the_dozen", [False, True])
def test_a_failure_that_is_passed_over_is_never_reported_as_stored(
    empty_db: Database, by_the_dozen: bool
) -> None:
    """The engine throws away the whole transaction, and answers the commit with success."""
    empty_db.transact(named("Nanset"))

    def body(tx: Transaction) -> str:
        named("Hedrum")(tx)
        try:
            if by_the_dozen:
                tx.run_many(ADD, [(uuid4(), "Nanset")])
            else:
                named("Nanset")(tx)
        except AlreadyThere:
            pass
        return "stored"

    with pytest.raises(BodyWentOn):
        empty_db.transact(body)
    assert areas(empty_db) == ["Nanset"]


def test_a_refusal_that_is_caught_does_not_spoil_the_act(empty_db: Database) -> None:
    def body(tx: Transaction) -> None:
        try:
            raise Refused
        except Refused:
            named("Nanset")(tx)

    empty_db.transact(body)
    assert areas(empty_db) == ["Nanset"]


def most_writers_at_once(db: Database) -> int:
    inside: list[int] = []
    most: list[int] = []
    together = threading.Barrier(8)

    def body(tx: Transaction) -> None:
        inside.append(1)
        most.append(len(inside))
        tx.rows("select 1")
        time.sleep(0.01)
        inside.pop()

    def write(_: int) -> None:
        together.wait()
        db.transact(body)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    return max(most)


def test_one_writes_at_a_time(empty_db: Database) -> None:
    assert most_writers_at_once(empty_db) == 1


def test_without_the_lock_several_write_at_once(empty_db: Database) -> None:
    empty_db._writing = nullcontext()  # type: ignore[assignment]
    assert most_writers_at_once(empty_db) > 1


def test_readers_go_on_beside_the_writer_and_see_what_is_committed(empty_db: Database) -> None:
    def body(tx: Transaction) -> list[str]:
        named("Nanset")(tx)
        assert tx.rows("select name from neighbourhood") == [{"name": "Nanset"}]
        with ThreadPoolExecutor(1) as reader:
            return reader.submit(areas, empty_db).result(timeout=10)

    assert empty_db.transact(body) == []
    assert areas(empty_db) == ["Nanset"]


def test_a_commit_that_fails_says_why(empty_db: Database) -> None:
    """Two transactions with one key, as could be without the lock: the first to commit wins."""
    empty_db._writing = nullcontext()  # type: ignore[assignment]

    def slower(tx: Transaction) -> None:
        named("Nanset")(tx)
        empty_db.transact(named("Nanset"))

    with pytest.raises(duckdb.TransactionException, match="duplicate key"):
        empty_db.transact(slower)
    assert areas(empty_db) == ["Nanset"]


def test_a_frame_counts_many_at_once(db: Database) -> None:
    frame = db.frame("select name from service where name <> $1 order by name", "NAV Larvik")
    assert frame["name"].to_list() == ["Flyktningtjenesten", "Skolehelsetjenesten"]


def test_what_was_stored_is_there_after_reopening(tmp_path: Path) -> None:
    with Database(tmp_path / "klipp.duckdb", KEYS) as db:
        db.transact(named("Nanset"))
    with Database(tmp_path / "klipp.duckdb", KEYS) as db:
        assert areas(db) == ["Nanset"]


def test_a_house_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    file = tmp_path / "klipp.duckdb"
    for _ in range(2):
        Database(file, KEYS).close()
        with pytest.raises(OtherKey, match=rf"^Databasen {file} hører til en annen nøkkel"):
            Database(file, Keys(b"another house, another root key!"))


SECOND = """
import sys
from lib.db import Database, InUse
from tests.town import KEYS
try:
    Database(sys.argv[1], KEYS)
except InUse:
    print("in use")
"""


def test_a_second_process_is_told_that_the_file_is_in_use(tmp_path: Path) -> None:
    file = tmp_path / "klipp.duckdb"
    with Database(file, KEYS):
        second = subprocess.run(
            [sys.executable, "-c", SECOND, str(file)],
            cwd=SQL.parents[1],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert second.stdout == "in use\n"


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of schema files of our own."""
    monkeypatch.setattr("lib.db.SQL", tmp_path)
    (tmp_path / "schema").mkdir()
    return tmp_path / "schema"


def test_schema_files_are_applied_once_and_in_order(schema: Path, tmp_path: Path) -> None:
    """0010 comes after 0002, needs what 0001 made, and joins a house that is lived in."""
    (schema / "0001_a.sql").write_text("create table told (line text not null);")
    (schema / "0002_b.sql").write_text("insert into told values ('second');")
    file = tmp_path / "klipp.duckdb"
    for _ in range(2):
        with Database(file, KEYS) as db:
            assert db.rows("select line from told") == [{"line": "second"}]
    (schema / "0010_c.sql").write_text("insert into told select 'after ' || line from told;")
    for _ in range(2):
        with Database(file, KEYS) as db:
            told = db.rows("select line from told order by line")
            assert [row["line"] for row in told] == ["after second", "second"]
            versions = db.rows("select version, name from schema_version order by version")
    assert [(row["version"], row["name"]) for row in versions] == [
        (1, "0001_a"),
        (2, "0002_b"),
        (10, "0010_c"),
    ]


def test_a_schema_file_is_applied_whole_or_not_at_all(schema: Path, tmp_path: Path) -> None:
    (schema / "0001_a.sql").write_text("create table whole (line text);")
    broken = schema / "0002_b.sql"
    broken.write_text("create table half (line text); insert into nowhere values (1);")
    file = tmp_path / "klipp.duckdb"
    with pytest.raises(duckdb.CatalogException):
        Database(file, KEYS)
    broken.write_text("create table half (line text);")
    with Database(file, KEYS) as db:
        assert db.rows("select version from schema_version order by version") == [
            {"version": 1},
            {"version": 2},
        ]


def test_the_schema_files_are_numbered_without_gaps(empty_db: Database) -> None:
    applied = empty_db.rows("select version, name from schema_version order by version")
    assert [row["version"] for row in applied] == list(range(1, len(applied) + 1))
    files = sorted((SQL / "schema").glob("*.sql"))
    assert [row["name"] for row in applied] == [file.stem for file in files]


def test_comments_may_stand_anywhere_in_a_schema_file() -> None:
    text = "-- first; or not\ncreate table a (b text);  -- a; table\n\n-- last\ninsert into a ;\n"
    assert list(statements(text)) == ["create table a (b text)", "insert into a"]
