"""Partners: who gives or sells us tickets, and whom to call."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import norwegian
from lib.db import Database, Reader, Transaction, sql
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.titles import line, title

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_PHONE = re.compile(r"\+?[0-9]{5,15}")


class Reach(StrEnum):
    LOCAL = "local"
    NATIONAL = "national"


REACH_NAMES = {Reach.LOCAL: "lokal", Reach.NATIONAL: "nasjonal"}


class NameTaken(Refused):
    """Two partners of one name could not be told apart in a list."""

    def __init__(self, taken_by: "Partner") -> None:
        opened = "" if taken_by.closed_at is None else " som er avsluttet"
        super().__init__(f"Navn er alt brukt av en tilbyder{opened}.")


class PartnerClosed(Refused):
    """A closed partner gives nothing more until it is opened again."""

    def __init__(self) -> None:
        super().__init__("Tilbyder er avsluttet. Åpne den igjen først.")


@dataclass(frozen=True)
class Partner:
    """Someone the municipality has tickets from; never deleted, since its tickets live on."""

    id: UUID
    name: str
    organisation_number: str | None
    account_number: str | None  # where claims are paid to
    contact_name: str
    phone: str
    email: str
    reach: Reach
    closed_at: datetime | None


def all_of(db: Reader) -> list[Partner]:
    """Every partner, those that are closed last."""
    return db.many(Partner, sql("partners/all"))


def at_work(db: Reader) -> list[Partner]:
    """The open partners that give, sell, punch or claim, by name.

    A unit is a partner once a scheme of its own has cards; with no other offer it is left out.
    """
    return db.many(Partner, sql("partners/at_work"))


def of(db: Reader, partner_id: UUID) -> Partner:
    """The partner with this id; a missing one is our bug."""
    found = db.first(Partner, "select * from partner where id = $1", partner_id)
    if found is None:
        raise LookupError("no such partner")
    return found


def named(db: Reader, name: str) -> Partner | None:
    """The partner of that name, open or closed, however it is capitalised."""
    return db.first(
        Partner,
        "select * from partner where lower(name) = lower($1)",
        title(name, "Navn på tilbyder"),
    )


def enter(
    tx: Transaction,
    *,
    name: str,
    organisation_number: str | None = None,
    contact_name: str = "",
    phone: str = "",
    email: str = "",
    reach: Reach = Reach.LOCAL,
    account_number: str | None = None,
) -> UUID:
    """Add a partner within an act under way; raises BadInput or NameTaken."""
    partner_id = uuid4()
    fields = _checked(name, organisation_number, contact_name, phone, email, reach, account_number)
    if taken_by := named(tx, name):
        raise NameTaken(taken_by)
    tx.run(sql("partners/add"), partner_id, *fields)
    return partner_id


def add(
    db: Database,
    *,
    name: str,
    organisation_number: str | None = None,
    contact_name: str = "",
    phone: str = "",
    email: str = "",
    reach: Reach = Reach.LOCAL,
    account_number: str | None = None,
    by: StaffUser,
) -> UUID:
    """Add a partner; raises BadInput or NameTaken."""
    by.must_be(Role.COORDINATOR)
    return db.transact(
        lambda tx: enter(
            tx,
            name=name,
            organisation_number=organisation_number,
            contact_name=contact_name,
            phone=phone,
            email=email,
            reach=reach,
            account_number=account_number,
        )
    )


def change(
    db: Database,
    partner_id: UUID,
    *,
    name: str,
    organisation_number: str | None,
    contact_name: str,
    phone: str,
    email: str,
    reach: Reach,
    account_number: str | None,
    by: StaffUser,
) -> None:
    """Replace what is known of a partner; raises BadInput or NameTaken."""
    by.must_be(Role.COORDINATOR)
    fields = _checked(name, organisation_number, contact_name, phone, email, reach, account_number)

    def changed(tx: Transaction) -> None:
        taken_by = named(tx, name)
        if taken_by and taken_by.id != partner_id:
            raise NameTaken(taken_by)
        tx.run(sql("partners/change"), partner_id, *fields)

    db.transact(changed)


def close(db: Database, partner_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Take no more from a partner: its offers are closed with it, its tickets stay in stock."""
    by.must_be(Role.COORDINATOR)

    def closed(tx: Transaction) -> None:
        tx.run(
            "update partner set closed_at = $2 where id = $1 and closed_at is null", partner_id, now
        )
        tx.run(
            "update offer set closed_at = $2 where partner_id = $1 and closed_at is null",
            partner_id,
            now,
        )

    db.transact(closed)


def reopen(db: Database, partner_id: UUID, *, by: StaffUser) -> None:
    """Work with a partner again; which of its offers are back is for the desk to say."""
    by.must_be(Role.COORDINATOR)
    db.transact(lambda tx: tx.run("update partner set closed_at = null where id = $1", partner_id))


def _checked(
    name: str,
    organisation_number: str | None,
    contact_name: str,
    phone: str,
    email: str,
    reach: Reach,
    account_number: str | None,
) -> tuple[object, ...]:
    """The fields as they are kept, in the order of the statements."""
    written_number = (organisation_number or "").strip()
    written_account = (account_number or "").strip()
    return (
        title(name, "Navn på tilbyder"),
        norwegian.organisation_number(written_number) if written_number else None,
        line(contact_name, "Kontaktperson"),
        phone_number(phone),
        email_address(email),
        reach,
        norwegian.account_number(written_account) if written_account else None,
    )


def phone_number(text: str) -> str:
    """A telephone number that may be left out, or BadInput."""
    kept = line(text, "Telefon", longest=30)
    if kept and not _PHONE.fullmatch(kept.replace(" ", "")):
        raise BadInput("Telefon", "må ha bare siffer, for eksempel 33 17 10 00.")
    return kept


def email_address(text: str) -> str:
    """An e-mail address that may be left out, or BadInput."""
    kept = line(text, "E-post")
    if kept and not _EMAIL.fullmatch(kept):
        raise BadInput("E-post", "må være en adresse, for eksempel post@eksempel.no.")
    return kept
