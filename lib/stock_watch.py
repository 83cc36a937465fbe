"""What in the stock asks for the coordinator: the lists of the day."""

from datetime import date, timedelta

from lib import stock
from lib.db import Reader
from lib.stock import BatchLine

UNTOUCHED_AFTER = timedelta(days=30)


def low(db: Reader, *, on: date) -> list[BatchLine]:
    """Batches in use of which few or none are left, the fewest first."""
    few = [
        line
        for line in _in_use(db, on)
        if line.units_left is not None and line.units_left <= line.low_at
    ]
    return sorted(few, key=lambda line: line.units_left or 0)


def expiring(db: Reader, *, on: date, within_days: int = 30) -> list[BatchLine]:
    """Batches that may have units left and end within so many days, the soonest first."""
    until = on + timedelta(days=within_days)
    soon = [
        (line.last_day, line)
        for line in _in_use(db, on)
        if line.last_day is not None and line.last_day <= until and line.units_left != 0
    ]
    return [line for _, line in sorted(soon, key=lambda pair: pair[0])]


def too_late(db: Reader, *, on: date) -> list[BatchLine]:
    """Batches that are over with known units left: what `ledger.expire` will write off."""
    return [line for line in stock.overview(db) if line.is_over(on) and line.units_left]


def untouched(db: Reader, *, on: date) -> list[BatchLine]:
    """Batches in use for a month that nobody has awarded from, the oldest first."""
    idle = [
        line
        for line in _in_use(db, on)
        if line.units_awarded == 0 and line.received_on + UNTOUCHED_AFTER <= on
    ]
    return sorted(idle, key=lambda line: line.received_on)


def unshared(db: Reader, *, on: date) -> list[BatchLine]:
    """Batches in use that no service has a pool of: nobody can award from them yet."""
    with_service = {pool.batch_id for pool in stock.pools(db) if pool.service_id}
    return [line for line in _in_use(db, on) if line.id not in with_service]


def _in_use(db: Reader, on: date) -> list[BatchLine]:
    return [line for line in stock.overview(db) if line.is_in_use(on)]
