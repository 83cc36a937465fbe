"""A payment list as files: two spreadsheets for people, one file for the bank."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lib import audit, claims, municipality, pain001, payments
from lib.audit import Act
from lib.claim_rules import PURPOSE_NAMES, SEASON_NAMES
from lib.db import Database, Transaction
from lib.norwegian import account_number_text, counted
from lib.pain001 import Order, Transfer
from lib.payments import Payment, PaymentList
from lib.refusals import Refused
from lib.spreadsheets import Sheet, write_csv
from lib.staff import Role, StaffUser

PAYMENT_HEADINGS = (
    "Tilbyder",
    "Organisasjonsnummer",
    "Kontonummer",
    "Beløp",
    "Antall krav",
    "Betalingsdato",
    "Melding til mottaker",
)
CLAIM_HEADINGS = (
    "Betalingsliste",
    "Tilbyder",
    "Krav",
    "Kortnummer",
    "Ordning",
    "Gjelder",
    "Periode",
    "Mottatt",
    "Beløp",
)


class NoPayer(Refused):
    """The bank's file must say whose account is paid from."""

    def __init__(self) -> None:
        super().__init__("Kontoen det betales fra, mangler. Fyll den ut først.")


def payments_csv(db: Database, list_id: UUID, *, by: StaffUser, now: datetime) -> bytes:
    """One line for each partner: what is paid, and where."""

    def told(tx: Transaction, paid: PaymentList) -> bytes:
        return write_csv(
            Sheet(
                "Utbetalinger",
                PAYMENT_HEADINGS,
                [
                    (
                        each.partner_name,
                        each.organisation_number,
                        account_number_text(each.account_number),
                        _kroner(each.amount_ore),
                        each.claims,
                        paid.pay_on,
                        _message(paid, each),
                    )
                    for each in payments.on_list(tx, list_id)
                ],
            )
        )

    return _downloaded(db, list_id, "utbetalinger, CSV", told, by=by, now=now)


def claims_csv(db: Database, list_id: UUID, *, by: StaffUser, now: datetime) -> bytes:
    """One line for each claim behind the payments, by card number."""

    def told(tx: Transaction, paid: PaymentList) -> bytes:
        return write_csv(
            Sheet(
                "Krav",
                CLAIM_HEADINGS,
                [
                    (
                        paid.number,
                        claim.partner_name,
                        claim.number,
                        claim.card_number,
                        claim.card_name,
                        PURPOSE_NAMES[claim.purpose],
                        SEASON_NAMES[claim.season],
                        claim.received_on,
                        _kroner(claim.amount_ore),
                    )
                    for claim in claims.on_list(tx, list_id)
                ],
            )
        )

    return _downloaded(db, list_id, "krav, CSV", told, by=by, now=now)


def bank_file(db: Database, list_id: UUID, *, by: StaffUser, now: datetime) -> bytes:
    """The list as banks read it (pain.001); raises NoPayer."""

    def told(tx: Transaction, paid: PaymentList) -> bytes:
        payer, house = payments.payer(tx), municipality.the(tx)
        if payer is None or house is None:
            raise NoPayer
        return pain001.document(
            Order(
                # The same for each download, so that a bank sees that it has it already.
                id=f"{house.number}-{paid.made_at:%Y%m%d}-{paid.number}",
                made_at=paid.made_at,
                pay_on=paid.pay_on,
                payer_name=house.in_full,
                payer_organisation_number=payer.organisation_number,
                payer_account_number=payer.account_number,
                payer_bic=payer.bic,
                transfers=tuple(
                    Transfer(
                        each.partner_name,
                        each.account_number,
                        each.amount_ore,
                        _message(paid, each),
                    )
                    for each in payments.on_list(tx, list_id)
                ),
            )
        )

    return _downloaded(db, list_id, "pain.001", told, by=by, now=now)


def _downloaded(
    db: Database,
    list_id: UUID,
    form: str,
    told: Callable[[Transaction, PaymentList], bytes],
    *,
    by: StaffUser,
    now: datetime,
) -> bytes:
    """The file, and a line in the access log."""
    by.must_be(Role.COORDINATOR)

    def downloaded(tx: Transaction) -> bytes:
        paid = payments.of(tx, list_id)
        content = told(tx, paid)
        outcome = f"betalingsliste {paid.number}, {form}"
        audit.note(tx, Act.EXPORTED, by=by, now=now, outcome=outcome)
        return content

    return db.transact(downloaded)


def _message(paid: PaymentList, each: Payment) -> str:
    return f"Betalingsliste {paid.number}, {counted(each.claims, 'krav', 'krav')}"


def _kroner(ore: int) -> Decimal:
    return Decimal(ore).scaleb(-2)
