"""Accounts: who may sign in, as the administrator lets people in and out."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from lib import audit, passwords
from lib.audit import Act
from lib.db import AlreadyThere, Database, Reader, Transaction, sql
from lib.norwegian import clean_name, filled_in
from lib.refusals import BadInput, Refused
from lib.staff import ROLE_NAMES, CaseworkerNeedsService, Role, StaffUser

_USERNAME = re.compile(r"[a-z0-9æøå][a-z0-9æøå._@-]{1,59}")


class UsernameTaken(BadInput):
    """Another account, open or closed, has the name."""

    def __init__(self) -> None:
        super().__init__("Brukernavn", "er opptatt. Velg et annet.")


class LastAdministrator(Refused):
    """Without an administrator nobody could let anyone in again."""

    def __init__(self) -> None:
        super().__init__("Kommunen må ha minst én administrator. Gi rollen til en annen først.")


@dataclass(frozen=True)
class Particulars:
    """Who someone is, whom they act for, and what they may do."""

    name: str
    service_id: UUID | None
    roles: Collection[Role]


@dataclass(frozen=True)
class Account:
    """A staff user as the administrator sees them."""

    id: UUID
    username: str
    name: str
    service_id: UUID | None
    service_name: str | None
    roles: frozenset[Role]
    must_change_password: bool
    locked_until: datetime | None
    closed_at: datetime | None

    @property
    def role_names(self) -> str:
        """«koordinator, administrator»."""
        return ", ".join(name for role, name in ROLE_NAMES.items() if role in self.roles)


def all_of(db: Reader) -> list[Account]:
    """Every account, open ones first, by name."""
    roles: dict[UUID, set[Role]] = {}
    for row in db.rows("select staff_user_id, role from staff_role"):
        roles.setdefault(row["staff_user_id"], set()).add(Role(row["role"]))
    return [
        Account(roles=frozenset(roles.get(row["id"], ())), **row)
        for row in db.rows(sql("accounts/all_of"))
    ]


def enter(
    tx: Transaction,
    username: str,
    particulars: Particulars,
    *,
    password_hash: str,
    must_change_password: bool,
    now: datetime,
) -> UUID:
    """Add an account; raises BadInput, UsernameTaken or CaseworkerNeedsService."""
    account_id = uuid4()
    try:
        tx.run(
            sql("accounts/add"),
            account_id,
            _clean_username(username),
            clean_name(particulars.name, "Navn"),
            particulars.service_id,
            password_hash,
            must_change_password,
            now,
        )
    except AlreadyThere:
        raise UsernameTaken from None
    _give_roles(tx, account_id, particulars)
    return account_id


def add(
    db: Database, username: str, particulars: Particulars, *, by: StaffUser, now: datetime
) -> str:
    """Let someone in; returns the first password, which is shown once and must be changed."""
    by.must_be(Role.ADMINISTRATOR)
    first_password = passwords.first()
    password_hash = passwords.hashed(first_password)

    def added(tx: Transaction) -> None:
        account_id = enter(
            tx,
            username,
            particulars,
            password_hash=password_hash,
            must_change_password=True,
            now=now,
        )
        _note(tx, account_id, "added", by=by, now=now)

    db.transact(added)
    return first_password


def change(
    db: Database, account_id: UUID, particulars: Particulars, *, by: StaffUser, now: datetime
) -> None:
    """Give an account a name, a service and roles; they count from the next click."""
    by.must_be(Role.ADMINISTRATOR)

    def changed(tx: Transaction) -> None:
        tx.run(
            "update staff_user set name = $2, service_id = $3 where id = $1",
            account_id,
            clean_name(particulars.name, "Navn"),
            particulars.service_id,
        )
        tx.run("delete from staff_role where staff_user_id = $1", account_id)
        _give_roles(tx, account_id, particulars)
        _check_administered(tx)
        _note(tx, account_id, "changed", by=by, now=now)

    db.transact(changed)


def reset_password(db: Database, account_id: UUID, *, by: StaffUser, now: datetime) -> str:
    """A new first password, shown once; opens a locked account and ends its sessions."""
    return _hand_over_anew(db, account_id, by=by, now=now)


def reopen(db: Database, account_id: UUID, *, by: StaffUser, now: datetime) -> str:
    """Let someone who came back in again, by a new first password."""
    return _hand_over_anew(db, account_id, reopened=True, by=by, now=now)


def _hand_over_anew(
    db: Database, account_id: UUID, *, reopened: bool = False, by: StaffUser, now: datetime
) -> str:
    by.must_be(Role.ADMINISTRATOR)
    first_password = passwords.first()
    password_hash = passwords.hashed(first_password)

    def handed_over(tx: Transaction) -> None:
        if reopened:
            tx.run("update staff_user set closed_at = null where id = $1", account_id)
        set_password(tx, account_id, password_hash, must_change=True, now=now)
        _note(tx, account_id, "reopened" if reopened else "password_reset", by=by, now=now)

    db.transact(handed_over)
    return first_password


def set_password(
    tx: Transaction, account_id: UUID, password_hash: str, *, must_change: bool, now: datetime
) -> None:
    """Store a password's hash; whoever was signed in by the old one is signed out."""
    tx.run(sql("accounts/set_password"), account_id, password_hash, must_change)
    tx.run(
        "update session set ended_at = $2 where staff_user_id = $1 and ended_at is null",
        account_id,
        now,
    )


def close(db: Database, account_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Shut someone out, at once; what they did stays theirs in the log."""
    by.must_be(Role.ADMINISTRATOR)

    def closed(tx: Transaction) -> None:
        tx.run(
            "update staff_user set closed_at = $2 where id = $1 and closed_at is null",
            account_id,
            now,
        )
        _check_administered(tx)
        _note(tx, account_id, "closed", by=by, now=now)

    db.transact(closed)


def _give_roles(tx: Transaction, account_id: UUID, particulars: Particulars) -> None:
    if not particulars.roles:
        raise BadInput("Roller", "må fylles ut.")
    if Role.CASEWORKER in particulars.roles and particulars.service_id is None:
        raise CaseworkerNeedsService
    tx.run_many(
        "insert into staff_role (staff_user_id, role) values ($1, $2)",
        [(account_id, role) for role in sorted(set(particulars.roles))],
    )


def _check_administered(tx: Transaction) -> None:
    if not tx.rows(sql("accounts/open_administrators")):
        raise LastAdministrator


def _note(tx: Transaction, account_id: UUID, outcome: str, *, by: StaffUser, now: datetime) -> None:
    account = tx.row("select username from staff_user where id = $1", account_id)
    if account is None:
        raise LookupError("no such account")
    audit.note(
        tx, Act.ACCOUNT_CHANGED, by=by, now=now, reference=account["username"], outcome=outcome
    )


def _clean_username(username: str) -> str:
    cleaned = filled_in(username, "Brukernavn").lower()
    if not _USERNAME.fullmatch(cleaned):
        raise BadInput("Brukernavn", "må ha 2 til 60 tegn: bokstaver, tall, punktum, - eller @.")
    return cleaned
