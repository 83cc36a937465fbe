"""Signing in, and staying signed in for as long as one works.

A session is a row here and a random token in the browser's cookie. Roles are read from the
database each time, so a role that is taken away is gone at the next click.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lib import accounts, audit, passwords
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.keys import new_secret
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser

# NIST SP 800-63B section 4.2.3: at most 30 minutes of quiet and 12 hours in all. Ten are a
# working day, so that a machine left on is signed out before the next one.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
# Seen to the minute is enough, and saves a write for each click.
SEEN_EVERY = timedelta(minutes=1)

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)


class SignInRefused(Refused):
    """The same sentence for an unknown name, a wrong password and a locked or closed account."""

    def __init__(self) -> None:
        super().__init__(
            "Brukernavn eller passord stemmer ikke. "
            f"Etter {ATTEMPTS} forsøk må du vente i {LOCKED_FOR // timedelta(minutes=1)} minutter."
        )


class SessionOver(Refused):
    """Signed out, or quiet for too long, since the page was drawn."""

    def __init__(self) -> None:
        super().__init__("Du er logget ut. Logg inn igjen.")


@dataclass(frozen=True)
class _Account:
    id: UUID
    username: str
    password_hash: str
    failed_sign_ins: int
    locked_until: datetime | None
    closed_at: datetime | None


def sign_in(db: Database, username: str, password: str, *, now: datetime) -> str:
    """Begin a session and return its token, or raise SignInRefused after just as long."""
    account = _account(db, username)
    right = passwords.matches(password, account.password_hash if account else None)
    token = new_secret()

    def tried(tx: Transaction) -> bool:
        # Read again: of many guesses made at once, only the first five count.
        account = _account(tx, username)
        if account and not (outcome := _why_not(account, right=right, now=now)):
            tx.run(sql("sessions/forget_failures"), account.id)
            user = _begin(tx, account.id, token, now=now)
            audit.note(tx, Act.SIGNED_IN, by=user, now=now, reference=user.username)
            return True
        if account and outcome == "wrong_password":
            _count_failure(tx, account, now=now)
        audit.note(
            tx,
            Act.SIGN_IN_REFUSED,
            by=None,
            now=now,
            # An unknown name is not kept: it may be a password in the wrong field.
            reference=account.username if account else None,
            outcome=outcome if account else "unknown",
        )
        return False

    if not db.transact(tried):
        raise SignInRefused
    return token


def _why_not(account: _Account, *, right: bool, now: datetime) -> str:
    if account.closed_at:
        return "closed"
    if account.locked_until and now < account.locked_until:
        return "locked"
    return "" if right else "wrong_password"


def _count_failure(tx: Transaction, account: _Account, *, now: datetime) -> None:
    failed = account.failed_sign_ins + 1
    locked = failed >= ATTEMPTS
    tx.run(
        "update staff_user set failed_sign_ins = $2, locked_until = $3 where id = $1",
        account.id,
        # After the wait there are five new attempts.
        0 if locked else failed,
        now + LOCKED_FOR if locked else None,
    )


def change_password(
    db: Database, user: StaffUser, current: str, new: str, again: str, *, now: datetime
) -> str:
    """Change one's own password; ends every other session and returns the token of a new one.

    Raises BadInput.
    """
    account = _account(db, user.username)
    right = passwords.matches(current, account.password_hash if account else None)
    outcome = _why_not(account, right=right, now=now) if account else "closed"
    if outcome:
        _note_wrong_password(db, user, now=now)
        minutes = LOCKED_FOR // timedelta(minutes=1)
        says = f"er prøvd for mange ganger. Vent i {minutes} minutter."
        raise BadInput("Passordet du har nå", says if outcome == "locked" else "stemmer ikke.")
    passwords.accepted(new, "Nytt passord")
    if new == current:
        raise BadInput("Nytt passord", "må være et annet enn det du har nå.")
    if again != new:
        raise BadInput("Gjenta nytt passord", "må være likt det nye passordet.")
    password_hash, token = passwords.hashed(new), new_secret()

    def changed(tx: Transaction) -> None:
        accounts.set_password(tx, user.id, password_hash, must_change=False, now=now)
        outcome = "password_changed"
        audit.note(
            tx, Act.ACCOUNT_CHANGED, by=user, now=now, reference=user.username, outcome=outcome
        )
        _begin(tx, user.id, token, now=now)

    db.transact(changed)
    return token


def _note_wrong_password(db: Database, user: StaffUser, *, now: datetime) -> None:
    """Who guesses at an open session's password is locked out as at the door."""

    def noted(tx: Transaction) -> None:
        account = _account(tx, user.username)
        if account and not (account.locked_until and now < account.locked_until):
            _count_failure(tx, account, now=now)
        audit.note(
            tx,
            Act.SIGN_IN_REFUSED,
            by=user,
            now=now,
            reference=user.username,
            outcome="wrong_password",
        )

    db.transact(noted)


def whose(db: Database, token: str, *, now: datetime) -> StaffUser | None:
    """The staff user whose session this is, or None where it is over or never was."""
    token_hash = _hashed(db, token)
    row = db.row(sql("sessions/whose"), token_hash, now - IDLE, now - LONGEST)
    if row and now - row["last_seen_at"] >= SEEN_EVERY:
        text = "update session set last_seen_at = $2 where token_hash = $1"
        db.transact(lambda tx: tx.run(text, token_hash, now))
    return _staff_user(db, row["staff_user_id"]) if row else None


def end(db: Database, token: str, *, now: datetime) -> None:
    """Sign out: from now on the token opens nothing."""
    text = "update session set ended_at = $2 where token_hash = $1 and ended_at is null"
    db.transact(lambda tx: tx.run(text, _hashed(db, token), now))


def _begin(tx: Transaction, account_id: UUID, token: str, *, now: datetime) -> StaffUser:
    token_hash = _hashed(tx, token)
    tx.run(sql("sessions/add"), token_hash, account_id, now)
    user = _staff_user(tx, account_id)
    if user is None:
        raise LookupError("no such account")
    return user


def _staff_user(db: Reader, account_id: UUID) -> StaffUser | None:
    """Whose account it is, or None where it was closed."""
    text = "select * from staff_user where id = $1 and closed_at is null"
    row = db.shared.row(text, account_id)
    if row is None:
        return None
    roles = db.shared.rows("select role from staff_role where staff_user_id = $1", account_id)
    return StaffUser(
        id=row["id"],
        username=row["username"],
        name=row["name"],
        service_id=row["service_id"],
        roles=frozenset(Role(role["role"]) for role in roles),
        must_change_password=row["must_change_password"],
    )


def _account(db: Reader, username: str) -> _Account | None:
    return db.first(_Account, sql("sessions/account"), username.strip().lower())


def _hashed(db: Reader, token: str) -> bytes:
    return db.keys.hashed("session", token)
