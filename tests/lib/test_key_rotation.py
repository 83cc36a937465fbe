"""Rotating the key beside a house at work: stopped anywhere, nobody is lost and nobody doubled."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import access_log, households, kept_index, key_file, key_rotation, persons, resealing
from lib.audit import Act
from lib.db import AlreadyThere, Database, Transaction
from lib.duplicates import AlreadyRegistered
from lib.key_check import OldKeyFile, OtherKey
from lib.key_rotation import UnderWay
from lib.keys import Keys
from lib.registration import NewMember
from lib.staff import NotYourRole
from tests.strongroom import LATER, House, identity_number
from tests.town import ADAM, HEGE, KARI, KEYS, NINA, NOW, at_home, person_id_of


@pytest.fixture(autouse=True)
def many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few rows in each that a small house needs many."""
    monkeypatch.setattr(resealing, "ROWS_AT_A_TIME", 3)
    monkeypatch.setattr(resealing, "READ_AT_A_TIME", 5)
    monkeypatch.setattr(resealing, "TICKETS_AT_A_TIME", 2)


@pytest.fixture
def house(settled_file: Path, tmp_path: Path) -> Iterator[House]:
    with House(settled_file, tmp_path) as made:
        yield made


def all_known(house: House, people: list[NewMember]) -> None:
    """Each is found by the number, read by the seal, and gets in no second time."""
    for each in people:
        assert persons.of(house.db, person_id_of(house.db, each)).name == each.name
    with pytest.raises(AlreadyRegistered):
        at_home(house.db, *people[:2], by=HEGE)

    def another(tx: Transaction) -> None:
        person_id = persons.enter(tx, "En annen", None, {})
        persons.enter_number(tx, person_id, identity_number(people[-1]), by=NINA, now=NOW)

    with pytest.raises(AlreadyThere):
        house.db.transact(another)


def nothing_is_old(house: House) -> None:
    """All is of the newest generation, and the first key by itself opens and finds nothing."""
    assert resealing.left(house.db) == 0
    first = Keys(house.db.keys.roots[0])
    for table in ("person", "person_merge", "partner_code"):
        rows = house.db.rows(f"select id, sealed from {table}")
        assert rows, table
        assert len(resealing._sealed_again(house.db.keys, rows)) == len(rows)
        assert resealing._sealed_again(first, rows) == {}


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stops=st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=4))
def test_stopped_anywhere_nobody_is_lost_and_nobody_gets_in_twice(
    settled_file: Path, stops: list[tuple[int, bool]]
) -> None:
    """A family is registered at each stop; after some of them Klipp is started anew."""
    with TemporaryDirectory() as folder, House(settled_file, Path(folder)) as house:
        people, _, _ = house.furnish()
        house.begin()
        for batches, restarts in stops:
            house.move(batches)
            all_known(house, people)
            people += house.family()
            if restarts:
                house.restart()
            if house.is_unfinished():
                house.begin()
            all_known(house, people)
            assert house.db.keys.generation == 2
        house.move()
        all_known(house, people)
        nothing_is_old(house)
        assert not house.is_unfinished()


