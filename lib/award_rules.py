"""What stands against an award: asked before by the page, and again by the act itself."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib import (
    ages,
    allowances,
    audit,
    duplicates,
    entitlements,
    municipality,
    need_to_know,
    partner_codes,
    schemes,
)
from lib.audit import Act
from lib.db import Database, Reader, sql
from lib.duplicates import WarningTells
from lib.entitlements import Entitlement
from lib.ledger import NotEnoughLeft
from lib.memberships import Membership
from lib.norwegian import date_text
from lib.offers import OfferKind
from lib.partner_codes import NotEnoughCodes
from lib.persons import Person
from lib.refusals import BadInput, Refused
from lib.schemes import Scheme
from lib.staff import Role, StaffUser
from lib.stock import TicketForm, UnitKind

# Ten tickets are a sheet; more than two sheets at once is a slip of the finger.
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a batch, and what a service has of it."""

    batch_id: UUID
    offer_name: str
    partner_id: UUID
    category: str
    offer_kind: OfferKind
    is_closed: bool
    age_from: int | None
    age_to: int | None
    scheme_id: UUID
    unit_kind: UnitKind
    ticket_form: TicketForm
    punches_per_unit: int
    valid_from: date | None
    valid_to: date | None
    event_date: date | None
    pool_id: UUID | None
    units_left: int | None
    quota: int | None  # units of the category a period, None without a limit

    @property
    def last_day(self) -> date | None:
        """The last day the ticket can be used."""
        return self.event_date or self.valid_to

    def is_for_age(self, age: int) -> bool:
        """Whether the offer takes somebody of this age in years; both limits are taken."""
        old_enough = self.age_from is None or age >= self.age_from
        return old_enough and (self.age_to is None or age <= self.age_to)


@dataclass(frozen=True)
class Taken:
    """Units of the batch's category that a person got this period of the scheme."""

    by_all: int
    by_others: int  # than the caseworker's own service


@dataclass(frozen=True)
class Case:
    """A person and a batch before a caseworker on a day: all that the rules ask."""

    person: Person
    home: Membership
    facts: Facts
    taken: Taken
    service_id: UUID  # the caseworker's own
    scheme: Scheme
    right: Entitlement | None

    @property
    def is_warned(self) -> bool:
        """Whether another service gave of the same category this year."""
        return self.taken.by_others > 0


class NotInYourPool(Refused):
    """The service has no part of the batch."""

    def __init__(self) -> None:
        super().__init__("Tilbudet er ikke fordelt til tjenesten din. Spør koordinator.")


class BatchOver(Refused):
    """The event was, or the tickets ran out."""

    def __init__(self, last_day: date) -> None:
        super().__init__(f"Billettene gikk ut {date_text(last_day)}.")


class OutsideOfferAges(Refused):
    """The offer is for others."""

    def __init__(self, youngest: int | None, oldest: int | None) -> None:
        if oldest is None:
            ages_told = f"fra {youngest} år"
        elif youngest is None:
            ages_told = f"til og med {oldest} år"
        else:
            ages_told = f"fra {youngest} til {oldest} år"
        super().__init__(f"Tilbudet er for alder {ages_told}.")


class OfferOver(Refused):
    """The coordinator has closed the offer; its tickets stay where they are."""

    def __init__(self) -> None:
        super().__init__("Tilbudet er avsluttet, så det kan ikke tildeles.")


class MembershipFee(Refused):
    """A one-off scheme does not pay for what goes on all year (R27)."""

    def __init__(self) -> None:
        super().__init__(
            "Ordningen gjelder engangsopplevelser. Kontingent søkes det om i "
            "fond for fritidsaktiviteter hos Frivilligsentralen."
        )


