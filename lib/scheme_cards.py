"""A scheme's own cards: what is on them, the same however they were got.

An award, a sale and a gift all make their cards here, so they are alike in every respect.
"""

from datetime import date, datetime
from uuid import UUID

from lib import cards, schemes
from lib.db import Transaction
from lib.schemes import Scheme


def make(
    tx: Transaction,
    scheme: Scheme,
    *,
    count: int,
    amount_ore: int | None = None,
    on: date,
    now: datetime,
) -> list[UUID]:
    """Make cards with what the scheme puts on them today; later changes leave them alone.

    `amount_ore` is what a fund gives; a card with kroner holds what its scheme says.
    """
    return cards.make(
        tx,
        offer_name=scheme.name,
        terms=scheme.terms,
        replaces_lost=scheme.replaces_lost,
        punches=[
            (category, None, punches)
            for category, punches in schemes.content(tx, scheme.id).items()
        ],
        amount_ore=schemes.amount_of(scheme, amount_ore),
        count=count,
        valid_from=None,
        valid_to=scheme.card_lasts_to(on),
        now=now,
    )
