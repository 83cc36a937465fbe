"""Offers: what a partner lets the children do, where and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from lib import partners
from lib.ages import OLDEST
from lib.db import Database, Reader, Transaction, sql
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.titles import line, title, web_address

LONGEST_TIMES = 300


class OfferKind(StrEnum):
    """A one-off experience has tickets; a fee belongs to the fund; a signpost only tells."""

    ONE_OFF = "one_off"
    MEMBERSHIP_FEE = "membership_fee"
    SIGNPOST = "signpost"
    SCHEME_CARD = "scheme_card"  # a scheme's own; made when its year is opened


class Availability(StrEnum):
    FIXED = "fixed"
    YEAR_ROUND = "year_round"
    SUMMER = "summer"
    CONTINUOUS = "continuous"
    ONE_OFF = "one_off"
    SCHOOL_HOLIDAYS = "school_holidays"


OFFER_KIND_NAMES: Mapping[OfferKind, str] = {
    OfferKind.ONE_OFF: "engangsopplevelse med billetter",
    OfferKind.MEMBERSHIP_FEE: "kontingent eller deltakeravgift",
    OfferKind.SIGNPOST: "henvisning, uten billetter",
    OfferKind.SCHEME_CARD: "ordningens eget kort",
}
# What a coordinator can make; a scheme's own card is made by opening its year.
CHOSEN_KINDS: tuple[OfferKind, ...] = tuple(
    kind for kind in OfferKind if kind is not OfferKind.SCHEME_CARD
)
AVAILABILITY_NAMES: Mapping[Availability, str] = {
    Availability.FIXED: "faste tider",
    Availability.YEAR_ROUND: "hele året",
    Availability.SUMMER: "om sommeren",
    Availability.CONTINUOUS: "fortløpende",
    Availability.ONE_OFF: "én gang",
    Availability.SCHOOL_HOLIDAYS: "i skolens ferier",
}


class OfferNameTaken(Refused):
    """One partner's offers are told apart by name."""

    def __init__(self) -> None:
        super().__init__("Navn på tilbud er alt brukt av denne tilbyderen.")


@dataclass(frozen=True)
class Offer:
    """An offer with its partner's name; ages are whole years, both included."""

    id: UUID
    partner_id: UUID
    partner_name: str
    name: str
    category: str
    category_name: str
    kind: OfferKind
    availability: Availability
    place: str
    neighbourhood_id: UUID | None
    age_from: int | None
    age_to: int | None
    accessibility: str
    link: str
    when_text: str
    closed_at: datetime | None


def all_of(db: Reader, partner_id: UUID | None = None) -> list[Offer]:
    """Every offer, or one partner's; those that are closed last."""
    return db.many(Offer, sql("offers/all"), partner_id, None)


def of(db: Reader, offer_id: UUID) -> Offer:
    """The offer with this id; a missing one is our bug."""
    found = db.first(Offer, sql("offers/all"), None, offer_id)
    if found is None:
        raise LookupError("no such offer")
    return found


def over(db: Reader, *, on: date) -> frozenset[UUID]:
    """The offers that were for once and have had their last day: no tickets will come."""
    return frozenset(row["offer_id"] for row in db.rows(sql("offers/over"), on))


def named(db: Reader, partner_id: UUID, name: str) -> Offer | None:
    """The partner's offer of that name, open or closed, however it is capitalised."""
    wanted = title(name, "Navn på tilbud").lower()
    return next((o for o in all_of(db, partner_id) if o.name.lower() == wanted), None)


def ages_fault(age_from: int | None, age_to: int | None) -> BadInput | None:
    """What is wrong with an offer's ages in whole years, or None; one left out is no limit."""
    for field, age in (("Alder fra", age_from), ("Alder til", age_to)):
        if age is not None and not 0 <= age <= OLDEST:
            return BadInput(field, f"må være mellom 0 og {OLDEST} år.")
    if age_from is not None and age_to is not None and age_to < age_from:
        return BadInput("Alder til", "kan ikke være lavere enn alder fra.")
    return None


