"""Schemes: who may have units, by which criteria, and how many a year."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from lib.ages import OLDEST, age_on
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import counted, date_text, filled_in
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser

MOST_A_YEAR = 365


@dataclass(frozen=True)
class Scheme:
    """A municipality's scheme; its name is never a key, since two schemes may share one."""

    id: UUID
    name: str
    purpose: str
    owner_unit: str
    decision: str
    age_from: int
    age_to: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Criterion:
    """A coded reason for having a right; the only reason that is ever stored."""

    code: str
    name: str


@dataclass(frozen=True)
class Quota:
    """How many units of a category one person may have in a calendar year."""

    category: str
    category_name: str
    units_a_year: int


class NotOpen(Refused):
    """The scheme has not begun, or is over."""

    def __init__(self, scheme: Scheme, on: date) -> None:
        if on < scheme.valid_from:
            super().__init__(f"Ordningen starter {date_text(scheme.valid_from)}.")
        else:
            super().__init__("Ordningen er avsluttet.")


class BirthDateMissing(Refused):
    """Age decides, so a birth date is needed."""

    def __init__(self) -> None:
        super().__init__("Fødselsdato mangler, så alderen kan ikke vurderes.")


class OutsideAges(Refused):
    """Too young or too old for the scheme."""

    def __init__(self, age: int, scheme: Scheme) -> None:
        super().__init__(
            f"Alder er {age} år, og ordningen gjelder fra {scheme.age_from} til {scheme.age_to} år."
        )


def why_not(scheme: Scheme, born: date | None, *, on: date) -> Refused | None:
    """The first of the scheme's own rules against a person of this birth date, or None."""
    if on < scheme.valid_from or (scheme.valid_to and on > scheme.valid_to):
        return NotOpen(scheme, on)
    if born is None:
        return BirthDateMissing()
    age = age_on(born, on)
    if not scheme.age_from <= age <= scheme.age_to:
        return OutsideAges(age, scheme)
    return None


def all_of(db: Reader) -> list[Scheme]:
    """Every scheme, by name."""
    return db.many(Scheme, "select * from scheme order by name, valid_from, id")


def of(db: Reader, scheme_id: UUID) -> Scheme:
    """The scheme with this id; a missing one is our bug."""
    found = db.first(Scheme, "select * from scheme where id = $1", scheme_id)
    if found is None:
        raise LookupError("no such scheme")
    return found


def criteria(db: Reader, scheme_id: UUID) -> list[Criterion]:
    """The scheme's criteria, by name."""
    text = "select code, name from scheme_criterion where scheme_id = $1 order by name"
    return db.many(Criterion, text, scheme_id)


def quotas(db: Reader, scheme_id: UUID) -> list[Quota]:
    """The scheme's yearly quotas, by category name; a category without one has no limit."""
    return db.many(Quota, sql("schemes/quotas"), scheme_id)


def quota_text(taken: int, quota: int | None, category_name: str) -> str:
    """«2 av 5 kino», or «2 kino» where there is no limit."""
    of_quota = "" if quota is None else f" av {quota}"
    return f"{taken}{of_quota} {category_name.lower()}"


def enter_template(tx: Transaction, template: Path, *, on: date) -> UUID:
    """Add a scheme as a file under data/schemes describes it, open from the year's first day."""
    settings = tomllib.loads(template.read_text(encoding="utf-8"))
    scheme = Scheme(
        id=uuid4(),
        name=settings["name"],
        purpose=settings["purpose"],
        owner_unit=settings["owner_unit"],
        decision=settings.get("decision", ""),
        age_from=settings["age_from"],
        age_to=settings["age_to"],
        valid_from=date(on.year, 1, 1),
        valid_to=None,
    )
    tx.run(
        sql("schemes/add"),
        scheme.id,
        scheme.name,
        scheme.purpose,
        scheme.owner_unit,
        scheme.decision,
        scheme.age_from,
        scheme.age_to,
        scheme.valid_from,
        scheme.valid_to,
    )
    tx.run_many(
        "insert into scheme_criterion (scheme_id, code, name) values ($1, $2, $3)",
        [(scheme.id, code, name) for code, name in settings["criteria"].items()],
    )
    _enter_quotas(tx, scheme.id, settings["quotas"])
    return scheme.id


def change(
    db: Database,
    scheme_id: UUID,
    *,
    name: str,
    age_from: int,
    age_to: int,
    quotas: Mapping[str, int],
    by: StaffUser,
) -> None:
    """Change a scheme; awards already made stay as they are.

    `quotas` is units a year by category code; a category that is left out has no limit.
    """
    by.must_be(Role.COORDINATOR)
    clean_name = filled_in(name, "Navn")
    if not 0 <= age_from <= OLDEST or not 0 <= age_to <= OLDEST:
        raise BadInput("Alder", f"må være mellom 0 og {OLDEST} år.")
    if age_to < age_from:
        raise BadInput("Alder til", "kan ikke være lavere enn alder fra.")
    if any(not 0 < units <= MOST_A_YEAR for units in quotas.values()):
        raise BadInput("Kvote", f"må være fra 1 til {counted(MOST_A_YEAR, 'enhet', 'enheter')}.")

    def changed(tx: Transaction) -> None:
        tx.run(
            "update scheme set name = $2, age_from = $3, age_to = $4 where id = $1",
            scheme_id,
            clean_name,
            age_from,
            age_to,
        )
        tx.run("delete from scheme_quota where scheme_id = $1", scheme_id)
        _enter_quotas(tx, scheme_id, quotas)

    db.transact(changed)


def _enter_quotas(tx: Transaction, scheme_id: UUID, quotas: Mapping[str, int]) -> None:
    tx.run_many(
        "insert into scheme_quota (scheme_id, category, units_a_year) values ($1, $2, $3)",
        [(scheme_id, category, units) for category, units in quotas.items()],
    )
