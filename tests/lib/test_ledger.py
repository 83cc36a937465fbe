"""The ledger: nothing is oversold, what is left is the sum of the movements, it survives."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, settings
from hypothesis import given as drawn
from hypothesis import strategies as some

from lib import ledger, stock
from lib.db import Database, Transaction
from lib.ledger import (
    AwardedInMonth,
    MovementKind,
    NotEnoughLeft,
    NothingThere,
    SamePlace,
    ServiceClosed,
    WriteOffReason,
)
from lib.refusals import BadInput, Refused
from lib.staff import NotYourRole
from tests.shelf import left, open_shelf, pool_of, received
from tests.town import KARI, KEYS, NAV, NINA, NOW, NURSES, REFUGEES, TODAY, given, id_of

HOUSE = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def shelf(db: Database) -> None:
    open_shelf(db)


def take(db: Database, pool: UUID, units: int, award: UUID | None = None) -> None:
    award_id = award or uuid4()
    db.transact(lambda tx: ledger.take(tx, pool, units, award_id=award_id, by=NINA, now=NOW))


def put_back(db: Database, pool: UUID, units: int, award: UUID) -> None:
    db.transact(lambda tx: ledger.put_back(tx, pool, units, award_id=award, by=NINA, now=NOW))


def entries(db: Database, batch: UUID) -> list[tuple[str, int]]:
    """Kind and units of a batch's movements, in the order in which they were entered."""
    rows = db.rows("select kind, units from movement where batch_id = $1 order by rowid", batch)
    return [(row["kind"], row["units"]) for row in rows]


def test_the_last_unit_can_be_taken_and_no_more(db: Database) -> None:
    pool = pool_of(db, received(db, {NAV: 3}, quantity=3), NAV)
    take(db, pool, 2)
    with pytest.raises(NotEnoughLeft, match=r"^Antall er for høyt: det er 1 igjen") as refusal:
        take(db, pool, 2)
    assert refusal.value.left == 1
    take(db, pool, 1)
    with pytest.raises(NotEnoughLeft, match="det er 0 igjen"):
        take(db, pool, 1)


def test_an_unknown_pool_always_has_enough_and_stays_unknown(db: Database) -> None:
    batch = received(db, {NAV: None}, quantity=None)
    take(db, pool_of(db, batch, NAV), 500)
    assert left(db, batch)["NAV Larvik"] is None
    assert entries(db, batch) == [("awarded", -500)]


def test_one_service_cannot_take_from_another(db: Database) -> None:
    batch = received(db, {NAV: 1, NURSES: 50})
    with pytest.raises(NotEnoughLeft):
        take(db, pool_of(db, batch, NAV), 2)
    assert left(db, batch)["Skolehelsetjenesten"] == 50


def test_returned_units_can_be_taken_again(db: Database) -> None:
    batch = received(db, {NAV: 2}, quantity=2)
    pool = pool_of(db, batch, NAV)
    take(db, pool, 2, award=id_of("A1"))
    put_back(db, pool, 2, award=id_of("A1"))
    take(db, pool, 2)
    assert [kind for kind, _ in entries(db, batch)][-3:] == ["awarded", "returned", "awarded"]


@pytest.mark.parametrize("units", [0, -1, 100_001])
def test_no_act_takes_an_absurd_number(db: Database, units: int) -> None:
    batch = received(db, quantity=None)
    pool = pool_of(db, batch)
    with pytest.raises(BadInput, match=r"^Antall må være fra"):
        take(db, pool, units)
    with pytest.raises(BadInput, match=r"^Antall må være fra"):
        ledger.write_off(db, pool, units, WriteOffReason.LOST, by=KARI, now=NOW)
    with pytest.raises(BadInput, match=r"^Antall må være fra"):
        ledger.move(db, batch, None, NAV, units, by=KARI, now=NOW)
    assert entries(db, batch) == []
    assert left(db, batch) == {None: None}


def test_moving_writes_two_movements(db: Database) -> None:
    batch = received(db, {NAV: 40})
    ledger.move(db, batch, NAV, NURSES, 15, by=KARI, now=NOW)
    assert left(db, batch) == {None: 60, "NAV Larvik": 25, "Skolehelsetjenesten": 15}
    assert entries(db, batch) == [
        ("received", 100),
        ("moved", -40),
        ("moved", 40),
        ("moved", -15),
        ("moved", 15),
    ]