def test_a_key_that_was_written_before_the_power_went_is_the_one_that_is_used(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, _, _ = house.furnish()
    monkeypatch.setattr(house.db, "transact", broken)
    with pytest.raises(PowerCut):
        house.begin()
    monkeypatch.undo()
    written = key_file.read(house.secrets).roots
    assert (len(written), house.db.keys.generation) == (2, 1)
    house.restart()
    assert house.is_unfinished()
    all_known(house, people)
    house.rotate()
    assert key_file.read(house.secrets).roots == house.db.keys.roots == written
    nothing_is_old(house)


class PowerCut(Exception):
    pass


def broken(_: object) -> None:
    raise PowerCut


def test_one_rotation_after_the_other(house: House) -> None:
    people, _, _ = house.furnish()
    for generation in (2, 3):
        house.rotate()
        assert house.db.keys.generation == generation
        all_known(house, people)
        nothing_is_old(house)
    house.restart()
    all_known(house, people)


def test_it_tells_how_far_it_has_come(house: House) -> None:
    house.furnish()
    house.begin()
    told = house.move()
    assert len(told) > 10
    assert (told[0].done, told[-1].done) == (0, told[0].total)
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert {each.unreadable for each in told} == {0}


def test_there_are_never_two_at_once(house: House) -> None:
    house.furnish()
    house.begin()
    moving = house.moving()
    next(moving)
    with pytest.raises(UnderWay, match=r"^Nøkkelen byttes allerede\.$"):
        house.move()
    with pytest.raises(UnderWay):
        house.begin()
    moving.close()  # type: ignore[attr-defined]
    house.move()


def test_it_is_the_administrators_and_stands_in_the_log(house: House) -> None:
    for user in (KARI, NINA):
        with pytest.raises(NotYourRole):
            key_rotation.begin(house.db, house.secrets, by=user, now=NOW)
        with pytest.raises(NotYourRole):
            next(key_rotation.move_on(house.db, by=user, clock=lambda: NOW))
        with pytest.raises(NotYourRole):
            key_rotation.standing(house.db, by=user)
    house.begin()
    house.rotate()
    lines = access_log.latest(house.db, by=ADAM)
    noted = {(line.outcome, line.noted_at) for line in lines if line.act is Act.KEY_ROTATED}
    assert noted == {("begun", NOW), ("gone_on_with", NOW), ("all_moved", LATER)}
    assert {access_log.in_words(line.outcome) for line in lines} == {
        "begynte",
        "fortsatte",
        "alt er flyttet",
    }


def test_a_backup_from_before_opens_with_the_new_file_and_is_moved_on(
    house: House, tmp_path: Path
) -> None:
    people, _, _ = house.furnish()
    house.db.close()
    backup = shutil.copy(house.file, tmp_path / "backup.duckdb")
    house.db = house.opened()
    house.rotate()
    house.db.close()
    shutil.copy(backup, house.file)
    house.db = house.opened()
    assert house.is_unfinished()
    all_known(house, people)
    house.rotate()
    assert house.db.keys.generation == 2
    nothing_is_old(house)


def test_a_file_from_before_does_not_open_the_house_any_more(house: House, tmp_path: Path) -> None:
    """From the first moment on: some things may have been sealed with the new key already."""
    old_file = Path(shutil.copy(house.secrets, tmp_path / "old.toml"))
    house.begin()
    house.db.close()
    with pytest.raises(OldKeyFile, match=r"byttet nøkkel etter .* den nyeste kopien"):
        Database(house.file, key_file.read(old_file))
    with pytest.raises(OtherKey, match="hører til en annen nøkkel"):
        Database(house.file, Keys(KEYS.roots[0], b"another second root"))
    house.db = house.opened()


def test_the_index_in_memory_follows(house: House) -> None:
    people, _, _ = house.furnish()
    kept_index.of(house.db)
    house.begin()
    house.move(2)
    kept_index.of(house.db)
    house.move()
    followed = kept_index.of(house.db).fingerprint()
    house.restart()
    assert kept_index.of(house.db).fingerprint() == followed
    all_known(house, people)


def test_a_number_that_was_read_before_is_taken_back_after(house: House) -> None:
    """The caseworker's page was open all the while."""
    _, child = house.family()
    child_id = person_id_of(house.db, child)
    [known] = households.numbers(house.db, child_id, by=NINA)
    house.rotate()
    households.remove_number(house.db, child_id, known, by=NINA, now=NOW)
    assert persons.with_number(house.db, identity_number(child)) is None
    with pytest.raises(households.NumberGone):
        households.remove_number(house.db, child_id, known, by=NINA, now=NOW)


def test_a_seal_that_cannot_be_opened_is_left_and_told_of(house: House) -> None:
    people, _, _ = house.furnish()
    spoilt = person_id_of(house.db, people[0])
    text = "update person set sealed = $2 where id = $1"
    house.db.transact(lambda tx: tx.run(text, spoilt, b"\0\1 spoilt"))
    house.begin()
    assert house.move()[-1].unreadable == 1
    assert resealing.left(house.db) == 1
    assert not house.is_unfinished()
    house.rotate()
    assert house.db.keys.generation == 3
