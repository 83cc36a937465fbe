"""How often a desk may be told whether somebody is in the register.

Trying numbers one by one would make any register an oracle of who is poor: a look-up tells
it, and so does the stopper when a registration has begun. Both count towards one limit.
"""

from datetime import datetime, timedelta

from lib import audit
from lib.db import Database, sql
from lib.refusals import Refused
from lib.staff import StaffUser

# A busy desk sees a family in five minutes; forty an hour is more than work and far too
# few for trying numbers (a birth date alone has about 500).
MOST_AN_HOUR = 40


class TooManyLookups(Refused):
    """The desk has asked more often than work needs."""

    def __init__(self) -> None:
        super().__init__(
            f"Du har gjort {MOST_AN_HOUR} oppslag den siste timen. "
            "Vent litt før du søker eller registrerer igjen."
        )


def refuse_too_many(db: Database, *, by: StaffUser, now: datetime) -> None:
    """Raise TooManyLookups, and note it, once the hour's look-ups are made.

    Each person told of counts one; registering families that are new tells nothing.
    """
    row = db.row(sql("lookup_limit/told_since"), by.id, now - timedelta(hours=1))
    if row and row["told"] >= MOST_AN_HOUR:
        with audit.refusals_noted(db, by=by, now=now):
            raise TooManyLookups
