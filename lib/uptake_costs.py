"""What uptake cost: rounded counts times prices, by who paid or gave, and what was claimed."""

import polars as pl

from lib import disclosure, uptake
from lib.published import Published
from lib.uptake import By


def by_source(published: Published, year: int) -> pl.DataFrame:
    """Columns source, kind, is_gift, uses, cost_ore, per_use_ore: rounded counts times prices.

    What was given away of each offer is shared among those who paid for it, and so is the use;
    offers without a known price, and those put together, are left out. Never a sum of invoices,
    which would tell the true counts. Cost is of what was awarded; a gift's is its value. A use
    costs what was awarded where the use is known, over that use.
    """
    prices = published["prices"].filter(pl.col("year") <= year)
    latest = pl.col("year") == pl.col("year").max().over("offer")
    table = uptake.within(published, By.OFFER, year)
    figures = disclosure.rates(table, ["offer"])
    whole = ~pl.col("offer").is_in(uptake.partly_told(table))
    known = disclosure.rates(uptake.counted(published, table).filter(whole), ["offer"])
    known = known.select("offer", known=pl.col("awarded"), known_used=pl.col("used"))
    paid = figures.join(known, on="offer", how="left").join(prices.filter(latest), on="offer")
    used, known_used = (pl.col(uses) * pl.col("share") for uses in ("used", "known_used"))
    cost = pl.col("share") * pl.col("price_ore")
    return (
        paid.group_by("source", "kind", "is_gift")
        .agg(
            uses=used.sum().round().cast(pl.Int64),
            cost_ore=(pl.col("awarded") * cost).sum().round().cast(pl.Int64),
            known_ore=(pl.col("known") * cost).sum(),
            known_uses=known_used.sum(),
            cards=(known_used / uptake.uses_of_one(published)).sum().round(9),
        )
        .with_columns(
            per_use_ore=pl.when(pl.col("cards") >= disclosure.RATE_FROM).then(
                (pl.col("known_ore") / pl.col("known_uses")).round().cast(pl.Int64)
            )
        )
        .drop("known_ore", "known_uses", "cards")
        .sort("is_gift", "source")
    )


def claimed(published: Published, year: int) -> pl.DataFrame:
    """Columns scheme (its name), kroner: what was claimed in a year, to the nearest 5 000."""
    table = published["kroner"].filter(pl.col("period").dt.year() == year)
    summed = table.group_by("scheme").agg(pl.col("kroner").sum())
    names = uptake.names(published, By.SCHEME)
    return summed.with_columns(pl.col("scheme").replace(names)).sort("scheme")
