"""Towns made from a seed for what is published about them: who was awarded and used what, when.

What `lib.disclosure` takes: inner cells with true counts, two streams, a year by months. Each
award is one ticket of a child of its own; cards and more tickets at once are in `tests.card_towns`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lib import freezing
from lib.disclosure import KEYS, Period, published

YEAR = 2025
MONTHS = 12
# Awards that are used the same month and up to three later.
LAG = (0.45, 0.3, 0.15, 0.1)
AWARDS_A_CHILD = 6.7


@dataclass(frozen=True)
class Shape:
    """How large a town is, and how finely its records tell of it."""

    children: int = 600
    offers: int = 24
    areas: int = 6
    age_bands: int = 4
    services: int = 4
    awards: int | None = None  # about 6.7 a child, where not said

    @property
    def awarded(self) -> int:
        """About how many awards a year."""
        return self.awards or round(AWARDS_A_CHILD * self.children)


USUAL = Shape()
SMALL = Shape(children=60)
MIDDLING = Shape(children=200)
MILLION = Shape(150_000, offers=100, areas=25, age_bands=6, services=8, awards=1_000_000)
ONE_OFFER = Shape(offers=1)
ONE_CHILD = Shape(children=1)
ONE_CELL = Shape(offers=1, areas=1, age_bands=1, services=1)


def town(seed: int, shape: Shape = USUAL, year: int = YEAR) -> pl.DataFrame:
    """Inner cells: stream, month, offer, area, age_band, service, units, most; none of them 0."""
    random = np.random.default_rng(seed)
    lives = _lives(random, shape)
    child = random.choice(shape.children, shape.awarded, p=_shares(random, shape.children, 0.3))
    offer = random.choice(shape.offers, shape.awarded, p=_shares(random, shape.offers, 0.6))
    month = _months(random, offer, shape)
    used = random.random(shape.awarded) < random.uniform(0.35, 0.85, shape.offers)[offer]
    use_month = month + random.choice(len(LAG), shape.awarded, p=LAG)
    used &= use_month < MONTHS
    awarded = _cells("awarded", month, offer, lives[child], year)
    return pl.concat(
        [awarded, _cells("used", use_month[used], offer[used], lives[child[used]], year)]
    )


def groups(shape: Shape) -> dict[str, list[str]]:
    """The names of all offers, areas, age bands and services that a town has."""
    numbers = (shape.offers, shape.areas, shape.age_bands, shape.services)
    return {
        key: [f"{key}-{n}" for n in range(number)]
        for key, number in zip(KEYS, numbers, strict=True)
    }


def none() -> pl.DataFrame:
    """A year in which nothing was awarded."""
    return town(1, ONE_CHILD).clear()


def without_details(cells: pl.DataFrame, seed: int, share: float = 0.2) -> pl.DataFrame:
    """Some of the offers' use is only counted by partners: no area, age band or service."""
    offers = cells["offer"].unique().sort()
    counted = np.random.default_rng(seed).random(len(offers)) < share
    only = (pl.col("stream") == "used") & pl.col("offer").is_in(offers.filter(counted).to_list())
    blank = [
        pl.when(only).then(None).otherwise(pl.col(key)).alias(key)
        for key in ("area", "age_band", "service")
    ]
    return _summed(cells.with_columns(blank))


def _lives(random: np.random.Generator, shape: Shape) -> np.ndarray:
    """A row per child: area, age band, service."""
    kinds = (shape.areas, shape.age_bands, shape.services)
    return np.stack(
        [random.choice(kind, shape.children, p=_shares(random, kind, 0.5)) for kind in kinds],
        axis=1,
    )


def _shares(random: np.random.Generator, number: int, exponent: float) -> np.ndarray:
    """Uneven shares that sum to 1: a few are common, many are not."""
    weights = np.arange(1, number + 1) ** -exponent * random.uniform(0.7, 1.3, number)
    return random.permutation(weights / weights.sum())


def _months(random: np.random.Generator, offer: np.ndarray, shape: Shape) -> np.ndarray:
    """The awards' months, 0 to 11: each offer has a season of its own, more or less marked."""
    peak = random.uniform(0, MONTHS, shape.offers)[:, None]
    marked = random.uniform(0, 0.8, shape.offers)[:, None]
    season = 1 + marked * np.cos((np.arange(MONTHS) - peak) * 2 * np.pi / MONTHS)
    reached = (season / season.sum(axis=1, keepdims=True)).cumsum(axis=1)
    months: np.ndarray = (random.random(len(offer))[:, None] > reached[offer]).sum(axis=1)
    return months.clip(0, MONTHS - 1)


def _cells(
    stream: str, month: np.ndarray, offer: np.ndarray, lives: np.ndarray, year: int
) -> pl.DataFrame:
    first_days = pl.Series([date(year, n + 1, 1) for n in range(MONTHS)])
    named = {"area": lives[:, 0], "age_band": lives[:, 1], "service": lives[:, 2]}
    return _summed(
        pl.DataFrame({"month": first_days.gather(month), "offer": offer, **named}).select(
            pl.lit(stream).alias("stream"),
            "month",
            *(pl.format(f"{key}-{{}}", pl.col(key)) for key in KEYS),
            units=pl.lit(1, pl.Int64),
        )
    )


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    summed = rows.group_by("stream", "month", *KEYS).agg(pl.col("units").sum()).sort(pl.all())
    return summed.with_columns(most=pl.lit(1, pl.Int64))


def left_raw(cells: pl.DataFrame, length: Period = Period.MONTH) -> pl.DataFrame:
    """A control: the true counts as if they were frozen cells, to be published as they are."""
    first_days = {day: length.first_day(day) for day in cells["month"].unique()}
    return cells.select(
        "stream",
        pl.col("month").replace_strict(first_days, return_dtype=pl.Date).alias("period"),
        pl.lit(int(length), pl.Int64).alias("months"),
        *KEYS,
        pl.lit(5, pl.Int64).alias("base"),
        "units",
        pl.col("units").alias("entered"),
    )


def frozen_year(
    cells: pl.DataFrame, seed: bytes, length: Period = Period.MONTH, *, until: int = MONTHS
) -> pl.DataFrame:
    """The year's periods, frozen one after the other; `until` is the last month."""
    frozen = freezing.FROZEN.to_frame()
    for month in range(1, until + 1, length):
        period = date(YEAR, month, 1)
        new = freezing.freeze(frozen, cells, period=period, length=length, seed=seed)
        frozen = pl.concat([frozen, new])
    return frozen


def releases(cells: pl.DataFrame, seed: bytes, *, months: int) -> list[dict[str, pl.DataFrame]]:
    """What was published after each month, each time of the same frozen months and one more."""
    frozen = frozen_year(cells, seed, until=months)
    return [
        published(frozen.filter(pl.col("period") < until), until=until)
        for until in (Period.MONTH.after(date(YEAR, month, 1)) for month in range(1, months + 1))
    ]


def fresh_releases(cells: pl.DataFrame, *, months: int) -> list[dict[str, pl.DataFrame]]:
    """A control: every closed month is rounded anew for each release."""
    return [
        published(
            frozen_year(cells, bytes([month] * 32), until=month),
            until=Period.MONTH.after(date(YEAR, month, 1)),
        )
        for month in range(1, months + 1)
    ]
