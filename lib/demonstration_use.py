"""What became of the demonstration's awards: cards, papers, punches, and the partners' counts."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from lib.audit import Act
from lib.cards import BlockReason, SecretKind
from lib.db import Transaction
from lib.demonstration_people import Resident
from lib.demonstration_scene import Rows, Town, at_work, in_the_afternoon, month_later, new_id
from lib.demonstration_stock import FILM, Lot
from lib.staff import StaffUser
from lib.stock import TicketForm

USED, SECOND_PUNCH, UNDONE = 0.84, 0.9, 0.02
LOST, HANDED_OUT = 0.01, 0.97
DAYS_TO_USE = 9
CANCELLED_AFTER = timedelta(minutes=4)
COUNTED = 0.8  # of what was awarded, where a partner counts


@dataclass(frozen=True)
class Given:
    """An award as it was drawn."""

    id: UUID
    child: Resident
    lot: Lot
    units: int
    by: StaffUser
    given_at: datetime

    @property
    def is_ours(self) -> bool:
        """Whether the tickets are cards of our own."""
        return self.lot.batch.ticket_form is TicketForm.QR


class Use:
    """Draws what became of each award, and keeps the rows that tell of it."""

    def __init__(self, rows: Rows, town: Town, rng: Random, tills: Mapping[UUID, UUID]) -> None:
        self._rows, self._town, self._rng, self._tills = rows, town, rng, tills
        self._cards: list[tuple[UUID, Given]] = []
        self._partners: defaultdict[UUID, Counter[date]] = defaultdict(Counter)

    def of(self, given: Given, *, cancelled: bool) -> None:
        """Make the cards of an award and use them, or keep what its partner will count."""
        month = given.given_at.date().replace(day=1)
        if not given.is_ours:
            self._partners[given.lot.batch.id][month] += 0 if cancelled else given.units
            return
        cards = [new_id(self._rng) for _ in range(given.units)]
        self._cards += [(card_id, given) for card_id in cards]
        for card_id in cards:
            self._rows.add("award_card", card_id=card_id, award_id=given.id)
            if cancelled:
                cancelled_at = given.given_at + CANCELLED_AFTER
                self._block(card_id, BlockReason.CANCELLED, given, cancelled_at)
        if self._rng.random() < HANDED_OUT and given.given_at.date() < self._town.today:
            self._hand_out(given, cards)
        for card_id in cards:
            self._use(card_id, given, cancelled=cancelled)

    def enter_cards(self, tx: Transaction) -> None:
        """Number the cards by age, from the one series."""
        drawn = tx.rows(
            "select nextval('card_number') as number "
            "from (select unnest(cast($1 as uuid[])) as id) as made",
            [card_id for card_id, _ in self._cards],
        )
        numbers = sorted(row["number"] for row in drawn)
        for number, (card_id, given) in zip(numbers, self._cards, strict=True):
            batch = given.lot.batch
            self._rows.add(
                "card",
                id=card_id,
                number=number,
                offer_name=batch.offer_name,
                valid_from=batch.event_date or batch.valid_from,
                valid_to=batch.event_date or batch.valid_to,
                made_at=given.given_at,
            )

    def count(self, lots: list[Lot]) -> None:
        """The partners' counts of each closed month; one partner is yet to count the last."""
        for lot in lots:
            batch = lot.batch
            if batch.ticket_form is TicketForm.QR:
                continue
            month = (batch.event_date or batch.valid_from or batch.received_on).replace(day=1)
            last_closed = month_later(self._town.today, -2 if batch.partner_name == FILM else -1)
            while month <= min(last_closed, batch.last_day or last_closed):
                self._count(batch.id, month)
                month = month_later(month, 1)

    def _count(self, batch_id: UUID, month: date) -> None:
        rng, town, awarded = self._rng, self._town, self._partners[batch_id]
        counted_on = month_later(month, 1) + timedelta(days=rng.randint(1, 8))
        self._rows.add(
            "use_count",
            id=new_id(rng),
            batch_id=batch_id,
            month=month,
            units=int(COUNTED * sum(awarded.pop(day) for day in list(awarded) if day <= month)),
            counted_by=town.coordinator.id,
            counted_at=min(at_work(rng, counted_on), town.now),
        )

    def _hand_out(self, given: Given, cards: list[UUID]) -> None:
        """On a paper that nobody has: only hashes are kept, and these are of nothing."""
        rng, sheet_id = self._rng, new_id(self._rng)
        made_at = given.given_at + timedelta(minutes=2)
        self._rows.add(
            "sheet",
            id=sheet_id,
            holder_hash=rng.randbytes(32),
            made_by=given.by.id,
            made_at=made_at,
        )
        for card_id in cards:
            for kind in SecretKind:
                self._rows.add(
                    "card_secret",
                    secret_hash=rng.randbytes(32),
                    card_id=card_id,
                    sheet_id=sheet_id,
                    kind=kind,
                )
        self._rows.note(
            rng,
            Act.HANDED_OUT,
            by=given.by,
            now=made_at,
            subject=given.child.id,
            reference=given.child.reference,
            outcome=f"{len(cards)} kort",
            strict=given.child.is_protected,
        )

    def _use(self, card_id: UUID, given: Given, *, cancelled: bool) -> None:
        rng, batch = self._rng, given.lot.batch
        balance_id, left = new_id(rng), batch.punches_per_unit
        if not cancelled and rng.random() < LOST:
            lost_at = at_work(rng, given.given_at.date() + timedelta(days=20))
            if lost_at < self._town.now:
                self._block(card_id, BlockReason.LOST, given, lost_at)
        elif not cancelled and rng.random() < USED:
            left -= self._punch_all(card_id, balance_id, given)
        self._rows.add(
            "card_balance",
            id=balance_id,
            card_id=card_id,
            category=batch.category,
            partner_id=batch.partner_id,
            punches_given=batch.punches_per_unit,
            punches_left=left,
        )

    def _punch_all(self, card_id: UUID, balance_id: UUID, given: Given) -> int:
        """Punch the card once for each punch on it, some days apart; returns how many stood."""
        rng, batch = self._rng, given.lot.batch
        day, punched = given.given_at.date(), 0
        for place in range(batch.punches_per_unit):
            if place and rng.random() > SECOND_PUNCH:
                break
            day = max(day + self._wait(), batch.valid_from or day)
            moment = in_the_afternoon(rng, batch.event_date or day)
            last_day = batch.last_day or moment.date()
            if moment.date() > last_day or moment + timedelta(minutes=5) > self._town.now:
                break
            if rng.random() < UNDONE:
                slip = self._punch(card_id, balance_id, given, moment)
                moment += timedelta(minutes=1)
                self._rows.add(
                    "redemption_undo",
                    redemption_id=slip,
                    till_id=self._tills[batch.partner_id],
                    undone_at=moment,
                )
            self._punch(card_id, balance_id, given, moment)
            punched += 1
        return punched

    def _wait(self) -> timedelta:
        return timedelta(days=int(self._rng.expovariate(1 / DAYS_TO_USE)))

    def _punch(self, card_id: UUID, balance_id: UUID, given: Given, moment: datetime) -> UUID:
        redemption_id, batch = new_id(self._rng), given.lot.batch
        self._rows.add(
            "redemption",
            id=redemption_id,
            request_key=redemption_id.hex,
            card_id=card_id,
            balance_id=balance_id,
            category=batch.category,
            punches=1,
            partner_id=batch.partner_id,
            till_id=self._tills[batch.partner_id],
            redeemed_on=moment.date(),
            redeemed_at=moment,
        )
        return redemption_id

    def _block(
        self, card_id: UUID, reason: BlockReason, given: Given, blocked_at: datetime
    ) -> None:
        self._rows.add(
            "card_block",
            card_id=card_id,
            reason=reason,
            blocked_by=given.by.id,
            blocked_at=blocked_at,
        )
