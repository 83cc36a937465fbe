"""Small-count rounding: counts moved to multiples of five, their published sums kept close.

After Statistics Norway's SmallCountRounding (Langsrud and Heldal, An algorithm for small count
rounding of tabular data, Privacy in Statistical Databases 2018): only the inner cells are
rounded, and whatever is published is a sum of them, so all sums agree. There the inner cells
are found by partial least squares; here by a search that moves one cell, or one up and one
down, for as long as the sums come closer to their targets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

BASE = 5

# Pairs looked at in one go, and how long a search that can only sample them goes on.
PAIRS_AT_ONCE = 40_000
FRUITLESS_ROUNDS = 3
MOST_ROUNDS = 45
FEW, KICKS, KICKED = 450, 15, 6
FAR, DEARER = 6, 4
NEAR = 50  # places apart, in the order of the cells
TOO_LITTLE = 1e-6  # a gain that is only the error of adding floats

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Margin:
    """One way of adding up the inner cells, and what each sum should be near.

    `of` has the sum's number for each inner cell, -1 for a cell that enters none. `target` has
    a value for each sum, `weight` what a squared deviation costs.
    """

    of: Ints
    target: Floats
    weight: float


def rounded(counts: Ints, margins: Sequence[Margin], random: np.random.Generator) -> Ints:
    """Each count (0 or more) at the multiple of five just below or above it; multiples stay.

    Chosen so that the weighted squares of all sums' deviations are small. `random` decides
    where the search begins and which of equally good moves it takes.
    """
    below = counts // BASE * BASE
    movable = np.flatnonzero(counts % BASE)
    result = below.copy()
    if len(movable):
        search = _Search(counts, below, movable, margins, random)
        search.descend()
        if len(movable) <= FEW:
            search.kick()
        search.bring_in_the_farthest()
        result[movable] += BASE * search.up
    return result


class _Search:
    """Which of the movable cells go up: the state of one search."""

    def __init__(
        self,
        counts: Ints,
        below: Ints,
        movable: Ints,
        margins: Sequence[Margin],
        random: np.random.Generator,
    ) -> None:
        self.random = random
        self.up = _evenly(counts[movable] % BASE, random)
        starts = np.cumsum([0, *(len(margin.target) for margin in margins)])
        nowhere = starts[-1]
        # A row per movable cell: the numbers of the sums it enters, in one long vector of sums.
        self.sums = np.stack(
            [
                np.where(margin.of[movable] < 0, nowhere, margin.of[movable] + start)
                for margin, start in zip(margins, starts, strict=False)
            ],
            axis=1,
        ).astype(np.int32)
        self.columns = np.ascontiguousarray(self.sums.T)
        self.weight = np.zeros(nowhere + 1)
        off = np.zeros(nowhere + 1)
        for margin, start in zip(margins, starts, strict=False):
            inside = margin.of >= 0
            size = len(margin.target)
            self.weight[start : start + size] = margin.weight
            reached = np.bincount(margin.of[inside], weights=below[inside], minlength=size)
            off[start : start + size] = reached - margin.target
        np.add.at(off, self.sums[self.up], BASE)
        # Each sum's deviation times its weight: what draws its cells to the other side.
        self.pull = self.weight * off
        self.fixed_cost = BASE * BASE * self.weight[self.sums].sum(axis=1)

    def descend(self) -> None:
        """Move cells until nothing helps."""
        fruitless = 0
        for _round in range(MOST_ROUNDS):
            while self._single_moves():
                pass
            pairs, all_of_them = self._pairs()
            if self._swaps(pairs):
                fruitless = 0
                continue
            fruitless += 1
            if all_of_them or fruitless == FRUITLESS_ROUNDS:
                break

    def kick(self) -> None:
        """Move a few cells at random and descend again, many times; keep what is better."""
        best, up, pull = self._cost(), self.up.copy(), self.pull.copy()
        for _kick in range(KICKS):
            for cell in self.random.choice(len(up), min(len(up), KICKED), replace=False):
                step = -BASE if self.up[cell] else BASE
                self.up[cell] = step > 0
                np.add.at(self.pull, self.sums[cell], step * self.weight[self.sums[cell]])
            self.descend()
            if (cost := self._cost()) < best - TOO_LITTLE:
                best, up, pull = cost, self.up.copy(), self.pull.copy()
            else:
                self.up, self.pull = up.copy(), pull.copy()

    def bring_in_the_farthest(self) -> None:
        """Make what is far off dearer, and descend once more."""
        off = np.divide(self.pull, self.weight, out=np.zeros_like(self.pull), where=self.weight > 0)
        self.weight = np.where(abs(off) > FAR, DEARER * self.weight, self.weight)
        self.pull = off * self.weight
        self.fixed_cost = BASE * BASE * self.weight[self.sums].sum(axis=1)
        self.descend()

    def _cost(self) -> float:
        weighed = self.weight > 0
        return float((self.pull[weighed] ** 2 / self.weight[weighed]).sum())

    def _gains(self) -> Floats:
        """What moving each cell to its other side would add to the cost."""
        step = np.where(self.up, -BASE, BASE)
        gains: Floats = 2 * step * self.pull[self.sums].sum(axis=1) + self.fixed_cost
        return gains

    def _single_moves(self) -> bool:
        gains = self._gains()
        return self._take(gains, np.arange(len(gains))[:, None], np.zeros(len(gains)))

    def _swaps(self, pairs: Ints) -> bool:
        if not len(pairs):
            return False
        first, second = pairs[:, 0], pairs[:, 1]
        # Sums that both enter stay as they are.
        shared = np.zeros(len(pairs))
        for column in self.columns:
            sums = column[first]
            shared += np.where(sums == column[second], self.weight[sums], 0.0)
        shared *= -2 * BASE * BASE
        gains = self._gains()
        return self._take(gains[first] + gains[second] + shared, pairs, shared)

    def _take(self, gains: Floats, moves: Ints, shared: Floats) -> bool:
        """Make the best of the moves, each asked again after those before it."""
        helping = np.flatnonzero(gains < -TOO_LITTLE)
        if not len(helping):
            return False
        most = max(1, len(self.up) // 10)
        best = helping[np.argsort(gains[helping], kind="stable")][:most]
        # One by one, where plain lists are faster than arrays.
        pull, weight = self.pull.tolist(), self.weight.tolist()
        moved = False
        for cells, common in zip(moves[best].tolist(), shared[best].tolist(), strict=True):
            steps = [-BASE if self.up[cell] else BASE for cell in cells]
            touched = self.sums[cells].tolist()
            if len(steps) == 2 and steps[0] == steps[1]:
                continue  # one of them has gone over since
            gain = common
            for cell, step, sums in zip(cells, steps, touched, strict=True):
                gain += self.fixed_cost[cell] + 2 * step * sum([pull[at] for at in sums])
            if gain < -TOO_LITTLE:
                moved = True
                for cell, step, sums in zip(cells, steps, touched, strict=True):
                    self.up[cell] = step > 0
                    for at in sums:
                        pull[at] += step * weight[at]
        self.pull = np.array(pull)
        return moved

    def _pairs(self) -> tuple[Ints, bool]:
        """Pairs of a cell above and one below: all of them, or a sample."""
        above, under = np.flatnonzero(self.up), np.flatnonzero(~self.up)
        if len(above) * len(under) <= PAIRS_AT_ONCE:
            grid = np.stack(np.meshgrid(above, under, indexing="ij"), axis=-1).reshape(-1, 2)
            return self.random.permutation(grid), True
        # The likeliest of each side with one another, and neighbours, who have sums in common.
        gains, most = self._gains(), isqrt(PAIRS_AT_ONCE // 2)
        likely = np.meshgrid(
            above[np.argpartition(gains[above], min(most, len(above)) - 1)[:most]],
            under[np.argpartition(gains[under], min(most, len(under)) - 1)[:most]],
        )
        first = self.random.choice(above, PAIRS_AT_ONCE // 2)
        near = np.searchsorted(under, first) + self.random.integers(-NEAR, NEAR, len(first))
        second = under[near.clip(0, len(under) - 1)]
        pairs = [np.stack([first, second], axis=1), np.stack(likely, axis=-1).reshape(-1, 2)]
        return np.concatenate(pairs), False


def _evenly(remainders: Ints, random: np.random.Generator) -> NDArray[np.bool_]:
    """Each goes up with a chance of remainder / base, and neighbours share evenly."""
    reached = np.cumsum(remainders) + random.integers(BASE)
    steps: NDArray[np.bool_] = reached // BASE > (reached - remainders) // BASE
    return steps
