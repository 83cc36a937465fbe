"""Clubs with tills, and cards with kroner for them to claim from."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from lib import award_groups, cards, claims, ledger, stock
from lib.claim_rules import Asked, Purpose, Season
from lib.claims import Claim
from lib.db import Database, Transaction, sql
from lib.staff import StaffUser
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


def claimed_from_all(db: Database, card_ids: Sequence[UUID], ore: int, *, on: date) -> None:
    """All that is on these cards claimed by two clubs in turn, as so many `claims.write_in`."""

    def entered(tx: Transaction) -> None:
        tx.run(
            "insert into claim (id, number, request_key, card_id, partner_id, amount_ore, purpose, "
            "season, entered_by, received_on, claimed_at, state) "
            "select made.id, nextval('claim_number'), cast(made.id as text), made.card_id, "
            "made.partner_id, $4, 'membership_fee', 'autumn', $5, $6, $7, 'open' from "
            "(select unnest(cast($1 as uuid[])) as id, unnest(cast($2 as uuid[])) as card_id, "
            "unnest(cast($3 as uuid[])) as partner_id) as made",
            [uuid4() for _ in card_ids],
            list(card_ids),
            [(FOOTBALL, CORPS)[n % 2] for n in range(len(card_ids))],
            ore,
            KARI.id,
            on,
            datetime.combine(on, time(10)),
        )
        text = "update card_money set left_ore = 0 where card_id in (select unnest($1::uuid[]))"
        tx.run(text, list(card_ids))

    db.transact(entered)


def awarded_to_all(
    db: Database, batch_id: UUID, card_ids: Sequence[UUID], *, by: StaffUser, on: date
) -> None:
    """These cards given by one service to as many people, as so many `awards.award`."""
    [batch] = db.rows("select scheme_id from batch where id = $1", batch_id)
    [pool] = [pool for pool in stock.pools(db, batch_id) if pool.service_id == by.service]
    given_by = {
        "id": [uuid4() for _ in card_ids],
        "person_id": [uuid4() for _ in card_ids],
        "card_id": list(card_ids),
    }
    moment = datetime.combine(on, time(10))

    def entered(tx: Transaction) -> None:
        tx.run(
            "insert into award (id, person_id, scheme_id, entitlement_id, batch_id, "
            "pool_id, units, category, sealed, service_id, staff_user_id, awarded_on, "
            "awarded_at) select made.id, made.person_id, $4, made.id, $5, $6, 1, 'card', "
            "made.sealed, $7, $8, $9, $10 from (select unnest(cast($1 as uuid[])) as id, "
            "unnest(cast($2 as uuid[])) as person_id, "
            "unnest(cast($3 as bytea[])) as sealed) as made",
            given_by["id"],
            given_by["person_id"],
            [
                award_groups.sealed(tx.keys, award_id, "10–12 år", None)
                for award_id in given_by["id"]
            ],
            batch["scheme_id"],
            batch_id,
            pool.id,
            by.service,
            by.id,
            on,
            moment,
        )
        tx.run(
            "insert into award_card (card_id, award_id) "
            "select unnest(cast($1 as uuid[])), unnest(cast($2 as uuid[]))",
            given_by["card_id"],
            given_by["id"],
        )
        units = -len(card_ids)
        kind = ledger.MovementKind.AWARDED
        tx.row(
            sql("ledger/enter_movement"), pool.id, units, uuid4(), kind, None, None, by.id, moment
        )

    db.transact(entered)


def left(db: Database, card: cards.Card) -> int | None:
    """Øre left on the card now."""
    return cards.of(db, card.card_id).left_ore
