"""A guardian's consent: given to one service, withdrawn as easily, and always logged."""

from datetime import timedelta
from uuid import UUID

import pytest

from lib import consents, households
from lib.consents import Told
from lib.db import Database
from lib.memberships import MemberRole
from lib.need_to_know import NotYours
from lib.persons import Protection
from lib.staff import NotYourRole
from tests.town import (
    HEGE,
    KARI,
    NAV,
    NILS,
    NINA,
    NOW,
    NURSES,
    SALMA,
    TODAY,
    YUSUF,
    YUSUF_BORN,
    also_with_the_nurses,
    at_home,
    member,
    person_id_of,
)


@pytest.fixture
def yusuf(db: Database) -> UUID:
    """Yusuf of NAV; nobody has consented yet."""
    at_home(db, SALMA, YUSUF)
    return person_id_of(db, YUSUF)


def names(db: Database, person_id: UUID) -> list[str]:
    return [told.service for told in consents.services_told(db, person_id)]


def lines(db: Database) -> list[dict[str, object]]:
    return db.rows(
        "select outcome, strict from audit_entry where act = 'consent' order by noted_at, outcome"
    )


def test_nobody_is_told_before_somebody_consents(db: Database, yusuf: UUID) -> None:
    assert consents.services_told(db, yusuf) == []
    assert not consents.given_to(db, yusuf, by=NINA)


def test_a_consent_tells_of_the_service_it_was_given_to(db: Database, yusuf: UUID) -> None:
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    assert consents.services_told(db, yusuf) == [Told(NAV, "NAV Larvik", "55 55 33 33")]
    assert consents.given_to(db, yusuf, by=NILS)
    also_with_the_nurses(db, YUSUF)
    assert not consents.given_to(db, yusuf, by=HEGE)


def test_services_are_told_of_by_name_and_once(db: Database, yusuf: UUID) -> None:
    also_with_the_nurses(db, YUSUF)
    for user in (HEGE, NINA, NILS):
        consents.record(db, yusuf, by=user, on=TODAY, now=NOW)
    assert names(db, yusuf) == ["NAV Larvik", "Skolehelsetjenesten"]


def test_one_service_withdraws_its_own_consent_only(db: Database, yusuf: UUID) -> None:
    """NAV has it twice, since both colleagues asked: both are withdrawn at once."""
    also_with_the_nurses(db, YUSUF)
    for user in (NINA, NILS, HEGE):
        consents.record(db, yusuf, by=user, on=TODAY, now=NOW)
    consents.withdraw(db, yusuf, by=NINA, now=NOW + timedelta(minutes=1))
    assert names(db, yusuf) == ["Skolehelsetjenesten"]
    assert not consents.given_to(db, yusuf, by=NILS)


def test_a_withdrawn_consent_stays_on_record_and_can_be_given_anew(
    db: Database, yusuf: UUID
) -> None:
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    consents.withdraw(db, yusuf, by=NINA, now=NOW + timedelta(days=1))
    consents.withdraw(db, yusuf, by=NINA, now=NOW + timedelta(days=2))
    [kept] = db.rows("select service_id, given_on, withdrawn_at from consent")
    assert kept == {
        "service_id": NAV,
        "given_on": TODAY,
        "withdrawn_at": NOW + timedelta(days=1),
    }
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW + timedelta(days=3))
    assert names(db, yusuf) == ["NAV Larvik"]


def test_nothing_is_told_once_the_child_has_moved_out(db: Database) -> None:
    household = at_home(db)
    yusuf = person_id_of(db, YUSUF)
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    households.end_membership(db, household, yusuf, by=NINA, now=NOW)
    assert consents.services_told(db, yusuf) == []


def test_another_service_records_and_withdraws_nothing(db: Database, yusuf: UUID) -> None:
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    with pytest.raises(NotYours):
        consents.record(db, yusuf, by=HEGE, on=TODAY, now=NOW)
    with pytest.raises(NotYours):
        consents.withdraw(db, yusuf, by=HEGE, now=NOW)
    assert names(db, yusuf) == ["NAV Larvik"]
    refused = db.rows("select outcome, service_id from audit_entry where act = 'refused'")
    assert refused == [{"outcome": "NotYours", "service_id": NURSES}] * 2


def test_only_a_caseworker_records_a_consent(db: Database, yusuf: UUID) -> None:
    with pytest.raises(NotYourRole):
        consents.record(db, yusuf, by=KARI, on=TODAY, now=NOW)
    assert names(db, yusuf) == []


def test_a_consent_and_its_withdrawal_leave_a_line_each(db: Database, yusuf: UUID) -> None:
    consents.record(db, yusuf, by=NINA, on=TODAY, now=NOW)
    consents.withdraw(db, yusuf, by=NINA, now=NOW + timedelta(days=1))
    assert lines(db) == [
        {"outcome": "gitt", "strict": False},
        {"outcome": "trukket", "strict": False},
    ]


def test_a_protected_childs_consent_is_logged_strictly(db: Database) -> None:
    hidden = member(MemberRole.CHILD, "Vilde", YUSUF_BORN, protection=Protection.CONFIDENTIAL)
    at_home(db, SALMA, hidden)
    consents.record(db, person_id_of(db, hidden), by=NINA, on=TODAY, now=NOW)
    assert lines(db) == [{"outcome": "gitt", "strict": True}]