class YearlyShareUsed(Refused):
    """The person's quota of the category would be passed, whoever awarded.

    What was awarded is told only where the municipality lets the warning tell of `totals`.
    `when` is as in schemes.PERIOD_TOLD.
    """

    def __init__(
        self, taken: int, quota: int, category_name: str, when: str, *, totals: bool
    ) -> None:
        left, kind = quota - taken, category_name.lower()
        if left > 0:
            told = f" ({taken} av {quota} er tildelt)" if totals else ""
            text = f"Antall er for høyt: barnet kan få {left} {kind} til {when}{told}."
        elif totals:
            taken_of = schemes.quota_text(taken, quota, category_name)
            text = f"Kvoten er brukt opp: {taken_of} er tildelt {when}."
        else:
            text = f"Kvoten for {kind} er brukt opp {when}."
        super().__init__(text)


class AwardedElsewhere(Refused):
    """Another service gave of the same category this year: read the warning, then decide."""


def case_of(db: Reader, person_id: UUID, batch_id: UUID, *, by: StaffUser, on: date) -> Case:
    """The case as it stands; raises NotYours for another service's child."""
    known = need_to_know.known(db, person_id, by=by)
    facts = db.first(Facts, sql("awards/facts"), batch_id, by.service)
    if facts is None:
        raise LookupError("no such batch")
    scheme = schemes.of(db, facts.scheme_id)
    period = scheme.period_around(on)
    taken = db.first(
        Taken, sql("awards/taken"), person_id, facts.scheme_id, facts.category, *period, by.service
    )
    assert taken, "a sum is always there"
    return Case(
        person=known.person,
        home=known.homes[0],
        facts=facts,
        taken=taken,
        service_id=by.service,
        scheme=scheme,
        right=entitlements.standing(db, person_id, facts.scheme_id, on=on),
    )


def warned(db: Database, case: Case, *, by: StaffUser, now: datetime) -> None:
    """Leave a line that the warning about this person was read before an award."""
    by.must_be(Role.CASEWORKER)
    person = case.person
    audit.look_at(db, person, by=by, now=now, act=Act.WARNED)


def why_not(
    db: Reader,
    case: Case,
    units: int,
    *,
    amount_ore: int | None = None,
    knowing: bool = False,
    on: date,
) -> Refused | None:
    """The first rule against awarding so many units, or None.

    `amount_ore` is what is asked of a fund. `knowing`: the caseworker has read the warning
    that another service has awarded.
    """
    person, facts = case.person, case.facts
    if refusal := entitlements.why_not(db, person, case.scheme, case.right, on=on):
        return refusal
    if not 1 <= units <= MOST_AT_ONCE:
        return BadInput("Antall", f"må være fra 1 til {MOST_AT_ONCE}.")
    if facts.offer_kind is OfferKind.MEMBERSHIP_FEE:
        return MembershipFee()
    if facts.is_closed:
        return OfferOver()
    if person.born and not facts.is_for_age(ages.age_on(person.born, on)):
        return OutsideOfferAges(facts.age_from, facts.age_to)
    if facts.last_day and facts.last_day < on:
        return BatchOver(facts.last_day)
    if facts.pool_id is None:
        return NotInYourPool()
    if facts.quota is not None and case.taken.by_all + units > facts.quota:
        return YearlyShareUsed(
            case.taken.by_all,
            facts.quota,
            municipality.category_name(db, facts.category),
            schemes.PERIOD_TOLD[case.scheme.period],
            totals=municipality.warning_tells(db) == WarningTells.TOTALS,
        )
    if facts.units_left is not None and units > facts.units_left:
        return NotEnoughLeft(facts.units_left)
    if case.scheme.gives_money and (
        refusal := allowances.why_not(db, person.id, case.scheme, amount_ore, units, on=on)
    ):
        return refusal
    if facts.ticket_form is TicketForm.PARTNER_CODE:
        codes = partner_codes.counts(db, facts.batch_id)
        if units > (codes_left := codes.entered - codes.handed_out):
            return NotEnoughCodes(codes_left)
    if case.is_warned and not knowing:
        return AwardedElsewhere(duplicates.warning_text(db, person.id, to=case.service_id, on=on))
    return None
