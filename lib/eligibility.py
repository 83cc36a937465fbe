"""At a glance: to what a child has a right, what is left, and what could be given today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lib import ages, entitlements, municipality, need_to_know, schemes
from lib.db import Reader, sql
from lib.duplicates import WarningTells
from lib.entitlements import NotAssessed
from lib.households import Household, Member
from lib.norwegian import date_text
from lib.persons import Person
from lib.schemes import BirthDateMissing, Scheme
from lib.staff import StaffUser


class Verdict(StrEnum):
    HAS_RIGHT = "har rett"
    NO_RIGHT = "har ikke rett"
    MISSING = "mangler opplysning"


@dataclass(frozen=True)
class Standing:
    """One scheme's line for one person."""

    scheme: Scheme
    verdict: Verdict
    because: str
    left: str
    can_be_assessed: bool
    criterion: str | None  # only where the caseworker's own service assessed it
    entitlement_id: UUID | None


@dataclass(frozen=True)
class Choice:
    """A batch the service can award from to this person."""

    batch_id: UUID
    offer_name: str
    partner_name: str
    category: str
    category_name: str
    near: bool
    last_day: date | None
    units_left: int | None
    had_before: bool


def at_a_glance(db: Reader, person_id: UUID, *, by: StaffUser, on: date) -> list[Standing]:
    """A line for each scheme, from the same rules that an award asks; raises NotYours."""
    person = need_to_know.person(db, person_id, by=by)
    return [_standing(db, person, scheme, by, on) for scheme in schemes.all_of(db)]


def recipients(db: Reader, household: Household, *, on: date) -> list[Member]:
    """Who in the household may be given something: the children, and adults a scheme is for."""
    taken = [scheme.ages_on(on) for scheme in schemes.all_of(db)]

    def is_taken(born: date | None) -> bool:
        age = ages.age_on(born, on) if born else None
        return age is not None and any(youngest <= age <= oldest for youngest, oldest in taken)

    adults = [member for member in household.guardians if is_taken(member.person.born)]
    return [*household.children, *adults]


def choices(db: Reader, person_id: UUID, *, by: StaffUser, on: date) -> list[Choice]:
    """What the service could award the person today: fitting age and date, and something left.

    Not had before comes first, then what is near home, then what ends soonest.
    """
    person = need_to_know.person(db, person_id, by=by)
    age = ages.age_on(person.born, on) if person.born else None
    return db.many(Choice, sql("eligibility/choices"), person_id, by.service, on, age)


def _standing(db: Reader, person: Person, scheme: Scheme, by: StaffUser, on: date) -> Standing:
    right = entitlements.standing(db, person.id, scheme.id, on=on)
    refusal = entitlements.why_not(db, person, scheme, right, on=on)
    if refusal is None and right is not None:
        own = right.service_id == by.service
        names = {known.code: known.name for known in schemes.criteria(db, scheme.id)}
        return Standing(
            scheme,
            Verdict.HAS_RIGHT,
            f"Vilkårene er oppfylt. Vurderingen gjelder til og med {date_text(right.valid_to)}.",
            _left(db, person.id, scheme, on),
            False,
            names.get(right.criterion) if own else None,
            right.id if own else None,
        )
    if isinstance(refusal, NotAssessed):
        return Standing(scheme, Verdict.MISSING, str(refusal), "", True, None, None)
    if isinstance(refusal, BirthDateMissing):
        return Standing(scheme, Verdict.MISSING, str(refusal), "", False, None, None)
    return Standing(scheme, Verdict.NO_RIGHT, str(refusal), "", False, None, None)


def _left(db: Reader, person_id: UUID, scheme: Scheme, on: date) -> str:
    """«3 av 5 kino, 10 av 10 svømming»: what is left of each quota in the scheme's period."""
    rows = db.rows(sql("eligibility/left"), scheme.id, person_id, *scheme.period_around(on))
    if municipality.warning_tells(db) == WarningTells.PRESENCE:
        # What is left tells what others gave.
        return ""
    return ", ".join(
        schemes.quota_text(max(row["quota"] - row["taken"], 0), row["quota"], row["category"])
        for row in rows
    )
