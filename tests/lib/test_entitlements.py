"""Entitlements: assessed once by a service, in force from the first day to the last."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from lib import entitlements, persons, schemes
from lib.db import Database
from lib.entitlements import NotAssessed, a_year_from
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.persons import Protection
from lib.refusals import BadInput, Refused
from lib.schemes import NotOpen, OutsideAges
from lib.staff import NotYourRole
from tests.town import (
    HEGE,
    KARI,
    LARVIK_CARD,
    NILS,
    NINA,
    NOW,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    given,
    member,
    person_id_of,
)

LAST = date(2025, 5, 14)
A_DAY = timedelta(days=1)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV, not assessed yet."""
    at_home(db)
    return person_id_of(db, YUSUF)


def assess(db: Database, person_id: UUID, **changes: Any) -> UUID:
    told = {"criterion": "low_income", "valid_to": LAST, "by": NINA, "on": TODAY, "now": NOW}
    told |= changes
    return entitlements.assess(db, person_id, LARVIK_CARD, **told)


def in_force(db: Database, person_id: UUID, on: date) -> bool:
    return entitlements.standing(db, person_id, LARVIK_CARD, on=on) is not None


def why_not(db: Database, person_id: UUID, on: date) -> Refused | None:
    right = entitlements.standing(db, person_id, LARVIK_CARD, on=on)
    scheme = schemes.of(db, LARVIK_CARD)
    return entitlements.why_not(db, persons.of(db, person_id), scheme, right, on=on)


def test_a_right_is_in_force_from_the_day_it_was_assessed_to_its_last(
    db: Database, yusuf: UUID
) -> None:
    assess(db, yusuf)
    days = (TODAY - A_DAY, TODAY, LAST, LAST + A_DAY)
    assert [in_force(db, yusuf, day) for day in days] == [False, True, True, False]


def test_a_right_may_be_for_the_day(db: Database, yusuf: UUID) -> None:
    assess(db, yusuf, valid_to=TODAY)
    assert in_force(db, yusuf, TODAY)
    with pytest.raises(BadInput, match=r"^Gjelder til"):
        assess(db, yusuf, valid_to=TODAY - A_DAY)


@pytest.mark.parametrize(
    ("on", "latest", "told"),
    [
        (TODAY, date(2026, 5, 15), "15.05.2026"),
        (date(2024, 2, 29), date(2026, 3, 1), "01.03.2026"),
    ],
)
def test_a_right_is_for_two_years_at_most(
    db: Database, yusuf: UUID, on: date, latest: date, told: str
) -> None:
    assess(db, yusuf, on=on, valid_to=latest)
    with pytest.raises(BadInput) as fault:
        assess(db, yusuf, on=on, valid_to=latest + A_DAY)
    assert str(fault.value) == f"Gjelder til kan ikke være etter {told}."


