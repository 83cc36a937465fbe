"""Yardsticks: what the municipality types in to hold its figures against, year by year.

The number of children in low-income families is one that Statistics Norway publishes; the
expected use is the coordinator's own plan (R18, R87).
"""

from dataclasses import dataclass
from uuid import UUID

from lib.db import Database, Reader, sql
from lib.norwegian import number
from lib.refusals import BadInput
from lib.staff import Role, StaffUser

FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_CHILDREN = 100_000
MOST_TIMES = 10_000_000


@dataclass(frozen=True)
class Expected:
    """How many uses of a scheme are expected in a year."""

    scheme_id: UUID
    year: int
    times: int


def children(db: Reader) -> dict[int, int]:
    """Children in low-income families by year, as typed in."""
    rows = db.rows("select year, children from low_income_children order by year")
    return {row["year"]: row["children"] for row in rows}


def expected(db: Reader) -> list[Expected]:
    """Every expectation, by year."""
    return db.many(Expected, "select * from expected_use order by year, scheme_id")


def set_children(db: Database, year: int, count: int | None, *, by: StaffUser) -> None:
    """Set the children of a year, or take the number away again; raises BadInput."""
    by.must_be(Role.COORDINATOR)
    _check_year(year)
    if count is None:
        db.transact(lambda tx: tx.run("delete from low_income_children where year = $1", year))
        return
    _check(count, "Barn i lavinntektsfamilier", MOST_CHILDREN)
    db.transact(lambda tx: tx.run(sql("yardsticks/set_children"), year, count))


def set_expected(
    db: Database, scheme_id: UUID, year: int, times: int | None, *, by: StaffUser
) -> None:
    """Set the expected use of a scheme's year, or take it away again; raises BadInput."""
    by.must_be(Role.COORDINATOR)
    _check_year(year)
    if times is None:
        text = "delete from expected_use where scheme_id = $1 and year = $2"
        db.transact(lambda tx: tx.run(text, scheme_id, year))
        return
    _check(times, "Forventet bruk", MOST_TIMES)
    db.transact(lambda tx: tx.run(sql("yardsticks/set_expected"), scheme_id, year, times))


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("År", f"må være mellom {FIRST_YEAR} og {LAST_YEAR}.")


def _check(count: int, field: str, most: int) -> None:
    if not 0 < count <= most:
        raise BadInput(field, f"må være et tall fra 1 til {number(most)}.")