def test_a_move_that_is_too_large_opens_no_pool(db: Database) -> None:
    batch = received(db, quantity=10)
    with pytest.raises(NotEnoughLeft):
        ledger.move(db, batch, None, NAV, 11, by=KARI, now=NOW)
    assert left(db, batch) == {None: 10}
    ledger.move(db, batch, None, NAV, 10, by=KARI, now=NOW)
    assert left(db, batch) == {None: 0, "NAV Larvik": 10}


def test_sharing_an_unknown_store_opens_an_unknown_pool(db: Database) -> None:
    batch = received(db, quantity=None)
    ledger.move(db, batch, None, NAV, None, by=KARI, now=NOW)
    assert left(db, batch) == {None: None, "NAV Larvik": None}
    with pytest.raises(BadInput, match=r"^Antall må fylles ut"):
        ledger.move(db, batch, None, NAV, None, by=KARI, now=NOW)


def test_a_known_store_is_not_shared_without_a_number(db: Database) -> None:
    batch = received(db)
    with pytest.raises(BadInput, match=r"^Antall må fylles ut"):
        ledger.move(db, batch, None, NAV, None, by=KARI, now=NOW)
    assert left(db, batch) == {None: 100}


def test_what_is_counted_out_of_an_unknown_store_is_known_from_then_on(db: Database) -> None:
    batch = received(db, quantity=None)
    ledger.move(db, batch, None, NAV, 30, by=KARI, now=NOW)
    assert left(db, batch) == {None: None, "NAV Larvik": 30}
    ledger.move(db, batch, NAV, None, 10, by=KARI, now=NOW)
    assert left(db, batch) == {None: None, "NAV Larvik": 20}
    assert ledger.unbalanced(db) == []


def test_a_move_goes_from_one_place_to_another(db: Database) -> None:
    batch = received(db)
    for place in (None, NAV):
        with pytest.raises(SamePlace):
            ledger.move(db, batch, place, place, 1, by=KARI, now=NOW)
    with pytest.raises(NothingThere):
        ledger.move(db, batch, NAV, None, 1, by=KARI, now=NOW)


def test_a_closed_service_is_given_nothing_but_can_give_back(db: Database) -> None:
    batch = received(db, {REFUGEES: 5})
    db.transact(lambda tx: tx.run("update service set closed_at = $2 where id = $1", REFUGEES, NOW))
    with pytest.raises(ServiceClosed):
        ledger.move(db, batch, None, REFUGEES, 1, by=KARI, now=NOW)
    ledger.move(db, batch, REFUGEES, None, 5, by=KARI, now=NOW)
    assert left(db, batch) == {None: 100, "Flyktningtjenesten": 0}


def test_counting_makes_an_unknown_pool_known(db: Database) -> None:
    batch = received(db, {NAV: None}, quantity=None)
    pool = pool_of(db, batch, NAV)
    take(db, pool, 7)
    ledger.count(db, pool, 20, by=KARI, now=NOW)
    assert left(db, batch)["NAV Larvik"] == 20
    assert entries(db, batch) == [("awarded", -7), ("counted", 27)]
    assert ledger.unbalanced(db) == []
    with pytest.raises(NotEnoughLeft):
        take(db, pool, 21)


@pytest.mark.parametrize(("counted", "difference"), [(0, -100), (97, -3), (100, 0), (101, 1)])
def test_a_count_enters_the_difference(db: Database, counted: int, difference: int) -> None:
    batch = received(db)
    ledger.count(db, pool_of(db, batch), counted, by=KARI, now=NOW)
    assert entries(db, batch) == [("received", 100), ("counted", difference)]
    assert left(db, batch) == {None: counted}


def test_nobody_counts_less_than_nought(db: Database) -> None:
    batch = received(db)
    with pytest.raises(BadInput, match=r"^Antall må være fra 0"):
        ledger.count(db, pool_of(db, batch), -1, by=KARI, now=NOW)


def test_a_stocktaking_is_entered_whole_or_not_at_all(db: Database) -> None:
    batch = received(db, {NAV: 40})
    store, nav = pool_of(db, batch), pool_of(db, batch, NAV)
    with pytest.raises(BadInput):
        ledger.count_all(db, {store: 59, nav: -1}, by=KARI, now=NOW)
    assert left(db, batch) == {None: 60, "NAV Larvik": 40}
    ledger.count_all(db, {store: 59, nav: 38}, by=KARI, now=NOW)
    assert left(db, batch) == {None: 59, "NAV Larvik": 38}


