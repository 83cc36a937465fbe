"""Use as the partners counted it: how many tickets of a batch came in, month by month.

Tickets with our QR code are counted by the till; counting them here, too, would count twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import stock
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import number, today_in_oslo
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.stock import BatchLine, TicketForm

MOST_UNITS = 100_000


class CountedByTheTill(Refused):
    """Our QR tickets are counted as they are punched."""

    def __init__(self) -> None:
        super().__init__("Antall brukt telles av kassen, for billettene har kommunens QR-kode.")


class MoreThanDelivered(Refused):
    """No more can be used than there are punches in the batch."""

    def __init__(self, used: int, delivered: int) -> None:
        super().__init__(
            f"Antall brukt blir {number(used)} til sammen, "
            f"men partiet har bare {number(delivered)}."
        )


@dataclass(frozen=True)
class UseCount:
    """The latest count of a batch in a month; `month` is the month's first day."""

    batch_id: UUID
    month: date
    units: int
    counted_at: datetime


def record(
    db: Database, batch_id: UUID, month: date, units: int, *, by: StaffUser, now: datetime
) -> None:
    """Enter how many were used in a month; a new count of the month replaces the one before.

    A card with two punches that was used twice counts as two.
    """
    by.must_be(Role.COORDINATOR)
    first_day = month.replace(day=1)
    if first_day > today_in_oslo(now):
        raise BadInput("Måned", "kan ikke være etter denne måneden.")
    if not 0 <= units <= MOST_UNITS:
        raise BadInput("Antall brukt", f"må være fra 0 til {number(MOST_UNITS)}.")
    count_id = uuid4()

    def recorded(tx: Transaction) -> None:
        batch = tx.rows(
            "select ticket_form, quantity * punches_per_unit as punches from batch where id = $1",
            batch_id,
        )[0]
        if batch["ticket_form"] == TicketForm.QR:
            raise CountedByTheTill
        other = sum(count.units for count in of_batch(tx, batch_id) if count.month != first_day)
        if batch["punches"] is not None and other + units > batch["punches"]:
            raise MoreThanDelivered(other + units, batch["punches"])
        tx.run(
            "insert into use_count (id, batch_id, month, units, counted_by, counted_at) "
            "values ($1, $2, $3, $4, $5, $6)",
            count_id,
            batch_id,
            first_day,
            units,
            by.id,
            now,
        )

    db.transact(recorded)


def months(since: date, until: date) -> list[date]:
    """The first days of the months from one date to another, the latest month first."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last, first - 1, -1)]


def countable(db: Reader) -> list[BatchLine]:
    """The batches whose use no till can count, by partner and offer."""
    return [line for line in stock.overview(db) if line.ticket_form is not TicketForm.QR]


def all_of(db: Reader) -> list[UseCount]:
    """The count that stands for each batch and month, by month; a month not there is unknown."""
    return db.many(UseCount, sql("use_counts/standing"), None)


def of_batch(db: Reader, batch_id: UUID) -> list[UseCount]:
    """As `all_of`, of one batch."""
    return db.many(UseCount, sql("use_counts/standing"), batch_id)
