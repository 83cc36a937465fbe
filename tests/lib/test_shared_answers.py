"""What all desks share: asked once, and anew when its tables were written to."""

from collections.abc import Callable
from uuid import UUID, uuid4

import polars as pl
import pytest

from lib.db import Database, Transaction
from lib.refusals import Refused

KEY = UUID(int=1)
ONE_AREA = pl.DataFrame({"id": [str(KEY)], "name": "Hedrum"})


def named(name: str) -> Callable[[Transaction], int]:
    text = "insert into neighbourhood (id, name) values ($1, $2)"
    return lambda tx: tx.run(text, uuid4(), name)


@pytest.fixture
def asked(empty_db: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the engine itself was asked."""
    found: list[str] = []
    really = empty_db._ask

    def counted(text: str, values: tuple[object, ...]) -> object:
        found.append(text)
        return really(text, values)

    monkeypatch.setattr(empty_db, "_ask", counted)
    return found


def test_what_all_desks_share_is_asked_once_until_somebody_writes(
    empty_db: Database, asked: list[str]
) -> None:
    text = "select name from neighbourhood where name <> $1"

    def shared() -> list[str]:
        return [row["name"] for row in empty_db.shared.rows(text, "Stavern")]

    assert [shared(), shared()] == [[], []]
    assert len(asked) == 1
    empty_db.transact(named("Nanset"))
    assert [shared(), shared()] == [["Nanset"], ["Nanset"]]
    assert len(asked) == 2
    # Another question is another answer, and what one desk does to its rows is its own.
    assert len(empty_db.shared.rows(text, "Nanset")) == 0
    empty_db.shared.rows(text, "Stavern")[0].clear()
    assert shared() == ["Nanset"]


@pytest.mark.parametrize(
    ("act", "asked_again"),
    [
        # What each desk writes all day: that it was seen, and whom it looked at.
        (lambda tx: tx.run("update session set ended_at = null -- neighbourhood"), False),
        (lambda tx: tx.run("delete from audit_entry"), False),
        (lambda tx: tx.run_many("delete from session where staff_user_id = $1", [(KEY,)]), False),
        (lambda tx: tx.rows("select name from neighbourhood"), False),
        (lambda tx: tx.run("update neighbourhood set name = name"), True),
        (lambda tx: tx.run("DELETE FROM Neighbourhood"), True),
        (lambda tx: tx.run_many("delete from neighbourhood where id = $1", [(KEY,)]), True),
        (lambda tx: tx.append("neighbourhood", ONE_AREA), True),
        (lambda tx: tx.run("with no as (select 1) delete from neighbourhood"), True),
        # It says not which table it changes.
        (lambda tx: tx.run("alter table neighbourhood add column note text"), True),
        (lambda tx: tx.run("create table further (id integer)"), True),
    ],
)
def test_only_acts_on_its_own_tables_end_a_shared_answer(
    empty_db: Database, asked: list[str], act: Callable[[Transaction], object], asked_again: bool
) -> None:
    text = "select scheme.name from scheme join neighbourhood on neighbourhood.name = scheme.name"
    empty_db.shared.rows(text)
    empty_db.transact(act)
    empty_db.shared.rows(text)
    assert asked.count(text) == (2 if asked_again else 1)


def test_an_act_that_is_undone_ends_no_shared_answer(empty_db: Database, asked: list[str]) -> None:
    def undone(tx: Transaction) -> None:
        named("Nanset")(tx)
        raise Refused

    empty_db.shared.rows("select name from neighbourhood")
    with pytest.raises(Refused):
        empty_db.transact(undone)
    assert empty_db.shared.rows("select name from neighbourhood") == []
    assert len(asked) == 1


def test_an_answer_that_was_under_way_at_a_commit_is_not_kept(empty_db: Database) -> None:
    text = "select name from neighbourhood"
    before = empty_db.shared
    empty_db.transact(named("Nanset"))
    assert before.rows(text)
    empty_db.transact(named("Stavern"))
    assert len(before.rows(text)) == 1
    assert len(empty_db.shared.rows(text)) == 2


def test_an_act_reads_what_it_has_written_itself(empty_db: Database) -> None:
    assert empty_db.shared.rows("select name from neighbourhood") == []

    def body(tx: Transaction) -> int:
        named("Nanset")(tx)
        return len(tx.shared.rows("select name from neighbourhood"))

    assert empty_db.transact(body) == 1


@pytest.mark.parametrize("table", ["person", "household_service", "award", "card_balance"])
def test_nothing_about_a_person_is_remembered(empty_db: Database, table: str) -> None:
    with pytest.raises(LookupError, match="never remembered"):
        empty_db.shared.rows(f"select * from {table}")
