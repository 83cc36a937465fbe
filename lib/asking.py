"""Questions to the database, answered with rows or with dataclasses of one's own."""

import re
from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

Row = dict[str, Any]
Found = tuple[list[str], list[tuple[Any, ...]]]  # the column names and the rows
Shape = TypeVar("Shape")


class Asking(ABC):
    """Questions, put to whatever the subclass has to ask."""

    @abstractmethod
    def _ask(self, text: str, values: tuple[object, ...]) -> Found: ...

    def rows(self, text: str, *values: object) -> list[Row]:
        """Every row, by column name."""
        names, found = self._ask(text, values)
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, text: str, *values: object) -> Row | None:
        """The only row, or None; more than one is our bug."""
        found = self.rows(text, *values)
        if len(found) > 1:
            raise LookupError(f"{len(found)} rows where one at most was asked for")
        return found[0] if found else None

    def many(self, shape: type[Shape], text: str, *values: object) -> list[Shape]:
        """Every row as a dataclass whose fields are named as the columns."""
        return [_shaped(shape, row) for row in self.rows(text, *values)]

    def first(self, shape: type[Shape], text: str, *values: object) -> Shape | None:
        """The only row as a dataclass, or None."""
        row = self.row(text, *values)
        return None if row is None else _shaped(shape, row)


def bare(text: str) -> str:
    """What is asked, without its comments."""
    return re.sub("--.*", "", text)


@cache
def _enums(shape: Hashable) -> dict[str, type[StrEnum]]:
    hints = get_type_hints(shape)
    found = {}
    for field in fields(shape):  # type: ignore[arg-type]
        for kind in (hints[field.name], *get_args(hints[field.name])):
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                found[field.name] = kind
    return found


def _shaped(shape: type[Shape], row: Row) -> Shape:
    for name, enum in _enums(shape).items():  # type: ignore[arg-type]  # classes do hash
        if row[name] is not None:
            row[name] = enum(row[name])
    return shape(**row)
