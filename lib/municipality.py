"""The municipality that lives in this house: its name, services, places and categories."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from lib import accounts, passwords, scheme_templates
from lib.accounts import Particulars
from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.norwegian import filled_in, today_in_oslo
from lib.refusals import BadInput, Refused
from lib.settings import settings
from lib.staff import Role, StaffUser
from lib.titles import line

# Printed on the sign-in page of a demonstration, where every person is invented.
DEMONSTRATION_PASSWORD = "demonstrasjon"

_NUMBER = re.compile(r"[0-9]{4}")
_LONGEST_NAME = 80


class AlreadyStarted(Refused):
    """Someone was faster, or the page is an old one."""

    def __init__(self) -> None:
        super().__init__("Kommunen er allerede startet. Logg inn i stedet.")


class AddressNotSet(Refused):
    """A printed QR would lead nowhere."""

    def __init__(self) -> None:
        super().__init__(
            "Adressen til Klipp er ikke satt, så QR-koder kan ikke skrives ut. "
            "Be den som drifter Klipp, om å sette KLIPP_URL."
        )


@dataclass(frozen=True)
class Municipality:
    """The one that uses this installation."""

    name: str
    number: str
    is_demonstration: bool
    warning_tells: str  # duplicates.WarningTells
    started_at: datetime

    @property
    def in_full(self) -> str:
        """«Larvik kommune»."""
        return self.name if self.name.lower().endswith("kommune") else f"{self.name} kommune"


@dataclass(frozen=True)
class Service:
    """A part of the municipality that awards: NAV, the school nurses, …"""

    id: UUID
    name: str
    phone: str
    email: str
    contact_name: str
    does: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Neighbourhood:
    id: UUID
    name: str


@dataclass(frozen=True)
class Category:
    code: str
    name: str


def the(db: Reader) -> Municipality | None:
    """The municipality, or None before the first start."""
    return db.shared.first(Municipality, sql("municipality/the"))


def is_demonstration(db: Reader) -> bool:
    """Whether every person here is invented."""
    found = the(db)
    return found is not None and found.is_demonstration


def warning_tells(db: Reader) -> str:
    """How much the duplicate warning tells, as duplicates.WarningTells."""
    found = the(db)
    if found is None:
        raise LookupError("no municipality yet")
    return found.warning_tells


def base_url(db: Reader) -> str:
    """What the address in a QR begins with; raises AddressNotSet in operation without one."""
    current = settings()
    if current.url:
        return current.url
    if is_demonstration(db):
        return current.local_url
    raise AddressNotSet


def services(db: Reader) -> list[Service]:
    """Every service, open ones first, by name."""
    return db.many(
        Service,
        "select * from service order by closed_at is not null, lower(name), id",
    )


def open_services(db: Reader) -> list[Service]:
    """The services that award today, by name."""
    return [service for service in services(db) if service.closed_at is None]


def neighbourhoods(db: Reader) -> list[Neighbourhood]:
    """Every neighbourhood, by name."""
    return db.shared.many(
        Neighbourhood, "select id, name from neighbourhood order by lower(name), id"
    )


def categories(db: Reader) -> list[Category]:
    """What offers are of, by name, «Annet» last; a scheme's own card is of none of them."""
    return db.many(
        Category,
        "select code, name from category where code <> 'card' order by code = 'other', lower(name)",
    )


def category_name(db: Reader, code: str) -> str:
    """What the category is called on the screen."""
    row = db.row("select name from category where code = $1", code)
    return row["name"] if row else code


def enter(
    tx: Transaction, *, name: str, number: str, is_demonstration: bool = False, now: datetime
) -> None:
    """Move a municipality in, with the scheme to begin with; raises AlreadyStarted or BadInput."""
    if not _NUMBER.fullmatch(filled_in(number, "Kommunenummer")):
        raise BadInput("Kommunenummer", "må ha fire siffer.")
    try:
        tx.run(
            sql("municipality/add"), _named(name, "Kommune"), number.strip(), is_demonstration, now
        )
    except AlreadyThere:
        raise AlreadyStarted from None
    scheme_templates.enter(tx, scheme_templates.FIRST, on=today_in_oslo(now))