def test_a_write_off_tells_its_reason(db: Database) -> None:
    batch = received(db, quantity=5)
    pool = pool_of(db, batch)
    with pytest.raises(NotEnoughLeft):
        ledger.write_off(db, pool, 6, WriteOffReason.DAMAGED, by=KARI, now=NOW)
    ledger.write_off(db, pool, 5, WriteOffReason.DAMAGED, by=KARI, now=NOW + timedelta(hours=1))
    latest = ledger.movements(db, batch)[0]
    assert (latest.kind, latest.units, latest.reason, latest.staff_name, latest.service_name) == (
        MovementKind.WRITTEN_OFF,
        -5,
        WriteOffReason.DAMAGED,
        "Kari",
        None,
    )


def test_the_story_sums_awards_by_month(db: Database) -> None:
    """A line of its own would be one family's."""
    batch = received(db, {NAV: 40})
    pool = pool_of(db, batch, NAV)
    take(db, pool, 2)
    take(db, pool, 3, award=id_of("A1"))
    put_back(db, pool, 1, award=id_of("A1"))
    assert MovementKind.AWARDED not in {m.kind for m in ledger.movements(db, batch)}
    assert ledger.awarded_by_month(db, batch) == [AwardedInMonth(date(2024, 5, 1), "NAV Larvik", 4)]


def test_expiry_writes_off_what_is_left_the_day_after(db: Database) -> None:
    batch = received(db, {NAV: 40}, valid_to=TODAY)
    other = received(db)
    assert ledger.expire(db, on=TODAY, by=KARI, now=NOW) == 0
    assert ledger.expire(db, on=TODAY + timedelta(days=1), by=KARI, now=NOW) == 100
    assert left(db, batch) == {None: 0, "NAV Larvik": 0}
    assert left(db, other) == {None: 100}
    assert sorted(entries(db, batch)[-2:]) == [("expired", -60), ("expired", -40)]
    assert ledger.expire(db, on=TODAY + timedelta(days=1), by=KARI, now=NOW) == 0
    assert ledger.unbalanced(db) == []


def test_an_event_that_is_past_expires_before_the_validity(db: Database) -> None:
    received(db, event_date=TODAY, valid_to=TODAY + timedelta(days=9))
    assert ledger.expire(db, on=TODAY + timedelta(days=1), by=KARI, now=NOW) == 100


def test_what_is_unknown_expires_unknown(db: Database) -> None:
    batch = received(db, quantity=None, valid_to=TODAY)
    assert ledger.expire(db, on=TODAY + timedelta(days=1), by=KARI, now=NOW) == 0
    assert left(db, batch) == {None: None}


def test_a_pool_that_does_not_add_up_is_found(db: Database) -> None:
    given(
        db,
        "pool",
        """
        id | batch_id | service_id | units_left
        P1 | B1       | NAV        | 5
        P2 | B1       | NURSES     | 5
        P3 | B1       | -          | -
        """,
    )
    given(
        db,
        "movement",
        """
        pool_id | batch_id | kind     | units
        P1      | B1       | received | 5
        P2      | B1       | received | 6
        P3      | B1       | awarded  | -6
        """,
    )
    (wrong,) = ledger.unbalanced(db)
    assert (wrong.pool_id, wrong.units_left, wrong.units_moved) == (id_of("P2"), 5, 6)


def test_only_a_coordinator_moves_counts_and_writes_off(db: Database) -> None:
    batch = received(db)
    pool = pool_of(db, batch)
    for act in (
        lambda: ledger.move(db, batch, None, NAV, 1, by=NINA, now=NOW),
        lambda: ledger.count(db, pool, 1, by=NINA, now=NOW),
        lambda: ledger.write_off(db, pool, 1, WriteOffReason.LOST, by=NINA, now=NOW),
        lambda: ledger.expire(db, on=TODAY, by=NINA, now=NOW),
    ):
        with pytest.raises(NotYourRole):
            act()


PLACES = (None, NAV, NURSES)
ACTS = some.lists(
    some.tuples(
        some.sampled_from(("take", "put back", "move", "count", "write off", "expire")),
        some.sampled_from(PLACES),
        some.sampled_from(PLACES),
        some.one_of(some.none(), some.integers(0, 30)),
    ),
    max_size=12,
)


def _act(
    db: Database, batch: UUID, act: str, place: UUID | None, other: UUID | None, n: int | None
) -> None:
    if act == "move":
        ledger.move(db, batch, place, other, n, by=KARI, now=NOW)
        return
    if act == "expire":
        ledger.expire(db, on=TODAY + timedelta(days=1), by=KARI, now=NOW)
        return
    pool = next((p.id for p in stock.pools(db, batch) if p.service_id == place), None)
    if pool is None or n is None:
        return
    if act == "take":
        take(db, pool, n)
    elif act == "put back":
        put_back(db, pool, n, id_of("A1"))
    elif act == "count":
        ledger.count(db, pool, n, by=KARI, now=NOW)
    else:
        ledger.write_off(db, pool, n, WriteOffReason.LOST, by=KARI, now=NOW)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@drawn(quantity=some.one_of(some.none(), some.integers(1, 40)), is_dated=some.booleans(), acts=ACTS)
