"""Deliveries: a partner, what it offers and the tickets that came, entered in one act.

A row of a spreadsheet and a run of the guided flow are the same thing, a `Line`. The same
line twice is the same delivery, so overlapping files add nothing that is there.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from itertools import count
from uuid import UUID

from lib import offers, partners, stock
from lib.db import Database, Reader, Transaction
from lib.norwegian import organisation_number_text, today_in_oslo
from lib.offers import Availability, Offer, OfferKind
from lib.partners import PartnerClosed, Reach
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.stock import Acquisition, Delivery, NotStocked, OfferClosed, TicketForm, UnitKind

_NOT_YET = UUID(int=0)

# Tickets that are good for less than this are for something that comes once.
A_SEASON = timedelta(days=92)

# What makes a delivery another one; what else is told of it may be corrected in the sheet.
_TELLS_APART = (
    "partner", "offer", "acquisition", "unit_kind", "quantity",
    "unit_price_ore", "valid_from", "valid_to", "event_date", "received_on", "ordinal",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One delivery as it was told; money in øre, category by its code, None is not known.

    What is told of a partner or an offer is used where it is new; one that is there stands
    as it is. `ordinal` counts the equal deliveries before this one. `key` comes with a line
    of our own export.
    """

    partner: str
    offer: str
    category: str
    acquisition: Acquisition
    unit_kind: UnitKind
    organisation_number: str | None = None
    reach: Reach = Reach.LOCAL
    availability: Availability | None = None
    place: str = ""
    neighbourhood_id: UUID | None = None
    age_from: int | None = None
    age_to: int | None = None
    punches_per_unit: int | None = None
    quantity: int | None = None
    unit_price_ore: int | None = None
    face_value_ore: int | None = None
    funding_source_id: UUID | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    event_date: date | None = None
    received_on: date | None = None
    ticket_form: TicketForm = TicketForm.QR
    ordinal: int = 0
    key: str | None = None

    @property
    def delivery_key(self) -> str:
        """The same for the same delivery, however its names are capitalised."""
        parts = [str(getattr(self, name)).casefold() for name in _TELLS_APART]
        parts.append(str(self.punches_per_unit or 1))
        return self.key or hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Receipt:
    """What came of the lines: the batches added, and how many lines were there before."""

    batch_ids: tuple[UUID, ...]
    already_there: int

    @property
    def added(self) -> int:
        """How many batches were added."""
        return len(self.batch_ids)


class AlreadyReceived(Refused):
    """An equal delivery is in stock; it may be the very same."""

    def __init__(self) -> None:
        super().__init__("Partiet er registrert fra før, med samme antall og samme datoer.")


class OtherOrganisation(BadInput):
    """A partner of that name is there, with another organisation number."""

    def __init__(self, known: str) -> None:
        is_known = organisation_number_text(known)
        super().__init__("Organisasjonsnummer", f"er {is_known} på tilbyderen med dette navnet.")


@dataclass
class _Offer:
    id: UUID | None = None
    why_not: Refused | None = None


@dataclass
class _Partner:
    organisation_number: str | None
    id: UUID | None = None
    why_not: Refused | None = None
    offers: dict[str, _Offer] = field(default_factory=dict)


class Known:
    """The partners and offers there are, read once for many lines.

    A line that was accepted is learnt: what it says of a new partner holds for the next one.
    """

    def __init__(self, db: Reader) -> None:
        self._partners = {
            partner.name.lower(): _Partner(
                partner.organisation_number,
                partner.id,
                PartnerClosed() if partner.closed_at else None,
            )
            for partner in partners.all_of(db)
        }
        for offer in offers.all_of(db):
            of_partner = self._partners[offer.partner_name.lower()].offers
            of_partner[offer.name.lower()] = _Offer(offer.id, _why_not_stocked(offer))

    def why_not(self, line: Line, *, on: date) -> Refused | None:
        """The first rule against a line, whether or not it was entered before, or None."""
        partner = self._partners.get(line.partner.lower(), _Partner(None))
        offer = partner.offers.get(line.offer.lower(), _Offer())
        if refusal := partner.why_not or offer.why_not:
            return refusal
        known = partner.organisation_number
        if known and line.organisation_number and line.organisation_number != known:
            return OtherOrganisation(known)
        if fault := offers.ages_fault(line.age_from, line.age_to):
            return fault
        if line.unit_kind is UnitKind.PUNCH_CARD and line.punches_per_unit is None:
            return BadInput("Klipp per enhet", "må fylles ut for et klippekort.")
        # Figures and dates alone are asked about: the ids may not be there yet.
        return stock.fault_in(_delivery(line, _NOT_YET, _NOT_YET, on), on=on)

    def is_new_partner(self, line: Line) -> bool:
        """Whether the line's partner is not entered yet, learnt or not."""
        return self._partners.get(line.partner.lower(), _Partner(None)).id is None

    def learn(self, line: Line) -> tuple[_Partner, _Offer]:
        """Take the line's partner and offer as there."""
        partner = self._partners.setdefault(
            line.partner.lower(), _Partner(line.organisation_number)
        )
        return partner, partner.offers.setdefault(line.offer.lower(), _Offer())

    def enter(self, tx: Transaction, line: Line) -> UUID:
        """The id of the line's offer, entered with its partner where they are new."""
        partner, offer = self.learn(line)
        if partner.id is None:
            partner.id = partners.enter(
                tx,
                name=line.partner,
                organisation_number=line.organisation_number,
                reach=line.reach,
            )
        if offer.id is None:
            offer.id = offers.enter(
                tx,
                partner_id=partner.id,
                name=line.offer,
                category=line.category,
                availability=line.availability or _usual_time(line),
                place=line.place,
                neighbourhood_id=line.neighbourhood_id,
                age_from=line.age_from,
                age_to=line.age_to,
            )
        return offer.id


