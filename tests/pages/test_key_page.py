"""The administrator changes the key, stops, goes on, and is told to copy the file."""

import re

import pytest

from lib import key_rotation, resealing
from lib.key_rotation import Progress
from pages.rotating import ROTATOR
from tests.pages.coordinator_desk import labelled, shown
from tests.strongroom import House
from tests.town import ADAM, KARI, person_id_of

KEY = "administrator/key.py"
COPY = "Ta en ny kopi av nøkkelfilen nå"


@pytest.fixture
def house(settled_file, tmp_path, monkeypatch):
    with House(settled_file, tmp_path) as made:
        monkeypatch.setenv("KLIPP_SECRETS", str(made.secrets))
        monkeypatch.setattr(ROTATOR, "progress", Progress(0, 0))
        monkeypatch.setattr(ROTATOR, "fault", None)
        made.furnish()
        yield made
        ROTATOR.stop()


def waited_for():
    """The rotation that was begun has come to its end."""
    ROTATOR._thread.join(60)


def test_the_page_is_the_administrators(page):
    at = page(KEY, KARI)
    assert [error.value for error in at.error] == ["Denne siden er for administrator."]


def test_the_key_is_changed_and_the_file_is_to_be_copied(page, house):
    at = page(KEY, ADAM, house.db)
    assert "Nøkkelen er den som ble laget da databasen var ny." in shown(at)
    assert COPY not in shown(at)
    labelled(at.button, "Bytt nøkkel nå").click().run()
    waited_for()
    at.run()
    assert not at.exception
    assert "Nøkkelen er nummer 2, byttet" in shown(at)
    assert COPY in shown(at)
    assert "Start Klipp på nytt før neste sikkerhetskopi." in shown(at)
    assert at.code[0].value == str(house.secrets)
    assert resealing.left(house.db) == 0
    house.restart()
    at = page(KEY, ADAM, house.db)
    assert "Start Klipp på nytt" not in shown(at)
    assert "Kopien av nøkkelfilen må være fra etter byttet." in shown(at)


def test_it_is_seen_on_its_way_and_stopped(page, house, monkeypatch):
    """One row a transaction and a long pause, so that it is still on its way."""
    monkeypatch.setattr(resealing, "ROWS_AT_A_TIME", 1)
    monkeypatch.setattr("pages.rotating.PAUSE_SECONDS", 30)
    at = page(KEY, ADAM, house.db)
    labelled(at.button, "Bytt nøkkel nå").click().run()
    assert not at.exception
    assert re.search(r"rader er byttet\.|Gjør klar\.", at.get("progress")[0].proto.text)
    assert COPY in shown(at)
    assert not [button for button in at.button if button.label == "Bytt nøkkel nå"]
    labelled(at.button, "Stopp, og fortsett senere").click().run()
    assert not at.exception
    assert "Nøkkelbyttet er ikke ferdig" in shown(at)
    assert resealing.left(house.db) > 0


def test_one_that_was_cut_short_is_told_of_and_gone_on_with(page, house):
    house.begin()
    house.move(0)
    house.restart()
    left = resealing.left(house.db)
    at = page(KEY, ADAM, house.db)
    assert f"Nøkkelbyttet er ikke ferdig: {left} rader har fortsatt den gamle" in shown(at)
    labelled(at.button, "Fortsett nøkkelbyttet").click().run()
    waited_for()
    at.run()
    assert not at.exception
    assert "Nøkkelen er nummer 2, byttet" in shown(at)


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_changed(page, house):
    house.secrets.write_text('[klipp]\nroot_key = "YW5vdGhlcg=="\n')
    at = page(KEY, ADAM, house.db)
    labelled(at.button, "Bytt nøkkel nå").click().run()
    assert "er en annen enn da Klipp startet" in at.error[0].value
    assert house.db.keys.generation == 1
    assert not ROTATOR.is_under_way


def test_a_fault_on_the_way_has_a_number_and_is_gone_on_from(page, house, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError

    at = page(KEY, ADAM, house.db)
    with monkeypatch.context() as broken:
        broken.setattr(resealing, "_reseal", fails)
        labelled(at.button, "Bytt nøkkel nå").click().run()
        waited_for()
    at.run()
    assert "oppgi feilnummer" in at.error[0].value
    labelled(at.button, "Fortsett nøkkelbyttet").click().run()
    waited_for()
    assert not key_rotation.standing(house.db, by=ADAM).is_unfinished


def test_rows_that_could_not_be_opened_are_told_of(page, house):
    spoilt = person_id_of(house.db, house.family()[0])
    text = "update person set sealed = $2 where id = $1"
    house.db.transact(lambda tx: tx.run(text, spoilt, b"\0\1 spoilt"))
    at = page(KEY, ADAM, house.db)
    labelled(at.button, "Bytt nøkkel nå").click().run()
    waited_for()
    at.run()
    assert "1 rad kunne ikke åpnes" in shown(at)
