"""The seasons: which months have something to give, and where the gaps are.

Read by everyone on the staff, so it tells whether there are tickets and never how many.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lib import offers, school_holidays
from lib.db import Reader, sql
from lib.offers import Availability, Offer, OfferKind
from lib.school_holidays import SchoolHoliday

MONTHS = 12
SUMMER = (6, 7, 8)


@dataclass(frozen=True)
class Span:
    """The days on which some tickets of an offer can be used; None has no limit."""

    offer_id: UUID
    first_day: date | None
    last_day: date | None

    def meets(self, first: date, last: date) -> bool:
        """Whether a day of the span is from the first to the last."""
        return (self.first_day is None or self.first_day <= last) and (
            self.last_day is None or self.last_day >= first
        )


@dataclass(frozen=True)
class Line:
    """An offer and the months, by their first days, in which it has something to give."""

    offer: Offer
    months: frozenset[date]

    @property
    def is_signpost(self) -> bool:
        """Whether it needs no tickets."""
        return self.offer.kind is OfferKind.SIGNPOST


@dataclass(frozen=True)
class Season:
    """Twelve months ahead: the offers with tickets first, then the signposts."""

    months: tuple[date, ...]
    lines: tuple[Line, ...]
    holidays: tuple[SchoolHoliday, ...]

    def giving(self, month: date, *, signposts: bool) -> list[Offer]:
        """What has something to give in a month, of tickets or of signposts."""
        return [
            line.offer
            for line in self.lines
            if month in line.months and line.is_signpost == signposts
        ]

    def holidays_in(self, month: date) -> list[SchoolHoliday]:
        """The school holidays that have a day in a month."""
        last = _last_of(month)
        return [h for h in self.holidays if h.first_day <= last and h.last_day >= month]

    @property
    def signposts_all_year(self) -> list[Offer]:
        """The signposts that are there in every month."""
        return [
            line.offer
            for line in self.lines
            if line.is_signpost and line.months == set(self.months)
        ]

    @property
    def without_tickets(self) -> list[date]:
        """The gaps: months for which there are no tickets left to give."""
        return [month for month in self.months if not self.giving(month, signposts=False)]


def ahead(db: Reader, *, on: date) -> Season:
    """The month of a day and the eleven after it.

    A scheme's own card is no activity: it would hide every gap. What is over has no line.
    """
    over = offers.over(db, on=on)
    months = tuple(_months_from(on))
    holidays = school_holidays.all_of(db)
    spans: dict[UUID, list[Span]] = {}
    for span in with_tickets(db):
        spans.setdefault(span.offer_id, []).append(span)
    lines = [
        Line(
            offer,
            frozenset(
                month
                for month in months
                if gives(offer, spans.get(offer.id, ()), holidays, max(month, on), _last_of(month))
            ),
        )
        for offer in offers.all_of(db)
        if offer.closed_at is None
        and offer.kind in (OfferKind.ONE_OFF, OfferKind.SIGNPOST)
        and offer.id not in over
    ]
    lines.sort(key=lambda line: line.is_signpost)
    met = [h for h in holidays if h.last_day >= months[0] and h.first_day <= _last_of(months[-1])]
    return Season(months, tuple(lines), tuple(met))


def with_tickets(db: Reader) -> list[Span]:
    """When each batch that is not empty can be used."""
    return db.many(Span, sql("seasons/with_tickets"))


def gives(
    offer: Offer,
    spans: Sequence[Span],
    holidays: Sequence[SchoolHoliday],
    first: date,
    last: date,
) -> bool:
    """Whether an offer has something to give between two days of one month, both included.

    An event that is a signpost has its day in words alone, so no month can be promised.
    """
    if offer.kind is not OfferKind.SIGNPOST and not any(span.meets(first, last) for span in spans):
        return False
    match offer.availability:
        case Availability.SUMMER:
            return first.month in SUMMER
        case Availability.SCHOOL_HOLIDAYS:
            return any(h.first_day <= last and h.last_day >= first for h in holidays)
        case Availability.ONE_OFF:
            return offer.kind is not OfferKind.SIGNPOST
        case _:
            return True


def _months_from(on: date) -> list[date]:
    return [
        date(on.year + (on.month - 1 + n) // 12, (on.month - 1 + n) % 12 + 1, 1)
        for n in range(MONTHS)
    ]


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
