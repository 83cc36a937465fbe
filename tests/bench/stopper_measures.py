"""How good a list of scored pairs is."""

from collections.abc import Iterable
from dataclasses import dataclass

PRECISION = 0.99


@dataclass(frozen=True)
class Measured:
    """What a list of scored pairs can reach, whatever threshold is set."""

    recall: float  # the most that a threshold with precision ≥ PRECISION gives
    f1: float  # the best that any threshold gives
    threshold: float  # of that recall


def measured(scored: Iterable[tuple[float, bool]], same: int) -> Measured:
    """From pairs as (score, whether it is the same person); `same` pairs are there to be found.

    A pair that is not in the list counts as not found. Equal scores stand on the same side of
    every threshold.
    """
    ranked = sorted(scored, key=lambda pair: -pair[0])
    found = 0
    best = Measured(0.0, 0.0, float("inf"))
    for at, (score, is_same) in enumerate(ranked, start=1):
        found += is_same
        if at < len(ranked) and ranked[at][0] == score:
            continue
        recall, threshold = best.recall, best.threshold
        if found / at >= PRECISION and found / same > recall:
            recall, threshold = found / same, score
        best = Measured(recall, max(best.f1, 2 * found / (at + same)), threshold)
    return best
