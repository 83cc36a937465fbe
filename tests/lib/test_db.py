"""What the door to the database promises."""

from tests.town import LARVIK_CARD
import pytest
from lib.db import Database


def test_town(db: Database) -> None:
    assert db.rows("select * from scheme")[0]["id"] == LARVIK_CARD
