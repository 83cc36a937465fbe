"""Organisations: bodies to know of that award nothing, such as volunteers and councils."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.partners import email_address, phone_number
from lib.refusals import BadInput
from lib.staff import Role, StaffUser
from lib.titles import line, title, web_address


class OrganisationKind(StrEnum):
    VOLUNTARY = "voluntary"
    MUNICIPAL = "municipal"
    COUNCIL = "council"


ORGANISATION_KIND_NAMES: Mapping[OrganisationKind, str] = {
    OrganisationKind.VOLUNTARY: "frivillig organisasjon",
    OrganisationKind.MUNICIPAL: "kommunal enhet eller funksjon",
    OrganisationKind.COUNCIL: "råd eller utvalg",
}


@dataclass(frozen=True)
class Organisation:
    """A body with whom to call there, as the municipality shows it to its staff."""

    id: UUID
    name: str
    kind: OrganisationKind
    contact_name: str
    phone: str
    email: str
    link: str
    does: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Told:
    """What is known of an organisation, as it is typed."""

    name: str
    kind: OrganisationKind
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    link: str = ""
    does: str = ""


def all_of(db: Reader) -> list[Organisation]:
    """Every organisation, those that are closed last, by name."""
    return db.many(
        Organisation, "select * from organisation order by closed_at is not null, lower(name), id"
    )


def enter(tx: Transaction, told: Told) -> UUID:
    """Add an organisation within an act under way; raises BadInput."""
    organisation_id = uuid4()
    try:
        tx.run(sql("organisations/add"), organisation_id, *_kept(told))
    except AlreadyThere:
        raise _taken() from None
    return organisation_id


def add(db: Database, told: Told, *, by: StaffUser) -> UUID:
    """As `enter`, for the administrator."""
    by.must_be(Role.ADMINISTRATOR)
    return db.transact(lambda tx: enter(tx, told))


def change(db: Database, organisation_id: UUID, told: Told, *, by: StaffUser) -> None:
    """Replace what is known of an organisation; raises BadInput."""
    by.must_be(Role.ADMINISTRATOR)
    fields = _kept(told)
    try:
        db.transact(lambda tx: tx.run(sql("organisations/change"), organisation_id, *fields))
    except AlreadyThere:
        raise _taken() from None


def close(db: Database, organisation_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Take an organisation out of the directory."""
    by.must_be(Role.ADMINISTRATOR)
    _set_closed(db, organisation_id, now)


def reopen(db: Database, organisation_id: UUID, *, by: StaffUser) -> None:
    """Put an organisation into the directory again."""
    by.must_be(Role.ADMINISTRATOR)
    _set_closed(db, organisation_id, None)


def _set_closed(db: Database, organisation_id: UUID, at: datetime | None) -> None:
    db.transact(
        lambda tx: tx.run(
            "update organisation set closed_at = $2 where id = $1", organisation_id, at
        )
    )


def _kept(told: Told) -> tuple[object, ...]:
    """The fields as they are kept, in the order of the table."""
    return (
        title(told.name, "Navn på organisasjonen"),
        told.kind,
        line(told.contact_name, "Kontaktperson"),
        phone_number(told.phone),
        email_address(told.email),
        web_address(told.link, "Nettadresse"),
        line(told.does, "Hva de gjør", longest=300),
    )


def _taken() -> BadInput:
    return BadInput("Navn på organisasjonen", "finnes fra før.")
