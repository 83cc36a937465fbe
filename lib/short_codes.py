"""The short code under a card's QR: what a person reads aloud when the camera fails.

Forty-one bits are too few for an open page, so a code is good on a paired till only, and a
till that misses too often must wait.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from lib.db import Database, Transaction, sql
from lib.keys import Keys
from lib.norwegian import clock, filled_in
from lib.refusals import BadInput, Refused
from lib.tills import Till

# No vowels, so that no word turns up on a child's ticket, and of each pair that looks alike
# or sounds alike only one. The other of a look-alike pair is read as this one.
ALPHABET = "0123456789CDFGHJKMNPRTVX"
LENGTH = 9
GROUP = 3
_LOOK_ALIKES = str.maketrans("OQILZSB", "0011258")
_BETWEEN_GROUPS = str.maketrans("", "", " .-–\N{NO-BREAK SPACE}")

# A worker misreads a code once or twice; ten in ten minutes is someone trying codes. At that
# pace one till meets one of 10 000 cards in about five hundred years.
MOST_MISSES = 10
MISSES_COUNT_FOR = timedelta(minutes=10)


class UnknownShortCode(Refused):
    """No card has the code."""

    def __init__(self) -> None:
        super().__init__("Kortkode finnes ikke. Kontroller de ni tegnene.")


class TooManyMisses(Refused):
    """The till must wait before it may try another code."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"Kortkode er skrevet feil for mange ganger. Prøv igjen {clock(until)},"
            " eller skann QR-koden."
        )


def derived(keys: Keys, holder_secret: str, card_id: UUID) -> str:
    """The code of one card on one sheet: made again when the holder's page is opened."""
    number = int.from_bytes(keys.hashed("short code of card", f"{holder_secret} {card_id}"), "big")
    code = ""
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def hashed(keys: Keys, code: str) -> bytes:
    """What is kept of a code."""
    return keys.hashed("short code", code)


def grouped(code: str) -> str:
    """«7KM 2PX 04F», for eyes and ears."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The code as it is kept, whichever way it was typed; raises BadInput."""
    code = filled_in(typed[:100], "Kortkode").upper().translate(_BETWEEN_GROUPS)
    code = code.translate(_LOOK_ALIKES)
    if never := next((sign for sign in code if sign not in ALPHABET), None):
        what = f"bokstaven {never}" if never.isalpha() else f"tegnet «{never}»"
        raise BadInput("Kortkoden", f"har aldri {what}. Kontroller de ni tegnene under QR-koden.")
    if len(code) != LENGTH:
        raise BadInput("Kortkode", "må ha ni tegn, for eksempel 7KM 2PX 04F.")
    return code


def look_up(db: Database, typed: str, *, till: Till, now: datetime) -> str:
    """The code as it is kept, when some card has it.

    Raises BadInput, UnknownShortCode (which leaves a miss on the till) or TooManyMisses.
    """
    code = read(typed)
    miss_id = uuid4()

    def body(tx: Transaction) -> Refused | None:
        misses = tx.rows(sql("short_codes/misses"), till.id, now - MISSES_COUNT_FOR, MOST_MISSES)
        if len(misses) == MOST_MISSES:
            return TooManyMisses(misses[-1]["missed_at"] + MISSES_COUNT_FOR)
        if tx.row("select 1 from card_secret where secret_hash = $1", hashed(tx.keys, code)):
            return None
        tx.run("insert into short_code_miss values ($1, $2, $3)", miss_id, till.id, now)
        return UnknownShortCode()

    # Returned, not raised, in the body: the miss must stay when the code is refused.
    if refusal := db.transact(body):
        raise refusal
    return code
