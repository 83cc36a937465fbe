"""The attacker that has learned: from towns whose truth is known, what the shown cells mean.

The method is public, so anyone can make towns and round them. A small network learns from each
cell and its surroundings in the published tables (its sums, its neighbours in time, the other
stream) which of 0, 1, 2, 3, 4 and more is true. It is judged on the small true cells of other
towns: by how much it is right more often than by always saying what is commonest, knowing that
the cell is small; and whether it is ever right and sure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tests.attackers import ALL_TABLES, SMALL, Store, beside

MORE = 5  # the class of all larger counts
SURE = 0.8
TOLD, LARGE = 14, 4  # numbers told of a cell; of these the large sums, which come first
WIDTH = len(ALL_TABLES) + 3 * TOLD
HIDDEN, STEPS, BATCH, RATE = 32, 1500, 256, 3e-3

Town = tuple[Store, pl.DataFrame]  # what is published, and the truth


@dataclass(frozen=True)
class Learned:
    """Percent of the small cells right, knowing them small; and how many were right and sure.

    `commonest` is what is right by always saying what is commonest, `large_sums` what the same
    network gets from the sums over all offers, areas or periods alone. `right_and_sure` is of
    somebody who does not know beforehand that a cell is small, `knowing_it_small` of one who does.
    `sure` is how many small cells the first of them was sure about, rightly or not.
    `unknowing` and `unknowing_by_large_sums` are percent right, of somebody who does not.
    """

    cells: int
    right: float
    commonest: float
    large_sums: float
    right_and_sure: int
    sure: int
    knowing_it_small: int
    unknowing: float
    unknowing_by_large_sums: float

    @property
    def gain(self) -> float:
        """Percentage points above saying what is commonest."""
        return self.right - self.commonest

    @property
    def gain_on_large_sums(self) -> float:
        """Percentage points above what large sums tell without the cells and their neighbours."""
        return self.right - self.large_sums


def trained(learn_from: Sequence[Town], attacked: Sequence[Town], stream: str) -> Learned:
    """What is learned from some towns, tried on others."""
    features, true, tables = _all_seen(learn_from, stream)
    asked_features, asked, asked_tables = _all_seen(attacked, stream)
    habit = {
        table: 1 + int(np.bincount(true[(tables == table) & _small(true)] - 1).argmax())
        for table in np.unique(tables[_small(true)])
    }
    small = _small(asked)
    if not small.any():
        return Learned(0, 0.0, 0.0, 0.0, 0, 0, 0, 0.0, 0.0)
    all_of_it = _chances(features, true, asked_features[small])
    large = np.arange(len(ALL_TABLES) + LARGE)
    rough = _chances(features[:, large], true, asked_features[small][:, large])
    asked, by_habit = asked[small], np.array([habit.get(at, 1) for at in asked_tables[small]])
    low, high = SMALL
    among = all_of_it[:, low : high + 1] / all_of_it[:, low : high + 1].sum(axis=1)[:, None]

    def percent(said: np.ndarray) -> float:
        return float(100 * (said == asked).mean())

    def sure(chances: np.ndarray, first: int) -> np.ndarray:
        """For the small cells it is sure that they are, whether it is right."""
        said = first + chances.argmax(axis=1)
        is_sure: np.ndarray = (chances.max(axis=1) >= SURE) & _small(said)
        return said[is_sure] == asked[is_sure]

    return Learned(
        len(asked),
        percent(low + among.argmax(axis=1)),
        percent(by_habit),
        percent(low + rough[:, low : high + 1].argmax(axis=1)),
        int(sure(all_of_it, 0).sum()),
        len(sure(all_of_it, 0)),
        int(sure(among, low).sum()),
        percent(all_of_it.argmax(axis=1)),
        percent(rough.argmax(axis=1)),
    )


def _chances(features: np.ndarray, true: np.ndarray, asked: np.ndarray) -> np.ndarray:
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    network = _Network((features - middle) / spread, true.clip(max=MORE))
    return network.chances((asked - middle) / spread)


def _all_seen(towns: Sequence[Town], stream: str) -> tuple[np.ndarray, ...]:
    seen = [_seen(store, truth, stream) for store, truth in towns]
    return tuple(np.concatenate(kind) for kind in zip(*seen, strict=True))


def _small(true: np.ndarray) -> np.ndarray:
    small: np.ndarray = (true >= SMALL[0]) & (true <= SMALL[1])
    return small


def _seen(store: Store, truth: pl.DataFrame, stream: str) -> tuple[np.ndarray, ...]:
    """A row per cell of a stream: what surrounds it as shown; the true count; its table."""
    features, true, tables = [np.zeros((0, WIDTH))], [np.zeros(0, int)], [np.zeros(0, int)]
    for number, (name, table) in enumerate(ALL_TABLES.items()):
        cells = _surrounded(beside(store, truth)[name], ["period", *table], stream)
        told = cells.drop("true").fill_null(0).to_numpy().astype(float)
        kind = np.zeros((cells.height, len(ALL_TABLES)))
        kind[:, number] = 1
        features.append(np.concatenate([kind, np.log1p(told), told <= 0, told == 5], axis=1))
        true.append(cells["true"].to_numpy())
        tables.append(np.full(cells.height, number))
    return np.concatenate(features), np.concatenate(true), np.concatenate(tables)


def _surrounded(cells: pl.DataFrame, keys: list[str], stream: str) -> pl.DataFrame:
    """The LARGE sums, then the cell's number, the sums and the neighbours next to it, the truth."""
    other = cells.filter(pl.col("stream") != stream).select(*keys, also="shown")
    mine = cells.filter(pl.col("stream") == stream)
    told = (
        mine.join(other, on=keys, how="left").with_columns(pl.col("also").fill_null(0)).sort(keys)
    )
    shown, kept = pl.col("shown"), [key for key in keys if key != "period"]
    alone = [shown.sum().over(key) for key in keys]
    expected = alone[0].cast(pl.Float64)
    for sums in alone[1:]:
        expected = expected * sums / shown.sum().clip(1)
    within = [
        shown.sum().over([key for key in keys if key != left_out]) if len(keys) > 2 else shown
        for left_out in kept
    ]
    none = pl.lit(0)
    return told.select(
        expected=expected,
        all_of_period=alone[0],
        all_of_first=alone[1],
        all_of_second=alone[2] if len(keys) > 2 else none,
        shown=shown,
        also=pl.col("also"),
        within_first=within[0],
        within_second=within[1] if len(keys) > 2 else none,
        before=shown.shift(1).over(kept),
        after=shown.shift(-1).over(kept),
        over_time=shown.sum().over(kept),
        also_over_time=pl.col("also").sum().over(kept),
        most=shown.max().over(kept),
        times=(shown > 0).sum().over(kept),
        true=pl.col("true"),
    )


