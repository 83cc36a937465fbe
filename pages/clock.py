"""The only clock: below the pages, who and when are always handed over."""

from datetime import UTC, date, datetime

from lib.norwegian import today_in_oslo


def now() -> datetime:
    """This moment, as naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """The date in Norway."""
    return today_in_oslo(now())
