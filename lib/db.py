"""The only door to the database.

One process writes to the embedded engine, one transaction at a time. DuckDB isolates by
snapshot: without the lock two writers that each read "one left" would both sell it.
Reads go on beside the writer, each on a cursor of its own.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeVar

import duckdb
import polars as pl

from lib import key_check
from lib.asking import Asking, Found, Row, Shape, bare
from lib.keys import Keys
from lib.shared_answers import SharedAnswers

SQL = Path(__file__).parent / "sql"

SETTINGS = {
    # A log of 5.6 MB took almost four seconds to replay after a power cut.
    "wal_autocheckpoint": "4MB",
    # A desk asks many small questions: each is a fifth faster on one thread, and desks
    # do not wait for one another's threads.
    "threads": "1",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}

ROWS_IN_A_FRAME = 100_000

Answer = TypeVar("Answer")


class AlreadyThere(Exception):
    """A unique key was met again: the same act was done before."""


class InUse(Exception):
    """Another process has the database open; the embedded engine serves one at a time."""


class NotCopied(Exception):
    """The copy could not be made, most often because the disk is full."""


class BodyWentOn(Exception):
    """A statement failed, and the body caught what it raised and went on: our bug."""


@cache
def sql(name: str, *, each: int = 0) -> str:
    """The text of lib/sql/<name>.sql, with `$each` in it as so many values.

    A small question is asked in half the time of one that unpacks them from a list.
    """
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("$each", ", ".join(f"${n}" for n in range(1, each + 1)))


class Reader(Protocol):
    """What can be asked questions: the database, or a transaction under way."""

    keys: Keys

    @property
    def house(self) -> "Database": ...
    @property
    def shared(self) -> Asking: ...
    def rows(self, text: str, *values: object) -> list[Row]: ...
    def row(self, text: str, *values: object) -> Row | None: ...
    def many(self, shape: type[Shape], text: str, *values: object) -> list[Shape]: ...
    def first(self, shape: type[Shape], text: str, *values: object) -> Shape | None: ...


class Transaction(Asking):
    """A transaction under way; leaves nothing behind when the body raises."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, house: "Database") -> None:
        self._cursor = cursor
        self._house = house
        self.keys = house.keys
        self.written: set[str] = set()  # every statement but questions
        self._last_failed = False

    @property
    def house(self) -> "Database":
        """The database that this is a transaction of: what is asked there is all committed."""
        return self._house

    @property
    def shared(self) -> Self:
        """Itself: an act reads what it has written."""
        return self

    def _ask(self, text: str, values: tuple[object, ...]) -> Found:
        self._last_failed = True
        statement = self._house.parsed(text)
        if statement.type is not duckdb.StatementType.SELECT:
            self.written.add(text)
        answer = _executed(self._cursor, statement, values)
        self._last_failed = False
        return answer

    def run(self, text: str, *values: object) -> int:
        """Change rows; returns how many. Raises AlreadyThere where a key is met again."""
        _, found = self._ask(text, values)
        return int(found[0][0]) if found else 0

    def run_many(self, text: str, rows: list[tuple[object, ...]]) -> None:
        """Run one statement once for each tuple of values."""
        if rows:
            self._last_failed = True
            self.written.add(text)
            with _constraints_told():
                self._cursor.executemany(text, rows)
            self._last_failed = False

    def append(self, table: str, rows: pl.DataFrame) -> None:
        """Add many rows at once; the frame's columns are the table's, by name."""
        self._last_failed = True
        self._cursor.register("appended", rows)
        names = ", ".join(rows.columns)
        text = f"insert into {table} ({names}) select {names} from appended"
        self.written.add(text)
        self._cursor.execute(text)
        self._cursor.unregister("appended")
        self._last_failed = False

    def commit(self) -> None:
        """Keep what was done; raises BodyWentOn where a statement had failed.

        After one failure every statement fails, and the engine answers a commit by throwing
        all away and saying that it went well.
        """
        if self._last_failed:
            raise BodyWentOn
        self._cursor.commit()


