"""The export page: both forms, and what is in them."""

import pytest

from lib import exports, sessions
from lib.sessions import SessionOver
from lib.staff import NotYourRole
from pages import clock, desk
from tests.pages.conftest import begun
from tests.town import KARI, LISE, NINA

FILE = "coordinator/export.py"


def test_only_a_coordinator_exports(page):
    for user in (NINA, LISE):
        at = page(FILE, user)
        assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
        assert not at.download_button
    assert not page(FILE, None).title


def test_both_forms_are_offered_and_each_sheet_is_described(page):
    at = page(FILE, KARI)
    assert not at.exception
    labels = [button.label for button in at.download_button]
    assert labels == ["Last ned som Excel", "Last ned som CSV-filer"]
    text = " ".join(element.value for element in [*at.markdown, *at.caption])
    for table in exports.TABLES:
        assert table.explains in text
        assert ", ".join(table.columns) in text


def test_looking_at_the_page_is_no_export(page, db):
    page(FILE, KARI)
    assert not db.rows("select id from audit_entry where act = 'exported'")


def test_a_file_is_made_for_whoever_the_session_is_of_when_it_is_fetched(db, monkeypatch):
    """The page was drawn before the sign-out, and its button is pressed after."""
    token = begun(db, KARI)
    monkeypatch.setattr(desk, "connect", lambda: db)
    monkeypatch.setattr(desk, "_token", lambda: token)
    who = desk.asked_again()
    assert who().id == KARI.id
    db.transact(lambda tx: tx.run("delete from staff_role where staff_user_id = $1", KARI.id))
    with pytest.raises(NotYourRole):
        exports.workbook(db, by=who(), now=clock.now())
    sessions.end(db, token, now=clock.now())
    with pytest.raises(SessionOver):
        who()
