"""The demonstration's directory: signposts, organisations, and the school's holidays so far."""

from datetime import date

from lib import organisations, signposts
from lib.db import Transaction
from lib.organisations import OrganisationKind, Told

# Nobody's telephone numbers; the organisations are those that the source documents name.
ORGANISATIONS = (
    Told("Kirkens Bymisjon", OrganisationKind.VOLUNTARY, "Daglig leder", "00 20 00 01"),
    Told("Frelsesarmeen", OrganisationKind.VOLUNTARY, "Sosialtjenesten", "00 20 00 02"),
    Told(
        "Frivilligsentralen",
        OrganisationKind.VOLUNTARY,
        "Sentralen",
        "00 20 00 03",
        does="Driver fondet for fritidsaktiviteter.",
    ),
    Told("SLT-koordinator", OrganisationKind.MUNICIPAL, phone="00 20 00 04"),
    Told("Folkehelsekoordinator", OrganisationKind.MUNICIPAL, phone="00 20 00 05"),
    Told("Ungdomsrådet", OrganisationKind.COUNCIL, does="Leser statistikken og gir råd."),
)


def fill(tx: Transaction, *, on: date) -> None:
    """Enter what a coordinator and an administrator would have; Easter waits for its dates."""
    for told in ORGANISATIONS:
        organisations.enter(tx, told)
    for template in signposts.templates():
        signposts.enter(tx, template.code)
    for year in (on.year, on.year + 1):
        for name, first, last in _invented(year):
            tx.run(
                "insert into school_holiday (name, year, first_day, last_day) "
                "values ($1, $2, $3, $4)",
                name,
                year,
                first,
                last,
            )


def _invented(year: int) -> list[tuple[str, date, date]]:
    """Days that look like a school's year and are no school's."""
    return [
        ("Vinterferie", date.fromisocalendar(year, 8, 1), date.fromisocalendar(year, 8, 5)),
        ("Sommerferie", date(year, 6, 21), date(year, 8, 17)),
        ("Høstferie", date.fromisocalendar(year, 40, 1), date.fromisocalendar(year, 40, 5)),
        ("Juleferie", date(year, 12, 21), date(year + 1, 1, 2)),
    ]
