"""Registering a household: guardians and children in one act, past the stopper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from lib import (
    audit,
    duplicates,
    households,
    identity_numbers,
    lookup_limit,
    memberships,
    need_to_know,
    norwegian,
    persons,
)
from lib.ages import OLDEST, age_on
from lib.audit import Act
from lib.comparison import Answer, Mate, Particulars, compared
from lib.db import Database, Reader, Transaction, sql
from lib.duplicates import Alike, AlreadyRegistered
from lib.identity_numbers import IdentityNumber
from lib.memberships import MemberRole, Membership
from lib.municipality import is_demonstration
from lib.persons import Person, Protection
from lib.refusals import BadInput, Refused
from lib.staff import Role, StaffUser


@dataclass(frozen=True)
class NewMember:
    """A person as typed at the desk, read and found sound; `label` is what the form calls it."""

    label: str
    role: MemberRole
    name: str
    born: date | None
    number: IdentityNumber | None
    protection: Protection = Protection.NONE


class NobodyToRegister(Refused):
    """A household has an adult: a guardian, or somebody who is to have something themselves."""

    def __init__(self) -> None:
        super().__init__("Husstanden må ha minst én voksen.")


class BadMember(BadInput):
    """Everything that cannot be read of one person, a sentence for each field."""

    def __init__(self, faults: Sequence[BadInput]) -> None:
        Refused.__init__(self, "\n\n".join(str(fault) for fault in faults))
        self.field = faults[0].field


class AlreadyHere(Refused):
    """The guardian's household is registered by this service; it is opened instead."""

    def __init__(self, label: str, household_id: UUID, person_id: UUID) -> None:
        super().__init__(
            f"{label} er allerede registrert hos dere. Åpne husstanden, og legg til barnet der."
        )
        self.household_id = household_id
        self.persons = (person_id,)


def read_member(
    db: Reader,
    label: str,
    role: MemberRole,
    *,
    name: str,
    number: str,
    born: str,
    protection: Protection = Protection.NONE,
    on: date,
) -> NewMember:
    """Read what the form says of one person; raises BadMember, each sentence starts with `label`.

    Without an identity number name and birth date are needed. A birth date that is left
    out is taken from the number where the number tells it with certainty.
    """
    faults = []
    try:
        read_name = norwegian.clean_name(name, f"{label}: navn")
    except BadInput as fault:
        faults.append(fault)
    try:
        read_number, read_born = _number_and_birth_date(db, label, number, born, on=on)
    except BadInput as fault:
        faults.append(fault)
    if faults:
        raise BadMember(faults)
    return NewMember(label, role, read_name, read_born, read_number, protection)


def _number_and_birth_date(
    db: Reader, label: str, number: str, born: str, *, on: date
) -> tuple[IdentityNumber | None, date]:
    field = f"{label}: fødselsnummer"
    read_number = (
        identity_numbers.parse(number, field=field, synthetic_only=is_demonstration(db))
        if number.strip()
        else None
    )
    read_born = norwegian.to_date_or_none(born, f"{label}: fødselsdato", latest=on)
    if (
        read_born
        and read_number
        and identity_numbers.matches_birth_date(read_number, read_born) is False
    ):
        raise BadInput(f"{label}: fødselsdato", "stemmer ikke med fødselsnummeret.")
    read_born = read_born or (read_number.birth_date if read_number else None)
    if read_born is None:
        raise BadInput(f"{label}: fødselsdato", "må fylles ut.")
    if age_on(read_born, on) > OLDEST:
        raise BadInput(f"{label}: fødselsdato", f"er mer enn {OLDEST} år siden.")
    return read_number, read_born


