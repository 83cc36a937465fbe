"""Staff pages run as Streamlit runs them, on a real database, with someone at the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

import app
from lib.db import Database
from lib.staff import StaffUser
from pages import connection, desk

PAGES = Path(__file__).parents[2] / "pages"


@pytest.fixture
def page(db: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """`page("caseworker/day.py", NINA)`: the page run once, as NINA sees it.

    The session is a real row; only where the cookie would be read is its token handed over.
    """

    def opened(file: str, user: StaffUser | None, house: Database = db) -> AppTest:
        token = begun(house, user) if user else ""
        monkeypatch.setattr(connection, "opened", lambda: house)
        monkeypatch.setattr(desk, "_token", lambda: token)
        return AppTest.from_file(PAGES / file, default_timeout=30).run()

    return opened


def begun(db: Database, user: StaffUser) -> str:
    """The token of a session that has just begun, without the slow password."""
    token, at = "only for tests", desk.now()
    db.transact(
        lambda tx: tx.run(
            "insert into session (token_hash, staff_user_id, started_at, last_seen_at) "
            "values ($1, $2, $3, $3) on conflict do nothing",
            db.keys.hashed("session", token + user.username),
            user.id,
            at,
        )
    )
    return token + user.username


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Callable[[Database], TestClient]:
    """`browser(db)`: a client of the plain pages, behind the same gate as in operation."""

    def opened(house: Database) -> TestClient:
        monkeypatch.setattr(connection, "opened", lambda: house)
        plain = Starlette(routes=app.ROUTES, middleware=app.MIDDLEWARE)
        return TestClient(plain, base_url="http://localhost", follow_redirects=False)

    return opened
