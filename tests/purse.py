"""Clubs with tills, and cards with kroner for them to claim from."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from lib import cards, claims
from lib.claims import Asked, Claim, Purpose, Season
from lib.db import Database
from lib.tills import Till
from tests.counter import till_at
from tests.town import KARI, NOW, TODAY, given, id_of

FOOTBALL, CORPS, NO_ACCOUNT, CLOSED = (
    id_of("FOOTBALL"),
    id_of("CORPS"),
    id_of("NO_ACCOUNT"),
    id_of("CLOSED"),
)
# Made up: bank codes that no bank has, with right control digits.
ACCOUNTS = ("99910000019", "99920000017")


def open_clubs(db: Database) -> None:
    """Two clubs that can be paid, one without an account number, one that is closed."""
    given(
        db,
        "partner",
        f"""
        id         | name               | reach | organisation_number | account_number | closed_at
        FOOTBALL   | Larvik Turn        | local | 940155223           | {ACCOUNTS[0]}  | -
        CORPS      | Østre Halsen korps | local | -                   | {ACCOUNTS[1]}  | -
        NO_ACCOUNT | Sjakklubben        | local | -                   | -              | -
        CLOSED     | Gamle Turn         | local | -                   | {ACCOUNTS[1]}  | 2024-01-01
        """,
    )


def club_till(db: Database, partner_id: UUID = FOOTBALL) -> Till:
    """A paired device at the club."""
    return till_at(db, partner_id)


def purse(db: Database, ore: int = 1372_00, **changes: Any) -> cards.Card:
    """A card with kroner."""
    return purses(db, 1, ore, **changes)[0]


def purses(db: Database, count: int, ore: int = 1372_00, **changes: Any) -> list[cards.Card]:
    """Equal cards with kroner, good for the year."""
    told: dict[str, Any] = {"valid_from": None, "valid_to": date(2024, 12, 31), **changes}
    made = db.transact(
        lambda tx: cards.make(
            tx,
            offer_name="Fritidskortet",
            punches=[],
            amount_ore=ore,
            count=count,
            now=NOW,
            **told,
        )
    )
    return cards.of_all(db, made)


def asked(card: cards.Card | int, ore: int = 500_00, **changes: Any) -> Asked:
    """A claim for this spring's membership fee."""
    number = card if isinstance(card, int) else card.number
    told: dict[str, Any] = {"purpose": Purpose.MEMBERSHIP_FEE, "season": Season.SPRING}
    return Asked(number, ore, **(told | changes))


def claimed(
    db: Database, card: cards.Card | int, till: Till, ore: int = 500_00, **changes: Any
) -> Claim:
    """Claim from the card today."""
    key = changes.pop("key", str(uuid4()))
    on, now = changes.pop("on", TODAY), changes.pop("now", NOW)
    return claims.submit(db, asked(card, ore, **changes), till=till, key=key, on=on, now=now)


def written_in(
    db: Database, card: cards.Card | int, partner_id: UUID = FOOTBALL, ore: int = 500_00
) -> Claim:
    """A claim that came by mail today."""
    return claims.write_in(
        db,
        partner_id,
        asked(card, ore),
        received_on=TODAY,
        key=str(uuid4()),
        by=KARI,
        on=TODAY,
        now=NOW,
    )


def left(db: Database, card: cards.Card) -> int | None:
    """Øre left on the card now."""
    return cards.of(db, card.card_id).left_ore
