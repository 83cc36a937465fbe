"""The coordinator's day, empty and full."""

from datetime import date, timedelta

import pytest

from lib import ledger, stock
from pages import clock
from tests.pages.coordinator_desk import all_linked, labelled
from tests.shelf import left, open_shelf, received
from tests.town import KARI, NAV, NINA, given


@pytest.fixture(autouse=True)
def links(monkeypatch):
    return all_linked(monkeypatch)


def test_only_a_coordinator_has_this_day(page):
    at = page("coordinator/day.py", NINA)
    assert [error.value for error in at.error] == ["Denne siden er for koordinator."]
    assert not at.title
    assert not page("coordinator/day.py", None).title


def test_an_empty_house_says_what_to_do_first(page, links):
    at = page("coordinator/day.py", KARI)
    assert at.info[0].value.startswith("Beholdningen er tom.")
    assert links == ["Legg inn et parti", "Importer et regneark"]


def test_a_quiet_day_says_so(page, db):
    open_shelf(db)
    received(db, {NAV: 50}, received_on=clock.today(), now=clock.now())
    at = page("coordinator/day.py", KARI)
    assert at.success[0].value.startswith("Ingenting haster.")


def test_the_day_lists_what_asks_for_the_coordinator(page, db, links):
    open_shelf(db)
    soon = clock.today() + timedelta(days=5)
    received(db, {NAV: 3}, quantity=3, valid_to=soon)
    received(db, quantity=None)
    at = page("coordinator/day.py", KARI)
    assert [header.value for header in at.header] == [
        "Snart tomt (1)",
        "Går ut innen 30 dager (1)",
        "Ikke fordelt til noen tjeneste (1)",
        "Ingen har tildelt herfra (2)",
    ]
    assert set(links) == {"Kinobillett, Bølgen kulturhus"}
    assert at.caption[0].value == "3 igjen, varsler ved 10 · mottatt 01.05.2024"
    assert any(caption.value.startswith("ukjent på lageret") for caption in at.caption)


def test_what_is_too_late_is_listed_and_written_off_after_a_question(page, db, links):
    open_shelf(db)
    yesterday = clock.today() - timedelta(days=1)
    batch = received(db, valid_to=yesterday)
    received(db, quantity=7, received_on=date(2024, 5, 2), valid_to=yesterday)
    at = page("coordinator/day.py", KARI)
    assert at.warning[0].value == "107 enheter i 2 partier har gått ut og kan ikke tildeles."
    assert links[:2] == ["Kinobillett, Bølgen kulturhus"] * 2
    assert [caption.value.split(" · ")[1] for caption in at.caption[:2]] == [
        "mottatt 01.05.2024",
        "mottatt 02.05.2024",
    ]
    [question] = at.get("popover")
    assert question.proto.popover.label == "Skriv av det som er utløpt"
    assert question.markdown[0].value.startswith(
        "107 enheter i 2 partier blir tatt ut av beholdningen."
    )
    labelled(question.button, "Skriv av 107 enheter").click().run()
    assert at.session_state["done"] == "107 enheter er skrevet av som utløpt."
    assert left(db, batch) == {None: 0}
    assert ledger.unbalanced(db) == []
    assert not page("coordinator/day.py", KARI).warning


def test_contact_cases_come_first(page, db, links):
    given(
        db,
        "contact_request",
        """
        id | person_id | route       | asking_service_id | asked_by
        R1 | P1        | coordinator | NAV               | NINA
        """,
    )
    given(db, "person", "id | reference\n P1 | BARN-1")
    at = page("coordinator/day.py", KARI)
    assert at.warning[0].value == "1 kontaktsak venter på deg."
    assert links[0] == "Se kontaktsaker"


def test_a_long_list_is_cut_and_leads_on(page, db, links):
    open_shelf(db)
    for _ in range(6):
        received(db, received_on=clock.today(), now=clock.now())
    page("coordinator/day.py", KARI)
    assert links == ["Kinobillett, Bølgen kulturhus"] * 5 + ["Se resten i beholdningen"]
    assert len(stock.overview(db)) == 6
