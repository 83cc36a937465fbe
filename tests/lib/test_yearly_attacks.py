"""The attackers against cards by scheme and channel, and against kroner; each with its control."""

from datetime import date

import numpy as np
import polars as pl

from lib import yearly_figures
from lib.disclosure import CLAIMS_FROM, KRONER_BASE, Period
from tests.attackers import Taken
from tests.yearly_attackers import cards_averaged, cards_bounded, cards_of_town, last_claim

TOWNS = [cards_of_town(np.random.default_rng(seed)) for seed in range(30)]
NOTHING = Taken(0, 0)


def frozen(town: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    return yearly_figures.freeze_cards(town, year=2025, seed=bytes([seed] * 32))


def test_cards_follow_from_no_sum_and_not_from_use_within_issue() -> None:
    got = sum((cards_bounded(frozen(town), town) for town in TOWNS), NOTHING)
    assert got.cells > 300
    assert (got.exact, got.within_one) == (0, 0)
    raw = sum((cards_bounded(town, town, off=0) for town in TOWNS), NOTHING)
    assert raw.exact_share == 100


def test_whoever_had_the_cards_printed_finds_no_number_of_a_channel() -> None:
    got, nearest = NOTHING, NOTHING
    for town in TOWNS:
        shown = frozen(town)
        listed = town.join(shown.select("scheme").unique(), on="scheme", how="semi")
        got += cards_bounded(shown, listed, totals=True)
        nearest += cards_bounded(to_nearest(listed), listed, off=2, totals=True)
    assert got.cells > 200
    assert got.exact == 0
    assert got.within_one_share <= 5
    # The control: each cell to the nearest five, by itself.
    assert nearest.exact > 0
    assert nearest.within_one_share > 50


def to_nearest(town: pl.DataFrame) -> pl.DataFrame:
    return town.with_columns(units=(pl.col("units") + 2) // 5 * 5)


def test_a_years_cards_are_the_same_however_often_they_are_told() -> None:
    got, anew = NOTHING, NOTHING
    for town in TOWNS[:10]:
        again = [frozen(town.sample(fraction=1, shuffle=True, seed=n)) for n in range(4)]
        got += cards_averaged(again, town)
        anew += cards_averaged([frozen(town, seed) for seed in range(12)], town)
    assert got.exact == 0
    assert anew.exact_share >= 10  # the control: rounded anew each time


def test_kroner_tell_no_claim_to_whoever_knows_all_the_others() -> None:
    """Claims of 500 to 1 500 kr: what the last of them was stays as open as it was."""
    random = np.random.default_rng(1)
    pinned = pinned_by_hundreds = asked = 0
    for scheme in range(200):
        claims = random.integers(500, 1501, CLAIMS_FROM + scheme)
        known, whole = int(claims[1:].sum()), int(claims.sum())
        table = claims_of(len(claims), whole)
        told = yearly_figures.published_kroner(frozen_kroner(table))
        if told.is_empty():
            continue
        asked += 1
        least, most = last_claim(told["kroner"][0], known, to_the_nearest=KRONER_BASE)
        assert least <= claims[0] <= most
        pinned += max(least, 500) + 100 >= min(most, 1500)
        least, most = last_claim(round(whole / 100) * 100, known, to_the_nearest=100)
        pinned_by_hundreds += max(least, 500) + 100 >= min(most, 1500)
    assert asked > 150
    assert pinned <= 0.05 * asked  # only where the sum lies next to where it is rounded
    assert pinned_by_hundreds == asked  # the control: to the nearest hundred


def test_kroner_of_few_claims_are_not_told_and_their_number_never() -> None:
    assert yearly_figures.published_kroner(frozen_kroner(claims_of(10, 12_000))).is_empty()
    told = yearly_figures.published_kroner(frozen_kroner(claims_of(40, 48_000)))
    assert told.columns == ["period", "months", "scheme", "kroner"]


def claims_of(number: int, kroner: int) -> pl.DataFrame:
    month = date(2025, 1, 1)
    return pl.DataFrame(
        {"month": [month], "scheme": ["Fond"], "claims": [number], "kroner": [kroner]}
    )


def frozen_kroner(claims: pl.DataFrame) -> pl.DataFrame:
    return yearly_figures.freeze_kroner(
        yearly_figures.KRONER.to_frame(),
        claims,
        period=date(2025, 1, 1),
        length=Period.QUARTER,
        seed=bytes(32),
    )
