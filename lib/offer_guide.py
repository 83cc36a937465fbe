"""The guide: what there is for someone, for the desk that shows the way without any register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lib import offers, partners, school_holidays, seasons
from lib.db import Reader
from lib.offers import AVAILABILITY_NAMES, Availability, Offer, OfferKind
from lib.partners import Partner
from lib.school_holidays import SchoolHoliday


@dataclass(frozen=True)
class Wish:
    """What is asked for; what is left out sets no limit."""

    age: int | None = None
    neighbourhood_id: UUID | None = None
    category: str | None = None
    adapted: bool = False

    def fits(self, offer: Offer) -> bool:
        """Whether the offer is for them; one that belongs to no neighbourhood is for all."""
        return (
            (self.age is None or _is_for_age(offer, self.age))
            and (
                self.neighbourhood_id is None
                or offer.neighbourhood_id in (None, self.neighbourhood_id)
            )
            and self.category in (None, offer.category)
            and (not self.adapted or bool(offer.accessibility))
        )


@dataclass(frozen=True)
class Suggestion:
    """An open offer: whom to ask, when it is in words, and whether it is to be had that day."""

    offer: Offer
    partner: Partner
    when: str
    is_on: bool

    @property
    def is_signpost(self) -> bool:
        """Whether one just goes there, without tickets."""
        return self.offer.kind is OfferKind.SIGNPOST


def suggestions(db: Reader, wish: Wish, *, on: date) -> list[Suggestion]:
    """The open offers that fit a wish, those to be had that day first; by partner and name.

    A scheme's own card is no activity, so it stands in the directory instead. What was for
    once and is over is nothing to look forward to.
    """
    over = offers.over(db, on=on)
    holidays = school_holidays.all_of(db)
    whom = {partner.id: partner for partner in partners.all_of(db)}
    spans: dict[UUID, list[seasons.Span]] = {}
    for span in seasons.with_tickets(db):
        spans.setdefault(span.offer_id, []).append(span)
    found = [
        Suggestion(
            offer,
            whom[offer.partner_id],
            when_text(offer, holidays, on=on),
            _is_on(offer, spans.get(offer.id, ()), holidays, on),
        )
        for offer in offers.all_of(db)
        if offer.closed_at is None
        and offer.kind is not OfferKind.SCHEME_CARD
        and offer.id not in over
        and wish.fits(offer)
    ]
    return sorted(found, key=lambda suggestion: not suggestion.is_on)


def when_text(offer: Offer, holidays: Sequence[SchoolHoliday], *, on: date) -> str:
    """«I skolens ferier. Neste er høstferie 29.09.2025–03.10.2025. Kl. 10–15.»"""
    told = [f"{AVAILABILITY_NAMES[offer.availability].capitalize()}."]
    holiday = school_holidays.now_or_next(holidays, on=on)
    if offer.availability is Availability.SCHOOL_HOLIDAYS and holiday:
        begins = "Nå er det" if holiday.has(on) else "Neste er"
        told.append(f"{begins} {holiday.days_text}.")
    return " ".join([*told, offer.when_text]).strip()


def _is_on(
    offer: Offer, spans: Sequence[seasons.Span], holidays: Sequence[SchoolHoliday], on: date
) -> bool:
    if offer.kind is OfferKind.MEMBERSHIP_FEE:
        return True
    return seasons.gives(offer, spans, holidays, on, on)


def _is_for_age(offer: Offer, age: int) -> bool:
    youngest, oldest = offer.age_from, offer.age_to
    return (youngest is None or youngest <= age) and (oldest is None or age <= oldest)