@example(quantity=None, is_dated=False, acts=[("take", None, None, 9), ("count", None, None, 3)])
def test_after_any_acts_the_ledger_adds_up(
    db: Database,
    quantity: int | None,
    is_dated: bool,
    acts: list[tuple[str, UUID | None, UUID | None, int | None]],
) -> None:
    """What is known stays known, nothing falls below nought, and moving makes nothing."""
    batch = received(db, quantity=quantity, valid_to=TODAY if is_dated else None)
    for act in acts:
        before = left(db, batch)
        try:
            _act(db, batch, *act)
        except Refused:
            assert left(db, batch) == before
        after = left(db, batch)
        assert all(after[place] is not None for place, units in before.items() if units is not None)
        assert all(units is None or units >= 0 for units in after.values())
    assert ledger.unbalanced(db) == []
    assert sum(units for kind, units in entries(db, batch) if kind == "moved") == 0


THREADS, TRIES, UNITS = 16, 10, 100


def _sold(attempt: Callable[[], bool]) -> int:
    """How many of all threads' tries sold a unit, all of them beginning at once."""
    ready = threading.Barrier(THREADS)

    def one(_: int) -> int:
        ready.wait()
        return sum(attempt() for _ in range(TRIES))

    with ThreadPoolExecutor(THREADS) as crowd:
        return sum(crowd.map(one, range(THREADS)))


def test_sixteen_threads_never_oversell(db: Database) -> None:
    batch = received(db, {NAV: UNITS}, quantity=UNITS)
    pool = pool_of(db, batch, NAV)

    def attempt() -> bool:
        try:
            take(db, pool, 1)
        except NotEnoughLeft:
            return False
        return True

    assert _sold(attempt) == UNITS
    assert left(db, batch)["NAV Larvik"] == 0
    assert ledger.unbalanced(db) == []


@pytest.mark.parametrize("is_locked", [False, True])
def test_summing_the_ledger_oversells_unless_writers_queue(db: Database, is_locked: bool) -> None:
    """The control: the same race where each writer looks first, with the lock and without."""
    pool = pool_of(db, received(db, {NAV: UNITS}, quantity=UNITS), NAV)
    if not is_locked:
        db._writing = nullcontext()  # type: ignore[assignment]

    def looked_first(tx: Transaction) -> bool:
        row = tx.row("select sum(units) as left from movement where pool_id = $1", pool)
        if row is None or row["left"] < 1:
            return False
        time.sleep(0.001)
        text = (
            "insert into movement (id, pool_id, batch_id, kind, units, moved_at) "
            "values ($1, $2, $2, 'awarded', -1, $3)"
        )
        return tx.run(text, uuid4(), pool, NOW) == 1

    sold = _sold(lambda: db.transact(looked_first))
    assert sold == UNITS if is_locked else sold > UNITS


SELLER = """
import sys
from functools import partial
from uuid import UUID, uuid4
from lib import ledger
from lib.db import Database
from tests.town import KEYS, NINA, NOW
pool = UUID(sys.argv[2])
with Database(sys.argv[1], KEYS) as db:
    while True:
        award = uuid4()
        taken = partial(ledger.take, pool_id=pool, units=1, award_id=award, by=NINA, now=NOW)
        db.transact(taken)
        print(award, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(settled_file: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(settled_file, tmp_path / "killed.duckdb"))
    with Database(file, KEYS) as db:
        open_shelf(db)
        pool = pool_of(db, received(db, {NAV: 5_000}, quantity=5_000), NAV)
    with subprocess.Popen(
        [sys.executable, "-c", SELLER, str(file), str(pool)],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        text=True,
    ) as seller:
        assert seller.stdout
        lines = [seller.stdout.readline() for _ in range(60)]
        seller.send_signal(signal.SIGKILL)
        # The pipe holds what was written before the kill came, the last line perhaps in part.
        lines += [line for line in seller.stdout if line.endswith("\n")]
    assert seller.returncode == -signal.SIGKILL
    acknowledged = {UUID(line.strip()) for line in lines}
    with Database(file, KEYS) as db:
        kept = {row["award_id"] for row in db.rows("select award_id from movement")}
        assert acknowledged <= kept
        assert ledger.unbalanced(db) == []