def enter(
    tx: Transaction,
    *,
    partner_id: UUID,
    name: str,
    category: str,
    kind: OfferKind = OfferKind.ONE_OFF,
    availability: Availability = Availability.YEAR_ROUND,
    place: str = "",
    neighbourhood_id: UUID | None = None,
    age_from: int | None = None,
    age_to: int | None = None,
    accessibility: str = "",
    link: str = "",
    when_text: str = "",
) -> UUID:
    """Add an offer within an act under way; raises BadInput, OfferNameTaken or PartnerClosed."""
    offer_id = uuid4()
    if partners.of(tx, partner_id).closed_at is not None:
        raise partners.PartnerClosed
    if named(tx, partner_id, name):
        raise OfferNameTaken
    _check(tx, category, age_from, age_to)
    tx.run(
        sql("offers/add"),
        offer_id,
        partner_id,
        title(name, "Navn på tilbud"),
        category,
        kind,
        availability,
        line(place, "Sted"),
        neighbourhood_id,
        age_from,
        age_to,
        line(accessibility, "Tilrettelegging"),
        web_address(link, "Nettadresse"),
        line(when_text, "Tider", longest=LONGEST_TIMES),
    )
    return offer_id


def add(
    db: Database,
    *,
    partner_id: UUID,
    name: str,
    category: str,
    kind: OfferKind = OfferKind.ONE_OFF,
    availability: Availability = Availability.YEAR_ROUND,
    place: str = "",
    neighbourhood_id: UUID | None = None,
    age_from: int | None = None,
    age_to: int | None = None,
    accessibility: str = "",
    link: str = "",
    when_text: str = "",
    by: StaffUser,
) -> UUID:
    """Add an offer; raises BadInput, OfferNameTaken or PartnerClosed."""
    by.must_be(Role.COORDINATOR)
    return db.transact(
        lambda tx: enter(
            tx,
            partner_id=partner_id,
            name=name,
            category=category,
            kind=kind,
            availability=availability,
            place=place,
            neighbourhood_id=neighbourhood_id,
            age_from=age_from,
            age_to=age_to,
            accessibility=accessibility,
            link=link,
            when_text=when_text,
        )
    )


def change(
    db: Database,
    offer_id: UUID,
    *,
    name: str,
    category: str,
    kind: OfferKind,
    availability: Availability,
    place: str,
    neighbourhood_id: UUID | None,
    age_from: int | None,
    age_to: int | None,
    accessibility: str,
    link: str,
    when_text: str,
    by: StaffUser,
) -> None:
    """Replace what is known of an offer; cards already made keep the name they were given."""
    by.must_be(Role.COORDINATOR)

    def changed(tx: Transaction) -> None:
        same_name = named(tx, of(tx, offer_id).partner_id, name)
        if same_name and same_name.id != offer_id:
            raise OfferNameTaken
        _check(tx, category, age_from, age_to)
        tx.run(
            sql("offers/change"),
            offer_id,
            title(name, "Navn på tilbud"),
            category,
            kind,
            availability,
            line(place, "Sted"),
            neighbourhood_id,
            age_from,
            age_to,
            line(accessibility, "Tilrettelegging"),
            web_address(link, "Nettadresse"),
            line(when_text, "Tider", longest=LONGEST_TIMES),
        )

    db.transact(changed)


def close(db: Database, offer_id: UUID, *, by: StaffUser, now: datetime) -> None:
    """Take an offer out of use: nothing more is received for it or awarded from it."""
    by.must_be(Role.COORDINATOR)
    db.transact(
        lambda tx: tx.run(
            "update offer set closed_at = $2 where id = $1 and closed_at is null", offer_id, now
        )
    )


def reopen(db: Database, offer_id: UUID, *, by: StaffUser) -> None:
    """Take an offer into use again; raises PartnerClosed when its partner is not."""
    by.must_be(Role.COORDINATOR)

    def reopened(tx: Transaction) -> None:
        if partners.of(tx, of(tx, offer_id).partner_id).closed_at is not None:
            raise partners.PartnerClosed
        tx.run("update offer set closed_at = null where id = $1", offer_id)

    db.transact(reopened)


def _check(db: Reader, category: str, age_from: int | None, age_to: int | None) -> None:
    if not db.rows("select code from category where code = $1", category):
        raise BadInput("Kategori", "må være en av kommunens kategorier.")
    if fault := ages_fault(age_from, age_to):
        raise fault