def why_not(members: Sequence[NewMember]) -> Refused | None:
    """The first thing wrong with these people as one household, or None."""
    guardians = [member for member in members if member.role is MemberRole.GUARDIAN]
    children = [member for member in members if member.role is MemberRole.CHILD]
    if not guardians:
        return NobodyToRegister()
    for child in children:
        for guardian in guardians:
            if not households.can_be_child_of(child.born, guardian.born):
                return BadInput(f"{child.label}: fødselsdato", "må være senere enn den foresattes.")
    met: dict[str, NewMember] = {}
    for member in members:
        if member.number:
            if first := met.get(member.number.digits):
                return BadInput(
                    f"{member.label}: fødselsnummer",
                    f"er det samme som for {first.label[0].lower()}{first.label[1:]}.",
                )
            met[member.number.digits] = member
    return None


def register(
    db: Database,
    members: Sequence[NewMember],
    neighbourhood_id: UUID | None,
    *,
    knowing: frozenset[UUID] = frozenset(),
    by: StaffUser,
    on: date,
    now: datetime,
) -> UUID:
    """Register a household for the caseworker's service; returns its id.

    `knowing` holds the persons whose warnings the caseworker has read and goes on from.
    Raises AlreadyRegistered for anyone else who is or may be in the register; AlreadyHere
    where the service has the guardian's household; TooManyLookups, StillReading, and what
    `why_not` returns.
    """
    by.must_be(Role.CASEWORKER)
    lookup_limit.count(db, _asked(members), by=by, now=now)

    def registered(tx: Transaction) -> UUID:
        if refusal := why_not(members):
            raise refusal
        known = {m: known for m in members if (known := duplicates.same_person(tx, m.number))}
        alike = {
            member: duplicates.alike(tx, _particulars(tx, member, members, neighbourhood_id), by=by)
            for member in members
            if member not in known
        }
        _refuse_known(tx, members, known, alike, knowing, by=by, on=on)
        household_id = _household_of_guardians(tx, known, by=by) or uuid4()
        row_id, reference = uuid4(), persons.new_reference("H")
        ids = [uuid4() for _ in members]
        tx.run(
            sql("households/add_service"),
            row_id,
            household_id,
            by.service,
            reference,
            memberships.roster(tx.keys, row_id, ids),
            by.id,
            now,
        )
        entered = []
        for row, member in zip(ids, members, strict=True):
            person = _enter_person(tx, member, known.get(member), by=by, now=now)
            home = household_id, neighbourhood_id, member.role, now
            memberships.add(tx, Membership(row, person.id, by.service, *home))
            entered.append(person)
        for member, person in zip(members, entered, strict=True):
            duplicates.gone_on_past(tx, person.id, alike.get(member, ()), by=by, now=now)
        audit.note(
            tx,
            Act.REGISTERED,
            by=by,
            now=now,
            subject=household_id,
            reference=reference,
            strict=any(person.is_protected for person in entered),
        )
        return household_id

    with audit.refusals_noted(db, by=by, now=now):
        return db.transact(registered)


def add_member(
    db: Database,
    household_id: UUID,
    member: NewMember,
    *,
    knowing: frozenset[UUID] = frozenset(),
    by: StaffUser,
    on: date,
    now: datetime,
) -> None:
    """Add a guardian or a child to a household of the caseworker's service; as `register`."""
    by.must_be(Role.CASEWORKER)
    lookup_limit.count(db, _asked([member]), by=by, now=now)

    def added(tx: Transaction) -> None:
        household = households.seen_by(tx, household_id, by)
        together = [
            NewMember(m.person.name, m.role, m.person.name, m.person.born, None)
            for m in household.members
        ]
        if refusal := why_not([*together, member]):
            raise refusal
        same = duplicates.same_person(tx, member.number)
        if any(same == m.person.id for m in household.members):
            raise BadInput(f"{member.label}: fødselsnummer", "er allerede i husstanden.")
        known = {member: same} if same else {}
        asked = _particulars(tx, member, [*together, member], None)
        mates = [each.person for each in household.members]
        alike = [] if same else duplicates.alike(tx, asked, mates=mates, by=by)
        _refuse_known(
            tx, [member], known, {member: alike}, knowing, by=by, on=on, in_this_household=True
        )
        person = _enter_person(tx, member, same, by=by, now=now)
        home = household_id, household.neighbourhood_id, member.role, now
        households.take_in(tx, Membership(uuid4(), person.id, by.service, *home))
        duplicates.gone_on_past(tx, person.id, alike, by=by, now=now)
        audit.note(
            tx,
            Act.REGISTERED,
            by=by,
            now=now,
            subject=household_id,
            reference=household.reference,
            outcome="nytt medlem",
            strict=person.is_protected,
        )

    with audit.refusals_noted(db, by=by, now=now, subject=household_id):
        db.transact(added)


