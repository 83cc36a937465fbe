"""What it costs to register one person past the stopper, against writing the same rows."""

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from faker import Faker

from lib import audit, kept_index, memberships, persons, registration
from lib.audit import Act
from lib.db import Database, Transaction, sql
from lib.memberships import MemberRole, Membership
from lib.registration import NewMember
from tests import town
from tests.town import KEYS, NAV, NILS, NINA, NOW, TODAY

TIMES = 150


def measured(times: int = TIMES) -> tuple[float, float, float]:
    """Milliseconds, p50: registering, the same rows without any rule, and one bare row.

    Taken in turns, in one register that grows by what is measured.
    """
    people = Faker("no_NO")
    people.seed_instance(3)
    with (
        tempfile.TemporaryDirectory() as folder,
        Database(Path(folder) / "bench.duckdb", KEYS) as db,
    ):
        town.settle(db)
        kept_index.of(db)
        took: dict[Callable[[Database, NewMember, int], None], list[float]] = {
            _by_the_rules: [],
            _same_rows: [],
            _bare_row: [],
        }
        for n in range(times):
            for m, way in enumerate(took):
                born = date(1970, 1, 1) + timedelta(days=41 * n + m)
                somebody = town.member(MemberRole.GUARDIAN, people.name(), born)
                began = time.perf_counter()
                way(db, somebody, n)
                took[way].append(1000 * (time.perf_counter() - began))
        by_rules, same_rows, bare = (median(each) for each in took.values())
        return by_rules, same_rows, bare


def _by_the_rules(db: Database, somebody: NewMember, n: int) -> None:
    # A desk asks sixty times an hour at most.
    then = NOW + timedelta(minutes=2 * n)
    registration.register(db, [somebody], None, by=NINA, on=TODAY, now=then)


def _same_rows(db: Database, somebody: NewMember, n: int) -> None:
    def asked(tx: Transaction) -> None:
        text = "insert into asked (staff_user_id, asked_hash, asked_at) values ($1, $2, $3)"
        tx.run(text, NILS.id, db.keys.hashed("asked", str(n)), NOW)

    def entered(tx: Transaction) -> None:
        household_id, reference = uuid4(), persons.new_reference("H")
        row_id, member_id = uuid4(), uuid4()
        roster = memberships.roster(tx.keys, row_id, [member_id])
        place = row_id, household_id, NAV, reference, roster, NILS.id, NOW
        tx.run(sql("households/add_service"), *place)
        person_id = persons.enter(tx, somebody.name, somebody.born, {})
        assert somebody.number
        persons.enter_number(tx, person_id, somebody.number, by=NILS, now=NOW)
        home = household_id, None, somebody.role, NOW
        memberships.add(tx, Membership(member_id, person_id, NAV, *home))
        persons.changed(tx, [person_id])
        audit.note(tx, Act.REGISTERED, by=NILS, now=NOW, subject=household_id, reference=reference)

    db.transact(asked)
    db.transact(entered)


def _bare_row(db: Database, somebody: NewMember, n: int) -> None:
    db.transact(lambda tx: persons.enter(tx, somebody.name, somebody.born, {}))