def start(
    db: Database,
    *,
    name: str,
    number: str,
    coordinator: str,
    username: str,
    password: str,
    service: str = "",
    now: datetime,
) -> None:
    """Move a municipality in with its first coordinator, who is administrator, too.

    Where they name a service, they are also caseworker for it. Raises AlreadyStarted or
    BadInput.
    """

    def started(tx: Transaction) -> None:
        enter(tx, name=name, number=number, now=now)
        service_id = enter_service(tx, name=service) if service.strip() else None
        roles = {Role.COORDINATOR, Role.ADMINISTRATOR}
        if service_id:
            roles.add(Role.CASEWORKER)
        accounts.enter(
            tx,
            username,
            Particulars(coordinator, service_id, roles),
            # Slow, but nobody else is waiting to write in an empty house.
            password_hash=passwords.hashed(passwords.accepted(password)),
            must_change_password=False,
            now=now,
        )

    db.transact(started)


def enter_service(
    tx: Transaction,
    *,
    name: str,
    phone: str = "",
    email: str = "",
    contact_name: str = "",
    does: str = "",
) -> UUID:
    """Add a service; raises BadInput."""
    service_id = uuid4()
    fields = _service(name, phone, email, contact_name, does)
    try:
        tx.run(sql("municipality/add_service"), service_id, *fields)
    except AlreadyThere:
        raise BadInput("Tjeneste", "finnes fra før.") from None
    return service_id


def add_service(
    db: Database,
    *,
    name: str,
    phone: str = "",
    email: str = "",
    contact_name: str = "",
    does: str = "",
    by: StaffUser,
) -> UUID:
    """As `enter_service`, for the administrator."""
    by.must_be(Role.ADMINISTRATOR)
    return db.transact(
        lambda tx: enter_service(
            tx, name=name, phone=phone, email=email, contact_name=contact_name, does=does
        )
    )


def change_service(
    db: Database,
    service_id: UUID,
    *,
    name: str,
    phone: str,
    email: str,
    contact_name: str,
    does: str,
    by: StaffUser,
) -> None:
    """Replace what is known of a service; raises BadInput."""
    by.must_be(Role.ADMINISTRATOR)
    fields = _service(name, phone, email, contact_name, does)
    try:
        db.transact(lambda tx: tx.run(sql("municipality/change_service"), service_id, *fields))
    except AlreadyThere:
        raise BadInput("Tjeneste", "finnes fra før.") from None


def _service(
    name: str, phone: str, email: str, contact_name: str, does: str
) -> tuple[str, str, str, str, str]:
    """The fields as they are kept, in the order of the files."""
    return (
        _named(name, "Tjeneste"),
        phone.strip(),
        email.strip(),
        line(contact_name, "Kontaktperson"),
        line(does, "Hva tjenesten gjør", longest=300),
    )


def enter_neighbourhood(tx: Transaction, *, name: str) -> UUID:
    """Add a neighbourhood; raises BadInput."""
    neighbourhood_id = uuid4()
    try:
        tx.run(
            "insert into neighbourhood (id, name) values ($1, $2)",
            neighbourhood_id,
            _named(name, "Nærmiljø"),
        )
    except AlreadyThere:
        raise BadInput("Nærmiljø", "finnes fra før.") from None
    return neighbourhood_id


def add_neighbourhood(db: Database, *, name: str, by: StaffUser) -> UUID:
    """As `enter_neighbourhood`, for the administrator."""
    by.must_be(Role.ADMINISTRATOR)
    return db.transact(lambda tx: enter_neighbourhood(tx, name=name))


def _named(text: str, field: str) -> str:
    name = filled_in(text, field)
    if len(name) > _LONGEST_NAME:
        raise BadInput(field, f"kan ikke ha mer enn {_LONGEST_NAME} tegn.")
    return name
