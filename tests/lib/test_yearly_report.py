"""The year's report, read back from its pages."""

from datetime import date

import pypdfium2
import pytest

from lib import disclosure, uptake, yearly_report
from lib.disclosure import OTHER_OFFERS
from lib.figure_words import rate_text, reach, shown
from lib.norwegian import number
from lib.published import Published
from lib.uptake import By
from tests.published_town import MONTHS, NAMES, OFFER, OFFERS, UNCOUNTED, larvik, released

LARVIK = "Larvik kommune"
WHOLE_YEAR = [date(2026, month, 1) for month in range(1, 13)]


def pages(published: Published, year: int = 2026) -> list[str]:
    """Each page's text, on one line."""
    pdf = pypdfium2.PdfDocument(yearly_report.pdf(published, year, municipality=LARVIK))
    return [plain(page.get_textpage().get_text_range()) for page in pdf]


def read(published: Published, year: int = 2026) -> str:
    return " ".join(pages(published, year))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_report_begins_with_whose_it_is_and_what_the_year_came_to() -> None:
    assert read(larvik()).startswith(
        "Årsrapport 2026 Larvik kommune, til og med oktober 2026. "
        "Tildelt 400 Brukt 210 Bruksgrad 70 %"
    )


@pytest.mark.parametrize(
    "by", [By.SCHEME, By.OFFER, By.AREA, By.AGE_BAND, By.SERVICE, By.PERIOD], ids=str
)
def test_the_figures_are_those_of_the_store(by: By) -> None:
    town = larvik()
    report = read(town)
    groups = uptake.by_group(town, by, 2026).rows(named=True)
    assert groups
    for row in groups:
        figures = [number(row["awarded"]), shown(row["used"]), rate_text(row["rate"])]
        assert plain(" ".join([row["name"], *figures])) in report
    total = uptake.total(town, by, 2026)
    figures = [number(total.awarded), shown(total.used), rate_text(total.rate)]
    assert plain(" ".join(["Sum", *figures])) in report


def test_the_label_and_the_number_stand_at_the_foot_of_every_page() -> None:
    found = pages(larvik())
    assert 2 <= len(found) <= 4
    for place, text in enumerate(found, start=1):
        assert text.endswith(f"{disclosure.NOTE} Side {place}.")


def test_the_report_says_what_unknown_and_a_dash_mean() -> None:
    report = read(larvik())
    assert "Munken *teater*: Æventyr 100 ukjent –" in report
    assert "«ukjent» betyr at bruken ikke er telt" in report
    assert "«–» betyr at det er for lite til å regne ut" in report


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        (MONTHS, "til og med oktober 2026"),
        (WHOLE_YEAR, "hele 2026"),
        ([*WHOLE_YEAR, date(2027, 1, 1)], "hele 2026"),
        (WHOLE_YEAR[10:], "fra og med november 2026"),
        (WHOLE_YEAR[4:6], "fra og med mai 2026 til og med juni 2026"),
        ([date(2025, 12, 1)], None),
        ([], None),
    ],
)
def test_how_far_a_year_has_come_is_said(periods: list[date], told: str | None) -> None:
    assert reach(released(periods=periods), 2026) == told


def test_a_year_without_figures_is_one_page_that_says_so() -> None:
    (only,) = pages(larvik(), 2024)
    assert "Larvik kommune, ingen tall ennå. Ingen tall er publisert for 2024." in only
    (nothing,) = pages(released())
    assert "Ingen tall er publisert for 2026." in nothing


def test_a_year_in_which_no_period_had_enough_shows_nothing() -> None:
    report = read(released(periods=MONTHS, names=NAMES, offers=OFFERS))
    assert "Tildelt 0 Brukt 0 Bruksgrad –" in report
    assert "Ingenting å vise: hver periode har færre enn 15 ganger." in report
    assert "Det er ingen kjente priser eller krav å vise." in report


