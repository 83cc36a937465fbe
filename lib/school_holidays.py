"""The school's holidays, as the coordinator types them in from the school's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lib.db import Database, Reader, Transaction
from lib.norwegian import counted, date_text
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser

NAMES = ("Vinterferie", "Påskeferie", "Sommerferie", "Høstferie", "Juleferie")
LONGEST = 100  # days; a longer one is a slip of the hand


@dataclass(frozen=True)
class SchoolHoliday:
    """A holiday with its first and last day; it belongs to the year it begins in."""

    name: str
    year: int
    first_day: date
    last_day: date

    def has(self, day: date) -> bool:
        """Whether the day is within it."""
        return self.first_day <= day <= self.last_day

    @property
    def days_text(self) -> str:
        """«vinterferie 17.02.2025–21.02.2025»."""
        return f"{self.name.lower()} {date_text(self.first_day)}–{date_text(self.last_day)}"


class HolidaysOverlap(Refused):
    """A school is not in two holidays at once."""

    def __init__(self, other: SchoolHoliday) -> None:
        super().__init__(f"Ferien overlapper med {other.days_text}. Kontroller datoene.")


def all_of(db: Reader) -> list[SchoolHoliday]:
    """Every holiday that is typed in, by its first day."""
    return db.many(SchoolHoliday, "select * from school_holiday order by first_day, name")


def to_type_in(db: Reader, *, on: date) -> list[tuple[str, int]]:
    """The holidays of this year and the next whose dates nobody has typed in, by year."""
    known = {(holiday.name, holiday.year) for holiday in all_of(db)}
    wanted = [(name, year) for year in (on.year, on.year + 1) for name in NAMES]
    return [each for each in wanted if each not in known]


def now_or_next(holidays: Iterable[SchoolHoliday], *, on: date) -> SchoolHoliday | None:
    """The holiday that a day is within, else the first one after it, or None."""
    ahead = [holiday for holiday in holidays if holiday.last_day >= on]
    return min(ahead, key=lambda holiday: holiday.first_day, default=None)


def keep(
    db: Database, name: str, year: int, first_day: date, last_day: date, *, by: StaffUser
) -> None:
    """Type in a holiday, or correct it; raises BadInput and HolidaysOverlap."""
    by.must_be(Role.COORDINATOR)
    if name not in NAMES:
        raise BadInput("Ferie", "må være en av skolens ferier.")
    if first_day.year != year:
        raise BadInput("Første dag", f"må være i {year}.")
    if last_day < first_day:
        raise BadInput("Siste dag", "kan ikke være før første dag.")
    if (last_day - first_day).days >= LONGEST:
        raise BadInput("Siste dag", f"kan ikke gi mer enn {counted(LONGEST, 'dag', 'dager')} fri.")

    def kept(tx: Transaction) -> None:
        tx.run("delete from school_holiday where name = $1 and year = $2", name, year)
        for other in all_of(tx):
            if first_day <= other.last_day and other.first_day <= last_day:
                raise HolidaysOverlap(other)
        tx.run(
            "insert into school_holiday (name, year, first_day, last_day) values ($1, $2, $3, $4)",
            name,
            year,
            first_day,
            last_day,
        )

    db.transact(kept)


def remove(db: Database, name: str, year: int, *, by: StaffUser) -> None:
    """Take out a holiday that was typed in wrongly."""
    by.must_be(Role.COORDINATOR)
    db.transact(
        lambda tx: tx.run("delete from school_holiday where name = $1 and year = $2", name, year)
    )
