"""What stands beside the figures, and is public."""

from lib import public_facts
from lib.card_issues import CHANNEL_NAMES
from lib.db import Database
from tests.town import NOW


def test_the_store_knows_whose_it_is_and_what_its_codes_are_called(db: Database) -> None:
    names = public_facts.tables(db, on=NOW.date())["names"]
    told = {(row["dimension"], row["key"]): row["name"] for row in names.to_dicts()}
    assert told["municipality", "3909"] == "Larvik kommune"
    assert told["kind", "grant"] == "statlig tilskudd"
    assert told["availability", "one_off"] == "én gang"
    assert {key: name for (of, key), name in told.items() if of == "channel"} == CHANNEL_NAMES