def test_quarters_are_called_quarters() -> None:
    quarters = """
        period     | months
        2026-01-01 | 3
        2026-04-01 | 3
    """
    offer = """
        period     | months | offer  | stream  | units
        2026-01-01 | 3      | CINEMA | awarded | 100
        2026-01-01 | 3      | CINEMA | used    | 60
        2026-04-01 | 3      | CINEMA | awarded | 50
        2026-04-01 | 3      | CINEMA | used    | 40
    """
    report = read(larvik(periods=quarters, offer=offer, uncounted=""))
    assert "Larvik kommune, til og med juni 2026." in report
    assert "Kvartal for kvartal Periode Tildelt Brukt Bruksgrad jan.–mars 100 60 60 %" in report
    assert "apr.–juni 50 40 80 %" in report
    assert "Måned for måned" not in report


def test_awards_are_set_against_the_children_the_municipality_typed_in() -> None:
    assert "160 barn i familier med lav inntekt. Det er tildelt 2,5 ganger per barn." in read(
        larvik()
    )
    assert "Kommunen har ikke lagt inn hvor mange barn" in read(larvik(children=""))


def test_use_is_set_against_the_part_of_the_plan_that_the_months_are() -> None:
    """Ten of twelve months of 1 200 are 1 000."""
    assert "Aktivitetskortet 1 200 1 000 210" in read(larvik())
    assert "Forventet og faktisk" not in read(larvik(expected=""))


def test_use_of_a_plan_that_nobody_has_counted_is_unknown() -> None:
    nobody = f"{UNCOUNTED.strip()}\n 2026-01-01 | CINEMA"
    given = """
        period     | months | offer  | stream  | units
        2026-01-01 | 1      | CINEMA | awarded | 100
    """
    report = read(larvik(offer=given, uncounted=nobody))
    assert "Aktivitetskortet 1 200 1 000 ukjent" in report


def test_what_is_put_together_is_said() -> None:
    others = f"""
        period     | months | offer          | stream  | units
        2026-01-01 | 6      | CINEMA         | awarded | 100
        2026-01-01 | 6      | {OTHER_OFFERS} | awarded | 50
    """
    named = f"{NAMES.strip()}\n offer | {OTHER_OFFERS} | {OTHER_OFFERS}"
    half_year = "period | months\n2026-01-01 | 6"
    said = "Det med under 15 billetter eller klippekort i en periode er slått sammen som «øvrige»."
    report = read(larvik(offer=others, names=named, periods=half_year, uncounted=""))
    assert f"Tilbud {said}" in report
    assert "øvrige tilbud 50" in report
    assert said not in read(larvik())


def test_money_stands_by_source_and_gifts_by_their_value() -> None:
    """Half of 300 at 100 kr is Jotron's, half at 80 kr nobody's; 100 plays at 250 kr are a gift."""
    report = read(larvik())
    assert "Finansieringskilde Kostnad Brukt Kostnad per bruk" in report
    assert "Jotron (sponsor) 15 000 kr 105 143 kr" in report
    assert "uten finansieringskilde 12 000 kr 105 114 kr" in report
    assert "Gaver fra Verdi" in report
    assert "Musikkens venner 25 000 kr" in report


def test_claims_stand_in_kroner() -> None:
    claims = "period | months | scheme | kroner\n2026-01-01 | 3 | CARD | 35000"
    assert "Aktivitetskortet 35 000 kr" in read(larvik(kroner=claims))


def test_cards_stand_by_how_they_were_got() -> None:
    cards = """
        period     | months | scheme | channel | stream | units
        2026-01-01 | 12     | CARD   | sale    | issued | 100
        2026-01-01 | 12     | CARD   | sale    | used   | 40
    """
    assert "Aktivitetskortet, salg 100 40 40 %" in read(larvik(cards=cards))
    assert "Et års kort telles når året er over." in read(larvik())


def test_a_long_table_goes_on_under_its_headings() -> None:
    keys = [f"O{n:02}" for n in range(70)]
    names = "\n".join([NAMES.rstrip(), *(f"offer | {key} | Tilbud {key}" for key in keys)])
    drawn = "\n".join([OFFER.rstrip(), *(f"2026-01-01 | 1 | {key} | awarded | 15" for key in keys)])
    found = pages(larvik(names=names, offer=drawn))
    assert all(any(f"Tilbud {key} 15 0 0 %" in page for page in found) for key in keys)
    assert found[1].startswith("Tilbud Tildelt Brukt Bruksgrad Tilbud O")
