"""The release on command: only this machine is answered, and only with the house's own key."""

import json
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import app
from lib import release, uptake
from lib.db import Database
from lib.uptake import FOLDER
from pages import connection
from pages.public import publish_job
from pages.public.publish_job import ADDRESS
from tests.town import given


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
    assert uptake.latest(data / FOLDER)
    [again] = [json.loads(line) for line in asked(house).splitlines()]
    assert again["done"].startswith("Alle avsluttede måneder er publisert.")


@pytest.mark.parametrize("key", ["", "0" * 64, "Bearer"])
def test_without_the_key_there_is_nothing_here(house: Database, data: Path, key: str) -> None:
    assert asked(house, key=key) == "404"
    assert uptake.latest(data / FOLDER) is None


def test_another_machine_is_not_answered_even_with_the_key(house: Database, data: Path) -> None:
    assert asked(house, host="192.0.2.7") == "404"
    assert asked(house, **{"X-Forwarded-For": "192.0.2.7"}) == "404"
    assert uptake.latest(data / FOLDER) is None


def test_a_fault_is_told_by_its_number_alone(
    house: Database, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Yusuf Haddad")

    monkeypatch.setattr(release, "publish", broken)
    answer = asked(house)
    assert "fault" in json.loads(answer)
    assert "Yusuf" not in answer