class _Network:
    """One hidden layer and a soft choice, learned with Adam."""

    def __init__(self, features: np.ndarray, true: np.ndarray) -> None:
        random = np.random.default_rng(1)
        width = features.shape[1]
        self.weights = [
            random.normal(0, (2 / width) ** 0.5, (width, HIDDEN)),
            np.zeros(HIDDEN),
            random.normal(0, (2 / HIDDEN) ** 0.5, (HIDDEN, MORE + 1)),
            np.zeros(MORE + 1),
        ]
        mean = [np.zeros_like(weight) for weight in self.weights]
        square = [np.zeros_like(weight) for weight in self.weights]
        for step in range(1, STEPS + 1):
            at = random.integers(len(true), size=min(BATCH, len(true)))
            for n, slope in enumerate(self._slopes(features[at], true[at])):
                mean[n] = 0.9 * mean[n] + 0.1 * slope
                square[n] = 0.999 * square[n] + 0.001 * slope**2
                fair = mean[n] / (1 - 0.9**step), square[n] / (1 - 0.999**step)
                pace = RATE * min(1.0, 2 * (1 - step / STEPS))
                self.weights[n] = self.weights[n] - pace * fair[0] / (fair[1] ** 0.5 + 1e-8)

    def chances(self, features: np.ndarray) -> np.ndarray:
        """A row of chances for 0, 1, 2, 3, 4 and more."""
        first, bias, second, last = self.weights
        scores = np.maximum(features @ first + bias, 0) @ second + last
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
        return chances

    def _slopes(self, features: np.ndarray, true: np.ndarray) -> list[np.ndarray]:
        first, bias, second, _last = self.weights
        hidden = np.maximum(features @ first + bias, 0)
        off = self.chances(features)
        off[np.arange(len(true)), true] -= 1
        off /= len(true)
        back = (off @ second.T) * (hidden > 0)
        return [
            features.T @ back + 1e-4 * first,
            back.sum(axis=0),
            hidden.T @ off + 1e-4 * second,
            off.sum(axis=0),
        ]
