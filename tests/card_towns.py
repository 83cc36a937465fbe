"""Towns with cards and with many tickets at once: what one child has is more than one use.

A row is an award or its use in a month: stream, month, offer, area, age_band, service, award,
units. The punches of each offer's card are public, so the attacker knows them, too.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from lib.disclosure import KEYS, name_of
from tests.attackers import Store, beside
from tests.uptake_towns import YEAR

# Cards of five and of ten punches, tickets given one by one, and tickets given to a family.
PUNCHES = {"offer-0": 5, "offer-1": 10, "offer-2": 1, "offer-3": 1}
FAMILIES = {"offer-3"}
AT_ONCE = 8
AREAS, AGE_BANDS, SERVICES = 16, 4, 3


def drawn(seed: int, awards: int = 800, months: int = 6) -> pl.DataFrame:
    """Rows of a town with a few large neighbourhoods and many in which an offer has few awards."""
    random = np.random.default_rng(seed)
    shares = 1 / np.arange(1, AREAS + 1)
    rows: list[tuple[object, ...]] = []
    for number in range(awards):
        offer = f"offer-{random.integers(len(PUNCHES))}"
        area = random.choice(AREAS, p=shares / shares.sum())
        of = [f"area-{area}"]
        of += [f"age_band-{random.integers(AGE_BANDS)}", f"service-{random.integers(SERVICES)}"]
        at_once = int(random.integers(1, AT_ONCE + 1)) if offer in FAMILIES else 1
        given = left = PUNCHES[offer] * at_once
        month = int(random.integers(months))
        rows.append(("awarded", month, offer, *of, number, given))
        # Half are used whole at once, the others little by little, or not at all.
        while left and month < months and random.random() < 0.8:
            now = left if random.random() < 0.5 else int(random.integers(1, left + 1))
            rows.append(("used", month, offer, *of, number, now))
            left, month = left - now, month + 1
    columns = ["stream", "month", *KEYS, "award", "units"]
    first_days = {n: date(YEAR, n + 1, 1) for n in range(months)}
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.col("month").replace_strict(first_days, return_dtype=pl.Date)
    )


def few(store: Store, rows: pl.DataFrame, punches: Mapping[str, int]) -> pl.DataFrame:
    """The published cells of one offer that one to four awards made, shown and true.

    Columns table, stream, offer, awards, shown, true, punches; of offers that stand together
    nobody knows the cards.
    """
    found = []
    for table in (("offer",), ("offer", "area"), ("offer", "age_band")):
        cells = beside(store, rows)[name_of(table)]
        keys = ["period", "months", *table, "stream"]
        ends = cells.with_columns(
            until=pl.col("period").dt.offset_by(pl.format("{}mo", "months"))
        ).select(*keys, "until")
        same = [key for key in keys if key not in ("period", "months")]
        inside = (pl.col("month") >= pl.col("period")) & (pl.col("month") < pl.col("until"))
        made = ends.join(rows, on=same).filter(inside)
        awards = made.group_by(keys).agg(awards=pl.col("award").n_unique())
        told = cells.join(awards, on=keys).with_columns(
            table=pl.lit(name_of(table)),
            punches=pl.col("offer").replace_strict(punches, return_dtype=pl.Int64),
        )
        found.append(told.select("table", "stream", "offer", "awards", "shown", "true", "punches"))
    return pl.concat(found).filter(pl.col("awards").is_between(1, 4))


def read_as_they_stand(cells: pl.DataFrame) -> int:
    """Cells whose number is the true one to whoever takes it as it stands."""
    return cells.filter(pl.col("shown") == pl.col("true")).height


def by_the_cards(cells: pl.DataFrame) -> int:
    """Cells of awarded cards that only one number of whole cards can have given.

    The attacker knows the punches, and how far off any number of the same table and punches is.
    """
    of = ["table", "punches"]
    off = (pl.col("shown") - pl.col("true")).abs().max().over(of)
    least = pl.max_horizontal((pl.col("shown") - off) / pl.col("punches"), pl.lit(1)).ceil()
    most = ((pl.col("shown") + off) / pl.col("punches")).floor()
    cards = cells.filter(pl.col("stream") == "awarded", pl.col("punches") > 1)
    return cards.filter(least == most).height
