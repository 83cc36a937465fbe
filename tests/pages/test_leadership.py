"""The page of leadership and the one that publishes for it, walked through."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib import release, uptake
from lib.db import Database
from lib.uptake import Dimension
from tests.town import ADAM, KARI, LISE, NINA, NOW, awards_drawn, given

Page = Callable[..., AppTest]
PAGE, PUBLISH = "leadership/uptake.py", "coordinator/publish.py"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation keeps its files."""
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "klipp"))
    return tmp_path / "klipp"


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages linked to; one page by itself knows no others."""
    met: list[str] = []
    monkeypatch.setattr(st, "page_link", lambda page, **_: met.append(page))
    return met


@pytest.fixture
def spring(db: Database) -> Database:
    """Two months of awards: 63 cinema tickets, of which 31 are used, and 13 paper tickets."""
    given(db, "partner", "id | name\nBOLGEN | Bølgen\nMUNKEN | Munken *teater*")
    given(
        db,
        "offer",
        """
        id     | partner_id | name     | category
        CINEMA | BOLGEN     | Kino     | cinema
        PLAY   | MUNKEN     | Eventyr  | theatre
        """,
    )
    given(
        db,
        "batch",
        """
        id     | offer_id | ticket_form | received_on | delivery_key
        KINO   | CINEMA   | qr          | 2024-03-01  | a
        TEATER | PLAY     | paper       | 2024-03-01  | b
        """,
    )
    awards_drawn(
        db,
        """
        id | batch_id | units | awarded_on | service_id | neighbourhood_id | age_band | category
        A1 | KINO     | 63    | 2024-03-05 | NAV        | STAVERN          | 6–9 år   | cinema
        A2 | TEATER   | 13    | 2024-04-05 | NURSES     | -                | 6–9 år   | theatre
        """,
    )
    given(db, "award_card", "card_id | award_id\nK1 | A1")
    given(db, "redemption", "card_id | punches | redeemed_on\nK1 | 31 | 2024-04-10")
    return db


def published(db: Database, data: Path, on: date = date(2024, 5, 1)) -> None:
    release.publish(
        db, data / uptake.FOLDER, by=None, on=on, now=NOW, progress=lambda _share, _what: None
    )


def table(at: AppTest, place: int) -> list[tuple[str, ...]]:
    """The table as it is read, in the words the page gives its numbers."""
    shown = at.table[place].proto.arrow_data.styler.display_values
    return [tuple(row.values()) for row in pl.read_ipc_stream(shown).to_dicts()]


def test_the_figures_are_for_leadership_alone(page: Page, data: Path) -> None:
    for user in (KARI, NINA, ADAM, None):
        assert not page(PAGE, user).title


def test_an_empty_page_says_when_figures_come_and_who_can_publish(page: Page, data: Path) -> None:
    at = page(PAGE, LISE)
    assert "ikke klare for ekte data ennå" in at.warning[0].value
    assert at.info[0].value.startswith("Ingen måned er publisert ennå.")
    assert "Koordinator kan også publisere dem" in at.info[0].value
    assert not at.exception


def test_leadership_sees_rounded_figures_under_the_plain_banner(
    page: Page, spring: Database, data: Path
) -> None:
    published(spring, data)
    at = page(PAGE, LISE)
    assert not at.exception
    assert "ikke klare for ekte data ennå" in at.warning[0].value
    assert [(m.label, m.value) for m in at.metric] == [
        ("Tildelt", "80"),
        ("Brukt", "30"),
        ("Bruksgrad", "46\N{NO-BREAK SPACE}%"),
    ]
    assert table(at, 0) == [
        ("mars 2024", "65", "0", "0\N{NO-BREAK SPACE}%"),
        ("april 2024", "15", "30", "–"),
        ("**Sum**", "80", "30", "46\N{NO-BREAK SPACE}%"),
    ]
    assert table(at, 1) == [
        ("Bølgen: Kino", "65", "30", "46\N{NO-BREAK SPACE}%"),
        ("Munken \\*teater\\*: Eventyr", "15", "ukjent", "–"),
        ("**Sum**", "80", "30", "46\N{NO-BREAK SPACE}%"),
    ]


def test_each_chart_has_its_text_alternative(page: Page, spring: Database, data: Path) -> None:
    published(spring, data)
    charts = page(PAGE, LISE).get("plotly_chart")
    assert [chart.proto.alt for chart in charts] == [
        "Stolper for tildelt og brukt, mars 2024 til april 2024. "
        "Mest tildelt i mars 2024: 65 ganger, og brukt 0.",
        "Liggende stolper for tildelt og brukt. "
        "Mest tildelt: Bølgen: Kino, 65 ganger, og brukt 30.",
    ]
    months = json.loads(charts[0].proto.spec)["layout"]["xaxis"]["ticktext"]
    assert months == ["mar<br>2024", "apr"]


def test_a_period_and_an_offer_are_chosen(page: Page, spring: Database, data: Path) -> None:
    published(spring, data)
    at = page(PAGE, LISE)
    at.selectbox[0].select("april 2024").run()
    assert [m.value for m in at.metric] == ["15", "30", "–"]
    at.selectbox[2].select("Munken *teater*: Eventyr").run()
    assert table(at, 0)[0] == ("april 2024", "15", "ukjent", "–")
    assert not at.exception


def test_the_other_tables_say_that_they_hold_registered_use_only(
    page: Page, spring: Database, data: Path
) -> None:
    published(spring, data)
    at = page(PAGE, LISE)
    assert not any("kassene har registrert" in caption.value for caption in at.caption)
    at.button_group[0].set_value(Dimension.SERVICE).run()
    assert any("kassene har registrert" in caption.value for caption in at.caption)
    assert table(at, 1)[0] == ("NAV Larvik", "65", "30", "46\N{NO-BREAK SPACE}%")
    at.button_group[0].set_value(Dimension.AREA).run()
    assert ("ukjent område", "15", "0", "–") in table(at, 1)
    at.button_group[0].set_value(Dimension.AGE_BAND).run()
    assert table(at, 1)[1][:2] == ("6–9 år", "80")


def test_a_house_without_services_has_an_empty_table(
    page: Page, spring: Database, data: Path
) -> None:
    spring.transact(lambda tx: tx.run("delete from service"))
    published(spring, data)
    at = page(PAGE, LISE)
    at.button_group[0].set_value(Dimension.SERVICE).run()
    assert not at.exception
    assert table(at, 1) == [("**Sum**", "0", "0", "–")]


def test_a_coordinator_publishes_with_one_button(
    page: Page, spring: Database, data: Path, links: list[str]
) -> None:
    at = page(PUBLISH, KARI)
    assert not at.exception
    assert "ikke klare for ekte data ennå" in at.warning[0].value
    first = at.markdown[1].value.splitlines()[0]
    assert first == "- mars 2024: bruken er ikke telt for Munken \\*teater\\*: Eventyr"
    assert links == ["coordinator/counting.py"]
    at.button[0].click().run()
    assert not at.exception
    assert at.info[0].value.startswith("Alle avsluttede måneder er publisert.")
    assert not at.button
    found = uptake.latest(data / uptake.FOLDER)
    assert found
    assert found.months[0] == date(2024, 3, 1)


def test_nothing_to_publish_is_said_and_no_button_shown(page: Page, data: Path) -> None:
    at = page(PUBLISH, KARI)
    assert at.info[0].value.startswith("Ingen måned er avsluttet ennå.")
    assert not at.button


def test_only_a_coordinator_publishes(page: Page, spring: Database, data: Path) -> None:
    for user in (NINA, LISE, ADAM):
        assert not page(PUBLISH, user).title
