"""Coverage: what was given, for each child in a low-income family (R87).

The number of children is the municipality's own, of those that Statistics Norway publishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lib import uptake
from lib.disclosure import UNKNOWN
from lib.published import Published
from lib.uptake import By


@dataclass(frozen=True)
class Coverage:
    """What each child would have had: awarded uses, and a closed year's cards by scheme."""

    children: int
    per_child: float
    cards_per_child: Mapping[str, float]


def of(published: Published, year: int) -> Coverage | None:
    """A year's coverage, or None where nobody has typed in how many children there are.

    What was sold, or given without a person, is left out, but for what is among the others of a
    small town.
    """
    children = uptake.children(published, year)
    if children is None:
        return None
    services = uptake.by_group(published, By.SERVICE, year).filter(pl.col("key") != UNKNOWN)
    cards = uptake.cards(published, year).filter(pl.col("channel") == "awarded")
    return Coverage(
        children,
        sum(services["awarded"]) / children,
        {row["scheme"]: row["issued"] / children for row in cards.iter_rows(named=True)},
    )