def _usual_time(line: Line) -> Availability:
    """When a new offer is to be had, where nobody has told: its tickets' dates may tell."""
    run = line.valid_to - line.valid_from if line.valid_from and line.valid_to else None
    is_once = line.event_date or (run is not None and run < A_SEASON)
    return Availability.ONE_OFF if is_once else Availability.YEAR_ROUND


def why_not(db: Reader, line: Line, *, on: date) -> Refused | None:
    """The first rule against entering a delivery, or None; one that is there is one."""
    if stock.entered(db, [line.delivery_key]):
        return AlreadyReceived()
    return Known(db).why_not(line, on=on)


def another(db: Reader, line: Line) -> Line:
    """The line as a further delivery beside the equal ones that are there."""
    further = (replace(line, ordinal=ordinal, key=None) for ordinal in count())
    return next(line for line in further if not stock.entered(db, [line.delivery_key]))


def receive(
    db: Database,
    lines: Sequence[Line],
    *,
    scheme_id: UUID,
    shares: Mapping[UUID, int | None],
    received_on: date,
    by: StaffUser,
    now: datetime,
) -> Receipt:
    """Enter all the lines or none; see `enter`."""
    return db.transact(
        lambda tx: enter(
            tx,
            lines,
            scheme_id=scheme_id,
            shares=shares,
            received_on=received_on,
            by=by,
            now=now,
        )
    )


def enter(
    tx: Transaction,
    lines: Sequence[Line],
    *,
    scheme_id: UUID,
    shares: Mapping[UUID, int | None],
    received_on: date,
    by: StaffUser,
    now: datetime,
) -> Receipt:
    """Enter the lines within an act under way, leaving out those that are there.

    `received_on` holds for lines that do not tell. `shares` is units by service, of each
    line; a share without a number opens an unknown quantity to the service, and takes
    nothing of a known one. Raises the refusal of the first line that has one.
    """
    by.must_be(Role.COORDINATOR)
    on, known = today_in_oslo(now), Known(tx)
    there = stock.entered(tx, [line.delivery_key for line in lines])
    added = []
    for line in lines:
        if line.delivery_key in there:
            continue
        if refusal := known.why_not(line, on=on):
            raise refusal
        offer_id = known.enter(tx, line)
        delivery = _delivery(line, offer_id, scheme_id, received_on)
        given = {
            service: units
            for service, units in shares.items()
            if units is not None or line.quantity is None
        }
        added.append(stock.enter(tx, delivery, shares=given, by=by, now=now))
        there.add(line.delivery_key)
    return Receipt(tuple(added), len(lines) - len(added))


def resembling(name: str, names: Iterable[str]) -> list[str]:
    """Those of the names that may mean the same, so that no partner is entered twice."""
    by_folded = {there.casefold(): there for there in names}
    written = name.strip().casefold()
    close = get_close_matches(written, by_folded, cutoff=0.8)
    parts = [there for there in by_folded if written in there or there in written]
    return [by_folded[there] for there in dict.fromkeys([*parts, *close])][:3] if written else []


def left_in_store(line: Line, shares: Mapping[UUID, int | None]) -> int | None:
    """What the coordinator keeps after sharing; below nought where more is shared than came."""
    if line.quantity is None:
        return None
    return line.quantity - sum(units or 0 for units in shares.values())


def _why_not_stocked(offer: Offer) -> Refused | None:
    if offer.closed_at is not None:
        return OfferClosed()
    return None if offer.kind is OfferKind.ONE_OFF else NotStocked(offer.kind)


def _delivery(line: Line, offer_id: UUID, scheme_id: UUID, received_on: date) -> Delivery:
    return Delivery(
        offer_id=offer_id,
        scheme_id=scheme_id,
        acquisition=line.acquisition,
        quantity=line.quantity,
        received_on=line.received_on or received_on,
        delivery_key=line.delivery_key,
        unit_kind=line.unit_kind,
        ticket_form=line.ticket_form,
        punches_per_unit=line.punches_per_unit or 1,
        unit_price_ore=line.unit_price_ore,
        face_value_ore=line.face_value_ore,
        funding_source_id=line.funding_source_id,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        event_date=line.event_date,
    )
