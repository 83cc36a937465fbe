"""The demonstration's year: awards, cards, punches and counts, day by day up to now.

Drawn under the rules that an award is entered under: a standing right, the service's own
pool, the offer's days and the yearly quota.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lib import ages
from lib.audit import Act
from lib.awards import CancelReason
from lib.cards import BlockReason, SecretKind
from lib.db import Transaction
from lib.demonstration_people import Home, Resident
from lib.demonstration_scene import (
    Rows,
    Town,
    at_work,
    in_the_afternoon,
    month_later,
    new_id,
    weighed,
    working_days,
)
from lib.demonstration_stock import FILM, Lot
from lib.ledger import MovementKind
from lib.persons import Protection
from lib.staff import StaffUser
from lib.stock import TicketForm

AWARDS = 4_000
# How busy the months are, of one.
BUSY = {1: 0.8, 5: 1.3, 6: 1.4, 7: 0.9, 8: 0.9, 10: 1.1, 12: 1.2}
TRIES = 12  # at finding a child and an offer that fit

TWO_UNITS = 0.22
CANCELLED, LOST, HANDED_OUT = 0.025, 0.01, 0.97
USED, SECOND_PUNCH, UNDONE = 0.84, 0.9, 0.02
USUAL_DAYS_TO_USE = 9
PARTNERS_COUNT = 0.8  # of what was awarded


@dataclass(frozen=True)
class _Given:
    """An award as it was drawn."""

    id: UUID
    child: Resident
    lot: Lot
    units: int
    by: StaffUser
    at: datetime

    @property
    def on(self) -> date:
        return self.at.date()


class Year:
    """The ledger of a year, drawn; `units` and `codes` are for whoever enters what is left."""

    def __init__(
        self,
        rows: Rows,
        town: Town,
        rng: Random,
        children: list[Resident],
        lots: list[Lot],
        quotas: Mapping[str, int],
        tills: Mapping[UUID, UUID],
    ) -> None:
        self._rows, self._town, self._rng = rows, town, rng
        self._lots, self._quotas, self._tills = lots, quotas, tills
        ties = [(home.since, child.id, child, home) for child in children for home in child.homes]
        ties.sort(key=lambda tie: tie[:2])
        self._since = [since for since, *_ in ties]
        self._ties = [(child, home) for _, _, child, home in ties]
        self._taken: Counter[tuple[UUID, int, str]] = Counter()
        self._counted: Counter[tuple[UUID, date]] = Counter()
        self.units = {pool.id: pool.units for lot in lots for pool in lot.pools.values()}
        self.codes: dict[UUID, list[UUID]] = defaultdict(list)
        self.awards = 0
