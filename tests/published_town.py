"""Releases drawn as tables, without the register that made them."""

from datetime import date

import polars as pl

from lib.ages import band_names
from lib.published import TABLES, Published
from tests.town import NOW


def drawn(
    figures: str = "",
    *,
    year: int = 2024,
    months: int = 12,
    length: int = 1,
    **public: list[tuple[object, ...]],
) -> Published:
    """A release of a year's first months; each line «table key month awarded used».

    Keys are their own names. `cards`, `uncounted`, `children` and so on are rows of those tables.
    """
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in TABLES}
    rows["periods"] = [(date(year, month, 1), length) for month in range(1, months + 1, length)]
    keys = set()
    for line in figures.strip().splitlines():
        table, key, month, *units = line.split()
        key = key.replace("_", " ")
        keys.add((table, key))
        for stream, count in zip(("awarded", "used"), map(int, units), strict=False):
            if count:
                rows[table].append((date(year, int(month), 1), length, key, stream, count))
    for table, key in sorted(keys):
        if table != "age_band":
            rows["names"].append((table, key, key))
    rows["names"] += [("age_band", name, name) for name in band_names()]
    rows["names"].append(("scheme", "card", "Kortet"))
    rows["offers"] = [(key, "partner", "card", "always") for kind, key in keys if kind == "offer"]
    tables = {
        name: pl.DataFrame([*rows[name], *public.get(name, [])], schema=columns, orient="row")
        for name, columns in TABLES.items()
    }
    return Published(1, NOW, tables)