class Database(Asking):
    """The open database, shared by all threads of the process; opening raises OtherKey."""

    def __init__(self, path: Path | str, keys: Keys) -> None:
        self._connection = _opened(path)
        self._writing = threading.Lock()
        self.keys = keys
        self._shared = SharedAnswers(self)
        self._parsed: dict[str, duckdb.Statement] = {}
        try:
            self.transact(lambda tx: _keep_key_check(tx, path))
        except key_check.OtherKey:
            self.close()
            raise
        self._migrate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def house(self) -> "Database":
        """Itself; a transaction has one, too."""
        return self

    @property
    def shared(self) -> Asking:
        """Asks what is the same for every desk, and once until somebody writes to its tables.

        For schemes, stock and staff users: never for what a person has or is.
        """
        return self._shared

    def close(self) -> None:
        """Write all to the file and let another process have it."""
        with self._writing:
            self._parsed.clear()
            self._connection.close()

    def _ask(self, text: str, values: tuple[object, ...]) -> Found:
        cursor = self._connection.cursor()
        try:
            return _executed(cursor, self.parsed(text), values)
        finally:
            cursor.close()

    def parsed(self, text: str) -> duckdb.Statement:
        """The statement without values, read once: reading is a fifth of a small question's time.

        It belongs to no cursor, and is copied when it is run.
        """
        if text not in self._parsed:
            (self._parsed[text],) = self._connection.extract_statements(text)
        return self._parsed[text]

    def frame(self, text: str, *values: object) -> pl.DataFrame:
        """The rows as a polars frame, for counting many at once."""
        cursor = self._connection.cursor()
        try:
            found: pl.DataFrame = cursor.sql(text, params=list(values)).pl()
            return found
        finally:
            cursor.close()

    def frames(self, text: str, *values: object) -> Iterator[pl.DataFrame]:
        """As `frame`, some rows at a time: for more than should be in memory at once."""
        cursor = self._connection.cursor()
        try:
            reader = cursor.sql(text, params=list(values)).to_arrow_reader(ROWS_IN_A_FRAME)
            for batch in reader:
                yield pl.DataFrame(batch)
        finally:
            cursor.close()

    def transact(self, body: Callable[[Transaction], Answer]) -> Answer:
        """Run the body in one transaction, alone; whatever it raises undoes it all.

        The body may be run again after a lost race on another engine: it changes
        nothing but the database, and makes its ids beforehand.
        """
        with self._writing:
            cursor = self._connection.cursor()
            try:
                cursor.begin()
                transaction = Transaction(cursor, self)
                answer = body(transaction)
                transaction.commit()
                # Whoever asked before the commit keeps the answer in the old one, unread.
                self._shared = self._shared.after(transaction.written)
                return answer
            finally:
                # What is not committed goes with its cursor, whatever was raised: Streamlit
                # stops a page by a BaseException, and a failed commit has nothing to roll back.
                cursor.close()

    def copy_to(self, path: Path) -> None:
        """Write all that is here to a new file; raises NotCopied.

        The engine leaves what was changed or deleted in the file's free space; a copy has none
        of it.
        """
        with self._writing:
            cursor = self._connection.cursor()
            try:
                [(here,)] = cursor.execute("select current_database()").fetchall()
                there = str(path).replace("'", "''")
                cursor.execute(f"attach '{there}' as the_copy")
                cursor.execute(f'copy from database "{here}" to the_copy')
                cursor.execute("detach the_copy")
            except duckdb.Error as failed:
                cursor.execute("detach database if exists the_copy")
                raise NotCopied from failed
            finally:
                cursor.close()

    def _migrate(self) -> None:
        self.transact(
            lambda tx: tx.run(
                "create table if not exists schema_version "
                "(version integer primary key, name text not null)"
            )
        )
        done = {row["version"] for row in self.rows("select version from schema_version")}
        for file in sorted((SQL / "schema").glob("*.sql")):
            version = int(file.name[:4])
            if version not in done:
                self.transact(partial(_applied, file=file, version=version))


def _opened(path: Path | str) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), config=dict(SETTINGS))
    except duckdb.IOException as met:
        if "Could not set lock" in str(met):
            raise InUse from met
        raise


def _applied(tx: Transaction, *, file: Path, version: int) -> None:
    for statement in statements(file.read_text(encoding="utf-8")):
        tx.run(statement)
    tx.run("insert into schema_version values ($1, $2)", version, file.stem)


def _keep_key_check(tx: Transaction, path: Path | str) -> None:
    tx.run(
        "create table if not exists key_check (generation integer primary key, "
        "derived bytea not null, all_moved_at timestamp, "
        "file_is_clean boolean not null default false)"
    )
    rows = tx.rows("select generation, derived from key_check")
    known = {row["generation"]: row["derived"] for row in rows}
    tx.run_many(
        "insert into key_check (generation, derived) values ($1, $2)",
        key_check.not_known_yet(known, tx.keys, path),
    )


def statements(text: str) -> Iterator[str]:
    """The statements of a schema file; comments may stand anywhere, ';' only at an end."""
    return (statement for part in bare(text).split(";") if (statement := part.strip()))


def _executed(
    cursor: duckdb.DuckDBPyConnection, statement: duckdb.Statement, values: tuple[object, ...]
) -> Found:
    with _constraints_told():
        cursor.execute(statement, list(values))
    # Always fetched: an unread result keeps the transaction open and stops checkpoints.
    found = cursor.fetchall()
    return [column[0] for column in cursor.description or []], found


@contextmanager
def _constraints_told() -> Iterator[None]:
    """AlreadyThere for a unique key met again; any other constraint stays what it is."""
    try:
        yield
    except duckdb.ConstraintException as met:
        if "duplicate key" in str(met).lower():
            raise AlreadyThere from met
        raise
