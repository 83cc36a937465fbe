"""The published store: all that leadership can open, and what could be sent to everyone.

A release is one file of tables. A pointer names the one that counts, so whoever still has an
older one open goes on reading it whole. This module knows neither the database nor the keys:
`lib.release` fills the tables, `lib.uptake` reads them.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import polars as pl

FOLDER = "published"  # under the installation's data
POINTER = "latest.txt"  # names the release that counts

_PERIOD = {"period": pl.Date, "months": pl.Int64}  # the first day, and how long
_COUNTED = {"stream": pl.String, "units": pl.Int64}  # rounded; what is not listed is 0

# Every table with its columns. The first eight hold rounded figures, the others what is public:
# names, prices, what the municipality typed in, and which months have something to give.
TABLES: Mapping[str, pl.Schema] = {
    "offer": pl.Schema({**_PERIOD, "offer": pl.String, **_COUNTED}),
    "area": pl.Schema({**_PERIOD, "area": pl.String, **_COUNTED}),
    "age_band": pl.Schema({**_PERIOD, "age_band": pl.String, **_COUNTED}),
    "service": pl.Schema({**_PERIOD, "service": pl.String, **_COUNTED}),
    "offer_area": pl.Schema({**_PERIOD, "offer": pl.String, "area": pl.String, **_COUNTED}),
    "offer_age_band": pl.Schema({**_PERIOD, "offer": pl.String, "age_band": pl.String, **_COUNTED}),
    "cards": pl.Schema({**_PERIOD, "scheme": pl.String, "channel": pl.String, **_COUNTED}),
    "kroner": pl.Schema({**_PERIOD, "scheme": pl.String, "kroner": pl.Int64}),
    "periods": pl.Schema(_PERIOD),  # every closed one, whether it has figures or not
    "uncounted": pl.Schema({"period": pl.Date, "offer": pl.String}),  # use that nobody counted
    "names": pl.Schema({"dimension": pl.String, "key": pl.String, "name": pl.String}),
    "offers": pl.Schema(
        {
            "offer": pl.String,
            "partner": pl.String,
            "scheme": pl.String,
            "availability": pl.String,
            "size": pl.Int64,  # the uses of one card, 1 for a ticket
        }
    ),
    # What one use of an offer costs, by who pays; `share` of the offer's uses, all together 1.
    "prices": pl.Schema(
        {
            "offer": pl.String,
            "year": pl.Int64,
            "source": pl.String,
            "kind": pl.String,
            "is_gift": pl.Boolean,
            "share": pl.Float64,
            "price_ore": pl.Int64,
        }
    ),
    "children": pl.Schema({"year": pl.Int64, "children": pl.Int64}),
    "expected": pl.Schema({"scheme": pl.String, "year": pl.Int64, "times": pl.Int64}),
    "on_offer": pl.Schema({"month": pl.Date, "offers": pl.Int64}),
}


@dataclass(frozen=True, eq=False)  # equal to itself alone, so that what is asked of it can be kept
class Published:
    """One release; `tables` has every table of TABLES."""

    number: int
    released_at: datetime
    tables: Mapping[str, pl.DataFrame]

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    @property
    def last_day_after(self) -> date | None:
        """The first day that no period reaches, or None where there is none."""
        ends = self["periods"].select(pl.col("period").dt.offset_by(pl.format("{}mo", "months")))
        last: date | None = ends["period"].max()  # type: ignore[assignment]
        return last


def latest(folder: Path) -> Published | None:
    """The release that counts now, or None before the first."""
    try:
        file = folder / (folder / POINTER).read_text(encoding="utf-8").strip()
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=4)
def _read(file: Path, _written_at: int) -> Published:
    """The file as it is: where the folder was lost, its first name is written once more."""
    content = json.loads(file.read_text(encoding="utf-8"))
    return Published(
        number=content["number"],
        released_at=datetime.fromisoformat(content["released_at"]),
        tables={name: _table(columns, content["tables"][name]) for name, columns in TABLES.items()},
    )


def _table(columns: pl.Schema, rows: list[dict[str, object]]) -> pl.DataFrame:
    days = [name for name, kind in columns.items() if kind == pl.Date]
    as_text = pl.Schema({**columns, **dict.fromkeys(days, pl.String())})
    return pl.DataFrame(rows, schema=as_text).with_columns(pl.col(days).str.to_date())


def write(folder: Path, published: Published) -> None:
    """A file of its own, then the pointer to it; each appears whole or not at all.

    A release that was stopped before its pointer leaves a file that the next one replaces.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"release-{published.number:04}.json"
    content = {
        "number": published.number,
        "released_at": published.released_at.isoformat(),
        "tables": {
            table: published[table].select(columns.names()).cast(columns).to_dicts()
            for table, columns in TABLES.items()
        },
    }
    text = json.dumps(content, default=date.isoformat, ensure_ascii=False, indent=0)
    _replace(folder / name, text)
    _replace(folder / POINTER, name)


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
