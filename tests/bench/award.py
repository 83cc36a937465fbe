"""Awards under sixteen threads: never more than there are, and what the rules cost."""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import duckdb

from lib import award_rules, awards, ledger
from lib.db import Database
from lib.ledger import NotEnoughLeft
from lib.memberships import MemberRole
from tests import town
from tests.bench import Figure
from tests.town import KEYS, NINA, NOW, TODAY

THREADS = 16
TURNS = 10
STOCK = 60  # tickets in a round, asked for by twice as many


def run(scale: str) -> list[Figure]:
    """Rounds without and with the walls, and acts per second with and without the rules."""
    rounds, acts = (5, 160) if scale == "small" else (20, 800)
    with _larvik(children=40) as (db, children):
        oversold = sum(_oversold(db, children, _award) for _ in range(rounds))
        ledger_whole = not ledger.unbalanced(db)
        db._writing, lock = nullcontext(), db._writing  # type: ignore[assignment]
        control = sum(_oversold(db, children, _award_by_sum) for _ in range(rounds))
        db._writing = lock
        batch = town.stocked(db, "Rate", quantity=100_000)
        case = award_rules.case_of(db, children[0], batch, by=NINA, on=TODAY)
        by_rules, same_rows, bare = _rates(
            acts,
            lambda n: _award(db, children[n % len(children)], batch),
            lambda n: _rows_only(db, case),
            lambda n: _bare_insert(db),
        )
    return [
        Figure(
            "award",
            f"oversold in {rounds} rounds of {THREADS} threads",
            oversold,
            "units",
            "0",
            oversold == 0,
        ),
        Figure(
            "award",
            "pools that are the sum of their movements after that",
            int(ledger_whole),
            "yes",
            "1",
            ledger_whole,
        ),
        Figure(
            "award",
            "control, sum of the ledger and no lock: oversold",
            control,
            "units",
            "> 0",
            control > 0,
        ),
        Figure("award", "awards a second", by_rules, "1/s", None, None),
        Figure("award", "the same rows without rules", same_rows, "1/s", None, None),
        Figure(
            "award",
            "awards against the same rows",
            by_rules / same_rows,
            "×",
            "≥ 0.5",
            by_rules / same_rows >= 0.5,
        ),
        Figure("award", "awards against a bare one-row insert", by_rules / bare, "×", None, None),
    ]


@contextmanager
def _larvik(children: int) -> Iterator[tuple[Database, list[UUID]]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "bench.duckdb", KEYS) as db,
    ):
        town.settle(db)
        known = [
            town.member(MemberRole.CHILD, "Barn", date(2014, 1, 1 + n % 28), serial=n // 28)
            for n in range(children)
        ]
        town.at_home(db, town.SALMA, *known)
        ids = [town.person_id_of(db, child) for child in known]
        for person_id in ids:
            town.entitled(db, person_id)
        yield db, ids


def _oversold(db: Database, children: list[UUID], act: Callable[..., bool]) -> int:
    batch = town.stocked(db, f"Round {uuid4()}", quantity=STOCK)
    asked = [children[n % len(children)] for n in range(2 * STOCK)]
    with ThreadPoolExecutor(THREADS) as threads:
        won = sum(threads.map(lambda child: act(db, child, batch), asked))
    if act is _award and won != STOCK:
        raise AssertionError(f"{won} awards of {STOCK} tickets: the round measured nothing")
    return max(won - STOCK, 0)


def _award(db: Database, child: UUID, batch: UUID) -> bool:
    try:
        awards.award(db, child, batch, 1, award_id=uuid4(), by=NINA, on=TODAY, now=NOW)
    except NotEnoughLeft:
        return False
    return True


def _award_by_sum(db: Database, child: UUID, batch: UUID) -> bool:
    """The design that was not chosen: what is left is asked of the ledger, and nobody waits."""
    pool = db.row("select id from pool where batch_id = $1 and service_id = $2", batch, town.NAV)
    assert pool

    def summed(tx: object) -> bool:
        row = tx.row(  # type: ignore[attr-defined]
            "select cast(sum(units) as integer) as units from movement where pool_id = $1",
            pool["id"],
        )
        if row["units"] < 1:
            return False
        tx.run(  # type: ignore[attr-defined]
            "insert into movement (id, pool_id, batch_id, kind, units, moved_at) "
            "values ($1, $2, $3, 'awarded', -1, $4)",
            uuid4(),
            pool["id"],
            batch,
            NOW,
        )
        return True

    for _ in range(20):
        try:
            return db.transact(summed)
        except duckdb.TransactionException:
            continue
    return False


def _rows_only(db: Database, case: award_rules.Case) -> None:
    db.transact(lambda tx: awards._enter(tx, case, 1, uuid4(), None, by=NINA, on=TODAY, now=NOW))


def _bare_insert(db: Database) -> None:
    db.transact(
        lambda tx: tx.run(
            "insert into use_count values ($1, $2, $3, 1, $4, $5)",
            uuid4(),
            uuid4(),
            TODAY,
            NINA.id,
            NOW,
        )
    )


def _rates(acts: int, *kinds: Callable[[int], object]) -> list[float]:
    """Acts a second of each kind, in turns, so that a noisy moment meets them all alike."""
    spent = [0.0] * len(kinds)
    with ThreadPoolExecutor(THREADS) as threads:
        for turn in range(TURNS):
            for n, act in enumerate(kinds):
                began = time.perf_counter()
                list(threads.map(act, range(turn, acts, TURNS)))
                spent[n] += time.perf_counter() - began
    return [acts / seconds for seconds in spent]
