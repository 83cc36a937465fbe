"""Persons: sealed in the file, and found again by every number they ever had."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from lib import persons
from lib.db import AlreadyThere, Database, Transaction
from lib.identity_numbers import IdentityKind, IdentityNumber, parse, synthetic
from lib.keys import Unreadable
from lib.persons import REFERENCE_LETTERS, Protection
from lib.staff import StaffUser
from tests.town import HEGE, KEYS, NAV, NINA, NOW, NURSES, YUSUF_BORN, number_of

NUMBER = number_of(YUSUF_BORN)


def entered(db: Database, name: str = "Yusuf", protection: Protection = Protection.NONE) -> UUID:
    return db.transact(lambda tx: persons.enter(tx, name, YUSUF_BORN, {NAV: protection}))


def tied(
    db: Database,
    person_id: UUID,
    number: IdentityNumber,
    minutes: int = 0,
    *,
    by: StaffUser = NINA,
) -> None:
    now = NOW + timedelta(minutes=minutes)
    db.transact(lambda tx: persons.enter_number(tx, person_id, number, by=by, now=now))


def taken_back(db: Database, person_id: UUID, service_id: UUID) -> None:
    [known] = persons.numbers_from(db, person_id, service_id)
    db.transact(lambda tx: persons.free_number(tx, known, service_id))


def test_a_person_is_read_as_entered(db: Database) -> None:
    person = persons.of(db, entered(db, "Ærlig Øye"))
    assert (person.name, person.born, person.protection) == (
        "Ærlig Øye",
        YUSUF_BORN,
        Protection.NONE,
    )


def test_a_birth_date_may_be_unknown(db: Database) -> None:
    person_id = db.transact(
        lambda tx: persons.enter(tx, "Yusuf", None, {}),
    )
    assert persons.of(db, person_id).born is None


@pytest.mark.parametrize("protection", list(Protection))
def test_everyone_but_the_unprotected_is_protected(db: Database, protection: Protection) -> None:
    is_protected = persons.of(db, entered(db, protection=protection)).is_protected
    assert is_protected is (protection is not Protection.NONE)


def test_nobody_is_our_bug_where_somebody_must_be(db: Database) -> None:
    assert persons.known(db, uuid4()) is None
    with pytest.raises(LookupError):
        persons.of(db, uuid4())


def test_a_number_finds_its_person_and_no_other(db: Database) -> None:
    yusuf = entered(db)
    tied(db, yusuf, NUMBER)
    assert persons.with_number(db, NUMBER) == yusuf
    assert persons.with_number(db, number_of(YUSUF_BORN, 1)) is None


def test_a_number_is_one_persons(db: Database) -> None:
    tied(db, entered(db), NUMBER)
    with pytest.raises(AlreadyThere):
        tied(db, entered(db, "Amir"), NUMBER)


def test_kinds_of_number_are_known_in_the_order_they_came(db: Database) -> None:
    """DUF, then D-number, then fødselsnummer."""
    yusuf = entered(db)
    duf = parse(synthetic(IdentityKind.DUF, date(2022, 1, 1), 7) or "")
    dnr = parse(synthetic(IdentityKind.DNR, YUSUF_BORN, 1) or "")
    for minutes, number in enumerate((duf, dnr, NUMBER)):
        tied(db, yusuf, number, minutes)
    assert [known.kind for known in persons.numbers_from(db, yusuf, NAV)] == ["duf", "dnr", "fnr"]
    assert {persons.with_number(db, number) for number in (duf, dnr, NUMBER)} == {yusuf}


def test_a_service_is_told_of_its_own_numbers_alone(db: Database) -> None:
    """The nurses register the number that NAV has, and one more."""
    yusuf = entered(db)
    tied(db, yusuf, NUMBER)
    tied(db, yusuf, NUMBER, by=HEGE)
    tied(db, yusuf, number_of(YUSUF_BORN, 1), by=HEGE)
    assert len(persons.numbers_from(db, yusuf, NAV)) == 1
    assert len(persons.numbers_from(db, yusuf, NURSES)) == 2
    assert NUMBER.digits not in repr(persons.numbers_from(db, yusuf, NAV))


def test_a_number_is_free_when_the_last_service_has_taken_it_back(db: Database) -> None:
    yusuf = entered(db)
    for by in (NINA, HEGE):
        tied(db, yusuf, NUMBER, by=by)
    taken_back(db, yusuf, NAV)
    assert persons.with_number(db, NUMBER) == yusuf
    taken_back(db, yusuf, NURSES)
    assert persons.with_number(db, NUMBER) is None
    amir = entered(db, "Amir")
    tied(db, amir, NUMBER)
    assert persons.with_number(db, NUMBER) == amir


def test_a_correction_keeps_the_person_and_the_reference(db: Database) -> None:
    yusuf = entered(db)
    before = persons.of(db, yusuf)
    db.transact(lambda tx: persons.reseal(tx, yusuf, "Youssef", None, {NAV: Protection.SHIELDED}))
    after = persons.of(db, yusuf)
    assert (after.id, after.reference) == (before.id, before.reference)
    assert (after.name, after.born, after.protection) == ("Youssef", None, Protection.SHIELDED)


def test_a_seal_moved_to_another_row_does_not_open(db: Database) -> None:
    yusuf, amir = entered(db), entered(db, "Amir")

    def swapped(tx: Transaction) -> None:
        [row] = tx.rows("select sealed from person where id = $1", yusuf)
        tx.run("update person set sealed = $2 where id = $1", amir, row["sealed"])

    db.transact(swapped)
    with pytest.raises(Unreadable):
        persons.of(db, amir)


def test_the_file_tells_neither_name_nor_date_nor_number_nor_protection(db: Database) -> None:
    tied(db, entered(db, "Yusuf Haddad", Protection.STRICTLY_CONFIDENTIAL), NUMBER)
    stored = b"|".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in ("person", "person_identifier")
        for row in db.rows(f"select * from {table}")
        for value in row.values()
    )
    for told in (b"Yusuf", b"Haddad", b"2013-06-05", b"strictly", NUMBER.digits.encode()):
        assert told not in stored


def test_namesakes_are_not_alike_in_the_file(db: Database) -> None:
    for _ in range(2):
        entered(db)
    first, second = (row["sealed"] for row in db.rows("select sealed from person"))
    assert first != second
    assert len(first) == len(second)


def test_a_references_letters_are_not_misread_and_tell_nothing() -> None:
    made = Counter(persons.new_reference("P") for _ in range(2_000))
    assert len(made) == 2_000
    letters = set("".join(reference.removeprefix("P-") for reference in made))
    assert letters == set(REFERENCE_LETTERS)
    assert not letters & set("ILOU01")
    assert all(len(reference) == len("P-7F3K2M9Q") for reference in made)


def test_the_hash_is_made_of_the_digits_and_the_key() -> None:
    spaced = parse(f"{NUMBER.digits[:6]} {NUMBER.digits[6:]}")
    assert persons.number_hash(KEYS, spaced) == persons.number_hash(KEYS, NUMBER)
    assert NUMBER.digits.encode() not in persons.number_hash(KEYS, NUMBER)
