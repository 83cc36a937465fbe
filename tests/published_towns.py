"""Towns of `tests.uptake_towns` as true records in a real database, and what is published of them.

The attackers' truth is the same inner cells, under the keys that the records have.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import polars as pl

from lib import award_groups, published, release, yardsticks
from lib.db import Database, Transaction
from tests.attackers import ALL_TABLES, Store
from tests.town import KARI, LARVIK_CARD, NINA, given, id_of

YEAR = 2025
OF_THE_RECORDS = ("offer", "area", "service")  # known by id; an age band is its name


def settle_town(
    db: Database,
    cells: pl.DataFrame,
    *,
    children: int,
    punches: Mapping[str, int] | None = None,
    since: date = date(YEAR, 1, 1),
) -> pl.DataFrame:
    """Enter what gives these inner cells, and the typed-in number of children.

    Returns the cells as the release will name them. Each unit is the award of a child of its
    own, and each use one of the same offer, area, age band and service; unless the rows name
    their `award` and the offers have so many `punches`. There is something to give `since` then.
    """
    rows = cells if "award" in cells.columns else _one_by_one(cells)
    punches = punches or {}
    for table, key, drawn in (
        ("neighbourhood", "area", "id | name"),
        ("service", "service", "id | name"),
        ("partner", "offer", "id | name"),
        ("offer", "offer", "id | partner_id | name"),
        ("batch", "offer", "id | offer_id | delivery_key"),
    ):
        names = cells[key].unique().sort().drop_nulls().to_list()
        more = drawn.count("|")
        those = [(id_of(name), *[id_of(name)] * (more - 1), name) for name in names]
        if table == "batch":
            drawn += " | scheme_id | ticket_form | punches_per_unit | received_on"
            those = [
                (*row, LARVIK_CARD, "qr", punches.get(name, 1), since)
                for name, row in zip(names, those, strict=True)
            ]
        given(db, table, drawn, those)
    db.transact(lambda tx: yardsticks.enter(tx, YEAR, children, {}))
    db.transact(lambda tx: _enter(tx, rows, punches))
    ids = [
        pl.col(key).replace_strict(
            {name: str(id_of(name)) for name in cells[key].unique().drop_nulls()}
        )
        for key in OF_THE_RECORDS
    ]
    return cells.with_columns(ids)


def _one_by_one(cells: pl.DataFrame) -> pl.DataFrame:
    """A row per unit, each of the award that is next in its group and stream."""
    group = ["offer", "area", "age_band", "service"]
    rows = cells.with_columns(pl.col("units").repeat_by("units")).explode("units")
    rows = rows.with_columns(units=pl.lit(1, pl.Int64)).sort("stream", "month", *group)
    place = pl.int_range(pl.len()).over("stream", *group)
    return rows.with_columns(award=pl.format("{}/{}/{}/{}/{}", *group, place))


def _enter(tx: Transaction, rows: pl.DataFrame, punches: Mapping[str, int]) -> None:
    """An award of a child of its own for each row that was awarded, a redemption for each used."""
    awarded = rows.filter(pl.col("stream") == "awarded")
    awarded = awarded.with_columns(id=pl.Series([uuid4().bytes for _ in range(awarded.height)]))
    each = pl.col("offer").replace_strict(punches, default=1, return_dtype=pl.Int64)
    seals = [
        award_groups.sealed(tx.keys, UUID(bytes=row["id"]), row["age_band"], id_of(row["area"]))
        for row in awarded.iter_rows(named=True)
    ]
    day = pl.col("month") + timedelta(days=9)
    ids = {name: str(id_of(name)) for key in OF_THE_RECORDS for name in rows[key].unique()}
    award_id = pl.Series([str(UUID(bytes=one)) for one in awarded["id"]])
    constant = dict.fromkeys(("entitlement_id", "pool_id"), pl.lit(str(uuid4())))
    tx.append(
        "award",
        awarded.select(
            id=award_id,
            person_id=award_id,
            **constant,
            scheme_id=pl.lit(str(LARVIK_CARD)),
            batch_id=pl.col("offer").replace_strict(ids),
            units=pl.col("units") // each,
            category=pl.lit("cinema"),
            sealed=pl.Series(seals),
            service_id=pl.col("service").replace_strict(ids),
            staff_user_id=pl.lit(str(NINA.id)),
            awarded_on=day,
            awarded_at=day.dt.combine(time(10)),
        ),
    )
    # The award's id is its card's, too.
    cards = awarded.select("award", card_id=award_id)
    tx.append("award_card", cards.select("card_id", award_id="card_id"))
    used = rows.filter(pl.col("stream") == "used").join(cards, on="award")
    fresh = pl.Series([str(uuid4()) for _ in range(used.height)])
    tx.append(
        "redemption",
        used.select(
            id=fresh,
            request_key=fresh,
            card_id="card_id",
            balance_id="card_id",
            category=pl.lit("cinema"),
            punches="units",
            partner_id=pl.col("offer").replace_strict(ids),
            till_id=pl.col("offer").replace_strict(ids),
            redeemed_on=day,
            redeemed_at=day.dt.combine(time(10)),
        ),
    )


def punched_again(tx: Transaction, times: int) -> None:
    """Every punch so many times more."""
    text = (
        "insert into redemption select made.id, cast(made.id as text), made.card_id, "
        "made.balance_id, made.category, made.punches, made.partner_id, made.till_id, "
        "made.redeemed_on, made.redeemed_at from (select uuid() as id, redemption.* exclude (id) "
        "from redemption cross join range($1)) as made"
    )
    tx.run(text, times)


def released_monthly(db: Database, folder: Path, *, months: int) -> Iterator[Store]:
    """What can be read from the folder after the release of each month that brought one."""
    for month in range(1, months + 1):
        yield from released(db, folder, date(YEAR + month // 12, month % 12 + 1, 1))


def released(db: Database, folder: Path, on: date) -> Iterator[Store]:
    """What can be read after a day's release, if there is one."""
    if release.why_not(db, folder, on=on) is None:
        now = datetime.combine(on, time(6))
        release.publish(db, folder, by=KARI, on=on, now=now, progress=_unheard)
        yield store(folder)


def store(folder: Path) -> Store:
    """The latest release as the attackers read it."""
    found = published.latest(folder)
    assert found
    return {name: found[name] for name in ALL_TABLES}


def _unheard(_share: float, _what: str) -> None:
    pass
