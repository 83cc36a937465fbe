"""At a glance: to what a child has a right, what is left, and what could be given today."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lib import ages, entitlements, municipality, scheme_criteria, schemes
from lib.db import Reader, sql
from lib.duplicates import WarningTells
from lib.entitlements import Entitlement, NotAssessed
from lib.holdings import Counted
from lib.households import Household, Member
from lib.need_to_know import Known
from lib.norwegian import date_text
from lib.schemes import BirthDateMissing, Scheme


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


def at_a_glance(
    db: Reader, one: Known, counted: Iterable[Counted], those: Sequence[Scheme], *, on: date
) -> list[Standing]:
    """A line for each scheme, from the same rules that an award asks.

    `counted` is what quotas count, as `holdings.of_known` tells.
    """
    rights = entitlements.standings(db, one.person.id, on=on)
    left = _left(db, counted, [scheme for scheme in those if scheme.id in rights], on)
    return [_standing(db, one, scheme, rights.get(scheme.id), left, on) for scheme in those]


def recipients(household: Household, those: Sequence[Scheme], *, on: date) -> list[Member]:
    """Who in the household may be given something: the children, and adults a scheme is for."""
    taken = [scheme.ages_on(on) for scheme in those]

    def is_taken(born: date | None) -> bool:
        age = ages.age_on(born, on) if born else None
        return age is not None and any(youngest <= age <= oldest for youngest, oldest in taken)

    adults = [member for member in household.guardians if is_taken(member.person.born)]
    return [*household.children, *adults]


def choices(db: Reader, one: Known, had: Collection[UUID], *, on: date) -> list[Choice]:
    """What the service could award the person today: fitting age and date, and something left.

    Not had before comes first (`had` are offers, as `holdings.of_person` tells), then what is
    near home, then what ends soonest.
    """
    age = ages.age_on(one.person.born, on) if one.person.born else None
    near = {home.neighbourhood_id for home in one.homes} - {None}
    found = [
        Choice(
            near=row.pop("neighbourhood_id") in near,
            had_before=row.pop("offer_id") in had,
            **row,
        )
        for row in db.shared.rows(sql("eligibility/choices"), one.by.service, on, age)
    ]
    return sorted(
        found,
        key=lambda choice: (
            choice.had_before,
            not choice.near,
            choice.last_day or date.max,
            choice.offer_name,
            choice.batch_id,
        ),
    )


def _standing(
    db: Reader,
    one: Known,
    scheme: Scheme,
    right: Entitlement | None,
    left: Mapping[UUID, str],
    on: date,
) -> Standing:
    refusal = entitlements.why_not(db, one.person, scheme, right, on=on)
    if refusal is None and right is not None:
        own = right.service_id == one.by.service
        return Standing(
            scheme,
            Verdict.HAS_RIGHT,
            f"Vilkårene er oppfylt. Vurderingen gjelder til og med {date_text(right.valid_to)}.",
            left.get(scheme.id, ""),
            False,
            scheme_criteria.name_of(db, scheme.id, right.criterion) if own else None,
            right.id if own else None,
        )
    if isinstance(refusal, NotAssessed):
        return Standing(scheme, Verdict.MISSING, str(refusal), "", True, None, None)
    if isinstance(refusal, BirthDateMissing):
        return Standing(scheme, Verdict.MISSING, str(refusal), "", False, None, None)
    return Standing(scheme, Verdict.NO_RIGHT, str(refusal), "", False, None, None)


def _left(
    db: Reader, counted: Iterable[Counted], those: Sequence[Scheme], on: date
) -> dict[UUID, str]:
    """«3 av 5 kino, 10 av 10 svømming»: by scheme what is left of its quotas in its period.

    Nothing where the municipality lets the warning tell no more than that somebody is
    registered: what is left tells what others gave.
    """
    periods = {scheme.id: scheme.period_around(on) for scheme in those}
    if not periods or municipality.warning_tells(db) == WarningTells.PRESENCE:
        return {}
    taken: Counter[tuple[UUID, str]] = Counter()
    for award in counted:
        first, last = periods.get(award.scheme_id, (date.max, date.min))
        if first <= award.awarded_on <= last:
            taken[award.scheme_id, award.category] += award.units
    told: dict[UUID, list[str]] = {}
    for row in db.shared.rows(sql("eligibility/quotas")):
        if row["scheme_id"] in periods:
            quota = row["units_a_year"]
            left = max(quota - taken[row["scheme_id"], row["category"]], 0)
            text = schemes.quota_text(left, quota, row["category_name"])
            told.setdefault(row["scheme_id"], []).append(text)
    return {scheme_id: ", ".join(texts) for scheme_id, texts in told.items()}
