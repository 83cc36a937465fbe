"""Criteria: the coded reasons that a scheme is given for, in the municipality's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from lib.db import Reader, Transaction, sql
from lib.refusals import BadInput
from lib.titles import line

LONGEST = 80


@dataclass(frozen=True)
class Criterion:
    """A coded reason for having a right; the only reason that is ever stored."""

    code: str
    name: str


def in_force(db: Reader, scheme_id: UUID) -> list[Criterion]:
    """What a right in the scheme may be assessed by, by name."""
    text = """
        select code, name from scheme_criterion where scheme_id = $1 and not retired order by name
    """
    return db.shared.many(Criterion, text, scheme_id)


def name_of(db: Reader, scheme_id: UUID, code: str) -> str:
    """What the criterion is called, also after it was retired; a missing one is our bug."""
    row = db.shared.row(
        "select name from scheme_criterion where scheme_id = $1 and code = $2", scheme_id, code
    )
    if row is None:
        raise LookupError("no such criterion")
    return str(row["name"])


def keep_not_met(tx: Transaction, application_id: UUID, scheme_id: UUID) -> None:
    """Keep which criteria an application was refused for: tomorrow others may be in force."""
    tx.run_many(
        "insert into application_criterion_not_met (application_id, code) values ($1, $2)",
        [(application_id, criterion.code) for criterion in in_force(tx, scheme_id)],
    )


def not_met(db: Reader, application_id: UUID, scheme_id: UUID) -> list[Criterion]:
    """The criteria that an application was refused for, by today's names."""
    return db.many(Criterion, sql("applications/criteria_not_met"), application_id, scheme_id)


def keep(tx: Transaction, scheme_id: UUID, named: Mapping[str, str], added: Sequence[str]) -> None:
    """Name the criteria of a scheme by code, and add those that have no code yet.

    An empty name retires its criterion: nobody is assessed by it again, and rights that were keep
    it. Adding the name of a retired one brings that one back. A code that is left out stays as
    it is: somebody else may have added it meanwhile. Raises BadInput.
    """
    known = tx.rows(
        "select code, name, retired from scheme_criterion where scheme_id = $1 order by code",
        scheme_id,
    )
    names = {row["code"]: row["name"] for row in known if not row["retired"]}
    for place, (code, typed) in enumerate(named.items(), 1):
        names[code] = line(typed, f"Kriterium {place}", longest=LONGEST)
    names = {code: name for code, name in names.items() if name}
    retired = {row["code"]: row["name"] for row in known if row["code"] not in names}
    by_name = {name.casefold(): code for code, name in retired.items()}
    for place, typed in enumerate(added, 1):
        if name := line(typed, f"Nytt kriterium {place}", longest=LONGEST):
            # A code of its own: what is told in other languages is by code.
            names[by_name.pop(name.casefold(), None) or uuid4().hex] = name
    _check(list(names.values()))
    tx.run("delete from scheme_criterion where scheme_id = $1", scheme_id)
    tx.run_many(
        "insert into scheme_criterion (scheme_id, code, name, retired) values ($1, $2, $3, $4)",
        [(scheme_id, code, name, False) for code, name in names.items()]
        + [(scheme_id, code, name, True) for code, name in retired.items() if code not in names],
    )


def _check(names: Sequence[str]) -> None:
    # Whatever the scheme gives free of charge, it gives to whom meets one.
    if not names:
        raise BadInput("Kriterier", "må fylles ut: ordningen trenger minst ett.")
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise BadInput("Kriterier", f"må være ulike: «{name}» står mer enn én gang.")
        seen.add(name.casefold())
