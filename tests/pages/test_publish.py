"""«Publiser tall»: what has closed goes out by one button, and what it is held against."""

from datetime import datetime

import pytest

from lib import published, yardsticks
from lib.disclosure import NOTE
from tests.pages.coordinator_desk import all_linked, labelled
from tests.pages.scheme_desk import said, set_clock
from tests.town import ADAM, KARI, LARVIK_CARD, LISE, NINA, given, single_awards_drawn

FILE = "coordinator/publish.py"
CHILDREN = "Barn i lavinntektsfamilier (valgfritt)"
EXPECTED = "Forventet bruk av Aktivitetskortet, ganger (valgfritt)"


@pytest.fixture(autouse=True)
def links(monkeypatch, db, tmp_path):
    set_clock(monkeypatch, db, datetime(2024, 6, 3, 10))
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path))
    return all_linked(monkeypatch)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / published.FOLDER


@pytest.fixture
def spring(db):
    """Sixty cinema tickets awarded in April, and paper that nobody has counted."""
    yardsticks.set_year(db, 2024, 1_200, {}, by=KARI)
    given(db, "partner", "id | name\nBOLGEN | Bølgen\nMUNKEN | Munken *teater*")
    given(
        db,
        "offer",
        """
        id     | partner_id | name    | category
        CINEMA | BOLGEN     | Kino    | cinema
        PLAY   | MUNKEN     | Eventyr | theatre
        """,
    )
    given(
        db,
        "batch",
        """
        offer_id | id     | ticket_form | received_on | valid_to   | delivery_key
        CINEMA   | KINO   | qr          | 2024-04-01  | -          | a
        PLAY     | TEATER | paper       | 2024-04-01  | 2024-04-30 | b
        """,
    )
    single_awards_drawn(
        db,
        "batch_id | units | awarded_on | service_id | neighbourhood_id | age_band\n"
        "KINO | 60 | 2024-04-05 | NAV | STAVERN | 6–9 år",
    )
    return db


def typed(at, children="", expected=""):
    """Fill in the form and press."""
    labelled(at.text_input, CHILDREN).input(children)
    labelled(at.text_input, EXPECTED).input(expected)
    return labelled(at.button, "Lagre målene").click().run()


def test_only_a_coordinator_publishes(page, spring):
    for user in (NINA, LISE, ADAM):
        at = page(FILE, user)
        assert not at.title
        assert not at.button


def test_what_has_closed_is_published_by_one_button(page, spring, folder, links):
    at = page(FILE, KARI)
    assert NOTE in said(at)
    assert "- april 2024: bruken er ikke telt for Munken \\*teater\\*: Eventyr\n- mai 2024" in said(
        at
    )
    assert links == ["Tell bruken"]
    labelled(at.button, "Publiser").click().run()
    assert not at.exception
    assert at.success[0].value == "Publisert til og med mai 2024."
    found = published.latest(folder)
    assert found
    assert found["offer"]["units"].to_list() == [60]
    at = page(FILE, KARI)
    assert "Sist publisert 03.06.2024 kl. 12.00." in said(at)
    assert at.info[0].value.startswith("Alt som er avsluttet, er publisert. Neste måned kan")
    assert not [button for button in at.button if button.label == "Publiser"]


def test_nothing_to_publish_is_said_and_no_button_shown(page):
    at = page(FILE, KARI)
    assert at.info[0].value.startswith("Ingen år er avsluttet ennå.")
    assert "01.01.2025" in at.info[0].value
    assert not [button for button in at.button if button.label == "Publiser"]


def test_what_is_published_in_another_tab_is_not_published_twice(page, spring, folder):
    """Kari has the page open twice, and presses in both."""
    first, second = page(FILE, KARI), page(FILE, KARI)
    labelled(first.button, "Publiser").click().run()
    labelled(second.button, "Publiser").click().run()
    assert not second.exception
    assert "Alt som er avsluttet, er publisert." in said(second)
    assert [file.name for file in sorted(folder.iterdir())] == ["latest.txt", "release-0001.json"]


