"""The same child twice: what the tests of merging begin with and compare."""

from uuid import UUID

from lib import holdings, households, merge_steps, merging, persons
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.holdings import HeldCard, Past
from lib.memberships import MemberRole
from lib.persons import Protection
from lib.staff import StaffUser
from tests.town import HEGE, KARI, LEYLA, NOW, TODAY, YUSUF_BORN, at_home, member

# What tells of acts; a merge and its undoing leave more of it.
LOG = ("audit_entry", "asked", "person_change", "person_merge", "person_merge_step")


def written_otherwise(
    db: Database, *, by: StaffUser = HEGE, protection: Protection = Protection.NONE
) -> UUID:
    """Jusuf Hadad, as a nurse wrote Yusuf down with Leyla and without a number; the child's id.

    She goes on past the warning that there may be somebody.
    """
    child = member(MemberRole.CHILD, "Jusuf Hadad", YUSUF_BORN, None, protection=protection)
    try:
        home = at_home(db, LEYLA, child, by=by)
    except AlreadyRegistered as met:
        home = at_home(db, LEYLA, child, by=by, knowing=frozenset(met.persons))
    [entered] = households.seen_by(db, home, by).children
    return entered.person.id


def merged(db: Database, keep: UUID, gone: UUID) -> UUID:
    """Kari merges them today; the merge's id."""
    return merging.merge(db, keep, gone, by=KARI, now=NOW)


def undone(db: Database, merge_id: UUID) -> None:
    merging.undo(db, merge_id, by=KARI, now=NOW)


def cards_of(db: Database, person_id: UUID, *, by: StaffUser) -> list[HeldCard]:
    """The cards of a person from the caseworker's service that are good today."""
    return holdings.of_person(db, person_id, by=by, on=TODAY).cards


def past_of(db: Database, person_id: UUID, *, by: StaffUser) -> list[Past]:
    """What the caseworker's service gave a person this year."""
    return holdings.of_person(db, person_id, by=by, on=TODAY).past


def register(db: Database) -> dict[str, object]:
    """How many rows each table but the logs has and the hash of them all, with seals opened."""
    tables = [name for name in _columns(db) if name not in {*LOG, "person"}]
    text = " union all ".join(
        f"select '{name}' as name, count(*) as rows, bit_xor(hash({name})) as hashed from {name}"
        for name in tables
    )
    found: dict[str, object] = {row["name"]: (row["rows"], row["hashed"]) for row in db.rows(text)}
    people = db.rows("select id from person order by id")
    return found | {"person": [persons.of(db, row["id"]) for row in people]}


def stands_nowhere(db: Database, gone: UUID) -> bool:
    """Whether no row has the id but the person's own, the logs, and pairs compared before."""
    text = " union all ".join(
        f"select '{name}.{column}' as place from {name} where {column} = $1"
        for name, columns in _columns(db).items()
        for column in columns
        if name not in {*LOG, "person", "pair_decision", "pair_suspicion"}
    )
    return db.rows(text, gone) == []


def _columns(db: Database) -> dict[str, list[str]]:
    """The columns with ids of each table."""
    rows = db.rows(
        "select table_name, list(column_name) filter (data_type = 'UUID') as ids "
        "from information_schema.columns group by table_name"
    )
    return {row["table_name"]: row["ids"] or [] for row in rows}


def owners(db: Database) -> dict[tuple[str, UUID], UUID]:
    """Whose each row is, in every table that is about persons."""
    return {
        (table, row["id"]): row["person_id"]
        for table in merge_steps.MOVED
        for row in db.rows(f"select id, person_id from {table}")
    }
