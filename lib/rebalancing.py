"""Rebalancing: services that ran out while others have tickets of the same batch lying."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lib.db import Reader, sql
from lib.staff import Role, StaffUser

# Half of two is one; of the last one nothing can be moved.
WORTH_A_MOVE = 2


@dataclass(frozen=True)
class Suggestion:
    """A move that would help; without a service it is the coordinator's own store."""

    batch_id: UUID
    offer_name: str
    partner_name: str
    last_day: date | None
    from_service: UUID | None
    from_name: str | None
    from_left: int
    to_service: UUID
    to_name: str

    @property
    def units(self) -> int:
        """Half of what lies there, so that neither is left without."""
        return self.from_left // 2


def suggestions(db: Reader, *, by: StaffUser, on: date) -> list[Suggestion]:
    """For each empty pool, the fullest place of the batch; soonest over first."""
    by.must_be(Role.COORDINATOR)
    return db.many(Suggestion, sql("rebalancing/suggestions"), on, WORTH_A_MOVE)
