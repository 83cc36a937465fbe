"""The pages of leadership and the one that publishes for it, walked through."""

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import plotly.graph_objects as go
import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib import crossed_uptake, disclosure, release, yardsticks
from lib import published as store
from lib.db import Database
from lib.published import Published
from lib.uptake import By, by_group, total
from pages.leadership import tables
from pages.leadership.findings_part import NEXT, NONE
from pages.rooms import rooms_of
from tests.published_town import drawn
from tests.town import ADAM, KARI, LISE, NINA, NOW, cards_of, given, punched, single_awards_drawn

Page = Callable[..., AppTest]
FIRST, FIGURES = "leadership/uptake.py", "leadership/figures.py"
MONEY, PROTECTION = "leadership/money.py", "leadership/protection.py"
PUBLISH = "coordinator/publish.py"
PERCENT = "\N{NO-BREAK SPACE}%"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation keeps its files."""
    monkeypatch.setenv("KLIPP_DATA", str(tmp_path / "klipp"))
    return tmp_path / "klipp"


@pytest.fixture(autouse=True)
def links(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """The pages linked to; one page by itself knows no others."""
    met: list[tuple[str, dict[str, str]]] = []

    def linked(page: str, *, query_params: dict[str, str] | None = None, **_: object) -> None:
        met.append((page, query_params or {}))

    monkeypatch.setattr(st, "page_link", linked)
    return met


@pytest.fixture
def spring(db: Database) -> Database:
    """Two months of awards: 63 cinema tickets, of which 31 are used, and 80 paper tickets."""
    yardsticks.set_year(db, 2024, 700, {}, by=KARI)
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
        id     | offer_id | scheme_id   | ticket_form | received_on | delivery_key
        KINO   | CINEMA   | LARVIK_CARD | qr          | 2024-03-01  | a
        TEATER | PLAY     | LARVIK_CARD | paper       | 2024-03-01  | b
        """,
    )
    single_awards_drawn(
        db,
        """
        id | batch_id | units | awarded_on | service_id | neighbourhood_id | age_band | category
        A1 | KINO     | 63    | 2024-03-05 | NAV        | STAVERN          | 6–9 år   | cinema
        A2 | TEATER   | 80    | 2024-04-05 | NURSES     | -                | 6–9 år   | theatre
        """,
    )
    punched(db, cards_of(db, "A1", 31), on=date(2024, 4, 10))
    return db


def publish(db: Database, data: Path, on: date = date(2024, 5, 1)) -> None:
    release.publish(
        db, data / store.FOLDER, by=None, on=on, now=NOW, progress=lambda _share, _what: None
    )


def released(data: Path, published: Published) -> None:
    store.write(data / store.FOLDER, published)


def table(at: AppTest, place: int = 0) -> list[tuple[str, ...]]:
    """The table as it is read, below its headings."""
    drawn_tables = [one.proto.body for one in at.get("html") if "<table>" in one.proto.body]
    rows = re.findall("<tr>(.*?)</tr>", drawn_tables[place])
    cells = [re.findall("<t[hd].*?>(.*?)</t[hd]>", row) for row in rows[1:]]
    return [tuple(unescape(re.sub("<.*?>", "", cell)) for cell in row) for row in cells]


def said(at: AppTest) -> str:
    """All that the page says in words."""
    places = (at.title, at.header, at.subheader, at.markdown, at.caption, at.info, at.success)
    return "\n".join(element.value for place in places for element in place)


@pytest.mark.parametrize("file", [FIRST, FIGURES, MONEY, PROTECTION])
def test_the_figures_are_for_leadership_alone(page: Page, data: Path, file: str) -> None:
    for user in (KARI, NINA, ADAM, None):
        assert not page(file, user).title


