"""What is stored with a key: all of it is known, and all of it is brought to the newest."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from lib import lookup_limit, merging, partner_codes, resealing
from lib.db import Database
from lib.keys import Keys, generation_of
from lib.lookup_limit import MOST_AN_HOUR, TooManyLookups
from lib.partner_codes import Media
from tests.counter import everything
from tests.strongroom import PDF, House
from tests.town import KARI, NINA, NOW, id_of

LIB = Path(resealing.__file__).parent
SEALED = {(table, "sealed") for table in resealing.SEALED}
CHAINED = {place for places in resealing.CHAINED.values() for place in places}
MOVED = SEALED | CHAINED | set(resealing.TICKET)


@pytest.fixture
def house(settled_file: Path, tmp_path: Path) -> Iterator[House]:
    with House(settled_file, tmp_path) as made:
        yield made


def test_a_rotation_knows_every_column_of_bytes(empty_db: Database) -> None:
    """A new one is either moved by lib/resealing.py, or stands there with why it stays."""
    there = {
        (row["table_name"], row["column_name"])
        for row in empty_db.rows(
            "select table_name, column_name from information_schema.columns "
            "where data_type in ('BLOB', 'bytea')"
        )
    }
    assert there == MOVED | resealing.STAYS
    assert not MOVED & resealing.STAYS


def test_a_rotation_knows_everyone_who_seals_or_chains() -> None:
    """A seal in another kind of column would not be seen by the test above."""
    verb = re.compile(r"keys\.(sealed|sealed_bytes|chained|chain)\(")
    modules = {file.stem for file in LIB.glob("*.py") if verb.search(file.read_text())}
    assert modules == {
        "award_groups",
        "lookup_limit",
        "memberships",
        "merging",
        "partner_codes",
        "persons",
        "resealing",
        "suspicions",
    }


def test_every_column_that_is_moved_is_moved(house: House) -> None:
    house.furnish()
    before = {place: stored(house, place) for place in MOVED}
    house.rotate()
    for place in MOVED:
        after = stored(house, place)
        assert len(after) == len(before[place]) > 0, place
        assert {generation_of(each) for each in before[place]} == {1}, place
        assert {generation_of(each) for each in after} == {2}, place
        rests = {each[2:] for each in before[place]} & {each[2:] for each in after}
        assert not rests, place


def stored(house: House, place: tuple[str, str]) -> list[bytes]:
    table, column = place
    return [row[column] for row in house.db.rows(f"select {column} from {table}")]


def test_with_the_old_file_alone_no_number_is_found_by_trying(house: House) -> None:
    """The control: before the rotation each is."""
    people, _, _ = house.furnish()
    stolen = Keys(house.db.keys.roots[0])

    def found() -> int:
        hashes = set(stored(house, ("person_identifier", "number_hash")))
        tried = {stolen.chained("identity number", p.number.digits) for p in people if p.number}
        return len(hashes & tried)

    assert found() == len(people)
    house.rotate()
    assert found() == 0


def test_a_partners_list_adds_nothing_twice_in_the_midst_of_it(house: House) -> None:
    _, batch, _ = house.furnish()
    house.begin()
    codes = [f"KINO-{n}" for n in range(5)]
    added = partner_codes.upload(house.db, batch, codes=codes, pdfs=[PDF], by=KARI)
    assert added == 1
    house.move()
    assert partner_codes.upload(house.db, batch, codes=codes, pdfs=[PDF], by=KARI) == 0
    award = id_of("AWARD")
    house.db.transact(lambda tx: partner_codes.hand_out(tx, batch, 6, award_id=award))
    handed = partner_codes.of_award(house.db, award)
    assert sorted(ticket.code for ticket in handed if ticket.code) == codes
    assert [ticket.pdf for ticket in handed if ticket.media is Media.PDF] == [PDF]


def test_questions_count_on_over_a_rotation(house: House) -> None:
    """The same ones once, new ones up to the limit."""
    questions = [f"question {n}" for n in range(MOST_AN_HOUR)]
    lookup_limit.count(house.db, questions, by=NINA, now=NOW)
    house.begin()
    lookup_limit.count(house.db, questions, by=NINA, now=NOW)
    house.move()
    lookup_limit.count(house.db, questions, by=NINA, now=NOW)
    with pytest.raises(TooManyLookups):
        lookup_limit.count(house.db, ["one more"], by=NINA, now=NOW)


def test_a_merge_is_undone_after_a_rotation_as_before_it(house: House) -> None:
    _, _, merge = house.furnish()
    house.rotate()
    merging.undo(house.db, merge, by=KARI, now=NOW)
    assert resealing.left(house.db) == 0


def test_nothing_but_seals_and_hashes_is_changed(house: House) -> None:
    house.furnish()
    before = without_keys(house)
    house.rotate()
    assert without_keys(house) == before


def without_keys(house: House) -> dict[str, list[dict[str, object]]]:
    """Every row but of the logs, what is sealed opened, and without what is hashed."""
    tables = everything(house.db)
    for name in ("key_check", "person_change", "audit_entry"):
        del tables[name]
    for table, column in CHAINED | set(resealing.TICKET[:1]):
        for row in tables[table]:
            del row[column]
    for table, column in MOVED - CHAINED - set(resealing.TICKET[:1]):
        for row in tables[table]:
            row_id, sealed = row["id"], row[column]
            assert isinstance(row_id, UUID)
            assert isinstance(sealed, bytes)
            row[column] = house.db.keys.opened_bytes(row_id, sealed)
    return {name: sorted(rows, key=repr) for name, rows in tables.items()}
