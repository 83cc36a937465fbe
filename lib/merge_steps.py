"""What a merge of two persons does to the rows about them, step by step, so that it can be undone.

A step is a table and a row's id: what stands in the row is never copied, so it goes back as it
is by then.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lib import memberships, pair_decisions
from lib.asking import Row
from lib.contact_requests import Answer
from lib.db import Reader, Transaction, sql
from lib.memberships import Membership
from lib.staff import StaffUser

# Every table whose rows are about a person, with why they go over to the kept one.
MOVED: Mapping[str, str] = {
    "person_identifier": "the kept one is found by the numbers of both",
    "membership": "the services of both know the kept one, each in its own homes",
    "consent": "a guardian spoke for the child, whichever row it had",
    "entitlement": "a right assessed for one is the other's",
    "contact_request": "the asker's list names whom the register has",
    "award": "quotas, warnings and cards follow the award",
    "application": "the service that received it decides about the kept one",
    "waiting": "the child still waits",
}


class Step(StrEnum):
    MOVED = "moved"
    CLOSED = "closed"


def close(
    tx: Transaction,
    merge_id: UUID,
    keep: UUID,
    gone: UUID,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """Close what cannot be open twice, and what was asked while there seemed to be two."""
    own_homes = {_where(each) for each in memberships.of_persons(tx, [keep])}
    homes = [each.id for each in memberships.of_persons(tx, [gone]) if _where(each) in own_homes]
    memberships.end(tx, homes)
    _remember(tx, merge_id, Step.CLOSED, "membership", homes)

    waits = _ids(tx.rows(sql("merging/double_waits"), keep, gone))
    tx.run_many("update waiting set ended_at = $2 where id = $1", [(wait, now) for wait in waits])
    _remember(tx, merge_id, Step.CLOSED, "waiting", waits)

    requests = tx.rows(sql("merging/open_requests"), keep, gone)
    tx.run_many(
        sql("contact_requests/add_answer"),
        [
            (each["id"], each["asking_service_id"], Answer.REGISTER_TIDIED, by.id, now)
            for each in requests
        ],
    )
    _remember(tx, merge_id, Step.CLOSED, "contact_request", _ids(requests))

    # What was decided about the gone one and a third holds for the kept one, whose own goes first.
    own = pair_decisions.about(tx, keep)
    doubles = [
        decision for other, decision in pair_decisions.about(tx, gone).items() if other in own
    ]
    pair_decisions.close(tx, doubles, by=by, now=now)
    _remember(tx, merge_id, Step.CLOSED, "pair_decision", doubles)


def move(tx: Transaction, merge_id: UUID, keep: UUID, gone: UUID) -> None:
    """Give the kept person all that is about the gone one."""
    for table in MOVED:
        rows = tx.rows(f"select id from {table} where person_id = $1", gone)
        tx.run(f"update {table} set person_id = $2 where person_id = $1", gone, keep)
        _remember(tx, merge_id, Step.MOVED, table, _ids(rows))
    about = pair_decisions.about(tx, gone)
    decisions = [decision for other, decision in about.items() if other != keep]
    for decision in decisions:
        pair_decisions.pass_on(tx, decision, gone, keep)
    _remember(tx, merge_id, Step.MOVED, "pair_decision", decisions)


def move_back(tx: Transaction, merge_id: UUID, keep: UUID, gone: UUID) -> None:
    """Give back what was moved, as it is now."""
    for table in MOVED:
        # A number freed since is a row gone, and the same number given anew is another row.
        text = f"update {table} set person_id = $2 where id = $1"
        for row_id in _steps(tx, merge_id, Step.MOVED, table):
            tx.run(text, row_id, gone)
    for application in _steps(tx, merge_id, Step.MOVED, "application"):
        tx.run(sql("merging/award_of_application"), application, keep, gone)
    for decision in _steps(tx, merge_id, Step.MOVED, "pair_decision"):
        pair_decisions.pass_on(tx, decision, keep, gone)


def open_again(tx: Transaction, merge_id: UUID) -> None:
    """Open what was closed, once everything is where it was."""
    again = {
        "membership": "update membership set ended = false where id = $1",
        "waiting": sql("merging/wait_again"),
        "contact_request": sql("merging/ask_again"),
        "pair_decision": (
            "update pair_decision set undone_by = null, undone_at = null where id = $1"
        ),
    }
    for table, text in again.items():
        for row_id in _steps(tx, merge_id, Step.CLOSED, table):
            tx.run(text, row_id)


def _remember(
    tx: Transaction, merge_id: UUID, step: Step, table: str, row_ids: Iterable[UUID]
) -> None:
    tx.run_many(sql("merging/add_step"), [(merge_id, step, table, row_id) for row_id in row_ids])


def _steps(db: Reader, merge_id: UUID, step: Step, table: str) -> list[UUID]:
    rows = db.rows(sql("merging/steps"), merge_id, step, table)
    return [row["row_id"] for row in rows]


def _where(membership: Membership) -> tuple[UUID, UUID]:
    return membership.household_id, membership.service_id


def _ids(rows: Iterable[Row]) -> list[UUID]:
    return [row["id"] for row in rows]
