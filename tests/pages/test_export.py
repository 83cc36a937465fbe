"""The export page: both forms, and what is in them."""

from lib import exports
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
