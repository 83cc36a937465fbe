"""The year of a scheme with cards of its own: how many cards, how many kroner.

The cards are stocked as one batch of an offer that the owner unit has: so they are shared among
the services, counted, sold and given like any tickets, and the cap on cards is what is left.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib import allowances, ledger, offers, partners, schemes, stock
from lib.db import Database, Reader, Transaction, sql
from lib.ledger import MOST_UNITS, WriteOffReason
from lib.norwegian import counted, kroner, number
from lib.offers import OfferKind
from lib.refusals import BadInput, Refused
from lib.schemes import CARD_CATEGORY, Scheme
from lib.staff import Role, StaffUser
from lib.stock import Acquisition, Delivery, UnitKind

FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_ORE = 10_000_000_000


@dataclass(frozen=True)
class SchemeYear:
    """A year of a scheme: its cards and its kroner; None is without a limit."""

    scheme_id: UUID
    year: int
    batch_id: UUID
    cards: int | None
    cards_left: int | None  # with the coordinator and the services together
    cards_given: int  # awarded, sold and given away, less what came back
    budget_ore: int | None
    given_ore: int
    closed_at: datetime | None


class YearOpen(Refused):
    """The year is open already."""

    def __init__(self, year: int) -> None:
        super().__init__(f"År {year} er alt åpnet for ordningen.")


class YearClosed(Refused):
    """Nothing more is given in a year that was closed."""

    def __init__(self, year: int) -> None:
        super().__init__(f"År {year} er avsluttet for ordningen.")


class NoOwnCards(Refused):
    """The scheme gives tickets from stock; it has no year to open."""

    def __init__(self) -> None:
        super().__init__("Ordningen gir billetter fra beholdningen og har ikke egne kort.")


def of(db: Reader, scheme_id: UUID) -> list[SchemeYear]:
    """The scheme's years, the latest first."""
    return db.many(SchemeYear, sql("scheme_years/of"), scheme_id)


def open_year(
    db: Database,
    scheme_id: UUID,
    year: int,
    *,
    cards: int | None,
    budget_ore: int | None,
    by: StaffUser,
    on: date,
    now: datetime,
) -> UUID:
    """Open a year with so many cards in the coordinator's store; returns the batch.

    None is no cap, and no budget. Raises BadInput, YearOpen and NoOwnCards.
    """
    by.must_be(Role.COORDINATOR)
    return db.transact(
        lambda tx: enter(
            tx, scheme_id, year, cards=cards, budget_ore=budget_ore, by=by, on=on, now=now
        )
    )


def enter(
    tx: Transaction,
    scheme_id: UUID,
    year: int,
    *,
    cards: int | None,
    budget_ore: int | None,
    by: StaffUser,
    on: date,
    now: datetime,
) -> UUID:
    """As `open_year`, within an act under way."""
    _check(year, cards, budget_ore)
    scheme = schemes.of(tx, scheme_id)
    if not scheme.has_own_cards:
        raise NoOwnCards
    delivery = Delivery(
        offer_id=_offer_of(tx, scheme),
        scheme_id=scheme_id,
        acquisition=Acquisition.DONATED,
        quantity=cards,
        received_on=on,
        delivery_key=f"scheme {scheme_id} {year}",
        unit_kind=UnitKind.SCHEME_CARD,
        # Statistics count uses, and this is how many one card gives.
        punches_per_unit=sum(schemes.content(tx, scheme_id).values()) or 1,
        valid_from=date(year, 1, 1),
        # With a year from issue, the last card is given on the year's last day.
        valid_to=date(year, 12, 31),
    )
    if tx.row("select year from scheme_year where scheme_id = $1 and year = $2", scheme_id, year):
        raise YearOpen(year)
    batch_id = stock.enter(tx, delivery, shares={}, by=by, now=now)
    tx.run(
        "insert into scheme_year (scheme_id, year, batch_id, budget_ore) values ($1, $2, $3, $4)",
        scheme_id,
        year,
        batch_id,
        budget_ore,
    )
    return batch_id


def _offer_of(tx: Transaction, scheme: Scheme) -> UUID:
    """The offer that stands for the scheme's card; the first year makes it."""
    earlier = tx.row(sql("scheme_years/offer"), scheme.id)
    if earlier:
        offer_id: UUID = earlier["offer_id"]
        return offer_id
    owner = scheme.owner_unit or scheme.name
    partner = partners.named(tx, owner)
    partner_id = partner.id if partner else partners.enter(tx, name=owner)
    name, taken = scheme.name, 1
    # Another scheme of the same name and owner is another offer.
    while offers.named(tx, partner_id, name):
        taken += 1
        name = f"{scheme.name} {taken}"
    return offers.enter(
        tx,
        partner_id=partner_id,
        name=name,
        category=CARD_CATEGORY,
        kind=OfferKind.SCHEME_CARD,
    )


