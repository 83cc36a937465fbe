"""Staff users: who works where, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from lib.refusals import Refused


class Role(StrEnum):
    COORDINATOR = "coordinator"
    CASEWORKER = "caseworker"
    LEADERSHIP = "leadership"
    ADMINISTRATOR = "administrator"
    REFERRER = "referrer"  # knows what there is and whom to call, and meets no person


ROLE_NAMES = {
    Role.COORDINATOR: "koordinator",
    Role.CASEWORKER: "saksbehandler",
    Role.LEADERSHIP: "ledelse",
    Role.ADMINISTRATOR: "administrator",
    Role.REFERRER: "henviser",
}


class NotYourRole(Refused):
    """The act belongs to another role."""

    def __init__(self, *roles: Role) -> None:
        whose = " eller ".join(f"en {ROLE_NAMES[role]}" for role in roles)
        super().__init__(f"Dette kan bare {whose} gjøre.")


class CaseworkerNeedsService(Refused):
    """A caseworker acts for a service, never alone."""

    def __init__(self) -> None:
        super().__init__("Tjeneste må fylles ut for en saksbehandler.")


@dataclass(frozen=True)
class StaffUser:
    """Someone who is signed in, with the roles the database gives them."""

    id: UUID
    username: str
    name: str
    service_id: UUID | None
    roles: frozenset[Role]
    must_change_password: bool

    def may(self, role: Role) -> bool:
        """Whether a page for this role is theirs."""
        return role in self.roles

    def must_be(self, *roles: Role) -> None:
        """Raise NotYourRole unless they have one of the roles."""
        if not self.roles.intersection(roles):
            raise NotYourRole(*roles)

    @property
    def service(self) -> UUID:
        """The service they act for; asked only of caseworkers, who always have one."""
        if self.service_id is None:
            raise CaseworkerNeedsService
        return self.service_id
