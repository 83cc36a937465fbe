"""The attackers against the published store itself: what can be read after real releases."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lib import freezing, release
from lib.db import Database
from lib.disclosure import Period
from tests import attackers, bounding_attacker, card_towns, published_towns, uptake_towns
from tests.attackers import Answers, CellKey, Store
from tests.town import KEYS as OF_THE_TESTS
from tests.town import id_of
from tests.uptake_towns import MIDDLING, USUAL, Shape

MONTHS = 6
ASKED = 40  # cells of a stream that linear programming asks about
Released = tuple[list[Store], pl.DataFrame]  # after each month, and the truth
Releasing = Callable[..., Released]
Freeze = Callable[..., pl.DataFrame]


@pytest.fixture(scope="module")
def released(settled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Releasing:
    """The releases of a town's first months, each after the other."""

    def of(shape: Shape, months: int = MONTHS) -> Released:
        folder = tmp_path_factory.mktemp("town")
        cells = uptake_towns.town(3, shape)
        cells = cells.filter(pl.col("month").dt.month() <= months)
        with Database(shutil.copy(settled_file, folder / "klipp.duckdb"), OF_THE_TESTS) as db:
            truth = published_towns.settle_town(db, cells, children=shape.children)
            stores = published_towns.released_monthly(db, folder / "published", months=months)
            return list(stores), truth

    return of


@pytest.fixture(scope="module")
def town(released: Releasing) -> Released:
    """600 children, with monthly figures."""
    return released(USUAL)


@pytest.fixture(scope="module")
def raw(released: Releasing) -> Released:
    """The control: the same town, released with its true counts."""
    with freezing_by(_left_raw):
        return released(USUAL)


