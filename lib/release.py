"""The release: closed months counted from the ledger, rounded, and set apart for leadership.

The one job that sees both sides. What it writes could be sent to everyone: no exact number,
no award and no person leaves it. What is counted is uses: a card with two punches gives two.
A month that was published stays as it was, whatever is corrected later: figures that move
would give away by subtraction what rounding hides. Rounding alone is not yet enough
protection for real data.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock

import polars as pl

from lib import ages, award_groups, uptake
from lib.db import Database, Reader, sql
from lib.norwegian import date_text, month_text
from lib.refusals import Refused
from lib.staff import Role, StaffUser
from lib.uptake import Dimension, Figure, Group, Published, Stream, Uncounted

BASE = 5
UNKNOWN_AREA = "ukjent område"
# Partners count after the month is over: until this day the schedule waits for them.
COUNTS_AWAITED_UNTIL_DAY = 10

Progress = Callable[[float, str], None]

_one_at_a_time = Lock()


@dataclass(frozen=True)
class Release:
    """What a publication brought: its number, and the months that are new in it."""

    number: int
    new_months: tuple[date, ...]


class NothingClosed(Refused):
    """The first month with stock is not over."""

    def __init__(self, on: date) -> None:
        super().__init__(
            "Ingen måned er avsluttet ennå. "
            f"De første tallene kan publiseres {date_text(_month_after(on))}."
        )


class AllPublished(Refused):
    """Every closed month is out; a published month is never counted again."""

    def __init__(self, on: date) -> None:
        super().__init__(
            "Alle avsluttede måneder er publisert. "
            f"Neste måned kan publiseres {date_text(_month_after(on))}."
        )


def why_not(db: Reader, folder: Path, *, on: date) -> Refused | None:
    """Why there is nothing to publish, or None."""
    if unpublished(db, folder, on=on):
        return None
    return AllPublished(on) if uptake.latest(folder) else NothingClosed(on)


def unpublished(db: Reader, folder: Path, *, on: date) -> list[date]:
    """The closed months that are not out yet, by their first days, oldest first."""
    earlier = uptake.latest(folder)
    out = set(earlier.months) if earlier else set()
    return [month for month in _closed(db, on) if month not in out]


def uncounted(db: Reader, month: date) -> list[str]:
    """The offers that lack the partner's count for a month, by name."""
    rows = db.rows(sql("release/uncounted"), month, _month_after(month))
    return [row["name"] for row in rows]


def due(db: Reader, folder: Path, *, on: date) -> bool:
    """Whether the schedule should publish now; a coordinator need not wait for this."""
    return why_not(db, folder, on=_scheduled(db, on)) is None


def publish_when_due(db: Database, folder: Path, *, on: date, now: datetime) -> Release | None:
    """What the schedule does once an hour: publish the closed months that are due, if any."""
    day = _scheduled(db, on)
    try:
        return publish(db, folder, by=None, on=day, now=now, progress=lambda _share, _what: None)
    except (AllPublished, NothingClosed):
        return None


def publish(
    db: Database,
    folder: Path,
    *,
    by: StaffUser | None,
    on: date,
    now: datetime,
    progress: Progress,
) -> Release:
    """Publish every closed month that is not out yet, or raise the refusal.

    `by` is a coordinator, None the schedule. `progress` hears the share done (0 to 1) and
    what is being done. Whatever stops it leaves the earlier release whole.
    """
    if by:
        by.must_be(Role.COORDINATOR)
    with _one_at_a_time:
        if refusal := why_not(db, folder, on=on):
            raise refusal
        earlier = uptake.latest(folder)
        new_months = unpublished(db, folder, on=on)
        figures = list(earlier.figures) if earlier else []
        waiting = list(earlier.uncounted) if earlier else []
        for done, month in enumerate(new_months):
            progress(0.9 * done / len(new_months), f"Teller {month_text(month)}")
            figures += _figures(db, month)
            waiting += _uncounted(db, month)
        published = Published(
            number=earlier.number + 1 if earlier else 1,
            released_at=now,
            months=tuple(sorted([*new_months, *(earlier.months if earlier else ())])),
            groups=tuple(_groups(db)),
            figures=tuple(figures),
            uncounted=tuple(waiting),
        )
        progress(0.9, "Lagrer tallene")
        _write(folder, published)
        progress(1.0, "Publisert")
        return Release(published.number, tuple(new_months))


