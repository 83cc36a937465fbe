"""Cards without a person: sold at a counter, or given as gift or prize, in numbered batches.

They come from the scheme's year like the cards that are awarded, are made by the same
function and look the same. Anyone may buy; nobody's name is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lib import cards, ledger, papers, partners, release, scheme_cards, schemes
from lib.cards import BlockReason
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import counted
from lib.papers import HandedOut
from lib.partners import PartnerClosed
from lib.refusals import BadInput, Refused
from lib.schemes import Scheme
from lib.staff import Role, StaffUser

# A counter's stock for a season; more is a slip of the hand.
MOST_AT_ONCE = 200


class Channel(StrEnum):
    """How a card is got. Known here and in statistics, and nowhere that a card is shown."""

    AWARDED = "awarded"
    SALE = "sale"
    GIFT = "gift"
    PRIZE = "prize"


CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.AWARDED: "tildeling",
    Channel.SALE: "salg",
    Channel.GIFT: "gave",
    Channel.PRIZE: "premie",
}


@dataclass(frozen=True)
class Issue:
    """A numbered batch of cards that went out together. Money is øre."""

    id: UUID
    scheme_id: UUID
    number: int
    channel: Channel
    partner_name: str | None
    units: int
    returned: int
    price_ore: int | None
    issued_on: date


@dataclass(frozen=True)
class Share:
    """One channel's cards of a year, rounded to fives: how many are out, how many in use."""

    channel: Channel
    cards: int
    in_use: int


class NotForSale(Refused):
    """The scheme has no price."""

    def __init__(self) -> None:
        super().__init__("Pris mangler, så kortet kan ikke selges. Sett prisen under Ordninger.")


class NoYear(Refused):
    """No cards are stocked for the year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"År {year} er ikke åpnet for ordningen, eller det er avsluttet.")


class NotSold(Refused):
    """Only what was sold can be brought back for the money."""

    def __init__(self) -> None:
        super().__init__("Kortnummer er ikke et solgt kort.")


class InUse(Refused):
    """A card that was punched is not bought back."""

    def __init__(self) -> None:
        super().__init__("Kortet er brukt, så det kan ikke leveres tilbake.")


class AlreadyReturned(Refused):
    """The card was brought back, or is blocked for another reason."""

    def __init__(self) -> None:
        super().__init__("Kortet er sperret eller levert tilbake fra før.")


def issue(
    db: Database,
    scheme_id: UUID,
    channel: Channel,
    units: int,
    *,
    issue_id: UUID,
    partner_id: UUID | None = None,
    by: StaffUser,
    on: date,
    now: datetime,
) -> HandedOut:
    """Take cards of the year's store, make them and put them on paper, to be sold or given.

    The same id is the same issue, printed anew. Raises BadInput, NotForSale, NoYear,
    PartnerClosed and NotEnoughLeft.
    """
    by.must_be(Role.COORDINATOR)
    if not 1 <= units <= MOST_AT_ONCE:
        raise BadInput("Antall", f"må være fra 1 til {counted(MOST_AT_ONCE, 'kort', 'kort')}.")

    def issued(tx: Transaction) -> HandedOut:
        if not tx.row("select id from card_issue where id = $1", issue_id):
            scheme = schemes.of(tx, scheme_id)
            _check(tx, scheme, channel, partner_id)
            _enter(tx, scheme, channel, units, issue_id, partner_id, by=by, on=on, now=now)
        return papers.hand_out(tx, _good(tx, issue_id), by=by, now=now)

    return db.transact(issued)


def _check(tx: Transaction, scheme: Scheme, channel: Channel, partner_id: UUID | None) -> None:
    if channel is Channel.AWARDED:
        raise ValueError("an award is made by awards.award")
    if channel is Channel.SALE:
        if scheme.price_ore is None:
            raise NotForSale
        if partner_id is None:
            raise BadInput("Utsalgssted", "må velges når kortene skal selges.")
    if partner_id and partners.of(tx, partner_id).closed_at:
        raise PartnerClosed


def _enter(
    tx: Transaction,
    scheme: Scheme,
    channel: Channel,
    units: int,
    issue_id: UUID,
    partner_id: UUID | None,
    *,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    store = tx.row(sql("card_issues/store"), scheme.id, on.year)
    if store is None:
        raise NoYear(on.year)
    ledger.issue(tx, store["pool_id"], units, by=by, now=now)
    made = scheme_cards.make(tx, scheme, count=units, on=on, now=now)
    price = scheme.price_ore if channel is Channel.SALE else None
    tx.run(
        sql("card_issues/add"),
        issue_id,
        scheme.id,
        store["batch_id"],
        channel,
        partner_id,
        units,
        price,
        by.id,
        on,
        now,
    )
    tx.run_many(
        "insert into card_issue_card (card_id, issue_id) values ($1, $2)",
        [(card_id, issue_id) for card_id in made],
    )


def _good(tx: Transaction, issue_id: UUID) -> list[UUID]:
    return [row["card_id"] for row in tx.rows(sql("card_issues/good_cards"), issue_id)]


def take_back(db: Database, card_number: int, *, by: StaffUser, now: datetime) -> None:
    """A sold card is brought back unused: it is blocked, and one more can be sold.

    Raises NotSold, InUse and AlreadyReturned.
    """
    by.must_be(Role.COORDINATOR)

    def taken(tx: Transaction) -> None:
        sold = tx.row(sql("card_issues/sold"), card_number)
        if sold is None:
            raise NotSold
        card = cards.of(tx, sold["card_id"])
        if card.block:
            raise AlreadyReturned
        if any(balance.punches_left < balance.punches_given for balance in card.balances):
            raise InUse
        cards.block(tx, card.card_id, BlockReason.RETURNED, by=by, now=now)
        tx.run("insert into card_return values ($1, $2, $3)", card.card_id, by.id, now)
        ledger.put_back(tx, sold["pool_id"], 1, by=by, now=now)

    db.transact(taken)


def of_scheme(db: Reader, scheme_id: UUID) -> list[Issue]:
    """The scheme's issues, the latest first."""
    return db.many(Issue, sql("card_issues/of_scheme"), scheme_id)


def shares(db: Reader, scheme_id: UUID, year: int) -> list[Share]:
    """How many cards of each channel are out and in use (R21), rounded to fives.

    Awards are of persons, so even the coordinator gets no exact number of them here.
    """
    rows = db.rows(sql("card_issues/in_use"), scheme_id, date(year, 1, 1), date(year, 12, 31))
    return [
        Share(
            Channel(row["channel"]), release.rounded(row["cards"]), release.rounded(row["in_use"])
        )
        for row in rows
    ]