@contextmanager
def freezing_by(other: Freeze) -> Iterator[None]:
    """Releases that round in another way, or not at all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "freeze", other)
        yield


def _left_raw(
    _frozen: pl.DataFrame, cells: pl.DataFrame, *, period: date, length: Period, seed: bytes
) -> pl.DataFrame:
    assert seed
    inside = pl.col("month").is_between(period, length.after(period), closed="left")
    return uptake_towns.left_raw(cells.filter(inside), length)


def test_the_release_counts_what_the_attackers_are_judged_by(raw: Released) -> None:
    """Else they would fail for want of the right truth: true counts must be the truth, whole."""
    stores, truth = raw
    shown = attackers.beside(stores[-1], truth)
    assert all((table["shown"] == table["true"]).all() for table in shown.values())
    assert stores[-1]["offer"]["units"].sum() == truth["units"].sum()


def test_what_is_published_keeps_every_rule_of_rounding(town: Released, raw: Released) -> None:
    stores, _truth = town
    assert len(stores) == MONTHS
    for store in stores:
        assert attackers.not_multiples(store) == 0
        assert attackers.disagreements(store) == []
    assert attackers.not_multiples(raw[0][-1]) > 0


def test_all_sums_and_linear_programming_find_no_small_cell(town: Released) -> None:
    got = bounding_attacker.bounded(town[0][-1], town[1], most=ASKED)
    assert got.cells == 2 * ASKED
    assert (got.exact, got.within_one) == (0, 0)


def test_raw_and_hidden_small_cells_are_found_by_the_same_sums(raw: Released) -> None:
    (_january, _february, store, *_later), truth = raw
    bound = bounding_attacker.bounded
    assert bound(store, truth, bounding_attacker.raw, most=20).exact_share == 100
    hidden = bound(store, truth, bounding_attacker.hidden_below_five, most=40)
    assert hidden.exact_share >= 30


def test_a_partner_with_its_invoices_finds_no_more_than_they_tell(town: Released) -> None:
    bound, (stores, truth) = bounding_attacker.bounded, town
    known = bound(stores[-1], truth, invoices=True, most=ASKED)
    alone = bound(stores[-1], truth, invoices=True, tables_seen=False, most=ASKED)
    assert known.exact == 0
    assert known.within_one <= alone.within_one


def test_month_after_month_tells_no_more_than_the_last(town: Released, raw: Released) -> None:
    stores, truth = town
    assert all(attackers.moved(before, after) == 0 for before, after in pairwise(stores))
    assert attackers.by_repetition(stores, truth).exact == 0
    assert attackers.by_year_so_far(stores, truth).exact == 0
    assert attackers.by_year_so_far(*raw).exact_share == 100


def test_months_that_were_rounded_anew_give_themselves_away(
    db: Database, town: Released, tmp_path: Path
) -> None:
    """The control: what was frozen is thrown away before each release."""
    cells = uptake_towns.town(3, USUAL).filter(pl.col("month") < date(2025, MONTHS + 1, 1))
    truth = published_towns.settle_town(db, cells, children=600)
    stores = []
    for month in range(1, MONTHS + 1):
        for table in ("frozen_period", "frozen_area", "frozen_cell", "frozen_kroner"):
            db.transact(lambda tx, table=table: tx.run(f"delete from {table}"))

        def anew(
            *given: pl.DataFrame, seed: bytes, month: int = month, **span: Any
        ) -> pl.DataFrame:
            return freezing.freeze(*given, seed=seed + bytes([month]), **span)

        with freezing_by(anew):
            folder = tmp_path / str(month)
            stores += published_towns.released(db, folder, date(2025, month + 1, 1))
    assert attackers.moved(stores[0], stores[1]) > 0
    assert attackers.by_repetition(stores, truth, seen_at_least=4).exact_share >= 15


def test_averaging_filters_gives_only_the_published_cells(town: Released) -> None:
    stores, truth = town
    cells = attackers.beside(stores[-1], truth)["offer"].filter(pl.col("stream") == "used")
    named = cells.with_columns(key=pl.format("{}/{}", "period", "offer"))
    true = dict(named.select("key", "true").iter_rows())
    small = attackers.small(named)["key"].to_list()
    shown = Answers(dict(named.select("key", "shown").iter_rows()))
    assert len(small) > 30
    assert attackers.by_averaging(shown, true, small, filters=100, seed=1).exact == 0
    control = attackers.by_averaging(CellKey(true, 1), true, small, filters=100, seed=1)
    assert control.exact_share >= 80


def test_a_town_of_200_children_tells_of_half_years_and_of_no_few_children(
    released: Releasing,
) -> None:
    stores, truth = released(MIDDLING, months=12)
    _july, store = stores
    assert attackers.moved(*stores) == 0
    assert set(store["offer"]["months"]) == {Period.HALF_YEAR}
    assert attackers.not_multiples(store) == 0
    assert attackers.disagreements(store) == []
    assert bounding_attacker.bounded(store, truth, most=ASKED).cells == 0
    july = pl.col("month") < date(2025, 7, 1)
    offers = truth.filter(july, pl.col("stream") == "used").group_by("offer")
    assert attackers.small(offers.agg(true=pl.col("units").sum())).height > 0


CARDS = {str(id_of(offer)): punches for offer, punches in card_towns.PUNCHES.items()}


@pytest.fixture
def town_with_cards(settled_file: Path, tmp_path: Path) -> Callable[[], pl.DataFrame]:
    """The cells of one to four awards after half a year, as published."""

    def of() -> pl.DataFrame:
        rows = card_towns.drawn(1)
        with Database(shutil.copy(settled_file, tmp_path / "klipp.duckdb"), OF_THE_TESTS) as db:
            truth = published_towns.settle_town(db, rows, children=600, punches=card_towns.PUNCHES)
            *_before, store = published_towns.released_monthly(db, tmp_path / "out", months=MONTHS)
        shutil.rmtree(tmp_path / "out")
        assert attackers.not_multiples(store) == 0
        assert attackers.disagreements(store) == []
        return card_towns.few(store, truth, CARDS)

    return of


def test_whoever_knows_the_cards_finds_no_cell_of_one_to_four_children(
    town_with_cards: Callable[[], pl.DataFrame],
) -> None:
    cells = town_with_cards()
    assert cells.filter(pl.col("awards") == 1).height > 20
    assert card_towns.read_as_they_stand(cells.filter(pl.col("punches") > 1)) == 0
    # Of tickets to a family it is right as often as any guess, which nobody can tell apart.
    assert card_towns.read_as_they_stand(cells) <= 0.01 * cells.height
    assert card_towns.by_the_cards(cells) == 0


def test_fives_of_punches_give_the_same_children_away(
    town_with_cards: Callable[[], pl.DataFrame],
) -> None:
    """The control: each use is rounded as if it were a child's only one."""

    def by_use(*given: pl.DataFrame, **span: Any) -> pl.DataFrame:
        frozen, cells = given
        return freezing.freeze(frozen, cells.with_columns(most=pl.lit(1, pl.Int64)), **span)

    with freezing_by(by_use):
        cells = town_with_cards()
    cards = cells.filter(pl.col("stream") == "awarded", pl.col("punches") > 1)
    assert card_towns.by_the_cards(cells) == cards.height > 20
    assert card_towns.read_as_they_stand(cells) > cells.height / 3
