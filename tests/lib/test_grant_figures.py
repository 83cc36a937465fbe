"""The figures for Bufdir's grant: published ones, and words for what Klipp does not know."""

from lib import disclosure, grant_figures
from lib.published import Published
from tests.published_town import MONTHS, larvik, released


def told(published: Published, year: int = 2026) -> dict[str, str]:
    return {
        figure.label: figure.value.replace("\N{NO-BREAK SPACE}", " ")
        for figure in grant_figures.of(published, year)
    }


def test_the_grant_is_told_how_many_offers_and_partners_and_what_was_given_and_used() -> None:
    figures = told(larvik())
    assert figures["Periode"] == "til og med oktober 2026"
    assert figures["Antall ordninger med tall i perioden"] == "1"
    assert figures["Antall tilbydere med tall i perioden"] == "2"
    assert figures["Antall tilbud med tall i perioden"] == "2"
    assert figures["Delt ut gratis (ganger)"] == "400"
    assert figures["Brukt (ganger)"] == "210"
    assert figures["Bruksgrad"] == "70 %"
    assert figures["Delt ut, 13–15 år"] == "55"


def test_children_in_the_target_group_are_those_the_municipality_typed_in() -> None:
    label = "Barn i familier med lav inntekt, oppgitt av kommunen"
    assert told(larvik())[label] == "160"
    assert told(larvik())["Delt ut per barn i målgruppen (ganger)"] == "2,5"
    without = told(larvik(children=""))
    assert without[label] == "ukjent"
    assert without["Delt ut per barn i målgruppen (ganger)"] == "ukjent"


def test_costs_stand_by_source_and_gifts_by_value() -> None:
    figures = told(larvik())
    assert figures["Kostnad av det som er delt ut, Jotron (sponsor)"] == "15 000 kr"
    assert figures["Kostnad av det som er delt ut, uten finansieringskilde"] == "12 000 kr"
    assert figures["Verdi av gaver"] == "25 000 kr"


def test_own_funding_is_set_against_the_grant_where_both_are_known() -> None:
    """300 tickets: 150 by the grant at 100 kr, 150 by the municipality at 40 kr."""
    label = "Kommunens eget budsjett mot statlig tilskudd, av kostnaden"
    prices = """
        offer  | year | source  | kind      | is_gift | share | price_ore
        CINEMA | 2026 | Bufdir  | grant     | nei     | 0.5   | 10000
        CINEMA | 2026 | Kultur  | municipal | nei     | 0.5   | 4000
    """
    assert told(larvik(prices=prices))[label] == "40 % (kravet er 20 % av tilskuddet)"
    assert told(larvik())[label] == "ukjent"


def test_a_year_without_figures_has_noughts() -> None:
    figures = told(released(periods=MONTHS), 2024)
    assert figures["Periode"] == "ingen tall er publisert"
    assert figures["Antall tilbud med tall i perioden"] == "0"
    assert figures["Brukt (ganger)"] == "0"
    assert figures["Verdi av gaver"] == "ingen kjent"


def test_what_is_copied_has_a_line_for_each_figure_and_the_label() -> None:
    lines = grant_figures.text(larvik(), 2026).splitlines()
    assert "Delt ut gratis (ganger): 400" in lines
    assert len(lines) == len(grant_figures.of(larvik(), 2026)) + 2
    assert lines[-1] == disclosure.NOTE


def test_what_klipp_does_not_know_is_said() -> None:
    unknown = " ".join(grant_figures.NOT_KNOWN)
    for word in ("ulike barn", "fysisk og digitalt", "egenfinansiering", "regnskapet", "stigma"):
        assert word in unknown