def _asked(members: Sequence[NewMember]) -> list[str]:
    """What the stopper is asked. Another name with the same number is another question."""
    return [lookup_limit.about(m.number, m.name, m.born) for m in members]


def _particulars(
    db: Reader, member: NewMember, household: Sequence[NewMember], neighbourhood_id: UUID | None
) -> Particulars:
    """What the stopper compares of a new person: what was typed, and with whom they came."""
    number = persons.number_hash(db.keys, member.number) if member.number else None
    return Particulars(
        member.name,
        member.born,
        frozenset({number} if number else ()),
        tuple(
            Mate(other.name, other.born, is_guardian=other.role is MemberRole.GUARDIAN)
            for other in household
            if other is not member
        ),
        frozenset({str(neighbourhood_id)} if neighbourhood_id else ()),
    )


def _refuse_known(
    tx: Transaction,
    members: Sequence[NewMember],
    known: Mapping[NewMember, UUID],
    alike: Mapping[NewMember, Sequence[Alike]],
    knowing: frozenset[UUID],
    *,
    by: StaffUser,
    on: date,
    in_this_household: bool = False,
) -> None:
    warnings = []
    for member in members:
        if person_id := known.get(member):
            here = next(iter(need_to_know.homes(tx, person_id, by=by)), None)
            if here and member.role is MemberRole.GUARDIAN and not in_this_household:
                raise AlreadyHere(member.label, here, person_id)
            warnings.append(duplicates.warning(tx, member.label, person_id, here, on=on))
        else:
            warnings += [duplicates.warning_of(member.label, each) for each in alike[member]]
    if unread := tuple(warned for warned in warnings if warned.person_id not in knowing):
        raise AlreadyRegistered(unread)
    for member, person_id in known.items():
        if not need_to_know.homes(tx, person_id, by=by):
            _refuse_another_name(persons.of(tx, person_id), member)


def _refuse_another_name(person: Person, member: NewMember) -> None:
    """Going on must not tell what was not typed: whose number it is, and born when.

    A name that is spelt otherwise is known all the same.
    """
    typed, known = Particulars(member.name, member.born), Particulars(person.name, person.born)
    other_date = person.born is not None and member.born != person.born
    if other_date or compared(typed, known).answer is Answer.DIFFERENT:
        raise BadInput(
            f"{member.label}: navn",
            "eller fødselsdato er ikke som der personen er registrert fra før. Se på papirene, "
            "eller be om kontakt, så finner dere ut av det sammen.",
        )


def _household_of_guardians(
    tx: Transaction, known: dict[NewMember, UUID], *, by: StaffUser
) -> UUID | None:
    for member, person_id in known.items():
        if member.role is MemberRole.GUARDIAN:
            for home in memberships.of_persons(tx, [person_id]):
                if home.role is MemberRole.GUARDIAN and not households.is_known_to(
                    tx, home.household_id, by.service
                ):
                    return home.household_id
    return None


def _enter_person(
    tx: Transaction, member: NewMember, person_id: UUID | None, *, by: StaffUser, now: datetime
) -> Person:
    if person_id is None:
        heard = {by.service: member.protection}
        person_id = persons.enter(tx, member.name, member.born, heard)
    if member.number:
        persons.enter_number(tx, person_id, member.number, by=by, now=now)
    person = persons.of(tx, person_id)
    if member.protection is not Protection.NONE:
        # Known without it: the protection that this desk has heard of holds for every service.
        heard = {**person.protections, by.service: member.protection}
        persons.reseal(tx, person_id, person.name, person.born, heard)
        person = persons.of(tx, person_id)
    persons.changed(tx, [person_id])
    return person
