"""What leadership reads: sums of the numbers that are shown, and no more."""

import ast
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lib import uptake
from lib.uptake import Dimension, Figure, Group, Published, Stream, Total, Uncounted
from tests.town import NOW

APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)


def drawn(figures: str, uncounted: tuple[Uncounted, ...] = ()) -> Published:
    """A release of April to June; each line «stream dimension key month units»."""
    read = []
    for line in figures.strip().splitlines():
        stream, dimension, key, month, units = line.split()
        read.append(
            Figure(date(2024, int(month), 1), Stream(stream), Dimension(dimension), key, int(units))
        )
    return Published(
        number=1,
        released_at=NOW,
        months=(APRIL, MAY, JUNE),
        groups=(
            Group(Dimension.OFFER, "bus", "Buss"),
            Group(Dimension.OFFER, "cinema", "Kino"),
            Group(Dimension.OFFER, "play", "Teater"),
            Group(Dimension.AGE_BAND, "young", "6–9 år"),
            Group(Dimension.AGE_BAND, "older", "10–12 år"),
        ),
        figures=tuple(read),
        uncounted=uncounted,
    )


CINEMA_AND_BUS = drawn(
    """
    awarded offer cinema 4 60
    used    offer cinema 4 15
    used    offer cinema 5 25
    awarded offer bus    5 45
    used    offer bus    5 45
    """
)


def test_a_month_is_the_sum_of_its_shown_offers_and_months_without_any_are_zero() -> None:
    assert uptake.by_month(CINEMA_AND_BUS).select("month", "awarded", "used").rows() == [
        (APRIL, 60, 15),
        (MAY, 45, 70),
        (JUNE, 0, 0),
    ]


def test_one_offers_months() -> None:
    bus = uptake.offers(CINEMA_AND_BUS)[0]
    months = uptake.by_month(CINEMA_AND_BUS, bus)
    assert months["awarded"].to_list() == [0, 45, 0]
    assert months["used"].to_list() == [0, 45, 0]


def test_offers_stand_with_the_most_awarded_first_and_unused_ones_too() -> None:
    assert uptake.by_group(CINEMA_AND_BUS, Dimension.OFFER).rows() == [
        ("Kino", 60, 40, pytest.approx(2 / 3)),
        ("Buss", 45, 45, None),
        ("Teater", 0, 0, None),
    ]


def test_age_bands_stand_by_age_not_by_number() -> None:
    found = uptake.by_group(drawn("awarded age_band older 4 55"), Dimension.AGE_BAND)
    assert found["name"].to_list() == ["6–9 år", "10–12 år"]


def test_each_table_has_a_sum_of_its_own() -> None:
    release = drawn("awarded offer cinema 4 60\nawarded age_band older 4 55")
    assert uptake.total(release).awarded == 60
    assert uptake.total(release, Dimension.AGE_BAND).awarded == 55


def test_a_total_is_the_sum_of_what_is_shown() -> None:
    assert uptake.total(CINEMA_AND_BUS) == Total(105, 85, 85 / 105)
    assert uptake.total(CINEMA_AND_BUS, offer=uptake.offers(CINEMA_AND_BUS)[0]).awarded == 45
    for table in (
        uptake.by_month(CINEMA_AND_BUS),
        uptake.by_group(CINEMA_AND_BUS, Dimension.OFFER),
        uptake.by_offer_and_month(CINEMA_AND_BUS),
    ):
        assert (table["awarded"].sum(), table["used"].sum()) == (105, 85)


@pytest.mark.parametrize(("awarded", "rate"), [(45, None), (50, 0.5)])
def test_a_use_rate_needs_fifty_awarded(awarded: int, rate: float | None) -> None:
    figures = f"awarded offer cinema 4 {awarded}\nused offer cinema 4 25"
    assert uptake.total(drawn(figures)).rate == rate


def test_a_use_rate_is_never_above_one() -> None:
    # What was awarded before the period may be used in it.
    figures = "awarded offer cinema 4 50\nused offer cinema 4 80"
    assert uptake.total(drawn(figures)) == Total(50, 80, 1.0)


def test_use_that_nobody_counted_is_unknown_and_left_out_of_the_rate() -> None:
    release = drawn(
        """
        awarded offer play   4 100
        awarded offer cinema 4 50
        used    offer cinema 4 40
        """,
        (Uncounted(APRIL, "play"), Uncounted(MAY, "play"), Uncounted(JUNE, "play")),
    )
    play = uptake.by_group(release, Dimension.OFFER).filter(pl.col("name") == "Teater")
    assert play.rows() == [("Teater", 100, None, None)]
    assert uptake.total(release) == Total(150, 40, 0.8)
    assert uptake.by_month(release, uptake.offers(release)[2])["used"].to_list() == [None] * 3


def test_a_counted_month_beside_an_uncounted_one_is_shown() -> None:
    release = drawn(
        "awarded offer play 4 100\nawarded offer play 5 50\nused offer play 5 40",
        (Uncounted(APRIL, "play"),),
    )
    play = uptake.by_group(release, Dimension.OFFER).filter(pl.col("name") == "Teater")
    assert play.rows() == [("Teater", 150, 40, 0.8)]


def test_a_period_holds_its_first_and_its_last_month() -> None:
    assert uptake.within(CINEMA_AND_BUS, APRIL, MAY).months == (APRIL, MAY)
    assert uptake.total(uptake.within(CINEMA_AND_BUS, MAY, MAY)) == Total(45, 70, None)
    assert uptake.total(uptake.within(CINEMA_AND_BUS, JUNE, JUNE)) == Total(0, 0, None)


def test_there_is_nothing_to_read_before_the_first_release(tmp_path: Path) -> None:
    assert uptake.latest(tmp_path / "published") is None


def test_the_reader_cannot_reach_the_database_or_the_keys() -> None:
    tree = ast.parse(Path(uptake.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not any(name.split(".")[0] in ("lib", "duckdb") for name in imported)