@pytest.mark.parametrize("file", [FIRST, FIGURES, MONEY, PROTECTION])
def test_before_the_first_release_a_page_says_when_figures_come(
    page: Page, data: Path, file: str
) -> None:
    at = page(file, LISE)
    assert at.info[-1].value.startswith("Ingen tall er publisert ennå.")
    assert "Koordinator kan også publisere dem" in at.info[-1].value
    assert not at.exception


def test_the_first_screen_answers_in_rounded_figures(
    page: Page, spring: Database, data: Path
) -> None:
    publish(spring, data)
    at = page(FIRST, LISE)
    assert not at.exception
    assert at.subheader[0].value == (
        "Fra mars til april 2024 er det tildelt 145 billetter og klipp, "
        f"0,2 for hvert barn i lavinntektsfamilier. 46{PERCENT} er brukt."
    )
    assert [(m.label, m.value) for m in at.metric] == [
        ("Tildelt", "145"),
        ("Brukt", "30"),
        ("Bruksgrad", f"46{PERCENT}"),
    ]
    assert "regnet av 700 barn i lavinntektsfamilier" in said(at)
    assert disclosure.NOTE in said(at)
    assert table(at)[-1] == ("Sum", "145", "30", f"46{PERCENT}")


def test_without_the_number_of_children_it_says_who_can_type_it_in(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 100 80"))
    at = page(FIRST, LISE)
    assert "Koordinator kan legge inn hvor mange barn" in said(at)
    assert "for hvert barn" not in at.subheader[0].value


def test_the_plan_is_told_beside_the_use(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 400 390", months=6, expected=[("card", 2024, 800)]))
    at = page(FIRST, LISE)
    assert (
        "Forventet bruk av Kortet: planen sier 400 så langt og 800 i hele året. Brukt er 390."
    ) in said(at)


def test_cards_for_each_child_are_told_of_a_closed_year(page: Page, data: Path) -> None:
    cards = [(date(2024, 1, 1), 12, "card", "awarded", "issued", 150)]
    figures = "offer kino 1 100 80\nservice nav 1 100 80"
    released(data, drawn(figures, cards=cards, children=[(2024, 100)]))
    assert "Kortet: 1,5 tildelte kort per barn." in said(page(FIRST, LISE))


def test_a_finding_has_its_figure_its_rule_and_a_way_on(
    page: Page, data: Path, links: list[tuple[str, dict[str, str]]]
) -> None:
    released(data, drawn("offer kino 1 100 10"))
    at = page(FIRST, LISE)
    assert "**Under halvparten er brukt: kino**" in said(at)
    assert "Brukt 10 av 100 tildelte." in said(at)
    assert "Regel: Minst 50 er tildelt i året" in said(at)
    assert ("leadership/figures.py", {"etter": "offer"}) in links


def test_every_way_on_is_a_room_of_leadership() -> None:
    own = {room.file for room in rooms_of(LISE)}
    assert {file for file, _, _ in NEXT.values()} <= own


def test_no_findings_is_said_without_promising_more(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 100 90"))
    at = page(FIRST, LISE)
    assert [success.value for success in at.success] == [NONE]


@pytest.mark.parametrize(
    ("length", "names"),
    [
        (1, ["jan", "feb", "mar"]),
        (3, ["jan.–mars", "apr.–juni", "jul.–september"]),
        (6, ["jan.–juni", "jul.–desember"]),
        (12, ["hele året"]),
    ],
)
def test_a_year_is_drawn_by_its_own_periods(
    page: Page, data: Path, length: int, names: list[str]
) -> None:
    released(data, drawn("offer kino 1 100 90", length=length))
    at = page(FIRST, LISE)
    assert not at.exception
    ticks = layout(at)["xaxis"]["ticktext"]
    assert len(ticks) == 12 // length
    assert [tick.replace("<br>", "") for tick in ticks[: len(names)]] == names


def test_a_year_with_nothing_says_so_on_every_page(page: Page, data: Path) -> None:
    released(data, drawn())
    for file in (FIRST, FIGURES, MONEY, PROTECTION):
        at = page(file, LISE)
        assert not at.exception
        assert not at.get("plotly_chart")
    assert "For 2024 er det for lite til at noe kan vises" in said(page(FIRST, LISE))


def layout(at: AppTest) -> dict[str, Any]:
    """How the page's chart is laid out."""
    laid_out: dict[str, Any] = json.loads(at.get("plotly_chart")[0].proto.spec)["layout"]
    return laid_out


def titled(at: AppTest) -> str:
    """What stands on top of the page's chart, and of its picture."""
    text: str = layout(at)["legend"]["title"]["text"]
    return text.removeprefix("<b>").removesuffix("</b>").replace("<br>", " ")


def test_each_chart_has_its_text_alternative_its_note_and_its_picture(
    page: Page, spring: Database, data: Path
) -> None:
    publish(spring, data)
    for file in (FIRST, FIGURES):
        at = page(file, LISE)
        [drawn_chart] = at.get("plotly_chart")
        assert drawn_chart.proto.alt.startswith("Stolper for tildelt og brukt. Mest tildelt: ")
        note = layout(at)["title"]["text"].replace("<br>", " ")
        assert note == disclosure.NOTE
        config = json.loads(drawn_chart.proto.config)
        assert config["modeBarButtons"] == [["toImage"]]
        assert config["toImageButtonOptions"]["filename"].startswith("klipp-tildelt-og-brukt")
        told = config["locales"]["nb"]["dictionary"]
        assert told["Download plot as a PNG"] == "Last ned som bilde"


@pytest.mark.parametrize("by", [By.OFFER, By.PERIOD])
def test_each_chart_is_one_that_plotly_knows(
    page: Page, spring: Database, data: Path, by: By
) -> None:
    publish(spring, data)
    at = page(FIGURES, LISE)
    at.selectbox[1].select(by.value).run()
    spec = json.loads(at.get("plotly_chart")[0].proto.spec)
    go.Figure(spec)
    with pytest.raises(ValueError, match="bar"):
        go.Figure({**spec, "data": [{**spec["data"][0], "colour": "blue"}]})


def test_a_name_is_shown_as_it_was_typed() -> None:
    figures = pl.DataFrame({"name": ["<i>Bad/*bu*"], "awarded": 1005, "used": 5, "rate": None})
    html = tables.figures_table({"name": "Tilbud"}, figures)
    assert "&lt;i&gt;Bad/\N{ZERO WIDTH SPACE}*bu*" in html
    assert "<td>1\N{NO-BREAK SPACE}005</td><td>5</td><td>–</td>" in html


def test_a_year_and_what_to_divide_by_are_chosen(page: Page, spring: Database, data: Path) -> None:
    publish(spring, data)
    at = page(FIGURES, LISE)
    assert table(at) == [
        ("Munken *teater*: Eventyr", "80", "ukjent", "–"),
        ("Bølgen: Kino", "65", "30", f"46{PERCENT}"),
        ("Sum", "145", "30", f"46{PERCENT}"),
    ]
    at.selectbox[1].select(By.SERVICE.value).run()
    assert [row[0] for row in table(at)] == ["Skolehelsetjenesten", "NAV Larvik", "Sum"]
    at.selectbox[1].select(By.SCHEME.value).run()
    assert table(at)[0][0] == "Aktivitetskortet"
    assert not at.exception


@pytest.mark.parametrize("by", [by.value for by in By])
def test_every_division_of_a_small_town_is_shown(
    page: Page, spring: Database, data: Path, by: str
) -> None:
    publish(spring, data)
    at = page(FIGURES, LISE)
    at.selectbox[1].select(by).run()
    assert not at.exception
    assert table(at)[-1][0] == "Sum"


def test_a_filter_sums_what_one_table_shows(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 100 90\noffer bad 2 60 45\noffer tur 3 80 80"))
    at = page(FIGURES, LISE)
    at.multiselect[0].set_value(["kino", "bad"]).run()
    assert table(at) == [
        ("kino", "100", "90", f"90{PERCENT}"),
        ("bad", "60", "45", f"75{PERCENT}"),
        ("Sum", "160", "135", f"84{PERCENT}"),
    ]


def test_a_month_with_nothing_is_0_and_no_unknown(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 100 90", months=2))
    at = page(FIGURES, LISE)
    at.selectbox[1].select(By.PERIOD.value).run()
    assert table(at)[1] == ("februar", "0", "0", "–")
    at.multiselect[0].set_value([date(2024, 1, 1)]).run()
    assert [row[0] for row in table(at)] == ["januar", "Sum"]


def test_what_the_signs_mean_stands_beside_them(page: Page, spring: Database, data: Path) -> None:
    publish(spring, data)
    at = page(FIGURES, LISE)
    assert "«ukjent»: tilbyderen har egne billetter" in said(at)
    assert "«–»: under 50 billetter eller klippekort er tildelt" in said(at)
    assert "Kun registrert bruk" not in said(at)
    for by in (By.AREA, By.AGE_BAND, By.SERVICE):
        at.selectbox[1].select(by.value).run()
        assert "Kun registrert bruk" in said(at)
        assert "(kun registrert bruk)" in titled(at)


CROSSED = [
    (date(2024, 1, 1), 3, "kino", "Nanset", "awarded", 100),
    (date(2024, 1, 1), 3, "kino", "Nanset", "used", 60),
    (date(2024, 1, 1), 3, "bok", "Nanset", "awarded", 90),
    (date(2024, 1, 1), 3, "øvrige tilbud", "Nanset", "awarded", 15),
]


def test_offers_by_area_are_told_when_a_quarter_has_closed(page: Page, data: Path) -> None:
    figures = "offer kino 1 100 60\noffer bok 1 90 70\narea Nanset 1 205 60"
    others = [("offer", "øvrige tilbud", "øvrige tilbud")]
    released(data, drawn(figures, offer_area=CROSSED, names=others))
    at = page(FIGURES, LISE)
    at.selectbox[1].select("offer_area").run()
    assert not at.exception
    assert table(at) == [("Nanset", "205", "60", f"29{PERCENT}")]
    assert table(at, 1) == [
        # Partners count it themselves: the tills know nothing of it.
        ("bok", "Nanset", "90", "ukjent", "–"),
        ("kino", "Nanset", "100", "60", f"60{PERCENT}"),
        ("øvrige tilbud", "Nanset", "15", "0", "–"),
    ]
    assert "«øvrige tilbud»: tilbud med under 5 billetter eller klippekort per gruppe" in said(at)
    assert titled(at) == (
        "Tildelt og brukt etter nærmiljø, 2024 til og med mars (kun registrert bruk)"
    )
    at.multiselect[0].set_value(["kino"]).run()
    assert [row[0] for row in table(at, 1)] == ["kino"]
    assert titled(at).endswith("(kun registrert bruk): kino")
    at.selectbox[1].select("offer_age_band").run()
    assert "Det er ingenting å vise for 2024 etter tilbud og alder ennå." in said(at)


def test_of_very_many_offers_by_area_the_most_awarded_are_listed(page: Page, data: Path) -> None:
    """Two areas, so fifty offers are a hundred rows; the workbook has them all."""
    first = date(2024, 1, 1)
    crossed = [
        (first, 3, f"tilbud {n:02}", area, "awarded", 100 + 5 * n)
        for n in range(51)
        for area in ("Nanset", "Stavern")
    ]
    figures = "\n".join(f"offer tilbud_{n:02} 1 {200 + 10 * n}" for n in range(51))
    areas = "\narea Nanset 1 500\narea Stavern 1 500"
    released(data, drawn(figures + areas, offer_area=crossed))
    at = page(FIGURES, LISE)
    at.selectbox[1].select("offer_area").run()
    offers = [row[0] for row in table(at, 1)]
    assert len(offers) == 100
    assert "tilbud 50" in offers
    assert "tilbud 00" not in offers
    assert "Her er de 50 mest tildelte av 51 tilbud." in said(at)
    assert crossed_uptake.rows(found(data), By.AREA, 2024).height == 102
    at.multiselect[0].set_value(["tilbud 00"]).run()
    assert {row[0] for row in table(at, 1)} == {"tilbud 00"}
    assert "Her er de" not in said(at)


def test_the_export_holds_what_is_shown_and_the_note(page: Page, data: Path) -> None:
    figures = "offer kino 1 100 90\noffer bad 2 20 15"
    released(data, drawn(figures))
    content = tables.workbook(
        found(data),
        "Tildelt og brukt etter tilbud, 2024",
        {"name": "Tilbud"},
        by_group(found(data), By.OFFER, 2024),
        total(found(data), By.OFFER, 2024),
    )
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet
    rows = [row for row in sheet.values if any(row)]
    assert rows[:4] == [
        ("Tilbud", "Tildelt", "Brukt", "Bruksgrad i prosent"),
        ("kino", 100, 90, 90),
        ("bad", 20, 15, 75),
        ("Sum", 120, 105, 88),
    ]
    assert rows[4][0] == "Tildelt og brukt etter tilbud, 2024. Publisert 15.05.2024 kl. 12.00."
    assert rows[5][0] == disclosure.NOTE
    assert [button.label for button in page(FIGURES, LISE).download_button] == [
        "Last ned som Excel"
    ]


def found(data: Path) -> Published:
    latest = store.latest(data / store.FOLDER)
    assert latest
    return latest


def test_money_is_told_by_who_pays_and_gifts_by_who_gives(page: Page, data: Path) -> None:
    prices = [
        ("kino", 2024, "Jotron", "sponsor", False, 0.5, 8000),
        ("kino", 2024, "", "", False, 0.5, 10000),
        ("bad", 2024, "Badet", "", True, 1.0, 5000),
    ]
    kinds = [("kind", "sponsor", "sponsor")]
    quarter = [(date(2024, 1, 1), 3, "card", 25_000)]
    figures = "offer kino 1 200 160\noffer bad 1 20 10"
    released(data, drawn(figures, prices=prices, names=kinds, kroner=quarter))
    at = page(MONEY, LISE)
    assert not at.exception
    nbsp = "\N{NO-BREAK SPACE}"
    assert at.table[0].value.to_numpy().tolist() == [
        ["uten oppgitt kilde", "ikke oppgitt", "80", f"10{nbsp}000{nbsp}kr", f"125{nbsp}kr"],
        ["Jotron", "sponsor", "80", f"8{nbsp}000{nbsp}kr", f"100{nbsp}kr"],
    ]
    assert at.table[1].value.to_numpy().tolist() == [["Badet", "10", f"1{nbsp}000{nbsp}kr"]]
    assert at.table[2].value.to_numpy().tolist() == [["Kortet", f"25{nbsp}000{nbsp}kr"]]


def test_use_that_nobody_counted_makes_no_use_dearer(page: Page, data: Path) -> None:
    prices = [(offer, 2024, "Jotron", "sponsor", False, 1.0, 8000) for offer in ("kino", "bok")]
    figures = "offer kino 1 100 100\noffer bok 1 100 0"
    waiting = [(date(2024, 1, 1), "bok")]
    released(data, drawn(figures, prices=prices, uncounted=waiting))
    assert at_money(page).endswith("80\N{NO-BREAK SPACE}kr")


def at_money(page: Page) -> str:
    return str(page(MONEY, LISE).table[0].value.to_numpy()[0][-1])


def test_cards_stand_by_how_they_are_got(page: Page, data: Path) -> None:
    cards = [
        (date(2024, 1, 1), 12, "card", channel, stream, units)
        for channel, stream, units in (
            ("awarded", "issued", 100),
            ("awarded", "used", 80),
            ("sale", "issued", 20),
            ("sale", "used", 15),
        )
    ]
    channels = [("channel", "awarded", "tildeling"), ("channel", "sale", "salg")]
    released(data, drawn(cards=cards, names=channels))
    at = page(MONEY, LISE)
    assert not at.exception
    assert table(at) == [
        ("tildeling", "100", "80", f"80{PERCENT}"),
        ("salg", "20", "15", "–"),
    ]
    assert titled(at) == "Kort i Kortet, 2024"


def test_how_the_figures_are_protected_is_told_with_the_rules_own_numbers(
    page: Page, data: Path
) -> None:
    released(data, drawn("offer kino 1 100 90", children=[(2024, 250)], length=3))
    at = page(PROTECTION, LISE)
    assert not at.exception
    for number in (disclosure.LISTED_FROM, disclosure.RATE_FROM, disclosure.AWARDS_A_CHILD):
        assert str(number) in said(at)
    assert "Kommunens tall kommer **for hvert kvartal**." in said(at)
    assert "Barn i lavinntektsfamilier her: 250. For 2023 er det ikke tall for hele året." in said(
        at
    )


def test_the_years_awards_count_where_the_whole_year_is_known(page: Page, data: Path) -> None:
    before = [(date(2023, month, 1), 1) for month in range(1, 13)]
    awarded = [(date(2023, 5, 1), 1, "kino", "awarded", 900)]
    released(data, drawn("offer kino 1 100 90", months=1, periods=before, offer=awarded))
    assert "Tildelt i 2023: 900." in said(page(PROTECTION, LISE))


def test_where_figures_come_seldom_it_is_said_that_offers_are_not_divided(
    page: Page, data: Path
) -> None:
    released(data, drawn("offer kino 1 100 60", length=6))
    at = page(FIGURES, LISE)
    at.selectbox[1].select("offer_area").run()
    assert not at.exception
    assert "Tilbud er ikke delt etter nærmiljø eller alder i kommuner med så få barn" in said(at)


def test_the_first_page_says_where_nobody_has_counted_a_plans_use(page: Page, data: Path) -> None:
    waiting = [(date(2024, 1, 1), "kino")]
    plan = [("card", 2024, 800)]
    released(data, drawn("offer kino 1 100 0", uncounted=waiting, expected=plan))
    at = page(FIRST, LISE)
    assert not at.exception
    assert "800 i hele året. Brukt er ukjent." in said(at)


def test_the_page_of_protection_is_short_enough_to_be_read(page: Page, data: Path) -> None:
    released(data, drawn("offer kino 1 100 90"))
    assert 250 < len(said(page(PROTECTION, LISE)).split()) <= 400


def test_a_coordinator_publishes_with_one_button(
    page: Page, spring: Database, data: Path, links: list[tuple[str, dict[str, str]]]
) -> None:
    at = page(PUBLISH, KARI)
    assert not at.exception
    first = at.markdown[1].value.splitlines()[0]
    assert first == "- mars 2024: bruken er ikke telt for Munken \\*teater\\*: Eventyr"
    assert links == [("coordinator/counting.py", {})]
    at.button[0].click().run()
    assert not at.exception
    assert at.info[0].value.startswith("Alt som er avsluttet, er publisert.")
    assert "Publiser" not in [button.label for button in at.button]
    assert found(data)["periods"]["period"][0] == date(2024, 3, 1)


def test_nothing_to_publish_is_said_and_no_button_shown(page: Page, data: Path) -> None:
    at = page(PUBLISH, KARI)
    assert "De første tallene kan publiseres" in at.info[0].value
    assert "Publiser" not in [button.label for button in at.button]


def test_only_a_coordinator_publishes(page: Page, spring: Database, data: Path) -> None:
    for user in (NINA, LISE, ADAM):
        assert not page(PUBLISH, user).title