def test_the_right_that_lasts_longest_is_the_one(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    assess(db, yusuf, valid_to=LAST - A_DAY)
    longest = assess(db, yusuf, valid_to=LAST, criterion="refugee", by=HEGE)
    assess(db, yusuf, valid_to=TODAY)
    right = entitlements.standing(db, yusuf, LARVIK_CARD, on=TODAY)
    assert right
    assert (right.id, right.criterion, right.service_id) == (longest, "refugee", HEGE.service_id)


def test_a_right_is_one_persons_in_one_scheme(db: Database, yusuf: UUID) -> None:
    given(
        db,
        "scheme",
        """
        id   | name          | age_from | age_to | valid_from
        KRAG | Kragerøkortet | 0        | 19     | 2024-01-01
        """,
    )
    assess(db, yusuf)
    other = next(scheme for scheme in schemes.all_of(db) if scheme.id != LARVIK_CARD)
    assert entitlements.standing(db, yusuf, other.id, on=TODAY) is None
    assert not in_force(db, person_id_of(db, SALMA), TODAY)


def test_the_reason_that_is_missing_is_told(db: Database, yusuf: UUID) -> None:
    """Two rights run out; what is told is the day of the later one, from the day after."""
    assert str(why_not(db, yusuf, TODAY)) == "Retten er ikke vurdert ennå."
    assess(db, yusuf, valid_to=LAST - A_DAY)
    assess(db, yusuf, valid_to=LAST)
    assert why_not(db, yusuf, LAST) is None
    over = why_not(db, yusuf, LAST + A_DAY)
    assert isinstance(over, NotAssessed)
    assert str(over) == "Vurderingen gikk ut 14.05.2025. Vurder retten på nytt."


def test_the_schemes_own_rules_come_first(db: Database, yusuf: UUID) -> None:
    assert isinstance(why_not(db, yusuf, date(2023, 12, 31)), NotOpen)
    assert isinstance(why_not(db, yusuf, date(2033, 6, 5)), OutsideAges)
    assert isinstance(why_not(db, yusuf, date(2033, 6, 4)), NotAssessed)


def test_nobody_is_assessed_against_the_schemes_own_rules(db: Database) -> None:
    grown = member(MemberRole.CHILD, "Ola", date(2004, 5, 15))
    at_home(db, SALMA, grown)
    with pytest.raises(OutsideAges):
        assess(db, person_id_of(db, grown))


@pytest.mark.parametrize("criterion", ["", "rich", "Lav inntekt"])
def test_a_criterion_is_one_of_the_schemes(db: Database, yusuf: UUID, criterion: str) -> None:
    with pytest.raises(BadInput, match=r"^Kriterium må velges"):
        assess(db, yusuf, criterion=criterion)
    assert not in_force(db, yusuf, TODAY)


def test_only_the_services_own_persons_are_assessed_and_by_caseworkers(
    db: Database, yusuf: UUID
) -> None:
    with pytest.raises(NotYours):
        assess(db, yusuf, by=HEGE)
    with pytest.raises(NotYourRole):
        assess(db, yusuf, by=KARI)
    assert not in_force(db, yusuf, TODAY)


def test_a_right_that_is_withdrawn_is_as_if_never_assessed(db: Database, yusuf: UUID) -> None:
    right = assess(db, yusuf)
    entitlements.withdraw(db, right, by=NILS, now=NOW)
    assert str(why_not(db, yusuf, TODAY)) == "Retten er ikke vurdert ennå."
    assert str(why_not(db, yusuf, LAST + A_DAY)) == "Retten er ikke vurdert ennå."


def test_withdrawing_again_changes_nothing(db: Database, yusuf: UUID) -> None:
    right = assess(db, yusuf)
    for minutes in range(2):
        entitlements.withdraw(db, right, by=NINA, now=NOW + timedelta(minutes=minutes))
    assert db.rows("select withdrawn_at from entitlement") == [{"withdrawn_at": NOW}]
    assert len(db.rows("select id from audit_entry where outcome = 'trukket'")) == 1


def test_only_the_service_that_assessed_withdraws(db: Database, yusuf: UUID) -> None:
    """The nurses have Yusuf, too, and award on NAV's assessment; it is not theirs to take."""
    also_with_the_nurses(db, YUSUF)
    right = assess(db, yusuf)
    for unknown in (right, UUID(int=0)):
        with pytest.raises(NotYours):
            entitlements.withdraw(db, unknown, by=HEGE, now=NOW)
    with pytest.raises(NotYourRole):
        entitlements.withdraw(db, right, by=KARI, now=NOW)
    assert in_force(db, yusuf, TODAY)


def test_the_log_keeps_that_it_was_assessed_and_not_why(db: Database, yusuf: UUID) -> None:
    entitlements.withdraw(db, assess(db, yusuf), by=NINA, now=NOW + timedelta(minutes=1))
    lines = db.rows(
        "select subject_id, reference, outcome, justification, strict from audit_entry "
        "where act = 'assessed' order by noted_at"
    )
    reference = persons.of(db, yusuf).reference
    assert [tuple(line.values()) for line in lines] == [
        (yusuf, reference, "", None, False),
        (yusuf, reference, "trukket", None, False),
    ]


def test_a_protected_persons_assessment_is_logged_strictly(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.SHIELDED)
    at_home(db, SALMA, hidden)
    assess(db, person_id_of(db, hidden))
    assert db.row("select strict from audit_entry where act = 'assessed'") == {"strict": True}


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2024, 5, 15), date(2025, 5, 14)),
        (date(2024, 5, 31), date(2025, 5, 30)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_the_usual_year_ends_the_day_before_it_begins_anew(on: date, last: date) -> None:
    assert a_year_from(on) == last