def test_the_years_numbers_are_saved_and_stand_in_the_form(page, db):
    at = typed(page(FILE, KARI), "1 150", "4 400")
    assert at.success[0].value == "Målene for 2024 er lagret."
    assert yardsticks.children(db) == {2024: 1_150}
    assert [(each.year, each.times) for each in yardsticks.expected(db)] == [(2024, 4_400)]
    at = page(FILE, KARI)
    read = [labelled(at.text_input, label).value for label in (CHILDREN, EXPECTED)]
    assert [value.replace("\N{NO-BREAK SPACE}", " ") for value in read] == ["1 150", "4 400"]
    # As it stands it can be saved again, and what is emptied is taken away.
    typed(at, *read)
    assert yardsticks.children(db) == {2024: 1_150}
    typed(page(FILE, KARI), "", "")
    assert yardsticks.children(db) == {}
    assert yardsticks.expected(db) == []


def test_each_year_has_its_own_numbers(page, db):
    yardsticks.set_year(db, 2024, 900, {LARVIK_CARD: 4_000}, by=KARI)
    at = page(FILE, KARI)
    assert labelled(at.selectbox, "År").options == ["2025", "2024", "2023"]
    labelled(at.selectbox, "År").set_value(2025).run()
    assert [labelled(at.text_input, label).value for label in (CHILDREN, EXPECTED)] == ["", ""]
    typed(at, "950")
    assert at.success[0].value == "Målene for 2025 er lagret."
    assert yardsticks.children(db) == {2024: 900, 2025: 950}


@pytest.mark.parametrize(
    ("children", "expected", "says"),
    [
        ("mange", "", "Barn i lavinntektsfamilier må være et helt tall"),
        ("0", "", "Barn i lavinntektsfamilier må være minst 1."),
        ("-4", "", "Barn i lavinntektsfamilier må være"),
        ("12,5", "", "Barn i lavinntektsfamilier må være et helt tall"),
        ("100001", "", "Barn i lavinntektsfamilier kan ikke være mer enn 100"),
        ("900", "hundre", "Forventet bruk av Aktivitetskortet må være et helt tall"),
        ("900", "0", "Forventet bruk av Aktivitetskortet må være minst 1."),
        ("900", "10000001", "Forventet bruk av Aktivitetskortet kan ikke være mer enn 10"),
    ],
)
def test_what_is_typed_wrong_is_one_sentence_and_nothing_is_half_stored(
    page, db, children, expected, says
):
    yardsticks.set_year(db, 2024, 800, {LARVIK_CARD: 4_000}, by=KARI)
    at = typed(page(FILE, KARI), children, expected)
    [error] = at.error
    assert error.value.startswith(says)
    assert error.value.count(". ") == 0
    assert not at.exception
    assert yardsticks.children(db) == {2024: 800}
    assert [each.times for each in yardsticks.expected(db)] == [4_000]
    # What was typed still stands there, to be mended.
    assert labelled(at.text_input, CHILDREN).value == children


def test_the_number_of_children_opens_the_months_that_are_over(page, spring):
    yardsticks.set_year(spring, 2024, None, {}, by=KARI)
    at = page(FILE, KARI)
    assert at.info[0].value.startswith("Ingen år er avsluttet ennå.")
    typed(at, "1200")
    at = page(FILE, KARI)
    assert "- april 2024" in said(at)
    assert labelled(at.button, "Publiser")


def test_an_older_copy_of_the_register_is_told_of(page, spring, folder):
    labelled(page(FILE, KARI).button, "Publiser").click().run()
    spring.transact(lambda tx: tx.run("delete from frozen_period where period > '2024-04-01'"))
    at = page(FILE, KARI)
    assert at.info[0].value.startswith("De publiserte tallene er nyere enn databasen")
    assert not [button for button in at.button if button.label == "Publiser"]
