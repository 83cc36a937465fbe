"""Merging two persons who are one, and taking it back.

Everything of the gone person goes over to the kept one; what cannot be open twice, or was asked
about two, is closed. The gone one's row stays with its seal, so that an old line of the access
log still leads to somebody, but nothing refers to it: no look-up finds it and no desk opens it.
Applications that wait stay open: each is for its own service to decide.

Undone, each row goes back as it is then: cancelled if the award was cancelled since, with the new
card if a lost one was replaced, decided and with its award if the application was granted. What
came new to the kept person since stays there. What was closed opens again, unless the same was
opened anew since. Merges of one kept person are undone from the last one back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from lib import audit, merge_steps, pair_decisions, persons
from lib.asking import Row
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.pair_decisions import Verdict
from lib.persons import Person, Protection, strictest
from lib.refusals import Refused
from lib.staff import Role, StaffUser

Heard = Mapping[UUID, Protection]  # of a person's protection, by service


@dataclass(frozen=True)
class Merge:
    """A merge that stands, by reference."""

    id: UUID
    kept_id: UUID
    gone_id: UUID
    kept_reference: str
    gone_reference: str
    merged_by: str
    merged_at: datetime


class DecidedApart(Refused):
    """Somebody found that they are two."""

    def __init__(self) -> None:
        super().__init__("Det er avgjort at de ikke er samme person. Angre den avgjørelsen først.")


class MergeUndone(Refused):
    """A colleague was faster."""

    def __init__(self) -> None:
        super().__init__("Sammenslåingen er allerede angret.")


class MergedFurther(Refused):
    """Undone out of turn, it would give back what a later merge has moved on."""

    def __init__(self) -> None:
        super().__init__(
            "Personen er slått sammen med flere siden. Angre den siste sammenslåingen først."
        )


def standing(db: Reader, *, by: StaffUser) -> list[Merge]:
    """Merges that can be looked over and undone, the latest first."""
    by.must_be(Role.COORDINATOR)
    return db.many(Merge, sql("merging/standing"))


def why_not(db: Reader, keep: UUID, gone: UUID) -> Refused | None:
    """What stands against merging one person into another, or None."""
    if refusal := pair_decisions.why_not(db, keep, gone):
        return refusal
    if pair_decisions.verdict_on(db, keep, gone) is Verdict.NOT_SAME:
        return DecidedApart()
    return None


def merge(db: Database, keep: UUID, gone: UUID, *, by: StaffUser, now: datetime) -> UUID:
    """Merge one person into another, who keeps name and birth date; returns the merge's id.

    The strictest protection of both holds, service by service.
    Raises OnePerson, AlreadyMerged and DecidedApart.
    """
    by.must_be(Role.COORDINATOR)
    merge_id = uuid4()

    def merged(tx: Transaction) -> None:
        if refusal := why_not(tx, keep, gone):
            raise refusal
        pair_decisions.note_of_both(tx, Act.MERGED, keep, gone, "slått sammen", by=by, now=now)
        kept = persons.of(tx, keep)
        before = tx.keys.sealed(merge_id, {"protections": _as_text(kept.protections)})
        tx.run(sql("merging/add"), merge_id, keep, gone, before, by.id, now)
        merge_steps.close(tx, merge_id, keep, gone, by=by, now=now)
        merge_steps.move(tx, merge_id, keep, gone)
        _hear(tx, kept, _together(kept.protections, persons.of(tx, gone).protections))
        persons.changed(tx, [keep, gone])

    with audit.refusals_noted(db, by=by, now=now, subject=gone):
        db.transact(merged)
    return merge_id


def why_not_undo(db: Reader, merge_id: UUID) -> Refused | None:
    """What stands against undoing a merge, or None."""
    if _row(db, merge_id)["undone_at"]:
        return MergeUndone()
    if db.rows(sql("merging/later"), merge_id):
        return MergedFurther()
    return None


def undo(db: Database, merge_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Part two persons who were merged by mistake; raises MergeUndone and MergedFurther."""
    by.must_be(Role.COORDINATOR)
    entered = _row(db, merge_id)
    keep, gone = entered["kept_id"], entered["gone_id"]

    def undone(tx: Transaction) -> None:
        if refusal := why_not_undo(tx, merge_id):
            raise refusal
        outcome = "sammenslåing angret"
        pair_decisions.note_of_both(tx, Act.MERGE_UNDONE, keep, gone, outcome, by=by, now=now)
        tx.run(
            "update person_merge set undone_by = $2, undone_at = $3 where id = $1",
            merge_id,
            by.id,
            now,
        )
        merge_steps.move_back(tx, merge_id, keep, gone)
        merge_steps.open_again(tx, merge_id)
        _part_protections(tx, merge_id, keep, gone)
        persons.changed(tx, [keep, gone])

    with audit.refusals_noted(db, by=by, now=now, subject=keep):
        db.transact(undone)


def _row(db: Reader, merge_id: UUID) -> Row:
    row = db.row("select * from person_merge where id = $1", merge_id)
    if row is None:
        raise LookupError("no such merge")
    return row


def _hear(tx: Transaction, person: Person, heard: Heard) -> None:
    persons.reseal(tx, person.id, person.name, person.born, heard)


def _together(one: Heard, other: Heard) -> Heard:
    """The strictest that each service has heard of either."""
    none = Protection.NONE
    return {
        service: strictest(one.get(service, none), other.get(service, none))
        for service in {*one, *other}
    }


def _part_protections(tx: Transaction, merge_id: UUID, keep: UUID, gone: UUID) -> None:
    """Give the kept one back what had been heard of them before.

    What a service has heard since is about whichever of the two it knows, and never makes
    the gone one's protection milder: the service can take it back itself.
    """
    kept, going = persons.of(tx, keep), persons.of(tx, gone)
    sealed = tx.keys.opened(merge_id, _row(tx, merge_id)["sealed"])
    before = {UUID(service): Protection(text) for service, text in sealed["protections"].items()}
    merged = _together(before, going.protections)
    heard_of_kept, heard_of_gone = dict(before), dict(going.protections)
    for service in {*kept.protections, *merged}:
        heard = kept.protection_from(service)
        if heard is merged.get(service, Protection.NONE):
            continue
        knows_gone = service in _services_of(tx, gone)
        if knows_gone:
            heard_of_gone[service] = strictest(heard, going.protection_from(service))
        if not knows_gone or service in _services_of(tx, keep):
            heard_of_kept[service] = heard
    _hear(tx, kept, heard_of_kept)
    _hear(tx, going, heard_of_gone)


def _services_of(db: Reader, person_id: UUID) -> set[UUID]:
    return {row["service_id"] for row in db.rows(sql("merging/services_of"), person_id)}


def _as_text(heard: Heard) -> dict[str, str]:
    return {str(service): protection for service, protection in heard.items()}
