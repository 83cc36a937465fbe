"""Need to know: a caseworker meets only the persons whom their own service registered."""

from dataclasses import dataclass
from uuid import UUID

from lib import memberships, persons
from lib.db import Reader
from lib.memberships import Membership
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Known:
    """A person as the caseworker's own service knows them: made here alone.

    Whoever asks several things of one person has the right asked once, and shows it by this.
    """

    person: Person
    homes: tuple[Membership, ...]  # the first one first
    by: StaffUser


class NotYours(Refused):
    """Another service's person or household, or none at all: the answer is the same."""

    def __init__(self) -> None:
        super().__init__("Husstanden er ikke registrert hos tjenesten din.")


def known(db: Reader, person_id: UUID, *, by: StaffUser) -> Known:
    """A person of the caseworker's service, with where they live; raises NotYours."""
    homes = _known_homes(db, person_id, by)
    return Known(person=persons.of(db, person_id), homes=homes, by=by)


def known_again(db: Reader, person: Person, *, by: StaffUser) -> Known:
    """As `known`, of one whom the page has just opened: only the right is asked anew."""
    return Known(person=person, homes=_known_homes(db, person.id, by), by=by)


def _known_homes(db: Reader, person_id: UUID, by: StaffUser) -> tuple[Membership, ...]:
    by.must_be(Role.CASEWORKER)
    at = memberships.at_service(db, person_id, by.service)
    if not at:
        raise NotYours
    return tuple(at)


def at_home(db: Reader, person_id: UUID, *, by: StaffUser) -> tuple[Person, UUID]:
    """A person of the caseworker's service with the household they first came with.

    Raises NotYours.
    """
    found = known(db, person_id, by=by)
    return found.person, found.homes[0].household_id


def person(db: Reader, person_id: UUID, *, by: StaffUser) -> Person:
    """A person whom the caseworker's service has registered; raises NotYours."""
    return at_home(db, person_id, by=by)[0]


def homes(db: Reader, person_id: UUID, *, by: StaffUser) -> list[UUID]:
    """The households of the caseworker's service that the person lives in, the first one first."""
    by.must_be(Role.CASEWORKER)
    return [home.household_id for home in memberships.at_service(db, person_id, by.service)]
