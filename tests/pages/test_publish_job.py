"""The release on command: only this machine is answered, and only with the house's own key."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

import app
from lib import key_file, published, release, yardsticks
from lib.db import Database
from lib.keys import Keys
from lib.published import FOLDER
from lib.settings import settings
from pages import connection
from pages.public import publish_job
from pages.public.publish_job import ADDRESS
from tests.town import KARI, given


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation keeps its files."""
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "klipp"))
    return tmp_path / "klipp"


@pytest.fixture
def house(db: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Something was delivered in March 2024."""
    given(db, "partner", "id | name\nBOLGEN | Bølgen")
    given(db, "offer", "id | partner_id | name | category\nCINEMA | BOLGEN | Kino | cinema")
    given(
        db,
        "batch",
        "id | offer_id | ticket_form | received_on | delivery_key\n"
        "KINO | CINEMA | qr | 2024-03-01 | a",
    )
    yardsticks.set_year(db, 2024, 1_200, {}, by=KARI)
    monkeypatch.setattr(connection, "opened", lambda: db)
    return db


def asked(house: Database, *, key: str | None = None, host: str = "127.0.0.1", **more: str) -> str:
    """What is answered: the lines, or the status where there are none."""
    plain = Starlette(routes=app.ROUTES, middleware=app.MIDDLEWARE)
    client = TestClient(plain, base_url="http://127.0.0.1", client=(host, 50_000))
    own = publish_job._key(house.keys)
    headers = {"Authorization": f"Bearer {own if key is None else key}", **more}
    answer = client.post(ADDRESS, headers=headers)
    return answer.text or str(answer.status_code)


def test_the_closed_months_are_published_and_each_step_is_told(house: Database, data: Path) -> None:
    steps = [json.loads(line) for line in asked(house).splitlines()]
    shares = [step["share"] for step in steps[:-1]]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert steps[-1]["done"].startswith("Publisert til og med ")
    assert published.latest(data / FOLDER)
    [again] = [json.loads(line) for line in asked(house).splitlines()]
    assert again["done"].startswith("Alt som er avsluttet, er publisert.")


@pytest.mark.parametrize("key", ["", "0" * 64, "Bearer"])
def test_without_the_key_there_is_nothing_here(house: Database, data: Path, key: str) -> None:
    assert asked(house, key=key) == "404"
    assert published.latest(data / FOLDER) is None


def test_another_machine_is_not_answered_even_with_the_key(house: Database, data: Path) -> None:
    assert asked(house, host="192.0.2.7") == "404"
    assert asked(house, **{"X-Forwarded-For": "192.0.2.7"}) == "404"
    assert published.latest(data / FOLDER) is None


def test_a_fault_is_told_by_its_number_alone(
    house: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Yusuf Haddad")

    monkeypatch.setattr(release, "publish", broken)
    answer = asked(house)
    assert "fault" in json.loads(answer)
    assert "Yusuf" not in answer


# --- `python app.py --publish` ---


@pytest.fixture
def port(house: Database, data: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A port of this machine where nobody answers yet; the secrets file has the house's key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setattr(key_file, "read", lambda *_, **__: house.keys)
    return port


@pytest.fixture
def running(port: int) -> Iterator[None]:
    """Klipp's open routes, served on that port."""
    plain = Starlette(routes=app.ROUTES, middleware=app.MIDDLEWARE)
    server = uvicorn.Server(uvicorn.Config(plain, port=port, log_level="error"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.01)
    yield
    server.should_exit = True
    thread.join()


def test_the_command_publishes_by_itself_when_no_klipp_is_running(
    port: int, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.publish(settings()) is None
    assert published.latest(data / FOLDER)
    assert "Teller mars 2024" in capsys.readouterr().out


def test_the_command_has_the_running_klipp_publish(
    running: None, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.publish(settings()) is None
    assert published.latest(data / FOLDER)
    told = capsys.readouterr().out
    assert "Teller mars 2024" in told
    assert "\nPublisert til og med " in told
    assert app.publish(settings()) is None
    assert "\nAlt som er avsluttet, er publisert." in capsys.readouterr().out


def test_the_command_with_another_houses_key_is_refused(
    running: None, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Keys(b"another house's key, not this one's")
    monkeypatch.setattr(key_file, "read", lambda *_, **__: other)
    assert str(app.publish(settings())).endswith("sa nei (404).")
    assert published.latest(data / FOLDER) is None
