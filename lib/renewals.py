"""Renewals: rights that one's own service assessed and that are soon, or just, over."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lib.db import Reader, sql
from lib.staff import Role, StaffUser

# Asked in time for the new year's card, and for a season after a right ran out unseen.
ASKED_BEFORE = timedelta(days=30)
ASKED_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Renewal:
    """A right to ask the family about again."""

    entitlement_id: UUID
    person_id: UUID
    person_reference: str
    scheme_id: UUID
    scheme_name: str
    criterion: str
    criterion_name: str
    criterion_retired: bool  # another must be met for the right to go on
    valid_to: date


def due(db: Reader, *, by: StaffUser, on: date) -> list[Renewal]:
    """The service's own assessments that run out, soonest first; `entitlements.assess` renews.

    One that somebody has renewed, in the same scheme, is no longer there.
    """
    by.must_be(Role.CASEWORKER)
    return db.many(
        Renewal, sql("entitlements/due"), by.service, on - ASKED_AFTER, on + ASKED_BEFORE
    )
