"""Papers: the cards on a sheet, and the secrets that open them.

The holder's secret opens the whole sheet. Each card's QR secret and short code are made from
it, so that the holder's page can show them again although only keyed hashes are kept.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from uuid import UUID, uuid4

from lib import cards, short_codes
from lib.cards import Blocked, Card, SecretKind, Use
from lib.db import Reader, Transaction, sql
from lib.keys import SECRET_BYTES, Keys, new_secret
from lib.refusals import Refused
from lib.staff import StaffUser


@dataclass(frozen=True)
class PaperCard(Card):
    """A card with the secrets on its paper, which are kept nowhere."""

    secret: str = field(repr=False)
    short_code: str = field(repr=False)
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class HandedOut:
    """Cards on one paper, and on the one page that the holder's link opens."""

    holder_secret: str = field(repr=False)
    cards: tuple[PaperCard, ...]


class UnknownCard(Refused):
    """No card has the secret: it is cut off, or made up."""

    def __init__(self) -> None:
        super().__init__("Ukjent kort. Skann QR-koden en gang til.")


class UnknownSheet(Refused):
    """No sheet has the holder's secret."""

    def __init__(self) -> None:
        super().__init__("Ukjent lenke. Skann QR-koden på arket en gang til.")


def hand_out(
    tx: Transaction, card_ids: Sequence[UUID], *, by: StaffUser, now: datetime
) -> HandedOut:
    """Put the cards on a new paper, by number; what was printed of them before is void.

    The caller has asked whether `by` may, and leaves the audit line. Raises Blocked.
    """
    printed = cards.of_all(tx, card_ids)
    if any(card.block for card in printed):
        raise Blocked
    handed = _unheard_of(tx, printed)
    sheet_id = uuid4()
    hashes: list[tuple[object, ...]] = [
        (secret_hash, card.card_id, sheet_id, kind)
        for card in handed.cards
        for kind, secret_hash in _secret_hashes(tx.keys, card).items()
    ]
    holder_hash = _hashed_holder(tx.keys, handed.holder_secret)
    tx.run(sql("papers/replace_secrets"), list(card_ids), now)
    tx.run("insert into sheet values ($1, $2, $3, $4)", sheet_id, holder_hash, by.id, now)
    tx.run_many(sql("papers/add_secret"), hashes)
    return handed


def by_secret(db: Reader, secret: str, kind: SecretKind = SecretKind.QR) -> Card:
    """The card that a secret opens, those of older prints included; raises UnknownCard."""
    text = "select card_id, replaced_at from card_secret where secret_hash = $1"
    row = db.row(text, _hashed(db.keys, kind, secret))
    if row is None:
        raise UnknownCard
    return replace(cards.of(db, row["card_id"]), paper_replaced=row["replaced_at"] is not None)


def of_sheet(db: Reader, holder_secret: str) -> tuple[PaperCard, ...]:
    """The cards on the page that a holder's link opens, by number; raises UnknownSheet."""
    rows = db.rows(sql("papers/of_sheet"), _hashed_holder(db.keys, holder_secret))
    if not rows:
        raise UnknownSheet
    replaced = {row["card_id"]: row["replaced_at"] is not None for row in rows}
    found = cards.of_all(db, list(replaced))
    return _papers(
        db,
        holder_secret,
        [replace(card, paper_replaced=replaced[card.card_id]) for card in found],
    )


def _unheard_of(tx: Transaction, printed: Sequence[Card]) -> HandedOut:
    """Fresh secrets; another holder's secret is drawn when a short code was already in use."""
    while True:
        holder_secret = new_secret()
        papers = _papers(tx, holder_secret, printed)
        hashes = [
            secret_hash for card in papers for secret_hash in _secret_hashes(tx.keys, card).values()
        ]
        taken = tx.rows(sql("papers/taken_secrets"), hashes)
        if not taken and len(hashes) == len(set(hashes)):
            return HandedOut(holder_secret, papers)


def _papers(db: Reader, holder_secret: str, printed: Sequence[Card]) -> tuple[PaperCard, ...]:
    good_for = cards.uses(db, [card.card_id for card in printed])
    return tuple(
        PaperCard(
            **{each.name: getattr(card, each.name) for each in fields(card)},
            secret=_derived(db.keys, holder_secret, card.card_id),
            short_code=short_codes.derived(db.keys, holder_secret, card.card_id),
            uses=good_for[card.card_id],
        )
        for card in printed
    )


def _derived(keys: Keys, holder_secret: str, card_id: UUID) -> str:
    """The QR's secret of a card on one sheet: made again when the holder's page is opened."""
    whole = keys.hashed("qr of card", f"{holder_secret} {card_id}")
    return base64.urlsafe_b64encode(whole[:SECRET_BYTES]).rstrip(b"=").decode()


def _hashed(keys: Keys, kind: SecretKind, secret: str) -> bytes:
    return keys.hashed("qr" if kind is SecretKind.QR else "short code", secret)


def _secret_hashes(keys: Keys, card: PaperCard) -> dict[SecretKind, bytes]:
    return {
        SecretKind.QR: _hashed(keys, SecretKind.QR, card.secret),
        SecretKind.SHORT_CODE: short_codes.hashed(keys, card.short_code),
    }


def _hashed_holder(keys: Keys, holder_secret: str) -> bytes:
    return keys.hashed("holder", holder_secret)
