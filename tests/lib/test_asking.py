"""Answers come as rows, as one row at most, or as dataclasses."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

import pytest

from lib.db import Database


def test_one_row_is_one_at_most(empty_db: Database) -> None:
    text = "select name from (values ('Nanset'), ('Hedrum')) as area (name) where name like $1"
    assert empty_db.row(text, "N%") == {"name": "Nanset"}
    assert empty_db.row(text, "X%") is None
    with pytest.raises(LookupError, match="2 rows"):
        empty_db.row(text, "%")


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Painted:
    id: UUID
    colour: Colour
    trim: Colour | None


def test_rows_become_dataclasses_with_their_kinds(empty_db: Database) -> None:
    text = "select cast($1 as uuid) as id, 'red' as colour, cast($2 as text) as trim"
    owner = uuid4()
    assert empty_db.many(Painted, text, owner, None) == [Painted(owner, Colour.RED, None)]
    [painted] = empty_db.many(Painted, text, owner, "red")
    assert painted.trim is Colour.RED
    assert empty_db.first(Painted, f"{text} where false", owner, "red") is None
    with pytest.raises(ValueError, match="blue"):
        empty_db.many(Painted, text, owner, "blue")
