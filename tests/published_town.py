"""Releases drawn by hand: what leadership reads, without a register or a job behind it."""

from datetime import date

import polars as pl

from lib.ages import band_names
from lib.published import TABLES, Published
from tests.town import NOW

MONTHS = [date(2026, month, 1) for month in range(1, 11)]

NAMES = """
    dimension    | key     | name
    municipality | 3909    | Larvik kommune
    scheme       | CARD    | Aktivitetskortet
    partner      | BOLGEN  | Bølgen
    partner      | MUNKEN  | Munken *teater*
    offer        | CINEMA  | Bølgen: Kino på lørdag
    offer        | PLAY    | Munken *teater*: Æventyr
    area         | STAVERN | Stavern
    area         |         | uten opplysning
    age_band     | 6–9 år  | 6–9 år
    age_band     | 13–15 år | 13–15 år
    service      | NAV     | NAV Larvik
    channel      | sale    | salg
    kind         | sponsor | sponsor
    kind         | grant   | statlig tilskudd
    kind         | municipal | kommunens eget budsjett
    availability | year_round | hele året
"""
OFFERS = """
    offer  | partner | scheme | availability | size
    CINEMA | BOLGEN  | CARD   | year_round   | 1
    PLAY   | MUNKEN  | CARD   | year_round   | 1
"""
# January to October 2026: 300 cinema tickets of which 210 are used, and 100 plays nobody counted.
OFFER = """
    period     | months | offer  | stream  | units
    2026-01-01 | 1      | CINEMA | awarded | 100
    2026-02-01 | 1      | CINEMA | awarded | 200
    2026-02-01 | 1      | CINEMA | used    | 210
    2026-02-01 | 1      | PLAY   | awarded | 100
"""
UNCOUNTED = """
    period     | offer
    2026-02-01 | PLAY
"""
AREA = """
    period     | months | area    | stream  | units
    2026-02-01 | 1      | STAVERN | awarded | 380
    2026-02-01 | 1      | STAVERN | used    | 205
    2026-02-01 | 1      |         | awarded | 20
"""
AGE_BAND = """
    period     | months | age_band | stream  | units
    2026-02-01 | 1      | 6–9 år   | awarded | 345
    2026-02-01 | 1      | 6–9 år   | used    | 190
    2026-02-01 | 1      | 13–15 år | awarded | 55
    2026-02-01 | 1      | 13–15 år | used    | 15
"""
SERVICE = """
    period     | months | service | stream  | units
    2026-02-01 | 1      | NAV     | awarded | 400
    2026-02-01 | 1      | NAV     | used    | 205
"""
PRICES = """
    offer  | year | source        | kind      | is_gift | share | price_ore
    CINEMA | 2025 | Jotron        | sponsor   | nei     | 0.5   | 10000
    CINEMA | 2025 |               |           | nei     | 0.5   | 8000
    PLAY   | 2026 | Musikkens venner |        | ja      | 1.0   | 25000
"""


def released(**tables: str | list[date]) -> Published:
    """A release of the tables drawn here; «periods» may be a list of months, the rest is empty."""
    return Published(
        number=1,
        released_at=NOW,
        tables={name: _frame(tables.get(name, ""), columns) for name, columns in TABLES.items()},
    )


def larvik(**other: str | list[date]) -> Published:
    """The town above, until October, with what is drawn in place of some of its tables."""
    town: dict[str, str | list[date]] = {
        "periods": MONTHS,
        "names": NAMES,
        "offers": OFFERS,
        "offer": OFFER,
        "uncounted": UNCOUNTED,
        "area": AREA,
        "age_band": AGE_BAND,
        "service": SERVICE,
        "prices": PRICES,
        "children": "year | children\n2025 | 160",
        "expected": "scheme | year | times\nCARD | 2026 | 1200",
    }
    return released(**town | other)


def _frame(drawn: str | list[date], columns: pl.Schema) -> pl.DataFrame:
    if isinstance(drawn, list):
        drawn = "\n".join(["period | months", *(f"{day} | 1" for day in drawn)])
    lines = [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]
    if not lines:
        return columns.to_frame()
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    text = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    return text.select(_read(name, kind) for name, kind in columns.items())


def _read(name: str, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Boolean:
        return pl.col(name) == "ja"
    return pl.col(name).str.to_date() if kind == pl.Date else pl.col(name).cast(kind)


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
    rows["offers"] = [
        (key, "partner", "card", "always", 1) for kind, key in keys if kind == "offer"
    ]
    tables = {
        name: pl.DataFrame([*rows[name], *public.get(name, [])], schema=columns, orient="row")
        for name, columns in TABLES.items()
    }
    return Published(1, NOW, tables)
