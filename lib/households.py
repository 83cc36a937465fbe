"""Households: guardians and children tied together, as each service registered them.

A household belongs to every service that registered it, but each service sees only the
members it registered itself: which other service knows a family is confidential
(forvaltningsloven § 13 and the stricter special acts).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lib import (
    audit,
    duplicates,
    identity_numbers,
    lookup_limit,
    memberships,
    municipality,
    need_to_know,
    norwegian,
    persons,
)
from lib.asking import Row
from lib.audit import Act
from lib.db import Database, Reader, Transaction, sql
from lib.identity_numbers import IdentityNumber
from lib.memberships import MemberRole, Membership
from lib.need_to_know import NotYours
from lib.persons import KnownNumber, Person, Protection
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class Member:
    """A person in a household."""

    person: Person
    membership: Membership

    @property
    def role(self) -> MemberRole:
        """Guardian or child, as the service registered them."""
        return self.membership.role


@dataclass(frozen=True)
class Household:
    """A household as one service sees it."""

    id: UUID
    reference: str
    neighbourhood_id: UUID | None
    neighbourhood: str | None  # its name
    members: tuple[Member, ...]

    @property
    def guardians(self) -> tuple[Member, ...]:
        """The adults: those who have the children, or live without."""
        return tuple(member for member in self.members if member.role is MemberRole.GUARDIAN)

    @property
    def children(self) -> tuple[Member, ...]:
        """Those who may have awards as children."""
        return tuple(member for member in self.members if member.role is MemberRole.CHILD)


class NumberInUse(Refused):
    """The identity number is tied to somebody else; the coordinator sorts it out."""

    def __init__(self, somebody_else: UUID) -> None:
        super().__init__(
            "Fødselsnummer er allerede registrert i ordningen på en annen person. "
            "Kontakt koordinator."
        )
        self.persons = (somebody_else,)


class NumberGone(Refused):
    """A colleague was faster, or the number was never this service's."""

    def __init__(self) -> None:
        super().__init__("Nummeret er allerede fjernet.")


def can_be_child_of(born: date | None, guardian_born: date | None) -> bool:
    """Whether their birth dates let them be child and guardian; an unknown one does."""
    return born is None or guardian_born is None or born > guardian_born


