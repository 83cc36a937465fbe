"""What is stored with a key, and how it is brought to the newest one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar
from uuid import UUID

from lib import lookup_limit, partner_codes, persons
from lib.asking import Row
from lib.db import Database, Reader, Transaction, sql
from lib.keys import Keys, Unreadable, stamp

# Tables whose «sealed» is sealed with their row's id. A million awards take some minutes.
SEALED = (
    "person",
    "person_identifier_service",
    "person_merge",
    "pair_suspicion",
    "household_service",
    "membership",
    "award",
)
# What chained hashes are made for, and where they stand; all of them in the first place.
CHAINED = {
    persons.NUMBERS: (
        ("person_identifier", "number_hash"),
        ("person_identifier_service", "number_hash"),
    ),
    lookup_limit.ASKED: (("asked", "asked_hash"),),
}
# A partner's ticket has both, and one moves with the other.
TICKET = (("partner_code", "code_hash"), ("partner_code", "sealed"))
# With the first key for good: hashes of 128 random bits, which it does not help to guess; short
# codes, good on a paired till alone, which end with their card; what tells the keys apart.
STAYS = {
    ("session", "token_hash"),
    ("sheet", "holder_hash"),
    ("card_secret", "secret_hash"),
    ("till", "pairing_hash"),
    ("till", "token_hash"),
    ("key_check", "derived"),
}

# What one transaction moves: nobody else writes for those some tens of milliseconds.
ROWS_AT_A_TIME = 500
TICKETS_AT_A_TIME = 20  # a PDF may be 5 MB
READ_AT_A_TIME = 5_000

Item = TypeVar("Item")
Moved = tuple[int, int]  # rows with the newest key now, and rows that could not be opened


def left(db: Reader) -> int:
    """How many rows are with an older key."""
    looked_at = [(table, "sealed") for table in SEALED]
    looked_at += [places[0] for places in CHAINED.values()]
    looked_at += [TICKET[0]]
    newest = stamp(db.keys.generation)
    counts = [db.row(_text("count_before", *place), newest) for place in looked_at]
    return sum(count["rows_left"] for count in counts if count)


def all_moved(db: Database) -> Iterator[Moved]:
    """Move all that is with an older key; tells what each transaction did."""
    for table in SEALED:
        yield from _all_resealed(db, table)
    for purpose in CHAINED:
        yield from _hashes_moved_on(db, purpose)
    yield from _tickets_moved_on(db)


def _all_resealed(db: Database, table: str) -> Iterator[Moved]:
    unreadable: set[UUID] = set()
    for rows in _older(db, _text("sealed_before", table), unreadable):
        for part in _parts(rows, ROWS_AT_A_TIME):
            again = _sealed_again(db.keys, part)
            readable = [row for row in part if row["id"] in again]
            db.transact(partial(_reseal, table=table, rows=readable, again=again))
            unreadable |= {row["id"] for row in part} - again.keys()
            yield len(again), len(part) - len(again)


def _reseal(
    tx: Transaction, *, table: str, rows: Sequence[Row], again: Mapping[UUID, bytes]
) -> None:
    """Store the new seals, but for a row that was sealed anew since it was read."""
    ids = [row["id"] for row in rows]
    before, after = [row["sealed"] for row in rows], [again[row_id] for row_id in ids]
    tx.run(_text("reseal", table), ids, before, after)
    if table == "person":
        # The index in memory has their old seals, and their numbers as the old key hashed them.
        persons.changed(tx, ids)


def _hashes_moved_on(db: Database, purpose: str) -> Iterator[Moved]:
    for rows in _older(db, _text("hashed_before", *CHAINED[purpose][0])):
        for part in _parts([row["id"] for row in rows], ROWS_AT_A_TIME):
            yield db.transact(partial(_move_hashes_on, purpose=purpose, hashes=part)), 0


def _move_hashes_on(tx: Transaction, *, purpose: str, hashes: Sequence[bytes]) -> int:
    """Move hashes on wherever they stand; one that was taken back meanwhile stands nowhere."""
    after = [tx.keys.moved_on(purpose, each) for each in hashes]
    moved, *_ = (
        tx.run(_text("move_hashes", *place), list(hashes), after) for place in CHAINED[purpose]
    )
    return moved


def _tickets_moved_on(db: Database) -> Iterator[Moved]:
    unreadable: set[UUID] = set()
    for rows in _older(db, sql("resealing/tickets_before"), unreadable):
        for part in _parts([row["id"] for row in rows], TICKETS_AT_A_TIME):
            # One by one: a join on their ids would read every PDF of the table.
            text = "select id, code_hash, sealed from partner_code where id = $1"
            tickets = [ticket for each in part for ticket in db.rows(text, each)]
            again = _sealed_again(db.keys, tickets)
            readable = [ticket for ticket in tickets if ticket["id"] in again]
            db.transact(partial(_move_tickets_on, tickets=readable, again=again))
            unreadable |= set(part) - again.keys()
            yield len(again), len(part) - len(again)


def _move_tickets_on(
    tx: Transaction, *, tickets: Sequence[Row], again: Mapping[UUID, bytes]
) -> None:
    moved = [tx.keys.moved_on(partner_codes.CODES, ticket["code_hash"]) for ticket in tickets]
    tx.run_many(
        "update partner_code set code_hash = $2, sealed = $3 where id = $1",
        [
            (ticket["id"], code_hash, again[ticket["id"]])
            for ticket, code_hash in zip(tickets, moved, strict=True)
        ],
    )


def _sealed_again(keys: Keys, rows: Sequence[Row]) -> dict[UUID, bytes]:
    """The rows' seals made with the newest key, without those that cannot be opened."""
    again = {}
    for row in rows:
        with suppress(Unreadable):
            content = keys.opened_bytes(row["id"], row["sealed"])
            again[row["id"]] = keys.sealed_bytes(row["id"], content)
    return again


def _older(db: Database, text: str, passed_over: Collection[UUID] = ()) -> Iterator[list[Row]]:
    """Rows with an older key, until there are none but those passed over."""
    while rows := [
        row
        for row in db.rows(text, stamp(db.keys.generation), READ_AT_A_TIME + len(passed_over))
        if row["id"] not in passed_over
    ]:
        yield rows


def _text(name: str, table: str, column: str = "") -> str:
    """One of our statements for one of our tables."""
    return sql(f"resealing/{name}").format(table=table, column=column)


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))
