"""The access log: each look at a person, each refusal and each award, one line an act.

A line names the staff user and a case reference, never the person. Lines are only added.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from lib import persons
from lib.db import Database, Reader, Transaction, sql
from lib.persons import Person
from lib.refusals import Refused
from lib.staff import StaffUser

# Reruns of one page, and going back and forth while working with one family, are one look.
ONE_LOOK = timedelta(minutes=15)


class Act(StrEnum):
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    LOOKED_UP = "looked_up"
    OPENED = "opened"
    REGISTERED = "registered"
    IDENTIFIER_ADDED = "identifier_added"
    IDENTIFIER_REMOVED = "identifier_removed"
    WARNED = "warned"
    ASSESSED = "assessed"
    APPLIED = "applied"
    DECIDED = "decided"
    LETTER_MADE = "letter_made"
    AWARDED = "awarded"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    HANDED_OUT = "handed_out"
    BLOCKED = "blocked"
    CONTACT_ASKED = "contact_asked"
    CONTACT_ANSWERED = "contact_answered"
    CONSENT = "consent"
    PAIR_DECIDED = "pair_decided"
    MERGED = "merged"
    SWEPT = "swept"
    MERGE_UNDONE = "merge_undone"
    INSPECTED = "inspected"
    EXPORTED = "exported"
    CLAIM_ENTERED = "claim_entered"
    CLAIM_APPROVED = "claim_approved"
    CLAIM_REFUSED = "claim_refused"
    CLAIM_REOPENED = "claim_reopened"
    PAYMENTS_LISTED = "payments_listed"
    PAYER_CHANGED = "payer_changed"
    ACCOUNT_CHANGED = "account_changed"
    KEY_ROTATED = "key_rotated"


def note(
    tx: Transaction,
    act: Act,
    *,
    by: StaffUser | None,
    now: datetime,
    subject: UUID | None = None,
    reference: str | None = None,
    outcome: str = "",
    justification: str | None = None,
    strict: bool = False,
) -> None:
    """Add one line, in the transaction of the act it tells of.

    `outcome` is a word for what came of it (a refusal's class name, a count), never a name.
    `strict` marks what an administrator should read first: address protection was involved.
    """
    tx.run(
        sql("audit/add_entry"),
        uuid4(),
        now,
        act,
        by.id if by else None,
        by.service_id if by else None,
        subject,
        reference,
        outcome,
        justification,
        strict,
    )


def note_of(
    tx: Transaction,
    act: Act,
    person: Person | None,
    *,
    by: StaffUser,
    now: datetime,
    outcome: str = "",
    justification: str | None = None,
) -> None:
    """Add one line about a person, strict where they are protected; about nobody for None."""
    note(
        tx,
        act,
        by=by,
        now=now,
        subject=person.id if person else None,
        reference=person.reference if person else None,
        outcome=outcome,
        justification=justification,
        strict=person is not None and person.is_protected,
    )


@contextmanager
def refusals_noted(
    db: Database, *, by: StaffUser, now: datetime, subject: UUID | None = None
) -> Iterator[None]:
    """Leave a line for a refusal, after the refused act's own transaction was undone.

    A refusal that tells of others than the subject leaves a line for each of them instead.
    """
    try:
        yield
    except Refused as refusal:
        outcome, subjects = type(refusal).__name__, refusal.persons or (subject,)

        def noted(tx: Transaction) -> None:
            for told in subjects:
                person = persons.known(tx, told) if told else None
                note(
                    tx,
                    Act.REFUSED,
                    by=by,
                    now=now,
                    subject=told,
                    reference=person.reference if person else None,
                    outcome=outcome,
                    strict=person is not None and person.is_protected,
                )

        db.transact(noted)
        raise


def look(
    db: Database,
    *,
    by: StaffUser,
    now: datetime,
    subject: UUID,
    reference: str,
    strict: bool,
    act: Act = Act.OPENED,
) -> None:
    """Leave a line for a look at a person or household, unless it is still the same look.

    `act` WARNED is for what the warning told of them.
    """

    def noted(tx: Transaction) -> None:
        # Asked again: two reruns of a page may come at once.
        if not _is_same_look(tx, act, subject, by, now):
            note(tx, act, by=by, now=now, subject=subject, reference=reference, strict=strict)

    if not _is_same_look(db, act, subject, by, now):
        db.transact(noted)


def look_at(
    db: Database, person: Person, *, by: StaffUser, now: datetime, act: Act = Act.OPENED
) -> None:
    """As `look`, at a person."""
    look(
        db,
        by=by,
        now=now,
        subject=person.id,
        reference=person.reference,
        strict=person.is_protected,
        act=act,
    )


def _is_same_look(db: Reader, act: Act, subject: UUID, by: StaffUser, now: datetime) -> bool:
    row = db.row(sql("audit/latest_look"), subject, by.id, act)
    return bool(row and row["noted_at"] and now - row["noted_at"] < ONE_LOOK)
