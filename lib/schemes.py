"""Schemes: who may have units, by which criteria, how many, and for how long."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from lib import scheme_criteria
from lib.ages import OLDEST, age_on
from lib.db import Database, Reader, Transaction, sql
from lib.norwegian import counted, date_text, filled_in
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser
from lib.titles import line

MOST_A_YEAR = 365
MOST_PEOPLE = 10
MOST_ORE = 1_000_000_00  # no card and no grant is dearer
# The category of a scheme's own card as a whole; what is on it has categories of its own.
CARD_CATEGORY = "card"


class SchemeKind(StrEnum):
    """What a scheme gives: tickets from stock, a card of its own, or money paid to clubs."""

    TICKETS = "tickets"
    CARD = "card"
    MONEY = "money"
    FUND = "fund"


class Period(StrEnum):
    """How long a card lasts, and what its quotas are counted in."""

    CALENDAR_YEAR = "calendar_year"
    HALF_YEAR = "half_year"
    YEAR_FROM_ISSUE = "year_from_issue"


SCHEME_KIND_NAMES: Mapping[SchemeKind, str] = {
    SchemeKind.TICKETS: "billetter fra beholdningen",
    SchemeKind.CARD: "klippekort",
    SchemeKind.MONEY: "kort med kroner",
    SchemeKind.FUND: "fond for kontingent og utstyr",
}
PERIOD_NAMES: Mapping[Period, str] = {
    Period.CALENDAR_YEAR: "kalenderåret",
    Period.HALF_YEAR: "halvåret",
    Period.YEAR_FROM_ISSUE: "et år fra kortet gis",
}
# When a quota is counted, as the desk reads it: «brukt opp i år».
PERIOD_TOLD: Mapping[Period, str] = {
    Period.CALENDAR_YEAR: "i år",
    Period.HALF_YEAR: "dette halvåret",
    Period.YEAR_FROM_ISSUE: "i perioden",
}


@dataclass(frozen=True)
class Scheme:
    """A municipality's scheme; its name is never a key, since two schemes may share one.

    Money is øre. The fields stand in the order of the table.
    """

    id: UUID
    name: str
    kind: SchemeKind
    purpose: str
    owner_unit: str
    decision: str
    age_from: int
    age_to: int
    ages_change_on: date | None
    next_age_from: int | None
    next_age_to: int | None
    period: Period
    people_per_visit: int
    companion_to_age: int | None
    replaces_lost: bool
    price_ore: int | None
    amount_ore: int | None
    valid_from: date
    valid_to: date | None

    @property
    def has_own_cards(self) -> bool:
        """Whether it gives cards of its own, opened for a year at a time."""
        return self.kind is not SchemeKind.TICKETS

    @property
    def gives_money(self) -> bool:
        """Whether clubs are paid, instead of punching."""
        return self.kind in (SchemeKind.MONEY, SchemeKind.FUND)

    @property
    def terms(self) -> str:
        """Who may come along, as it stands on the card and at the till; empty for one alone."""
        told = []
        if self.people_per_visit > 1:
            told.append(f"Ett klipp gjelder for inntil {self.people_per_visit} personer.")
        if self.companion_to_age == OLDEST:
            told.append("Ledsager følger med gratis.")
        elif self.companion_to_age is not None:
            told.append(f"Voksen følger gratis med barn til og med {self.companion_to_age} år.")
        return " ".join(told)

    def ages_on(self, on: date) -> tuple[int, int]:
        """The youngest and the oldest that it is for on a day."""
        if self.ages_change_on and on >= self.ages_change_on:
            assert self.next_age_from is not None
            assert self.next_age_to is not None
            return self.next_age_from, self.next_age_to
        return self.age_from, self.age_to

    def period_around(self, on: date) -> tuple[date, date]:
        """The first and last day of the period that quotas are counted in on a day."""
        match self.period:
            case Period.CALENDAR_YEAR:
                return date(on.year, 1, 1), date(on.year, 12, 31)
            case Period.HALF_YEAR if on.month <= 6:
                return date(on.year, 1, 1), date(on.year, 6, 30)
            case Period.HALF_YEAR:
                return date(on.year, 7, 1), date(on.year, 12, 31)
            case Period.YEAR_FROM_ISSUE:
                return _a_year(on, -1) + timedelta(days=1), on

    def card_lasts_to(self, on: date) -> date:
        """The last day of a card that is given on a day."""
        if self.period is Period.YEAR_FROM_ISSUE:
            return _a_year(on, 1) - timedelta(days=1)
        return self.period_around(on)[1]


def _a_year(on: date, years: int) -> date:
    """The same day another year; the last of February after a leap day."""
    year = on.year + years
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))


@dataclass(frozen=True)
class Quota:
    """How many units of a category one person may have in a period of the scheme."""

    category: str
    category_name: str
    units_a_year: int


class NotOpen(Refused):
    """The scheme has not begun, or is over."""

    def __init__(self, scheme: Scheme, on: date) -> None:
        if on < scheme.valid_from:
            super().__init__(f"Ordningen starter {date_text(scheme.valid_from)}.")
        else:
            super().__init__("Ordningen er avsluttet.")


class BirthDateMissing(Refused):
    """Age decides, so a birth date is needed."""

    def __init__(self) -> None:
        super().__init__("Fødselsdato mangler, så alderen kan ikke vurderes.")


class OutsideAges(Refused):
    """Too young or too old for the scheme."""

    def __init__(self, age: int, youngest: int, oldest: int) -> None:
        limits = f"fra {youngest} til {oldest} år" if oldest < OLDEST else f"fra {youngest} år"
        super().__init__(f"Alder er {age} år, og ordningen gjelder {limits}.")


def why_not(scheme: Scheme, born: date | None, *, on: date) -> Refused | None:
    """The first of the scheme's own rules against a person of this birth date, or None."""
    if on < scheme.valid_from or (scheme.valid_to and on > scheme.valid_to):
        return NotOpen(scheme, on)
    if born is None:
        return BirthDateMissing()
    age, (youngest, oldest) = age_on(born, on), scheme.ages_on(on)
    if not youngest <= age <= oldest:
        return OutsideAges(age, youngest, oldest)
    return None


