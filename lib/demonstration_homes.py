"""The demonstration's households, as the services registered them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from uuid import UUID, uuid4

from lib import memberships, persons
from lib.audit import Act
from lib.demonstration_scene import Rows, new_id
from lib.keys import Keys
from lib.memberships import MemberRole, Membership
from lib.staff import StaffUser


@dataclass(frozen=True)
class Home:
    """A household as one service registered it; `members` are its memberships."""

    household_id: UUID
    service_id: UUID
    neighbourhood_id: UUID | None
    registered_at: datetime
    registered_by: StaffUser
    # Not of the seed: the town is drawn as if they were not.
    id: UUID = field(default_factory=uuid4)
    reference: str = field(default_factory=lambda: persons.new_reference("H"))
    members: list[UUID] = field(default_factory=list)

    @property
    def since(self) -> date:
        """The day on which it was registered."""
        return self.registered_at.date()


def enter_member(
    rows: Rows, keys: Keys, rng: Random, home: Home, person_id: UUID, role: MemberRole
) -> None:
    """Somebody of a household as its service registered it."""
    where = home.household_id, home.neighbourhood_id, role, home.registered_at
    membership = Membership(new_id(rng), person_id, home.service_id, *where)
    home.members.append(membership.id)
    rows.add(
        "membership",
        id=membership.id,
        person_id=person_id,
        service_id=home.service_id,
        sealed=memberships.seal(keys, membership),
    )


def enter_home(rows: Rows, keys: Keys, rng: Random, home: Home) -> None:
    """A household, once its members are entered."""
    by, now = home.registered_by, home.registered_at
    rows.add(
        "household_service",
        id=home.id,
        household_id=home.household_id,
        service_id=home.service_id,
        reference=home.reference,
        sealed=memberships.roster(keys, home.id, home.members),
        registered_by=by.id,
        registered_at=now,
    )
    rows.note(
        rng, Act.REGISTERED, by=by, now=now, subject=home.household_id, reference=home.reference
    )