def rounded(count: int) -> int:
    """The nearest multiple of five; with an odd base and whole numbers there is never a tie.

    1 and 2 become 0, 3 to 7 become 5. Each number is rounded by itself, and sums are made
    afterwards, from what is published.
    """
    return (count + BASE // 2) // BASE * BASE


def _figures(db: Database, month: date) -> Iterator[Figure]:
    """The month's numbers, rounded, zeros left out: an absent one may be 0, 1 or 2."""
    span = month, _month_after(month)
    for stream, name in ((Stream.AWARDED, "release/awarded"), (Stream.USED, "release/used")):
        cells = _cells(db, sql(name), *span)
        for dimension in Dimension:
            counts = cells.select(pl.col(dimension).alias("key"), "units")
            if (stream, dimension) == (Stream.USED, Dimension.OFFER):
                counted = db.frame(sql("release/counted"), *span)
                counts = pl.concat([counts, counted.select(pl.col("offer").alias("key"), "units")])
            sums = counts.group_by("key").agg(pl.col("units").sum()).sort("key")
            for key, units in sums.iter_rows():
                if published := rounded(units):
                    yield Figure(month, stream, dimension, key, published)


def _cells(db: Database, text: str, *span: date) -> pl.DataFrame:
    """True counts, a column for each dimension and units; a row may stand in several parts."""
    parts = [pl.DataFrame(schema={**dict.fromkeys(Dimension, pl.String), "units": pl.Int64})]
    for awards in db.frames(text, *span):
        ids = awards["award"].str.replace_all("-", "", literal=True).str.decode("hex")
        groups = award_groups.opened(db.keys, zip(ids, awards["sealed"], strict=True))
        areas, bands = zip(*groups, strict=True)
        told = {Dimension.AREA: pl.Series(areas), Dimension.AGE_BAND: pl.Series(bands)}
        parts.append(awards.with_columns(**told).group_by(*Dimension).agg(pl.col("units").sum()))
    return pl.concat(parts)


def _uncounted(db: Reader, month: date) -> list[Uncounted]:
    rows = db.rows(sql("release/uncounted"), month, _month_after(month))
    return [Uncounted(month, row["offer"]) for row in rows]


def _groups(db: Reader) -> list[Group]:
    """Every group by its name of today, whether it has figures or not."""
    return [
        *db.many(Group, sql("release/groups")),
        Group(Dimension.AREA, "", UNKNOWN_AREA),
        *(Group(Dimension.AGE_BAND, band, band) for band in ages.band_names()),
    ]


def _write(folder: Path, published: Published) -> None:
    """A file of its own, then the pointer to it; each appears whole or not at all.

    A release that was stopped before its pointer leaves a file that the next one replaces.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"release-{published.number:04}.json"
    content = json.dumps(asdict(published), default=_iso, ensure_ascii=False, indent=0)
    _replace(folder / name, content)
    _replace(folder / uptake.POINTER, name)


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def _replace(file: Path, content: str) -> None:
    beside = file.with_suffix(".part")
    with beside.open("w", encoding="utf-8") as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    os.replace(beside, file)
    # The folder, too: after a power cut the name must lead to what was written.
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _closed(db: Reader, on: date) -> list[date]:
    row = db.row(sql("release/first_day"))
    if row is None or row["first_day"] is None:
        return []
    month, months = row["first_day"].replace(day=1), []
    while month < on.replace(day=1):
        months.append(month)
        month = _month_after(month)
    return months


def _scheduled(db: Reader, on: date) -> date:
    """The day the schedule goes by: the month before stays open while counts are awaited."""
    last_of_month_before = on.replace(day=1) - timedelta(days=1)
    if on.day <= COUNTS_AWAITED_UNTIL_DAY and uncounted(db, last_of_month_before.replace(day=1)):
        return last_of_month_before
    return on


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