def end_membership(
    db: Database, household_id: UUID, person_id: UUID, *, by: StaffUser, now: datetime
) -> None:
    """The person no longer lives in the household; awards and other homes stay."""
    by.must_be(Role.CASEWORKER)

    def ended(tx: Transaction) -> None:
        household = seen_by(tx, household_id, by)
        left = next((m for m in household.members if m.person.id == person_id), None)
        if left is None:
            raise NotYours
        memberships.end(tx, [left.membership.id])
        persons.changed(tx, [person_id])
        audit.note_of(tx, Act.REGISTERED, left.person, outcome="flyttet ut", by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(ended)


def is_known_to(db: Reader, household_id: UUID, service_id: UUID) -> bool:
    """Whether a service has registered the household."""
    return db.row(sql("households/as_known"), household_id, service_id) is not None


def reference(db: Reader, membership: Membership) -> str:
    """What a membership's own service calls the household: «H-7F3K2M9Q»."""
    return str(_known(db, membership)["reference"])


def take_in(tx: Transaction, membership: Membership) -> None:
    """Somebody comes to live in a household that the service knows."""
    known = _known(tx, membership)
    row_id = known["id"]
    members = [*memberships.on_roster(tx.keys, row_id, known["sealed"]), membership.id]
    text = "update household_service set sealed = $2 where id = $1"
    tx.run(text, row_id, memberships.roster(tx.keys, row_id, members))
    memberships.add(tx, membership)


def _known(db: Reader, membership: Membership) -> Row:
    row = db.row(sql("households/as_known"), membership.household_id, membership.service_id)
    assert row, "a membership is in a household that its service registered"
    return row


def add_number(
    db: Database, person_id: UUID, number: IdentityNumber, *, by: StaffUser, now: datetime
) -> None:
    """Tie a further identity number to a person, as DUF becomes D-number becomes fødselsnummer.

    Raises NumberInUse where the stopper finds it on somebody else, BadInput where it holds
    another birth date, TooManyLookups and NotYours.
    """
    by.must_be(Role.CASEWORKER)
    lookup_limit.count(db, [lookup_limit.about(number)], by=by, now=now)

    def added(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        same = duplicates.same_person(tx, number)
        if person.born and identity_numbers.matches_birth_date(number, person.born) is False:
            born = norwegian.date_text(person.born)
            raise BadInput("Fødselsnummer", f"stemmer ikke med fødselsdatoen {born}.")
        if same and same != person_id:
            raise NumberInUse(same)
        # Alike whether nobody has the number or another service has it of the same person.
        persons.enter_number(tx, person_id, number, by=by, now=now)
        persons.changed(tx, [person_id])
        audit.note_of(tx, Act.IDENTIFIER_ADDED, person, outcome=number.kind, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(added)


def numbers(db: Reader, person_id: UUID, *, by: StaffUser) -> list[KnownNumber]:
    """The person's numbers that the caseworker's service has registered; raises NotYours."""
    need_to_know.person(db, person_id, by=by)
    return persons.numbers_from(db, person_id, by.service)


def remove_number(
    db: Database, person_id: UUID, number: KnownNumber, *, by: StaffUser, now: datetime
) -> None:
    """Take back a number that the caseworker's service tied to the wrong person.

    Raises NumberGone where the service has not registered it, and NotYours.
    """
    by.must_be(Role.CASEWORKER)

    def removed(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        known = persons.still_registered(tx, person_id, by.service, number)
        if known is None:
            raise NumberGone
        persons.free_number(tx, known, by.service)
        persons.changed(tx, [person_id])
        audit.note_of(tx, Act.IDENTIFIER_REMOVED, person, outcome=number.kind, by=by, now=now)

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(removed)


def correct(
    db: Database,
    person_id: UUID,
    *,
    name: str,
    born: str,
    protection: Protection,
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    """Correct a person's name, birth date or protection; raises BadInput and NotYours.

    `protection` is what the caseworker's own service has heard; what others have stays.
    """
    by.must_be(Role.CASEWORKER)
    read_name = norwegian.clean_name(name, "Navn")
    read_born = norwegian.to_date(born, "Fødselsdato", latest=on)

    def corrected(tx: Transaction) -> None:
        person = need_to_know.person(tx, person_id, by=by)
        homes = need_to_know.homes(tx, person_id, by=by) if read_born != person.born else []
        for home in homes:
            if refusal := _why_not_born(seen_by(tx, home, by), person_id, read_born):
                raise refusal
        heard = {**person.protections, by.service: protection}
        persons.reseal(tx, person_id, read_name, read_born, heard)
        persons.changed(tx, [person_id])
        audit.note(
            tx,
            Act.REGISTERED,
            by=by,
            now=now,
            subject=person_id,
            reference=person.reference,
            outcome=_corrected(person, protection, by),
            strict=person.is_protected or protection is not Protection.NONE,
        )

    with audit.refusals_noted(db, by=by, now=now, subject=person_id):
        db.transact(corrected)


def _corrected(person: Person, protection: Protection, by: StaffUser) -> str:
    """What the log says: protection that is taken away is told."""
    before = person.protection_from(by.service)
    if before is protection:
        return "rettet"
    return "vern fjernet" if protection is Protection.NONE else "vern satt"


def _why_not_born(household: Household, person_id: UUID, born: date) -> Refused | None:
    """What stands against another birth date for a member, beside the others' dates."""
    for child in household.children:
        for guardian in household.guardians:
            if child.person.id == person_id and not can_be_child_of(born, guardian.person.born):
                return BadInput("Fødselsdato", "må være senere enn den foresattes.")
            if guardian.person.id == person_id and not can_be_child_of(child.person.born, born):
                return BadInput("Fødselsdato", "må være tidligere enn barnets.")
    return None


def opened(db: Database, household_id: UUID, *, by: StaffUser, now: datetime) -> Household:
    """The household as the caseworker's service sees it; leaves one line for each look."""
    by.must_be(Role.CASEWORKER)
    with audit.refusals_noted(db, by=by, now=now, subject=household_id):
        household = seen_by(db, household_id, by)
    audit.look(
        db,
        by=by,
        now=now,
        subject=household_id,
        reference=household.reference,
        strict=any(member.person.is_protected for member in household.members),
    )
    return household


def seen_by(db: Reader, household_id: UUID, by: StaffUser) -> Household:
    """The household as one service registered it, without a look being logged; raises NotYours."""
    by.must_be(Role.CASEWORKER)
    known = db.row(sql("households/as_known"), household_id, by.service)
    if known is None:
        raise NotYours
    on_roster = memberships.on_roster(db.keys, known["id"], known["sealed"])
    members = [
        Member(
            persons.opened(db.keys, row["person_id"], row["reference"], row["person_sealed"]),
            memberships.opened(db.keys, row),
        )
        for row in db.rows(sql("households/members", each=len(on_roster)), *on_roster)
    ]
    if not members:
        raise NotYours
    members.sort(key=lambda m: (m.role is MemberRole.CHILD, m.person.born or date.max))
    names = {place.id: place.name for place in municipality.neighbourhoods(db)}
    area = members[0].membership.neighbourhood_id
    return Household(
        id=household_id,
        reference=known["reference"],
        neighbourhood_id=area,
        neighbourhood=names.get(area) if area else None,
        members=tuple(members),
    )
