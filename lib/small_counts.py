"""Small-count rounding: counts moved to multiples of a base, their published sums kept close.

After Statistics Norway's SmallCountRounding (Langsrud and Heldal, An algorithm for small count
rounding of tabular data, Privacy in Statistical Databases 2018): only the inner cells are
rounded, and whatever is published is a sum of them, so all sums agree. There the inner cells
are found by partial least squares; here by a search that moves one cell, or one up and one
down, for as long as the sums come closer to their targets. A few hundred neighbouring cells
are searched at a time, with all that their sums have in common in one small matrix.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BASE = 5  # of what is counted one by one, and in every other base a whole number of times

# Cells searched at a time, and how often all of them have their turn. In the first turns the
# sums of many cells count for less: they come right at the end, and until then would hold up
# every move that brings a small sum nearer.
BLOCK, LOOSE_TURNS, TIGHT_TURNS = 360, 4, 3
MANY, LOOSE = 100, 0.1
# Where one block is all there is: tries with a few cells moved that share sums.
KICKS, KICKED = 150, 8
AT_HAND = 48  # the cells nearest to being worth a move: one of each pair is among them
MOST_MOVES = 2_000  # of one descent; none has been seen that comes near it
FAR, DEARER = 6, 4
TOO_LITTLE = 1e-6  # a gain that is only the error of adding floats

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Margin:
    """One way of adding up the inner cells, and what each sum should be near.

    `of` has the sum's number for each inner cell, -1 for a cell that enters none. `target` has
    a value for each sum, `weight` what a squared deviation costs, of any or of each. `told`
    says that the sums are published as they are, so that none of them should be far off.
    `size` is how many times the smallest BASE the base of a sum's cells is, on the whole:
    deviations are weighed as so many of it.
    """

    of: Ints
    target: Floats
    weight: float | Floats
    told: bool = False
    size: float | Floats = 1.0


def rounded(
    counts: Ints, bases: Ints, margins: Sequence[Margin], random: np.random.Generator
) -> Ints:
    """Each count (0 or more) at its base's multiple just below or above; multiples stay.

    Chosen so that the weighted squares of all sums' deviations are small. `bases` has a
    multiple of BASE for each count. `random` decides where the search begins and what it
    tries. It goes faster where neighbours share sums.
    """
    below = counts // bases * bases
    movable = np.flatnonzero(counts % bases)
    result = below.copy()
    if len(movable):
        search = _Search(counts, bases, movable, margins, random)
        search.settle()
        search.bring_in_the_farthest()
        result[movable] += search.step * search.up
    return result


class _Search:
    """Which of the movable cells go up: the state of one search."""

    def __init__(
        self,
        counts: Ints,
        bases: Ints,
        movable: Ints,
        margins: Sequence[Margin],
        random: np.random.Generator,
    ) -> None:
        self.random = random
        below = counts // bases * bases
        self.step = bases[movable]
        self.up = _evenly(counts[movable] % self.step, self.step, random)
        starts = np.cumsum([0, *(len(margin.target) for margin in margins)])
        nowhere = starts[-1]
        # For each margin the numbers of the cells' sums, in one long vector of sums.
        self.columns = np.stack(
            [
                np.where(margin.of[movable] < 0, nowhere, margin.of[movable] + start)
                for margin, start in zip(margins, starts, strict=False)
            ]
        )
        self.weight = np.zeros(nowhere + 1)
        self.size = np.ones(nowhere + 1)
        off = np.zeros(nowhere + 1)
        for margin, start in zip(margins, starts, strict=False):
            inside = margin.of >= 0
            size = len(margin.target)
            self.size[start : start + size] = margin.size
            self.weight[start : start + size] = margin.weight / np.square(margin.size)
            reached = np.bincount(margin.of[inside], weights=below[inside], minlength=size)
            off[start : start + size] = reached - margin.target
        for sums in self.columns:
            np.add.at(off, sums[self.up], self.step[self.up])
        self.off = off
        told = [np.full(len(margin.target), margin.told) for margin in margins]
        self.told = np.concatenate([*told, [False]])
        # Margins that add up the same cells to different targets, by the first of them.
        alike: dict[bytes, list[int]] = {}
        for number, margin in enumerate(margins):
            alike.setdefault(margin.of[movable].tobytes(), []).append(number)
        self.alike = list(alike.values())

    def settle(self) -> None:
        """Move cells, block after block, until little helps."""
        if len(self.up) <= BLOCK:
            block = _Block(self, np.arange(len(self.up)))
            block.descend()
            block.kick(self.random)
            block.keep()
            return
        tight = self.weight
        cells = np.bincount(self.columns.ravel(), minlength=len(tight))
        self.weight = np.where(cells > MANY, LOOSE * tight, tight)
        self._in_blocks(np.arange(len(self.up)))
        for turn in range(LOOSE_TURNS - 1):
            self._in_blocks(self._ordered(turn))
        self.weight = tight
        for turn in reversed(range(TIGHT_TURNS)):
            self._in_blocks(self._ordered(turn))

    def _ordered(self, margin: int) -> Ints:
        """The cells that one sum has in common, together, whatever else they enter."""
        sums = self.columns[self.alike[margin % len(self.alike)][0]]
        return np.lexsort((self.random.random(len(sums)), sums))

    def _in_blocks(self, cells: Ints) -> None:
        for some in np.split(cells, range(BLOCK, len(cells), BLOCK)):
            block = _Block(self, some)
            block.descend()
            block.keep()

    def bring_in_the_farthest(self) -> None:
        """Make what is far off dearer, and let the cells that enter it move once more."""
        far = self.told & (abs(self.off) > FAR * self.size)
        concerned = np.flatnonzero(far[self.columns].any(axis=0))
        if len(concerned):
            self.weight = np.where(far, DEARER * self.weight, self.weight)
            self._in_blocks(concerned)


class _Block:
    """Some of the cells, to be moved while all others stay."""

    def __init__(self, search: _Search, cells: Ints) -> None:
        self.search, self.cells = search, cells
        self.up = search.up[cells]
        size = search.step[cells] // BASE
        columns = search.columns[:, cells]
        # What two cells' moves have in common in the sums; and what draws each cell down.
        self.shared = np.zeros((len(cells), len(cells)))
        for margins in search.alike:
            sums = columns[margins[0]]
            weight = search.weight[columns[margins]].sum(axis=0)
            same = sums[:, None] == sums
            self.shared += same * weight
        self.shared *= size[:, None] * size
        self.pull = size * (search.weight * search.off)[columns].sum(axis=0)

    def descend(self) -> float:
        """Make the best move until none helps; returns what was gained."""
        gained, number = 0.0, len(self.up)
        fixed = BASE * BASE * self.shared.diagonal()
        for _move in range(MOST_MOVES):
            sign = np.where(self.up, -1, 1)
            gains = 2 * BASE * sign * self.pull + fixed
            single = int(gains.argmin())
            best, move = gains[single], [single]
            first = np.argpartition(gains, min(AT_HAND, number) - 1)[:AT_HAND]
            pairs = self.shared[first] * (2 * BASE * BASE * sign[first])[:, None] * sign
            pairs += gains[first][:, None]
            pairs += gains
            pairs[np.arange(len(first)), first] = np.inf
            at = int(pairs.argmin())
            if pairs.flat[at] < best:
                best, move = pairs.flat[at], [int(first[at // number]), at % number]
            if best > -TOO_LITTLE:
                break
            gained -= float(best)
            for cell in move:
                self._move(cell)
        return gained

    def _move(self, cell: int) -> None:
        self.pull += (-BASE if self.up[cell] else BASE) * self.shared[cell]
        self.up[cell] = not self.up[cell]

    def kick(self, random: np.random.Generator) -> None:
        """Move a few cells that share sums and descend again, many times; keep what is better."""
        number = len(self.up)
        for _kick in range(KICKS):
            up, pull, lost = self.up.copy(), self.pull.copy(), 0.0
            shared = self.shared[random.integers(number)] * random.random(number)
            near = np.argsort(-shared)[: 4 * KICKED]
            for cell in random.choice(near, min(number, KICKED), replace=False):
                step = -BASE if self.up[cell] else BASE
                lost += 2 * step * self.pull[cell] + BASE * BASE * self.shared[cell, cell]
                self._move(cell)
            if self.descend() < lost + TOO_LITTLE:
                self.up, self.pull = up, pull

    def keep(self) -> None:
        """Let the search have what was found."""
        search = self.search
        moved = np.flatnonzero(self.up != search.up[self.cells])
        steps = np.where(self.up[moved], 1, -1) * search.step[self.cells[moved]]
        for sums in search.columns[:, self.cells[moved]]:
            np.add.at(search.off, sums, steps)
        search.up[self.cells] = self.up


def _evenly(remainders: Ints, bases: Ints, random: np.random.Generator) -> Bools:
    """Each goes up with a chance of remainder / base, and neighbours share evenly."""
    whole = int(np.lcm.reduce(bases))
    parts = remainders * (whole // bases)
    reached = np.cumsum(parts) + random.integers(BASE) * (whole // BASE)
    steps: Bools = reached // whole > (reached - parts) // whole
    return steps
