"""What was decided about two persons who look alike: the same, or not the same.

A decision is kept with who and when, is honoured until it is undone, and stands once a pair.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import audit, need_to_know, persons
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.refusals import Refused
from lib.staff import Role, StaffUser

Pair = tuple[UUID, UUID]


class Verdict(StrEnum):
    SAME = "same"
    NOT_SAME = "not_same"


VERDICT_NAMES = {Verdict.SAME: "samme person", Verdict.NOT_SAME: "ikke samme person"}


@dataclass(frozen=True)
class Decision:
    """What stands about a pair, by reference: names are no part of it."""

    id: UUID
    first_id: UUID
    second_id: UUID
    first_reference: str
    second_reference: str
    verdict: Verdict
    decided_by: str
    decided_at: datetime
    merged: bool  # decided the same, and merged since


class OnePerson(Refused):
    """Two are compared, never one with itself."""

    def __init__(self) -> None:
        super().__init__("Det må være to ulike personer.")


class AlreadyMerged(Refused):
    """One of the two is no longer in the register by itself."""

    def __init__(self) -> None:
        super().__init__("Personen er allerede slått sammen med en annen.")


class DecidedOtherwise(Refused):
    """The other verdict stands, and is undone by somebody who knows that it does."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(
            f"Det er allerede avgjort: {VERDICT_NAMES[verdict]}. Angre den avgjørelsen først."
        )


class DecisionUndone(Refused):
    """A colleague was faster."""

    def __init__(self) -> None:
        super().__init__("Avgjørelsen er allerede angret.")


def pair_of(one: UUID, other: UUID) -> Pair:
    """The two as a pair, which has no order: the smaller id stands first."""
    return (one, other) if one < other else (other, one)


def decided(db: Reader) -> dict[Pair, Verdict]:
    """Every pair that somebody has decided about, keyed as `pair_of` gives it."""
    rows = db.rows("select first_id, second_id, verdict from pair_decision where undone_at is null")
    return {(row["first_id"], row["second_id"]): Verdict(row["verdict"]) for row in rows}


def verdict_on(db: Reader, one: UUID, other: UUID) -> Verdict | None:
    """What stands decided about two persons, or None."""
    row = db.row(
        "select verdict from pair_decision "
        "where first_id = $1 and second_id = $2 and undone_at is null",
        *pair_of(one, other),
    )
    return Verdict(row["verdict"]) if row else None


def standing(db: Reader, *, by: StaffUser) -> list[Decision]:
    """What stands decided, the latest first, for the coordinator to look over and undo."""
    by.must_be(Role.COORDINATOR)
    return db.many(Decision, sql("pair_decisions/standing"))


def why_not(db: Reader, one: UUID, other: UUID) -> Refused | None:
    """What stands against deciding anything about two persons, or None."""
    if one == other:
        return OnePerson()
    if any(persons.kept_as(db, person_id) != person_id for person_id in (one, other)):
        return AlreadyMerged()
    return None


def decide(
    db: Database, one: UUID, other: UUID, verdict: Verdict, *, by: StaffUser, now: datetime
) -> None:
    """The coordinator finds that two persons are the same, or not; the same again is nothing new.

    Raises OnePerson, AlreadyMerged, and DecidedOtherwise where the other verdict stands.
    """
    by.must_be(Role.COORDINATOR)

    def kept(tx: Transaction) -> None:
        if refusal := why_not(tx, one, other):
            raise refusal
        before = verdict_on(tx, one, other)
        if before is None:
            _keep(tx, one, other, verdict, by=by, now=now)
        elif before is not verdict:
            raise DecidedOtherwise(before)

    with audit.refusals_noted(db, by=by, now=now, subject=one):
        db.transact(kept)


def keep_apart(tx: Transaction, one: UUID, other: UUID, *, by: StaffUser, now: datetime) -> None:
    """A caseworker goes on past the warning: two persons of one's own service are not the same.

    Within an act under way. What stands decided already stands. Raises NotYours where the
    service has not registered both, OnePerson and AlreadyMerged.
    """
    for person_id in (one, other):
        need_to_know.person(tx, person_id, by=by)
    if refusal := why_not(tx, one, other):
        raise refusal
    if verdict_on(tx, one, other) is None:
        _keep(tx, one, other, Verdict.NOT_SAME, by=by, now=now)


def undo(db: Database, decision_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Take a decision back: the two are compared as if nobody had; raises DecisionUndone."""
    by.must_be(Role.COORDINATOR)

    def undone(tx: Transaction) -> None:
        if not close(tx, [decision_id], by=by, now=now):
            raise DecisionUndone
        pair = _pair(tx, decision_id)
        note_of_both(tx, Act.PAIR_DECIDED, *pair, "angret", by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=_pair(db, decision_id)[0]):
        db.transact(undone)


def close(tx: Transaction, decisions: Iterable[UUID], *, by: StaffUser, now: datetime) -> int:
    """Decisions that no longer stand; returns how many did."""
    text = (
        "update pair_decision set undone_by = $2, undone_at = $3 "
        "where id = $1 and undone_at is null"
    )
    return sum(tx.run(text, decision_id, by.id, now) for decision_id in decisions)


def about(db: Reader, person_id: UUID) -> dict[UUID, UUID]:
    """What stands decided about a person and others: the decision, by the other person."""
    rows = db.rows(sql("pair_decisions/about"), person_id)
    return {row["other_id"]: row["id"] for row in rows}


def apart_from(db: Reader, person_id: UUID) -> set[UUID]:
    """Who stands decided not to be the same as this person."""
    return {row["other_id"] for row in db.rows(sql("pair_decisions/apart_from"), person_id)}


def pass_on(tx: Transaction, decision_id: UUID, whose: UUID, to: UUID) -> None:
    """A decision about one person is about another from now on."""
    first_id, second_id = _pair(tx, decision_id)
    other = second_id if first_id == whose else first_id
    tx.run(
        "update pair_decision set first_id = $2, second_id = $3 where id = $1",
        decision_id,
        *pair_of(to, other),
    )


def _pair(db: Reader, decision_id: UUID) -> Pair:
    row = db.row("select first_id, second_id from pair_decision where id = $1", decision_id)
    if row is None:
        raise LookupError("no such decision")
    return row["first_id"], row["second_id"]


def _keep(
    tx: Transaction, one: UUID, other: UUID, verdict: Verdict, *, by: StaffUser, now: datetime
) -> None:
    tx.run(sql("pair_decisions/add"), uuid4(), *pair_of(one, other), verdict, by.id, now)
    found = VERDICT_NAMES[verdict]
    note_of_both(tx, Act.PAIR_DECIDED, one, other, found, by=by, now=now)


def note_of_both(
    tx: Transaction,
    act: Act,
    one: UUID,
    other: UUID,
    found: str,
    *,
    by: StaffUser,
    now: datetime,
) -> None:
    """A line about each of the two that names the other by reference, strict for both or none."""
    pair = [persons.of(tx, person_id) for person_id in (one, other)]
    for person, named in (pair, reversed(pair)):
        audit.note(
            tx,
            act,
            by=by,
            now=now,
            subject=person.id,
            reference=person.reference,
            outcome=f"{found}: {named.reference}",
            strict=any(each.is_protected for each in pair),
        )
