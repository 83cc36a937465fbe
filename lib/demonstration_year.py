"""The demonstration's year: awards, day by day, under the rules an award is entered under."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lib import ages, award_groups, schemes, tills
from lib.audit import Act
from lib.award_rules import YearlyShareUsed
from lib.awards import CancelReason
from lib.db import Transaction
from lib.demonstration_homes import Home
from lib.demonstration_people import Resident
from lib.demonstration_scene import Rows, Town, at_work, new_id, working_days
from lib.demonstration_stock import Lot
from lib.demonstration_use import CANCELLED_AFTER, Given, Use
from lib.keys import Keys
from lib.ledger import MovementKind
from lib.staff import StaffUser
from lib.stock import TicketForm

AWARDS = 4_000
# How busy a month is; the others are 1.
BUSY = {1: 0.8, 5: 1.3, 6: 1.4, 7: 0.9, 8: 0.9, 10: 1.1, 12: 1.2}
TRIES = 8  # at finding an offer that fits the child
TWO_UNITS, CANCELLED = 0.22, 0.025


def live(
    tx: Transaction,
    rows: Rows,
    town: Town,
    rng: Random,
    children: list[Resident],
    lots: list[Lot],
    progress: Callable[[float, date], None],
) -> None:
    """Draw the year into rows, and bring pools and partners' codes to where they end.

    `progress` hears the share drawn and each new month.
    """
    till_of = {till.partner_id: till.id for till in tills.all_of(tx) if till.paired_at}
    quotas = {quota.category: quota.units_a_year for quota in schemes.quotas(tx, town.scheme_id)}
    use = Use(rows, town, rng, till_of)
    year = _Year(rows, tx.keys, town, rng, children, lots, quotas, use)
    days = working_days(town.start + timedelta(days=1), town.today)
    busy = [BUSY.get(day.month, 1.0) for day in days]
    owed = 0.0
    for place, day in enumerate(days):
        if place == 0 or day.month != days[place - 1].month:
            progress(place / len(days), day)
        owed += AWARDS * busy[place] / sum(busy)
        while owed >= 1:
            year.award(day)
            owed -= 1
    year.enter(tx)


class _Year:
    """The ledger as it is drawn."""

    def __init__(
        self,
        rows: Rows,
        keys: Keys,
        town: Town,
        rng: Random,
        children: list[Resident],
        lots: list[Lot],
        quotas: dict[str, int],
        use: Use,
    ) -> None:
        self._rows, self._keys, self._town, self._rng = rows, keys, town, rng
        self._lots, self._quotas, self._use = lots, quotas, use
        known = [(home.since, child, home) for child in children for home in child.homes]
        known.sort(key=lambda tie: (tie[0], tie[1].id))
        self._since = [since for since, _, _ in known]
        self._known = [(child, home) for _, child, home in known]
        self._left = {pool.id: pool.units for lot in lots for pool in lot.pools.values()}
        self._taken: Counter[tuple[UUID, int, str]] = Counter()
        self._codes: defaultdict[UUID, list[UUID]] = defaultdict(list)

    def award(self, day: date) -> None:
        """One award to a child who is known by then and has a right; none where nothing fits."""
        child, home = self._child(day)
        right = child.right_on(day)
        open_lots = [lot for lot in self._lots if lot.is_open(day)]
        given_at = at_work(self._rng, day)
        if right is None or given_at > self._town.now or not open_lots:
            return
        by = self._rng.choice(self._town.caseworkers[home.service_id])
        for _ in range(TRIES):
            lot = self._rng.choices(open_lots, [lot.liked for lot in open_lots])[0]
            units = self._units(child, home, lot, day, by, given_at)
            if units:
                given = Given(new_id(self._rng), child, lot, units, by, given_at)
                self._enter(given, home, right.id)
                return

    def enter(self, tx: Transaction) -> None:
        """Enter what is kept only now: cards by number, counts, codes, and what is left."""
        self._use.enter_cards(tx)
        self._use.count(self._lots)
        for batch_id, award_ids in self._codes.items():
            _give_codes(tx, batch_id, award_ids)
        known = [(pool_id, units) for pool_id, units in self._left.items() if units is not None]
        tx.run_many("update pool set units_left = $2 where id = $1", list(known))

    def _child(self, day: date) -> tuple[Resident, Home]:
        return self._known[self._rng.randrange(bisect_left(self._since, day))]

    def _units(
        self,
        child: Resident,
        home: Home,
        lot: Lot,
        day: date,
        by: StaffUser,
        now: datetime,
    ) -> int:
        """How many units of a lot the child may have that day, none where a rule says no."""
        pool = lot.pools.get(home.service_id)
        if pool is None:
            return 0
        wanted = 2 if self._rng.random() < TWO_UNITS else 1
        left, quota = self._left[pool.id], self._quotas.get(lot.batch.category)
        if quota is not None:
            taken = self._taken[child.id, day.year, lot.batch.category]
            if taken >= quota:
                self._note(Act.REFUSED, child, by, now, YearlyShareUsed.__name__)
                return 0
            wanted = min(wanted, quota - taken)
        return wanted if left is None else min(wanted, left)

    def _enter(self, given: Given, home: Home, entitlement_id: UUID) -> None:
        rng, child, batch = self._rng, given.child, given.lot.batch
        pool = given.lot.pools[home.service_id]
        band = ages.band_of(child.born, given.given_at.date())
        self._rows.add(
            "award",
            id=given.id,
            person_id=child.id,
            scheme_id=self._town.scheme_id,
            entitlement_id=entitlement_id,
            batch_id=batch.id,
            pool_id=pool.id,
            units=given.units,
            category=batch.category,
            sealed=award_groups.sealed(self._keys, given.id, band, home.neighbourhood_id),
            service_id=home.service_id,
            staff_user_id=given.by.id,
            awarded_on=given.given_at.date(),
            awarded_at=given.given_at,
        )
        self._move(given, pool.id, MovementKind.AWARDED, -given.units, given.given_at)
        self._note(Act.OPENED, child, given.by, given.given_at - timedelta(minutes=3))
        outcome = f"{given.units} {batch.category_name.lower()}"
        self._note(Act.AWARDED, child, given.by, given.given_at, outcome)
        if batch.ticket_form is TicketForm.PARTNER_CODE:
            self._codes[batch.id] += [given.id] * given.units
        cancelled = rng.random() < CANCELLED
        if cancelled:
            self._cancel(given, pool.id)
        else:
            year = given.given_at.year
            self._taken[child.id, year, batch.category] += given.units
        self._use.of(given, cancelled=cancelled)

    def _cancel(self, given: Given, pool_id: UUID) -> None:
        """Minutes later; a partner's code was seen, so it does not return."""
        is_code = given.lot.batch.ticket_form is TicketForm.PARTNER_CODE
        returned = 0 if is_code else given.units
        now = given.given_at + CANCELLED_AFTER
        reason = self._rng.choice(list(CancelReason))
        self._rows.add(
            "award_cancellation",
            award_id=given.id,
            reason=reason,
            units_returned=returned,
            cancelled_by=given.by.id,
            cancelled_at=now,
        )
        if returned:
            self._move(given, pool_id, MovementKind.RETURNED, returned, now)
        self._note(Act.CANCELLED, given.child, given.by, now, reason)

    def _move(
        self, given: Given, pool_id: UUID, kind: MovementKind, units: int, now: datetime
    ) -> None:
        left = self._left[pool_id]
        if left is not None:
            self._left[pool_id] = left + units
        self._rows.add(
            "movement",
            id=new_id(self._rng),
            pool_id=pool_id,
            batch_id=given.lot.batch.id,
            kind=kind,
            units=units,
            award_id=given.id,
            staff_user_id=given.by.id,
            moved_at=now,
        )

    def _note(
        self, act: Act, child: Resident, by: StaffUser, now: datetime, outcome: str = ""
    ) -> None:
        self._rows.note(
            self._rng,
            act,
            by=by,
            now=now,
            subject=child.id,
            reference=child.reference,
            outcome=outcome,
            strict=child.is_protected,
        )


def _give_codes(tx: Transaction, batch_id: UUID, award_ids: list[UUID]) -> None:
    """Give the batch's first codes to the awards, one a unit."""
    codes = tx.rows(
        "select id from partner_code where batch_id = $1 order by position limit $2",
        batch_id,
        len(award_ids),
    )
    tx.run_many(
        "update partner_code set award_id = $2 where id = $1",
        [(code["id"], award_id) for code, award_id in zip(codes, award_ids, strict=True)],
    )
