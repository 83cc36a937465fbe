"""Payments: approved claims gathered on a list, one sum to each partner, for the bank to pay.

The transfer itself is the accounting system's: it gets the list as a spreadsheet or in the
form that banks read. A list never changes once it is made.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from stdnum import bic as bic_numbers
from stdnum.exceptions import ValidationError

from lib import audit, norwegian
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import filled_in
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Due:
    """What a partner's approved claims come to, in øre."""

    partner_id: UUID
    partner_name: str
    organisation_number: str | None
    account_number: str | None
    amount_ore: int
    claims: int


@dataclass(frozen=True)
class PaymentList:
    """A list as it was made; the total is øre."""

    id: UUID
    number: int
    pay_on: date
    made_at: datetime
    total_ore: int
    payments: int


@dataclass(frozen=True)
class Payment:
    """What one partner gets by a list, to the account it had that day. Øre."""

    id: UUID
    partner_id: UUID
    partner_name: str
    organisation_number: str | None
    account_number: str
    amount_ore: int
    claims: int


@dataclass(frozen=True)
class Payer:
    """The municipality as its bank knows it."""

    organisation_number: str
    account_number: str
    bic: str


@dataclass(frozen=True)
class Unbalanced:
    """A payment that is not the sum of its claims: our bug."""

    payment_id: UUID
    paid_ore: int
    claimed_ore: int


class NothingToPay(Refused):
    """No approved claim waits for a list."""

    def __init__(self) -> None:
        super().__init__("Ingen godkjente krav venter på utbetaling.")


class AccountGone(Refused):
    """A partner's account number was taken away after its claim."""

    def __init__(self, partner_names: str) -> None:
        super().__init__(
            f"Kontonummer mangler for {partner_names}. Be om nummeret, og legg det inn "
            "under «Tilbydere og kasser»."
        )


def due(db: Reader) -> list[Due]:
    """What approved claims come to, partner by partner."""
    return db.many(Due, sql("payments/due"))


def make(db: Database, *, pay_on: date, by: StaffUser, on: date, now: datetime) -> PaymentList:
    """Put every approved claim on a new list; they are final from now on.

    Raises NothingToPay, AccountGone, or BadInput for a day that is past.
    """
    by.must_be(Role.COORDINATOR)
    if pay_on < on:
        raise BadInput("Betalingsdato", "kan ikke være før i dag.")
    list_id = uuid4()

    def made(tx: Transaction) -> PaymentList:
        waiting = due(tx)
        if not waiting:
            raise NothingToPay
        if nowhere := [each.partner_name for each in waiting if not each.account_number]:
            raise AccountGone(", ".join(nowhere))
        tx.run(
            "insert into payment_list (id, number, pay_on, made_by, made_at) "
            "values ($1, nextval('payment_list_number'), $2, $3, $4)",
            list_id,
            pay_on,
            by.id,
            now,
        )
        tx.run_many(
            sql("payments/add"),
            [
                (
                    uuid4(),
                    list_id,
                    each.partner_id,
                    each.partner_name,
                    each.organisation_number,
                    each.account_number,
                    each.amount_ore,
                )
                for each in waiting
            ],
        )
        tx.run(sql("payments/list_claims"), list_id)
        paid = of(tx, list_id)
        audit.note(tx, Act.PAYMENTS_LISTED, by=by, now=now, outcome=f"betalingsliste {paid.number}")
        return paid

    return db.transact(made)


def lists(db: Reader) -> list[PaymentList]:
    """Every list, newest first."""
    return db.many(PaymentList, sql("payments/lists"), None)


def of(db: Reader, list_id: UUID) -> PaymentList:
    """The list with this id; a missing one is our bug."""
    found = db.first(PaymentList, sql("payments/lists"), list_id)
    if found is None:
        raise LookupError("no such payment list")
    return found


def on_list(db: Reader, list_id: UUID) -> list[Payment]:
    """What a list pays, by partner's name."""
    return db.many(Payment, sql("payments/of_list"), list_id)


def unbalanced(db: Reader) -> list[Unbalanced]:
    """Every payment that is not the sum of its claims."""
    return db.many(Unbalanced, sql("payments/unbalanced"))


def payer(db: Reader) -> Payer | None:
    """Whose account is paid from, once it is known."""
    return db.first(Payer, "select organisation_number, account_number, bic from payer")


def set_payer(
    db: Database,
    *,
    organisation_number: str,
    account_number: str,
    bic: str,
    by: StaffUser,
    now: datetime,
) -> None:
    """Set the municipality's own account, as its bank knows it; raises BadInput."""
    by.must_be(Role.COORDINATOR)
    fields = (
        norwegian.organisation_number(organisation_number),
        norwegian.account_number(account_number),
        _bic(bic),
    )

    def kept(tx: Transaction) -> None:
        tx.run(sql("payments/set_payer"), *fields)
        audit.note(tx, Act.PAYER_CHANGED, by=by, now=now)

    db.transact(kept)


def _bic(typed: str) -> str:
    try:
        code: str = bic_numbers.validate(filled_in(typed, "BIC"))
    except ValidationError:
        raise BadInput("BIC", "må ha 8 eller 11 tegn, for eksempel DNBANOKK.") from None
    return code
