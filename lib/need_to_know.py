"""Need to know: a caseworker meets only the persons whom their own service registered."""

from uuid import UUID

from lib import persons
from lib.db import Reader, sql
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser


class NotYours(Refused):
    """Another service's person or household, or none at all: the answer is the same."""

    def __init__(self) -> None:
        super().__init__("Husstanden er ikke registrert hos tjenesten din.")


def at_home(db: Reader, person_id: UUID, *, by: StaffUser) -> tuple[Person, UUID]:
    """A person of the caseworker's service with the household they first came with.

    Raises NotYours.
    """
    at = homes(db, person_id, by=by)
    if not at:
        raise NotYours
    return persons.of(db, person_id), at[0]


def person(db: Reader, person_id: UUID, *, by: StaffUser) -> Person:
    """A person whom the caseworker's service has registered; raises NotYours."""
    return at_home(db, person_id, by=by)[0]


def homes(db: Reader, person_id: UUID, *, by: StaffUser) -> list[UUID]:
    """The households of the caseworker's service that the person lives in, the first one first."""
    by.must_be(Role.CASEWORKER)
    rows = db.rows(sql("households/homes"), person_id, by.service)
    return [row["household_id"] for row in rows]
