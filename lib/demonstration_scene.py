"""What the parts of the demonstration share: the town, its calendar, and rows entered in bulk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from lib.audit import Act
from lib.db import Transaction
from lib.staff import StaffUser

Key = TypeVar("Key")


@dataclass(frozen=True)
class Town:
    """Larvik with its staff, as the year begins; `now` is naive UTC, `today` Norway's date."""

    start: date
    today: date
    now: datetime
    scheme_id: UUID
    criteria: tuple[str, ...]
    services: dict[str, UUID]
    caseworkers: dict[UUID, tuple[StaffUser, ...]]
    neighbourhoods: dict[str, UUID]
    coordinator: StaffUser


class Rows:
    """Rows by table, entered all at once: one by one, a year would take minutes."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **row: object) -> None:
        """Keep a row; every row of a table names the same columns."""
        self._rows.setdefault(table, []).append(row)

    def note(
        self,
        rng: Random,
        act: Act,
        *,
        by: StaffUser,
        now: datetime,
        subject: UUID,
        reference: str,
        outcome: str = "",
        strict: bool = False,
    ) -> None:
        """Keep a line of the access log."""
        self.add(
            "audit_entry",
            id=new_id(rng),
            noted_at=now,
            act=act,
            staff_user_id=by.id,
            service_id=by.service_id,
            subject_id=subject,
            reference=reference,
            outcome=outcome,
            strict=strict,
        )

    def enter(self, tx: Transaction, progress: Callable[[float], None]) -> None:
        """Enter what was kept, and keep nothing; `progress` hears the share entered."""
        total, entered = sum(map(len, self._rows.values())), 0
        for table, rows in self._rows.items():
            progress(entered / total)
            entered += len(rows)
            types = _types(tx, table)
            columns = list(rows[0])
            lists = ", ".join(
                f"unnest(cast(${place} as {types[column]}[]))"
                for place, column in enumerate(columns, start=1)
            )
            values = ([_stored(row[column]) for row in rows] for column in columns)
            tx.run(f"insert into {table} ({', '.join(columns)}) select {lists}", *values)
        self._rows.clear()


def new_id(rng: Random) -> UUID:
    """An id that the seed decides."""
    return UUID(int=rng.getrandbits(128), version=4)


def any_day(rng: Random, first: date, last: date) -> date:
    """A working day from the first to the last day, or the last day itself."""
    day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    while day.weekday() > 4 and day < last:
        day += timedelta(days=1)
    return day


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays, both ends included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


def at_work(rng: Random, day: date) -> datetime:
    """A moment between eight and four o'clock in Norway, as naive UTC."""
    return datetime.combine(day, time(rng.randint(7, 12), rng.randint(0, 59), rng.randint(0, 59)))


def in_the_afternoon(rng: Random, day: date) -> datetime:
    """A moment between two and eight o'clock in Norway, as naive UTC."""
    return datetime.combine(day, time(rng.randint(13, 17), rng.randint(0, 59), rng.randint(0, 59)))


def month_later(day: date, months: int) -> date:
    """The first day of the month so many months after (or before) the day's own."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def latest(month: int, on: date) -> int:
    """The year of the latest such month that has begun."""
    return on.year if month <= on.month else on.year - 1


def weighed(rng: Random, weights: Mapping[Key, float]) -> Key:
    """One of the keys, by its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def _types(tx: Transaction, table: str) -> dict[str, str]:
    rows = tx.rows(
        "select column_name, data_type from information_schema.columns where table_name = $1", table
    )
    return {row["column_name"]: row["data_type"] for row in rows}


def _stored(value: object) -> object:
    # In a list the engine's driver does not know an enumeration for the text it is.
    return value.value if isinstance(value, Enum) else value
