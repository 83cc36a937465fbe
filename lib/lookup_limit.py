"""How often a desk may ask whether somebody is in the register.

Trying numbers one by one would make any register an oracle of who is poor: a look-up tells
it, and so does the stopper when a registration has begun. «Not known» is an answer, too, so
each question counts, whatever came of it and of the act it was asked in.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lib import audit
from lib.db import Database, Transaction
from lib.identity_numbers import IdentityNumber
from lib.refusals import Refused
from lib.staff import Role, StaffUser

# Fifteen families of four an hour is more than a busy desk registers, and far too few for
# trying numbers (a birth date alone has about 500).
MOST_AN_HOUR = 60
_AN_HOUR = timedelta(hours=1)
ASKED = "asked"  # what the key of the hashes is derived for


class TooManyLookups(Refused):
    """The desk has asked more often than work needs."""

    def __init__(self) -> None:
        super().__init__(
            f"Du har spurt om {MOST_AN_HOUR} personer den siste timen. "
            "Vent litt før du søker eller registrerer igjen."
        )


def count(db: Database, asked: Iterable[str], *, by: StaffUser, now: datetime) -> None:
    """Count what is about to be asked, or raise TooManyLookups and note it.

    Asking the same again within the hour counts once. Counted in a transaction of its own:
    an act that is refused afterwards has still told something.
    """
    by.must_be(Role.CASEWORKER)
    hashes = {db.keys.chained(ASKED, text) for text in asked}

    def counted(tx: Transaction) -> bool:
        tx.run(
            "delete from asked where staff_user_id = $1 and asked_at <= $2", by.id, now - _AN_HOUR
        )
        rows = tx.rows("select asked_hash from asked where staff_user_id = $1", by.id)
        before = {tx.keys.moved_on(ASKED, row["asked_hash"]) for row in rows}
        if len(before | hashes) > MOST_AN_HOUR:
            return False
        tx.run_many(
            "insert into asked (staff_user_id, asked_hash, asked_at) values ($1, $2, $3)",
            [(by.id, new, now) for new in hashes - before],
        )
        return True

    if hashes and not db.transact(counted):
        with audit.refusals_noted(db, by=by, now=now):
            raise TooManyLookups


def about(number: IdentityNumber | None, *typed: object) -> str:
    """The question whether a person is known, by number and what else was typed of them."""
    return " ".join([number.digits if number else "", *map(str, typed)])