def all_of(db: Reader) -> list[Scheme]:
    """Every scheme, by name."""
    found = db.shared.many(Scheme, "select * from scheme")
    return sorted(found, key=lambda scheme: (scheme.name, scheme.valid_from, scheme.id))


def of(db: Reader, scheme_id: UUID) -> Scheme:
    """The scheme with this id; a missing one is our bug."""
    found = db.first(Scheme, "select * from scheme where id = $1", scheme_id)
    if found is None:
        raise LookupError("no such scheme")
    return found


def quotas(db: Reader, scheme_id: UUID) -> list[Quota]:
    """The scheme's yearly quotas, by category name; a category without one has no limit."""
    return db.many(Quota, sql("schemes/quotas"), scheme_id)


def content(db: Reader, scheme_id: UUID) -> Mapping[str, int]:
    """What the scheme's own card holds: punches by category code."""
    rows = db.rows(
        "select category, punches from scheme_content where scheme_id = $1 order by category",
        scheme_id,
    )
    return {row["category"]: row["punches"] for row in rows}


def amount_of(scheme: Scheme, asked_ore: int | None) -> int | None:
    """The øre on a new card: what is asked of a fund, else what the scheme says, else none."""
    if scheme.kind is SchemeKind.FUND:
        return asked_ore
    return scheme.amount_ore if scheme.kind is SchemeKind.MONEY else None


def quota_text(taken: int, quota: int | None, category_name: str) -> str:
    """«2 av 5 kino», or «2 kino» where there is no limit."""
    of_quota = "" if quota is None else f" av {quota}"
    return f"{taken}{of_quota} {category_name.lower()}"


def enter(
    tx: Transaction,
    scheme: Scheme,
    *,
    criteria: Mapping[str, str],
    quotas: Mapping[str, int],
    content: Mapping[str, int],
) -> UUID:
    """Add a scheme within an act under way, under an id of its own; raises BadInput.

    Names of criteria by code; units a period and punches on a card by category code.
    """
    fresh = replace(_checked(scheme, quotas, content), id=uuid4())
    tx.run(sql("schemes/add"), *astuple(fresh))
    scheme_criteria.keep(tx, fresh.id, criteria, ())
    _enter_limits(tx, fresh.id, quotas, content)
    return fresh.id


