"""The sign-in page, and the gate in front of everything else."""

from datetime import timedelta
from threading import BoundedSemaphore
from urllib.parse import quote

import bcrypt
import pytest
from starlette.websockets import WebSocketDisconnect

from lib import accounts, municipality, sessions
from pages import clock, log
from pages.cookie import SESSION_COOKIE
from pages.public import sign_in as sign_in_page
from pages.public.sign_in import landing
from pages.rooms import ROOMS
from tests.town import ADAM, NINA, given

PASSWORD = "fjellvettreglene"


@pytest.fixture
def visitor(db, browser):
    """A browser, and a house where all have the same password at a cost that tests can afford."""
    cheap = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    db.transact(lambda tx: tx.run("update staff_user set password_hash = $1", cheap))
    return browser(db)


def sign_in(visitor, *, username="nina", password=PASSWORD, **more):
    form = {"username": username, "password": password, **more}
    return visitor.post("/logg-inn", data=form)


@pytest.mark.parametrize("address", ["", *(room.address for room in ROOMS)])
def test_a_cold_deep_link_leads_to_the_sign_in_page_and_back(visitor, address):
    answer = visitor.get(f"/{address}?side=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/logg-inn?til={quote(f'/{address}?side=2', safe='')}"
    signed_in = sign_in(visitor, til=f"/{address}?side=2")
    assert signed_in.headers["location"] == f"/{address}?side=2"


def test_whoever_is_signed_in_gets_streamlits_page_in_norwegian(visitor):
    sign_in(visitor)
    answer = visitor.get("/registrer")
    assert answer.status_code == 200
    assert '<html lang="nb">' in answer.text
    assert "<script>" not in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_the_cookie_is_for_the_server_alone(visitor):
    cookie = sign_in(visitor).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie


def test_the_cookie_travels_by_tls_alone_where_there_is_tls(visitor, monkeypatch):
    monkeypatch.setenv("KLIPP_URL", "https://klipp.larvik.kommune.no")
    assert "secure" in sign_in(visitor).headers["set-cookie"].lower()


def test_a_wrong_password_keeps_the_name_and_not_the_password(visitor):
    answer = sign_in(visitor, password="hemmelig nok", username="Nina")
    assert answer.status_code == 401
    assert "Brukernavn eller passord stemmer ikke." in answer.text
    assert 'value="Nina"' in answer.text
    assert "hemmelig nok" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://ond.example/registrer",
        "//ond.example",
        "/\\ond.example",
        "/registrer\r\nSet-Cookie: x=1",
        "/finnes-ikke",
        "javascript:alert(1)",
        "",
    ],
)
def test_the_way_on_never_leads_out_of_the_house(elsewhere):
    assert landing(elsewhere) == "/"


def test_signing_out_kills_the_cookie(visitor):
    sign_in(visitor)
    token = visitor.cookies[SESSION_COOKIE]
    assert visitor.get("/logg-ut").status_code == 200
    assert visitor.get("/registrer").status_code == 200, "a GET signs nobody out"
    visitor.post("/logg-ut")
    visitor.cookies.set(SESSION_COOKIE, token)
    assert visitor.get("/registrer").status_code == 303


def test_a_first_password_is_changed_before_anything_else(visitor, db):
    first = accounts.reset_password(db, NINA.id, by=ADAM, now=clock.now())
    sign_in(visitor, password=first)
    assert visitor.get("/registrer").headers["location"] == "/nytt-passord"
    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect("/_stcore/stream"):
        pass
    form = {"current": first, "new": "kort", "again": "kort"}
    refused = visitor.post("/nytt-passord", data=form)
    assert "Nytt passord må ha minst 12 tegn." in refused.text
    chosen = {"new": "tolv små troll", "again": "tolv små troll"}
    assert visitor.post("/nytt-passord", data=form | chosen).status_code == 303
    assert visitor.get("/registrer").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
        "/index.html",
        "/auth/login",
        "/registrer/",
        "/finnes-ikke",
    ],
)
def test_what_streamlit_offers_beside_our_pages_is_not_there(visitor, path):
    sign_in(visitor)
    assert visitor.get(path).status_code == 404
    assert visitor.post(path).status_code == 404


def test_without_a_session_nothing_of_streamlits_answers(visitor):
    for path in ("/media/x.pdf", "/_stcore/upload_file/a/b", "/component/x/index.html"):
        assert visitor.get(path).status_code == 403
    with pytest.raises(WebSocketDisconnect) as refused:
        visitor.websocket_connect("/_stcore/stream").__enter__()
    assert refused.value.code == 1008


