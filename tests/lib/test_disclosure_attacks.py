"""The attackers against a small town's figures; `make bench NAME=uptake` has ten larger ones."""

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from lib.disclosure import Period, published
from tests import attackers, bounding_attacker, uptake_towns
from tests.attackers import Answers, CellKey, NearestFive
from tests.trained_attacker import trained
from tests.uptake_towns import Shape, frozen_year, left_raw, town

SEED = b"a secret of the tests, 32 bytes!"
QUARTER = date(2025, 4, 1)
SHAPE = Shape(children=300, offers=12, areas=4, age_bands=3, services=3)
TOWN = town(2, SHAPE).filter(pl.col("month") < QUARTER)
STORE = published(frozen_year(TOWN, SEED, until=3), until=QUARTER)
RAW = published(left_raw(TOWN), until=QUARTER)


def test_nothing_follows_from_all_sums_the_base_and_the_largest_error() -> None:
    got = bounding_attacker.bounded(STORE, TOWN)
    assert got.cells > 30
    assert (got.exact, got.within_one) == (0, 0)


def test_raw_figures_and_hidden_small_ones_give_themselves_away() -> None:
    assert bounding_attacker.bounded(RAW, TOWN, bounding_attacker.raw).exact_share == 100
    hidden = bounding_attacker.bounded(RAW, TOWN, bounding_attacker.hidden_below_five)
    assert hidden.exact_share >= 30


def test_partners_who_know_their_invoices_find_out_no_more_than_they_tell() -> None:
    known = bounding_attacker.bounded(STORE, TOWN, invoices=True)
    alone = bounding_attacker.bounded(STORE, TOWN, invoices=True, tables_seen=False)
    assert known.exact == 0
    assert known.within_one <= alone.within_one


@pytest.mark.parametrize(
    ("shape", "length"),
    [
        (uptake_towns.ONE_CHILD, Period.MONTH),
        (uptake_towns.ONE_CHILD, Period.YEAR),
        (uptake_towns.ONE_CELL, Period.MONTH),
        (uptake_towns.SMALL, Period.YEAR),
        (uptake_towns.MIDDLING, Period.HALF_YEAR),
    ],
)
def test_small_and_odd_towns_give_nothing_away(shape: Shape, length: Period) -> None:
    cells = town(1, shape)
    store = published(frozen_year(cells, SEED, length), until=date(2026, 1, 1))
    got = bounding_attacker.bounded(store, cells, known_groups=uptake_towns.groups(shape))
    assert (got.exact, got.within_one) == (0, 0)


def test_successive_releases_tell_no_more_than_one_and_fresh_rounding_does() -> None:
    cells = town(2, Shape(children=250, offers=20, areas=4, age_bands=3, services=3))
    frozen = uptake_towns.releases(cells, SEED, months=6)
    assert all(attackers.moved(before, after) == 0 for before, after in pairwise(frozen))
    assert attackers.by_repetition(frozen, cells).exact == 0
    assert attackers.by_year_so_far(frozen, cells).exact == 0

    fresh = uptake_towns.fresh_releases(cells, months=6)
    assert attackers.moved(fresh[0], fresh[1]) > 0
    assert attackers.by_repetition(fresh, cells, seen_at_least=3).exact_share >= 15
    raw = [
        published(left_raw(cells.filter(pl.col("month") < until)), until=until)
        for until in (date(2025, 6, 1), date(2025, 7, 1))
    ]
    assert attackers.by_year_so_far(raw, cells).exact_share == 100


def test_averaging_over_many_filters_gives_only_the_published_cell() -> None:
    cells = attackers.beside(STORE, TOWN)["offer"].filter(pl.col("stream") == "used")
    named = cells.with_columns(key=pl.format("{}/{}", "period", "offer"))
    true = dict(named.select("key", "true").iter_rows())
    small = attackers.small(named)["key"].to_list()
    shown = Answers(dict(named.select("key", "shown").iter_rows()))

    def got(answers: Answers) -> attackers.Taken:
        return attackers.by_averaging(answers, true, small, filters=100, seed=1)

    assert len(small) > 5
    assert got(shown).exact == 0
    assert got(CellKey(true, seed=1)).exact_share >= 80
    assert got(NearestFive(true)).exact_share >= 80


def test_the_trained_attacker_learns_raw_figures_at_once() -> None:
    """Its control; what it gets of published ones takes more towns, and is in the bench."""
    towns = [town(n, SHAPE).filter(pl.col("month") < QUARTER) for n in range(3)]
    raw = [(published(left_raw(cells), until=QUARTER), cells) for cells in towns]
    assert trained(raw[:2], raw[2:], "used").gain > 20
