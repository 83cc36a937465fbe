"""Tills: the phones and registers at a partner that may punch cards.

The coordinator makes a pairing link for one device; the device that opens it gets a token,
kept in its browser, and is a till until the coordinator revokes it.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from lib import partners
from lib.asking import Row
from lib.db import Database, Reader, Transaction, sql
from lib.keys import Keys, new_secret
from lib.norwegian import date_text, filled_in, today_in_oslo
from lib.partners import PartnerClosed
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.titles import line

# Long enough for a letter and a holiday, short enough that a lost letter is soon harmless.
PAIRING_LASTS = timedelta(days=14)
LONGEST_NAME = 60
LONGEST_FILE_NAME = 80

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class Till:
    """A device at a partner, or a pairing link that waits for one."""

    id: UUID
    partner_id: UUID
    partner_name: str
    name: str
    pairing_until: datetime
    paired_at: datetime | None
    revoked_at: datetime | None
    partner_closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether the till, or the partner itself, was let go."""
        return self.revoked_at is not None or self.partner_closed_at is not None


class TillClosed(Refused):
    """The till was revoked, or the partner is no longer one."""

    def __init__(self) -> None:
        super().__init__("Kassen er koblet fra. Be koordinator om et nytt ark.")


class UnknownPairing(Refused):
    """The pairing link is cut off or made up."""

    def __init__(self) -> None:
        super().__init__("Koden stemmer ikke. Skann QR-koden på arket en gang til.")


class PairingUsed(Refused):
    """The link has made one device a till already."""

    def __init__(self) -> None:
        super().__init__("Arket er brukt på en annen enhet. Be koordinator om et nytt.")


class PairingTooOld(Refused):
    """Nobody used the link in time."""

    def __init__(self, until: datetime) -> None:
        last = date_text(today_in_oslo(until))
        super().__init__(f"Arket gikk ut {last}. Be koordinator om et nytt.")


def pair_link(db: Database, partner_id: UUID, name: str, *, by: StaffUser, now: datetime) -> str:
    """Make a till that waits for its device; returns the secret of its pairing link.

    The secret is shown this once, since only its keyed hash is kept. Raises BadInput and
    PartnerClosed.
    """
    by.must_be(Role.COORDINATOR)
    name = filled_in(line(name, "Navn på kassen", longest=LONGEST_NAME), "Navn på kassen")
    till_id, secret = uuid4(), new_secret()
    pairing = _hashed_pairing(db.keys, secret)

    def body(tx: Transaction) -> None:
        if partners.of(tx, partner_id).closed_at:
            raise PartnerClosed
        tx.run(sql("tills/add"), till_id, partner_id, name, pairing, now + PAIRING_LASTS)

    db.transact(body)
    return secret


def sheet_name(partner_name: str, till_name: str) -> str:
    """A file name for a pairing sheet that every computer takes: «kasse-bolgen-luke-1.pdf»."""
    told = f"{partner_name} {till_name}".casefold().translate(_LETTERS)
    # What is left of é without its accent is e.
    plain = unicodedata.normalize("NFKD", told).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    return f"{'-'.join(['kasse', *words])[:LONGEST_FILE_NAME].rstrip('-')}.pdf"


def waiting(db: Reader, secret: str) -> Till:
    """The till that a pairing link is for, paired or not; raises UnknownPairing."""
    row = db.row("select * from till where pairing_hash = $1", _hashed_pairing(db.keys, secret))
    if row is None:
        raise UnknownPairing
    return _of_row(db, row)


def why_not_pair(till: Till, *, now: datetime) -> Refused | None:
    """The first rule against making a device this till, or None."""
    if till.is_closed:
        return TillClosed()
    if till.paired_at:
        return PairingUsed()
    if now > till.pairing_until:
        return PairingTooOld(till.pairing_until)
    return None


def pair(db: Database, secret: str, *, now: datetime) -> str:
    """Make the device that opened the link a till; returns the token for it to keep."""
    token = new_secret()

    def body(tx: Transaction) -> None:
        till = waiting(tx, secret)
        if refusal := why_not_pair(till, now=now):
            raise refusal
        if not tx.run(sql("tills/pair"), till.id, _hashed_token(tx.keys, token), now):
            raise PairingUsed

    db.transact(body)
    return token


def of_token(db: Reader, token: str) -> Till | None:
    """The till a device is, closed ones too; None for a token that nobody was given."""
    row = db.row("select * from till where token_hash = $1", _hashed_token(db.keys, token))
    return _of_row(db, row) if row else None


def was_paired_by(db: Reader, till: Till, secret: str) -> bool:
    """Whether it was this link that made the device a till."""
    text = "select 1 from till where id = $1 and pairing_hash = $2"
    return db.row(text, till.id, _hashed_pairing(db.keys, secret)) is not None


def is_revoked(db: Reader, till: Till) -> bool:
    """Whether the till was let go since it was read; quicker than to read it again."""
    text = "select 1 from till where id = $1 and revoked_at is null"
    return db.row(text, till.id) is None


def all_of(db: Reader, partner_id: UUID | None = None) -> list[Till]:
    """Every till of a partner, or of all, by partner and name."""
    return db.many(Till, sql("tills/all"), partner_id)


def categories(db: Reader, till: Till) -> frozenset[str]:
    """What the partner has open offers of: cards that are good anywhere are good for these."""
    rows = db.rows(sql("tills/categories"), till.partner_id)
    return frozenset(row["category"] for row in rows)


def revoke(db: Database, till_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Let a device go, or take back a link nobody has used; doing it again changes nothing."""
    by.must_be(Role.COORDINATOR)
    text = "update till set revoked_at = $2 where id = $1 and revoked_at is null"
    db.transact(lambda tx: tx.run(text, till_id, now))


# Two questions, not one with a join: the engine plans a join for longer than it takes to
# read two rows, and a till waits for this.
def _of_row(db: Reader, row: Row) -> Till:
    partner = partners.of(db, row["partner_id"])
    return Till(
        id=row["id"],
        partner_id=partner.id,
        partner_name=partner.name,
        name=row["name"],
        pairing_until=row["pairing_until"],
        paired_at=row["paired_at"],
        revoked_at=row["revoked_at"],
        partner_closed_at=partner.closed_at,
    )


def _hashed_pairing(keys: Keys, secret: str) -> bytes:
    return keys.hashed("till pairing", secret)


def _hashed_token(keys: Keys, token: str) -> bytes:
    return keys.hashed("till token", token)