def change(
    db: Database,
    scheme: Scheme,
    *,
    quotas: Mapping[str, int],
    content: Mapping[str, int] | None = None,
    criteria: Mapping[str, str] | None = None,
    new_criteria: Sequence[str] = (),
    by: StaffUser,
) -> None:
    """Change the scheme that has this id; what was given already keeps its rules.

    `quotas` is units a period by category code; a category that is left out has no limit.
    `criteria` is names by code, as `scheme_criteria.keep` reads them. Raises BadInput.
    """
    by.must_be(Role.COORDINATOR)
    kept = _checked(scheme, quotas, content or {})

    def changed(tx: Transaction) -> None:
        if of(tx, kept.id).kind is not kept.kind:
            raise BadInput("Slag ordning", "kan ikke endres. Legg til en ny ordning i stedet.")
        tx.run(sql("schemes/change"), *astuple(kept))
        tx.run("delete from scheme_quota where scheme_id = $1", kept.id)
        tx.run("delete from scheme_content where scheme_id = $1", kept.id)
        _enter_limits(tx, kept.id, quotas, content or {})
        scheme_criteria.keep(tx, kept.id, criteria or {}, new_criteria)

    db.transact(changed)


def _checked(scheme: Scheme, quotas: Mapping[str, int], content: Mapping[str, int]) -> Scheme:
    """The scheme as it will be kept, or BadInput."""
    kept = replace(
        scheme,
        name=filled_in(line(scheme.name, "Navn"), "Navn"),
        purpose=line(scheme.purpose, "Formål", longest=500),
        owner_unit=line(scheme.owner_unit, "Ansvarlig enhet"),
        decision=line(scheme.decision, "Vedtak"),
    )
    _check_ages("Alder", scheme.age_from, scheme.age_to)
    if scheme.ages_change_on:
        if scheme.next_age_from is None or scheme.next_age_to is None:
            raise BadInput("Ny alder", "må fylles ut når alderen endres fra en dato.")
        _check_ages("Ny alder", scheme.next_age_from, scheme.next_age_to)
    if scheme.valid_to and scheme.valid_to < scheme.valid_from:
        raise BadInput("Gjelder til", "kan ikke være før ordningen starter.")
    if any(not 0 < units <= MOST_A_YEAR for units in quotas.values()):
        raise BadInput("Kvote", f"må være fra 1 til {counted(MOST_A_YEAR, 'enhet', 'enheter')}.")
    if any(not 0 < punches <= MOST_A_YEAR for punches in content.values()):
        raise BadInput("Klipp på kortet", f"må være fra 1 til {MOST_A_YEAR}.")
    if scheme.kind is SchemeKind.CARD and not content:
        raise BadInput("Klipp på kortet", "må fylles ut for minst én kategori.")
    if not 1 <= scheme.people_per_visit <= MOST_PEOPLE:
        raise BadInput("Personer per klipp", f"må være fra 1 til {MOST_PEOPLE}.")
    if scheme.companion_to_age is not None and not 0 <= scheme.companion_to_age <= OLDEST:
        raise BadInput("Ledsager", f"må ha en alder mellom 0 og {OLDEST} år.")
    if scheme.gives_money and not 0 < (scheme.amount_ore or 0) <= MOST_ORE:
        raise BadInput("Beløp", "må fylles ut, og kan ikke være over 1 000 000 kr.")
    if scheme.price_ore is not None and not 0 <= scheme.price_ore <= MOST_ORE:
        raise BadInput("Pris", "kan ikke være over 1 000 000 kr.")
    return kept


def _check_ages(field: str, youngest: int, oldest: int) -> None:
    if not 0 <= youngest <= OLDEST or not 0 <= oldest <= OLDEST:
        raise BadInput(field, f"må være mellom 0 og {OLDEST} år.")
    if oldest < youngest:
        raise BadInput(f"{field} til", "kan ikke være lavere enn alder fra.")


def _enter_limits(
    tx: Transaction, scheme_id: UUID, quotas: Mapping[str, int], content: Mapping[str, int]
) -> None:
    tx.run_many(
        "insert into scheme_quota (scheme_id, category, units_a_year) values ($1, $2, $3)",
        [(scheme_id, category, units) for category, units in quotas.items()],
    )
    tx.run_many(
        "insert into scheme_content (scheme_id, category, punches) values ($1, $2, $3)",
        [(scheme_id, category, punches) for category, punches in content.items()],
    )
