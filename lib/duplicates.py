"""The stopper: is this person in the register already, and what may the desk be told?

Both questions are answered here and nowhere else. Today a person is the same where an
identity number is the same; matching where papers differ will find its place in
`same_person`, which asks no one but the register.

The warning never names a service, a caseworker, a reason, an address or a sibling: which
service knows a family is itself confidential. It is worded alike for everyone, protected
persons too, because another wording would mark them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lib import consents, municipality, persons, schemes
from lib.consents import Told
from lib.db import Database, Reader, sql
from lib.identity_numbers import IdentityNumber
from lib.refusals import Refused
from lib.staff import Role, StaffUser

REGISTERED = "Allerede registrert i ordningen."
CONTACT = "Kontakt koordinator."
OTHERS_MAY_HAVE = "En annen tjeneste kan ha samme barn."
ASK = "Be om kontakt, så får dere svar på Min dag."
NAMESAKE = (
    "Et barn med samme navn og fødselsdato er allerede registrert hos dere. "
    "Er det samme barn, åpne husstanden."
)


class WarningTells(StrEnum):
    """How much the municipality lets the warning tell."""

    TOTALS = "totals"  # the default: what was awarded this calendar year
    PRESENCE = "presence"


WARNING_TELLS_NAMES = {
    WarningTells.TOTALS: "At personen er registrert, og hva som er tildelt i år",
    WarningTells.PRESENCE: "Bare at personen er registrert",
}


@dataclass(frozen=True)
class Warned:
    """A warning about one person: what the desk reads, and whom going on from it concerns."""

    label: str
    person_id: UUID
    text: str
    household_id: UUID | None = None  # of one's own service, to open instead


class AlreadyRegistered(Refused):
    """Somebody is in the register already: read the warnings, then go on knowingly or not."""

    def __init__(self, warnings: tuple[Warned, ...]) -> None:
        super().__init__("\n\n".join(f"{warned.label}: {warned.text}" for warned in warnings))
        self.warnings = warnings
        self.persons = tuple(warned.person_id for warned in warnings)


def same_person(db: Reader, number: IdentityNumber | None) -> UUID | None:
    """The person in the register who is the same, or None."""
    return persons.with_number(db, number) if number else None


def namesakes(
    db: Reader, label: str, name: str, born: date | None, *, by: StaffUser
) -> list[Warned]:
    """A warning for each child of the caseworker's own service with this name and birth date.

    Without a number it may be the same child, or another one. Of other services' children
    nothing is told.
    """
    by.must_be(Role.CASEWORKER)
    found: dict[UUID, Warned] = {}
    for row in db.rows(sql("duplicates/children_of"), by.service):
        child = persons.opened(db.keys, row["person_id"], row["reference"], row["sealed"])
        if child.born == born and child.name.casefold() == name.casefold():
            found.setdefault(child.id, Warned(label, child.id, NAMESAKE, row["household_id"]))
    return list(found.values())


def let_warning_tell(db: Database, tells: WarningTells, *, by: StaffUser) -> None:
    """The coordinator decides, for everyone alike, how much the warning tells."""
    by.must_be(Role.COORDINATOR)
    db.transact(lambda tx: tx.run("update municipality set warning_tells = $1", tells))


def warning(db: Reader, label: str, person_id: UUID, own: UUID | None, *, on: date) -> Warned:
    """What the desk is told of a person in the register; `own` is its service's household."""
    if own:
        text = "Allerede registrert hos dere, i en annen husstand."
    else:
        text = warning_text(db, person_id, on=on)
    return Warned(label, person_id, text, own)


def next_step(db: Reader) -> str:
    """What the desk reads below the warning, the same for everyone.

    Where the municipality lets the warning tell no more than that somebody is registered,
    neither does this.
    """
    told = municipality.warning_tells(db) == WarningTells.TOTALS
    return f"{OTHERS_MAY_HAVE} {ASK}" if told else ASK


def warning_text(db: Reader, person_id: UUID, *, to: UUID | None = None, on: date) -> str:
    """«Allerede registrert i ordningen. Tildelt i perioden: 5 av 5 kino. Kontakt koordinator.»

    With the guardian's recorded consent the services and their telephones follow, but for
    the service `to` that reads it.
    """
    parts = [REGISTERED]
    if municipality.warning_tells(db) == WarningTells.TOTALS:
        parts.append(f"Tildelt i perioden: {totals_text(db, person_id, on=on)}.")
    parts.append(CONTACT)
    parts += [
        f"Foresatt har samtykket til at dere får vite at {_reached(told)} kjenner barnet."
        for told in consents.services_told(db, person_id)
        if told.service_id != to
    ]
    return " ".join(parts)


def _reached(told: Told) -> str:
    return f"{told.service} (telefon {told.phone})" if told.phone else told.service


def totals_text(db: Reader, person_id: UUID, *, on: date) -> str:
    """What all services together gave this calendar year: «5 av 5 kino, 1 bowling»."""
    rows = db.rows(sql("duplicates/totals"), person_id, date(on.year, 1, 1), date(on.year, 12, 31))
    told = [schemes.quota_text(row["units"], row["quota"], row["category"]) for row in rows]
    return ", ".join(told) or "ingenting"
