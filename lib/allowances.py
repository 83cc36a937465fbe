"""Allowances: the kroner a scheme may still give, to one person and in a year."""

from datetime import date
from uuid import UUID

from lib import schemes
from lib.db import Reader, sql
from lib.norwegian import kroner
from lib.refusals import BadInput, Refused
from lib.schemes import Scheme, SchemeKind


class MoreThanAllowed(Refused):
    """A fund has a most that one person may have in a period."""

    def __init__(self, left_ore: int) -> None:
        super().__init__(f"Beløp er for høyt: personen kan få {kroner(left_ore)} til i perioden.")


class BudgetSpent(Refused):
    """The scheme's budget of the year does not reach."""

    def __init__(self, year: int, left_ore: int) -> None:
        super().__init__(
            f"Budsjettet for {year} rekker ikke: det er {kroner(max(left_ore, 0))} igjen."
        )


def given(db: Reader, scheme_id: UUID, year: int) -> int:
    """Øre on the cards that the scheme has given in a year, less what was cancelled."""
    row = db.row(sql("allowances/given"), scheme_id, date(year, 1, 1), date(year, 12, 31), None)
    return row["given_ore"] if row else 0


def why_not(
    db: Reader, person_id: UUID, scheme: Scheme, asked_ore: int | None, units: int, *, on: date
) -> Refused | None:
    """What stands against these kroner on each of so many cards for this person, or None."""
    on_each = schemes.amount_of(scheme, asked_ore)
    if not on_each or on_each < 0:
        return BadInput("Beløp", "må fylles ut.")
    amount = on_each * units
    if scheme.kind is SchemeKind.FUND and scheme.amount_ore:
        period = scheme.period_around(on)
        had = db.row(sql("allowances/given"), scheme.id, *period, person_id)
        left = scheme.amount_ore - (had["given_ore"] if had else 0)
        if amount > left:
            return MoreThanAllowed(max(left, 0))
    year = db.row(
        "select budget_ore from scheme_year where scheme_id = $1 and year = $2",
        scheme.id,
        on.year,
    )
    if year and year["budget_ore"] is not None:
        left = year["budget_ore"] - given(db, scheme.id, on.year)
        if amount > left:
            return BudgetSpent(on.year, left)
    return None
