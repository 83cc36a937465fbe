"""The demonstration's requests between services, open and answered, and guardians' consents."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from lib.audit import Act
from lib.contact_requests import Answer, Route
from lib.demonstration_people import NAV, NURSES, REFUGEES, Resident
from lib.demonstration_scene import Rows, Town, at_work, new_id
from lib.staff import StaffUser

CONSENTS = 0.15

# (the service that asks, the one that knows the child, days ago, the answer if there is one)
_ASKED = (
    (NURSES, NAV, 1, None),
    (REFUGEES, NAV, 2, None),
    (NAV, NURSES, 1, None),
    (NAV, REFUGEES, 3, None),
    (NURSES, NAV, 9, None),  # nobody answered in time: the coordinator sees it, too
    (NAV, REFUGEES, 6, Answer.ACCEPTED),
    (NAV, NURSES, 12, Answer.MAY_AWARD),
    (NURSES, NAV, 14, Answer.HAS_ENOUGH),
    (REFUGEES, NURSES, 20, Answer.ACCEPTED),
)


def ask(rows: Rows, town: Town, rng: Random, children: list[Resident]) -> None:
    """Add the requests, one about a protected child among them, and the consents."""
    met: set[UUID] = set()
    for asking, asked, days_ago, answer in _ASKED:
        services = town.services[asking], town.services[asked]
        child = next(
            child
            for child in children
            if child.id not in met
            and not child.is_protected
            and {home.service_id for home in child.homes} == {services[1]}
        )
        met.add(child.id)
        request_id = _request(rows, town, rng, child, services[0], days_ago)
        if answer:
            _answer(rows, town, rng, child, request_id, services[1], days_ago - 1, answer)
    protected = next(child for child in children if child.is_protected)
    known_to = {home.service_id for home in protected.homes}
    asking_id = next(one for one in town.services.values() if one not in known_to)
    _request(rows, town, rng, protected, asking_id, 2)
    for child in children:
        if not child.is_protected and rng.random() < CONSENTS:
            _consent(rows, rng, child)


def _request(
    rows: Rows, town: Town, rng: Random, child: Resident, asking_id: UUID, days_ago: int
) -> UUID:
    request_id, by = new_id(rng), rng.choice(town.caseworkers[asking_id])
    now = at_work(rng, town.today - timedelta(days=days_ago))
    rows.add(
        "contact_request",
        id=request_id,
        person_id=child.id,
        route=Route.COORDINATOR if child.is_protected else Route.SERVICES,
        asking_service_id=asking_id,
        asked_by=by.id,
        asked_at=now,
    )
    _note(rows, rng, Act.WARNED, child, by, now - timedelta(minutes=2))
    _note(rows, rng, Act.CONTACT_ASKED, child, by, now)
    return request_id


def _answer(
    rows: Rows,
    town: Town,
    rng: Random,
    child: Resident,
    request_id: UUID,
    service_id: UUID,
    days_ago: int,
    answer: Answer,
) -> None:
    by = rng.choice(town.caseworkers[service_id])
    now = at_work(rng, town.today - timedelta(days=days_ago))
    rows.add(
        "contact_answer",
        request_id=request_id,
        service_id=service_id,
        answer=answer,
        answered_by=by.id,
        answered_at=now,
    )
    _note(rows, rng, Act.CONTACT_ANSWERED, child, by, now, answer)


def _consent(rows: Rows, rng: Random, child: Resident) -> None:
    home = child.homes[0]
    now = at_work(rng, home.since)
    rows.add(
        "consent",
        id=new_id(rng),
        person_id=child.id,
        service_id=home.service_id,
        given_on=home.since,
        recorded_by=home.registered_by.id,
        recorded_at=now,
    )
    _note(rows, rng, Act.CONSENT, child, home.registered_by, now, "gitt")


def _note(
    rows: Rows,
    rng: Random,
    act: Act,
    child: Resident,
    by: StaffUser,
    now: datetime,
    outcome: str = "",
) -> None:
    rows.note(
        rng,
        act,
        by=by,
        now=now,
        subject=child.id,
        reference=child.reference,
        outcome=outcome,
        strict=child.is_protected,
    )
