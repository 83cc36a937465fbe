"""The stopper: is this person in the register already, and what may the desk be told?

Both questions are answered here and nowhere else. A person is the same where an identity number
is the same (`same_person`); where the papers differ, all that is known is compared (`alike`,
lib/comparison.py).

The warning never names a service, a caseworker, a reason, an address or a sibling: which
service knows a family is itself confidential. It is worded alike for everyone, protected
persons too, because another wording would mark them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lib import (
    consents,
    kept_index,
    municipality,
    need_to_know,
    pair_decisions,
    persons,
    schemes,
    suspicions,
)
from lib.comparison import Answer, Compared, Particulars, Question
from lib.consents import Told
from lib.db import Database, Reader, Transaction, sql
from lib.identity_numbers import IdentityNumber
from lib.norwegian import date_text
from lib.person_index import Match, PersonIndex
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser

REGISTERED = "Allerede registrert i ordningen."
CONTACT = "Kontakt koordinator."
OTHERS_MAY_HAVE = "En annen tjeneste kan ha samme barn."
ASK = "Be om kontakt, så får dere svar på Min dag."
MAY_BE_REGISTERED = "Kan være registrert i ordningen fra før. Kontakt koordinator."
# A desk reads no more, and the best are the first.
MOST_ALIKE = 3


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


@dataclass(frozen=True)
class Alike:
    """Somebody in the register who may be the one about to be registered."""

    person: Person
    compared: Compared
    home: UUID | None  # the household of one's own service, where it knows them


class AlreadyRegistered(Refused):
    """Somebody is in the register already: read the warnings, then go on knowingly or not."""

    def __init__(self, warnings: tuple[Warned, ...]) -> None:
        super().__init__("\n\n".join(f"{warned.label}: {warned.text}" for warned in warnings))
        self.warnings = warnings
        self.persons = tuple(warned.person_id for warned in warnings)


def same_person(db: Reader, number: IdentityNumber | None) -> UUID | None:
    """The person in the register who is the same, or None."""
    return persons.with_number(db, number) if number else None


def alike(
    db: Reader, asked: Particulars, *, mates: Sequence[Person] = (), by: StaffUser
) -> list[Alike]:
    """Who in the register may be somebody that is about to be registered, best first.

    `mates` are already in the household they are added to, and are told apart by what differs
    between mates. Raises StillReading.
    """
    by.must_be(Role.CASEWORKER)
    index = kept_index.of(db)
    here = _alike_mates(index, asked, mates)
    found = [*here, *index.like(asked, but=[mate.id for mate in mates])][:MOST_ALIKE]
    # Whoever stands decided apart from the best is somebody else than is asked for.
    apart = pair_decisions.apart_from(db, found[0].person_id) if found else set()
    return [
        Alike(
            persons.of(db, match.person_id),
            match.compared,
            next(iter(need_to_know.homes(db, match.person_id, by=by)), None),
        )
        for match in found
        if match.person_id not in apart
    ]


def _alike_mates(index: PersonIndex, asked: Particulars, mates: Sequence[Person]) -> list[Match]:
    question = Question(asked, index)
    found = [
        Match(mate.id, question.compared_in_household(Particulars(mate.name, mate.born)))
        for mate in mates
    ]
    return [match for match in found if match.compared.answer is not Answer.DIFFERENT]


def gone_on_past(
    tx: Transaction, person_id: UUID, those: Iterable[Alike], *, by: StaffUser, now: datetime
) -> None:
    """A desk registered somebody although others are alike.

    Of two of its own the desk knows that they are not the same; another service's person is
    put before the coordinator.
    """
    for other in those:
        if other.home:
            pair_decisions.keep_apart(tx, person_id, other.person.id, by=by, now=now)
        else:
            suspicions.enter(tx, {(person_id, other.person.id): other.compared}, now=now)


def warning_of(label: str, other: Alike) -> Warned:
    """What the desk is told of somebody alike: of its own service who and why, else no more than
    that there may be somebody."""
    if other.home is None:
        return Warned(label, other.person.id, MAY_BE_REGISTERED)
    born = f", født {date_text(other.person.born)}" if other.person.born else ""
    text = (
        f"Kan være {other.person.name}{born}, som er registrert hos dere: "
        f"{', '.join(other.compared.reasons)}. Er det samme person, åpne husstanden."
    )
    return Warned(label, other.person.id, text, other.home)


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