def change(
    db: Database,
    scheme_id: UUID,
    year: int,
    *,
    cards: int | None,
    budget_ore: int | None,
    by: StaffUser,
    now: datetime,
) -> None:
    """Set another cap or budget for an open year.

    A cap cannot go below what is given, nor a budget below what is on the cards; a capped
    year keeps a cap. Raises BadInput and YearClosed.
    """
    by.must_be(Role.COORDINATOR)
    _check(year, cards, budget_ore)

    def changed(tx: Transaction) -> None:
        known = _known(tx, scheme_id, year)
        if known.closed_at:
            raise YearClosed(year)
        _cap(tx, known, cards, by=by, now=now)
        spent = allowances.given(tx, scheme_id, year)
        if budget_ore is not None and budget_ore < spent:
            raise BadInput(
                "Budsjett", f"kan ikke være lavere enn det som er gitt: {kroner(spent)}."
            )
        tx.run(
            "update scheme_year set budget_ore = $3 where scheme_id = $1 and year = $2",
            scheme_id,
            year,
            budget_ore,
        )

    db.transact(changed)


def _cap(
    tx: Transaction, known: SchemeYear, cards: int | None, *, by: StaffUser, now: datetime
) -> None:
    if cards is None:
        if known.cards is not None:
            raise BadInput("Antall kort", "må fylles ut, for året har et tak.")
        return
    if cards < known.cards_given:
        given = counted(known.cards_given, "kort", "kort")
        raise BadInput("Antall kort", f"kan ikke være lavere enn det som er delt ut: {given}.")
    store = next(pool for pool in stock.pools(tx, known.batch_id) if pool.service_id is None)
    left_in_store = cards - known.cards_given - _with_services(tx, known)
    if left_in_store < 0:
        raise BadInput(
            "Antall kort",
            f"er {counted(-left_in_store, 'kort', 'kort')} for lavt for det som ligger hos "
            "tjenestene. Flytt kort tilbake først.",
        )
    ledger.enter_count(tx, store.id, left_in_store, by=by, now=now)
    tx.run("update batch set quantity = $2 where id = $1", known.batch_id, cards)


def _with_services(tx: Transaction, known: SchemeYear) -> int:
    return sum(pool.units_left or 0 for pool in stock.pools(tx, known.batch_id) if pool.service_id)


def close(db: Database, scheme_id: UUID, year: int, *, by: StaffUser, now: datetime) -> int:
    """Close a year: what nobody was given is written off; returns how many cards.

    Cards that are out stay good until their own last day. Raises YearClosed.
    """
    by.must_be(Role.COORDINATOR)

    def closed(tx: Transaction) -> int:
        known = _known(tx, scheme_id, year)
        if known.closed_at:
            raise YearClosed(year)
        left = 0
        for pool in stock.pools(tx, known.batch_id):
            if pool.units_left is None:
                # Without a cap there was no end of them; now there is.
                ledger.enter_count(tx, pool.id, 0, by=by, now=now)
            elif pool.units_left:
                reason = WriteOffReason.OTHER_PURPOSE
                ledger.enter_write_off(tx, pool.id, pool.units_left, reason, by=by, now=now)
                left += pool.units_left
        tx.run(
            "update scheme_year set closed_at = $3 where scheme_id = $1 and year = $2",
            scheme_id,
            year,
            now,
        )
        return left

    return db.transact(closed)


def _known(tx: Transaction, scheme_id: UUID, year: int) -> SchemeYear:
    return next(known for known in of(tx, scheme_id) if known.year == year)


def _check(year: int, cards: int | None, budget_ore: int | None) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("År", f"må være mellom {FIRST_YEAR} og {LAST_YEAR}.")
    if cards is not None and not 1 <= cards <= MOST_UNITS:
        raise BadInput("Antall kort", f"må være fra 1 til {number(MOST_UNITS)}, eller stå tomt.")
    if budget_ore is not None and not 0 <= budget_ore <= MOST_ORE:
        raise BadInput("Budsjett", f"må være fra 0 til {kroner(MOST_ORE)}.")