def test_a_session_that_is_over_opens_nothing(visitor, db):
    sign_in(visitor)
    long_ago = clock.now() - sessions.IDLE - timedelta(seconds=1)
    db.transact(lambda tx: tx.run("update session set last_seen_at = $1", long_ago))
    assert visitor.get("/registrer").status_code == 303
    assert visitor.get("/media/x.pdf").status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://ond.example"},
    ],
)
def test_another_site_can_post_nothing(visitor, headers):
    answer = visitor.post(
        "/logg-inn", data={"username": "nina", "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {},
    ],
)
def test_our_own_form_can(visitor, headers):
    answer = visitor.post(
        "/logg-inn", data={"username": "nina", "password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 303


def test_every_answer_says_how_to_treat_it(visitor):
    for path in ("/logg-inn", "/finnes-ikke", "/registrer"):
        headers = visitor.get(path).headers
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "noindex" in headers["x-robots-tag"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_a_fault_of_ours_becomes_a_number_and_tells_nothing(visitor, monkeypatch, caplog):
    def broken(*_, **__):
        raise ValueError("Amina Ali, 05861499973")

    monkeypatch.setattr(municipality, "is_demonstration", broken)
    answer = visitor.get("/logg-inn")
    assert answer.status_code == 500
    assert "Amina" not in answer.text + caplog.text
    [line] = [record.getMessage() for record in caplog.records if record.name == "klipp"]
    number = line.split()[1].rstrip(":")
    assert number in answer.text
    assert "ValueError i tests/pages/test_sign_in.py" in line
    assert "pages/public/sign_in.py" in line


def test_the_demonstration_shows_who_one_can_be(browser, empty_db):
    given(empty_db, "municipality", "only_row | name | is_demonstration\n 1 | Larvik | true")
    given(empty_db, "staff_user", "username | name | closed_at\n kari | Kari Dahl | -")
    page = browser(empty_db).get("/logg-inn").text
    assert "alle personer er oppdiktet" in page
    assert "Kari Dahl" in page


def test_in_operation_the_sign_in_page_names_nobody(visitor):
    page = visitor.get("/logg-inn").text
    assert "Nina" not in page
    assert "emonstrasjon" not in page


@pytest.mark.parametrize("path", ["/k/{}", "/k/{}/klipp", "/mine/{}", "/kasse/par/{}?x=1"])
def test_the_log_keeps_no_secret_of_an_address(path, caplog):
    secret = "Zm9vYmFyYmF6cXV4"
    from logging import getLogger

    getLogger("uvicorn.access").error('%s - "%s %s" %d', "::1", "GET", path.format(secret), 200)
    getLogger("any").error(f"closed {path.format(secret)}")
    assert secret not in caplog.text
    assert path.format("…").split("?")[0] in caplog.text
    assert log.masked("/kasse") == "/kasse"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "", "localhost.evil.example"]
)
def test_no_other_name_that_leads_here_is_answered(visitor, host):
    answer = visitor.get("/logg-inn", headers={"host": host})
    assert answer.status_code == 421
    form = {"username": "nina", "password": PASSWORD}
    headers = {"host": host, "origin": f"http://{host}"}
    assert visitor.post("/logg-inn", data=form, headers=headers).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501"])
def test_our_own_names_are_answered(visitor, host):
    assert visitor.get("/logg-inn", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/kasse/klipp", "/k/hemmelig/klipp"])
def test_the_right_address_asked_in_the_wrong_way_is_told_so(visitor, path):
    assert visitor.get(path).status_code == 405


@pytest.mark.parametrize("path", ["/_stcore/healthx", "/_stcore/host-configuration"])
def test_what_only_begins_like_an_open_address_is_not_there(visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_page_of_nobody_opens_no_websocket(visitor):
    sign_in(visitor)
    with (
        pytest.raises(WebSocketDisconnect),
        visitor.websocket_connect("/_stcore/stream", headers={"origin": "null"}),
    ):
        pass


def test_when_many_passwords_are_tried_at_once_the_next_one_waits(visitor, monkeypatch):
    taken = BoundedSemaphore(1)
    monkeypatch.setattr(sign_in_page, "_CHECKED_AT_ONCE", taken)
    with taken:
        answer = sign_in(visitor)
    assert answer.status_code == 401
    assert "Mange logger inn akkurat nå. Prøv igjen om litt." in answer.text
    assert sign_in(visitor).status_code == 303


def test_signing_in_ends_the_session_that_was_there(visitor, db):
    first = sign_in(visitor).cookies[SESSION_COOKIE]
    visitor.cookies.set(SESSION_COOKIE, first)
    sign_in(visitor, username="kari")
    assert sessions.whose(db, first, now=clock.now()) is None
