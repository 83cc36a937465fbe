"""The first start: an empty house has one page, with two ways on."""

import sys
import time
from types import ModuleType

import pytest
from starlette.websockets import WebSocketDisconnect

from lib import municipality
from pages.public import first_start
from pages.public.loading import Loading
from pages.public.start_code import start_code

FORM = {
    "name": "Kragerø",
    "number": "3814",
    "coordinator": "Kari Nordmann",
    "username": "kari",
    "password": "skjærgård og sol",
    "service": "",
}


@pytest.fixture
def visitor(empty_db, browser, monkeypatch):
    monkeypatch.setattr(first_start, "loading", Loading())
    return browser(empty_db)


@pytest.mark.parametrize("path", ["/", "/logg-inn", "/beholdning", "/k/hemmelig", "/kasse"])
def test_before_anyone_lives_here_every_address_leads_to_the_first_start(visitor, path):
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/start")


def test_before_anyone_lives_here_streamlit_is_closed(visitor):
    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect("/_stcore/stream"):
        pass


def test_a_municipality_moves_in_with_the_code_and_its_coordinator_is_signed_in(visitor):
    answer = visitor.post("/start/kommune", data=FORM | {"code": start_code().lower()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "ÆØÅ"])
def test_no_passer_by_takes_the_house(visitor, empty_db, code):
    answer = visitor.post("/start/kommune", data=FORM | {"code": code})
    assert answer.status_code == 422
    assert "Engangskode stemmer ikke med den som står i terminalvinduet." in answer.text
    assert municipality.the(empty_db) is None


def test_what_was_typed_is_kept_but_not_the_password(visitor):
    typed = {"code": start_code(), "number": "38", "name": '<b>"Kragerø"</b>'}
    page = visitor.post("/start/kommune", data=FORM | typed).text
    assert "Kommunenummer må ha fire siffer." in page
    assert "&lt;b&gt;&#34;Kragerø&#34;&lt;/b&gt;" in page
    assert 'value="Kari Nordmann"' in page
    assert FORM["password"] not in page


def test_once_someone_lives_here_the_page_is_gone(visitor, empty_db):
    visitor.post("/start/kommune", data=FORM | {"code": start_code()})
    assert visitor.get("/start").headers["location"] == "/logg-inn"
    again = visitor.post("/start/kommune", data=FORM | {"code": start_code(), "name": "Bamble"})
    assert "Kommunen er allerede startet." in again.text
    assert municipality.the(empty_db).name == "Kragerø"
    assert visitor.post("/start/demonstrasjon").headers["location"] == "/logg-inn"


@pytest.fixture
def demonstration(monkeypatch):
    """A demonstration that only moves in."""

    def load(db, *, now, progress):
        progress(0.5, "Flytter inn")
        db.transact(
            lambda tx: municipality.enter(
                tx, name="Larvik", number="3909", is_demonstration=True, now=now
            )
        )

    stand_in = ModuleType("lib.demonstration")
    stand_in.load = load
    monkeypatch.setitem(sys.modules, "lib.demonstration", stand_in)
    return stand_in


def finished(loading):
    for _ in range(100):
        if not loading.is_under_way:
            return
        time.sleep(0.05)
    raise AssertionError("the demonstration is still being loaded")


def test_the_demonstration_is_loaded_while_the_page_tells_how_it_goes(visitor, demonstration):
    assert visitor.post("/start/demonstrasjon").headers["location"] == "/start"
    finished(first_start.loading)
    assert visitor.get("/start").headers["location"] == "/logg-inn"
    assert "oppdiktet" in visitor.get("/logg-inn").text


def test_a_demonstration_that_fails_leaves_a_number_and_can_be_tried_again(visitor, demonstration):
    load = demonstration.load
    demonstration.load = None
    visitor.post("/start/demonstrasjon")
    finished(first_start.loading)
    assert "oppgi feilnummer" in visitor.get("/start").text
    demonstration.load = load
    visitor.post("/start/demonstrasjon")
    finished(first_start.loading)
    assert visitor.get("/start").headers["location"] == "/logg-inn"


def test_beyond_this_machine_the_demonstration_asks_for_the_code(
    visitor, demonstration, monkeypatch
):
    monkeypatch.setenv("KLIPP_HOST", "0.0.0.0")
    refused = visitor.post("/start/demonstrasjon", data={"demonstration_code": "feil"})
    assert refused.status_code == 422
    assert "Engangskode stemmer ikke" in refused.text
    asked = visitor.post("/start/demonstrasjon", data={"demonstration_code": start_code()})
    assert asked.headers["location"] == "/start"
    finished(first_start.loading)


def test_behind_a_proxy_the_demonstration_asks_for_the_code(visitor, empty_db, monkeypatch):
    """We listen on loopback, and yet the whole world is at the door."""
    monkeypatch.setenv("KLIPP_URL", "https://klipp.kragero.kommune.no")
    assert visitor.post("/start/demonstrasjon", data={}).status_code == 422
    assert "demonstration_code" in visitor.get("/start").text
    assert municipality.the(empty_db) is None
