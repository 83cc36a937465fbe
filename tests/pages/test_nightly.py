"""What the house does by itself: the index at start, a sweep a night, faults tried again."""

import threading
import time
from datetime import datetime, timedelta

import pytest

from lib import kept_index, suspicions, sweeps
from lib.kept_index import KeptIndex
from lib.person_index import PersonIndex
from pages import connection
from pages.nightly import Nightly
from pages.sweeping import SWEEPER
from tests.duplicates import written_otherwise
from tests.pages.scheme_desk import set_clock
from tests.town import KARI, NOW, SALMA, YUSUF, at_home

NIGHT = datetime(2024, 5, 16, 1, 5)  # five past three in Norway


@pytest.fixture(autouse=True)
def house(db, monkeypatch):
    monkeypatch.setattr(connection, "opened", lambda: db)
    set_clock(monkeypatch, db)
    SWEEPER.open()
    at_home(db, SALMA, YUSUF)
    written_otherwise(db)
    # The house was closed, and is opened again.
    kept_index._KEPT.pop(db)
    db.transact(lambda tx: tx.run("delete from pair_suspicion"))


def swept(db):
    return [row["began_at"] for row in db.rows("select began_at from sweep order by began_at")]


def test_at_start_it_reads_the_register_and_looks_through_it(db):
    Nightly().do_what_is_due()
    assert kept_index.kept(db).share_read == 1
    assert swept(db) == [NOW]
    assert suspicions.how_many(db, by=KARI) == 1


def test_it_looks_through_it_once_a_night(db, monkeypatch):
    nightly = Nightly()
    for moment in (NOW, NOW + timedelta(hours=9), NIGHT, NIGHT + timedelta(minutes=10)):
        set_clock(monkeypatch, db, moment)
        nightly.do_what_is_due()
    assert swept(db) == [NOW, NIGHT]


def test_a_register_is_read_once(db, monkeypatch):
    read = []
    read_all = KeptIndex.read_all
    monkeypatch.setattr(
        KeptIndex, "read_all", lambda index, house: (read.append(house), read_all(index, house))
    )
    nightly = Nightly()
    nightly.do_what_is_due()
    nightly.do_what_is_due()
    assert read == [db]


@pytest.mark.parametrize(("where", "what"), [(KeptIndex, "_put"), (PersonIndex, "like_person")])
def test_a_fault_goes_to_the_log_and_it_is_tried_again(db, monkeypatch, caplog, where, what):
    def fails(*_, **__):
        raise ZeroDivisionError

    nightly = Nightly()
    with monkeypatch.context() as broken:
        broken.setattr(where, what, fails)
        nightly.do_what_is_due()
    assert "ZeroDivisionError" in caplog.text
    assert sweeps.last(db) is None
    nightly.do_what_is_due()
    assert sweeps.last(db).pairs == 1


def test_while_somebody_looks_through_it_the_night_waits(db, monkeypatch):
    monkeypatch.setattr(SWEEPER, "is_under_way", lambda _: True)
    Nightly().do_what_is_due()
    assert swept(db) == []


def test_a_house_that_closes_lets_go_of_the_sweep(db, monkeypatch, caplog):
    """The sweep stands still until it is told to stop, and begins anew at the next start."""
    begun, may_go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(sweeps, "AT_A_TIME", 1)

    def stands_still(*_):
        begun.set()
        may_go_on.wait(30)
        return []

    nightly = Nightly()
    with monkeypatch.context() as still:
        still.setattr(PersonIndex, "like_person", stands_still)
        nightly.start()
        assert begun.wait(30)
        closing = threading.Thread(target=nightly.stop)
        closing.start()
        while not SWEEPER._over.is_set():
            time.sleep(0.01)
        may_go_on.set()
        closing.join(30)
    assert not nightly.is_alive()
    assert sweeps.last(db) is None
    assert sweeps.share_done(db) is None
    assert "Feil" not in caplog.text
    SWEEPER.open()
    Nightly().do_what_is_due()
    assert sweeps.last(db).pairs == 1
