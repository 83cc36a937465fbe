"""What rounding aims at: the sums of some cells, the small ones beside the truth as a seed draws.

Nobody can reckon back from how near the figures are. The seed is secret, and the same seed
draws the same for the same sums, so that rounding a period again tells no more.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import polars as pl

from lib.small_counts import BASE, Floats, Ints, Margin

# What a small sum aims at is drawn from the seed, so that nobody can reckon back from how near
# the figures are: for 1 to 4 it is 0 or 5, whichever they are; from there to SMALL_SUM it is up
# to ASIDE beside the number. What is drawn has to count for more than the other sums' pull.
SMALL_SUM, ASIDE = 15, 2.0
OF_A_DRAWN_SUM = 4.0


def plain_margin(
    cells: pl.DataFrame, keys: Sequence[str], values: Ints, weight: float, *, whole: Ints
) -> Margin:
    """The sums of `values` by some columns, to aim at as they are; `whole` as in drawn_margin."""
    of, target, _ = _sums(cells, keys, values)
    return Margin(of, target, weight, size=_sizes(cells, keys, whole))


def drawn_margin(
    cells: pl.DataFrame,
    keys: Sequence[str],
    values: Ints,
    weight: float,
    seed: bytes,
    span: tuple[object, ...],
    *,
    whole: Ints | None = None,
    told: bool = True,
) -> Margin:
    """The sums of `values` by some columns, to aim beside as the seed and the span tell.

    `cells` has the base of each beside those columns; `whole` are the true counts where `values`
    are only what is left of them; `told` as in Margin.
    """
    whole = values if whole is None else whole
    of, target, groups = _sums(cells, keys, values)
    size = _sizes(cells, keys, whole)
    true = _sums(cells, keys, whole)[1] / size
    names = groups.iter_rows()
    chance = np.array([secret_number(seed, *span, *keys, *name) / 2**64 for name in names])
    small = (true > 0) & (true < BASE)
    aside = np.where(true < SMALL_SUM, ASIDE * (2 * chance - 1), 0.0)
    drawn = size * np.where(small, np.where(chance < 0.5, BASE, 0) - true, aside)
    weights = np.where(small, OF_A_DRAWN_SUM * weight, weight)
    return Margin(of, target + drawn, weights, told, size)


def secret_number(seed: bytes, *what: object) -> int:
    """A number that only the seed tells, the same each time for the same things."""
    text = "\x1f".join(map(str, what)).encode()
    return int.from_bytes(hashlib.blake2b(text, key=seed, digest_size=8).digest(), "big")


def _sizes(cells: pl.DataFrame, keys: Sequence[str], true: Ints) -> Floats:
    """For each sum how many times BASE its cells' bases are: by what is in them, if anything is."""
    base = cells["base"].to_numpy()
    of, counts, _ = _sums(cells, keys, true)
    worth = _sums(cells, keys, true * BASE / base)[1]
    inside = of >= 0
    plain = np.bincount(of[inside], base[inside]) / np.bincount(of[inside]) / BASE
    return np.divide(counts, worth, out=plain, where=worth > 0)


def _sums(
    cells: pl.DataFrame, keys: Sequence[str], values: Ints | Floats
) -> tuple[Ints, Floats, pl.DataFrame]:
    """For each row the number of its sum, the sums of the values, and what they are sums of."""
    of, groups = _grouped(cells, keys)
    inside = of >= 0
    sums = np.bincount(of[inside], values[inside], groups.height).astype(np.float64)
    return of, sums, groups


def _grouped(inner: pl.DataFrame, table: Sequence[str]) -> tuple[Ints, pl.DataFrame]:
    """For each row the number of its group in the second frame, or -1 where a key is null."""
    groups = inner.select(table).drop_nulls().unique(maintain_order=True)
    numbered = groups.with_row_index("at")
    of = inner.select(table).join(numbered, on=table, how="left", maintain_order="left")["at"]
    return of.cast(pl.Int64).fill_null(-1).to_numpy(), groups
