"""Leadership's figures as tables on the page, and as a workbook to take along."""

from collections.abc import Sequence

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
from pandas.io.formats.style import Styler  # type: ignore[import-untyped]

from lib.disclosure import NOTE
from lib.figure_words import TOO_FEW, UNKNOWN, rate_text
from lib.norwegian import moment, number
from lib.published import Published
from lib.spreadsheets import Sheet, Value, write_xlsx
from lib.uptake import Total
from pages.desk import plain

RATE = "Bruksgrad"
RATE_IN_PERCENT = "Bruksgrad i prosent"


def figures_table(
    named: dict[str, str],
    figures: pl.DataFrame,
    total: Total | None = None,
    given: tuple[str, str] = ("awarded", "Tildelt"),
) -> Styler:
    """The figures under `named` columns (with their headings), and their sum where there is one.

    As numbers, so that they stand under one another; the words for them are the Styler's.
    """
    column, heading = given
    ends = [total] if total else []
    sums = ["**Sum**", *[""] * (len(named) - 1)] if total else []
    table = pd.DataFrame(
        {
            title: [*map(_breaking, figures[name]), *sums[place : place + 1]]
            for place, (name, title) in enumerate(named.items())
        }
        | {
            heading: [*figures[column], *(end.awarded for end in ends)],
            "Brukt": pd.array([*figures["used"], *(end.used for end in ends)], dtype="Int64"),
            RATE: pd.array([*figures["rate"], *(end.rate for end in ends)], dtype="Float64"),
        }
    )
    return (
        table.style.format(number, subset=[heading])
        .format(number, subset=["Brukt"], na_rep=UNKNOWN)
        .format(rate_text, subset=[RATE], na_rep=TOO_FEW)
    )


def workbook(
    published: Published,
    title: str,
    named: dict[str, str],
    figures: pl.DataFrame,
    total: Total | None,
) -> bytes:
    """What is shown, in one sheet, with what it is and the note below it."""
    rows: list[tuple[Value, ...]] = [
        (*(row[name] for name in named), *_cells(row["awarded"], row["used"], row["rate"]))
        for row in figures.iter_rows(named=True)
    ]
    if total:
        blank = [""] * (len(named) - 1)
        rows.append(("Sum", *blank, *_cells(total.awarded, total.used, total.rate)))
    said = (f"{title}. Publisert {moment(published.released_at)}.", NOTE)
    headings = (*named.values(), "Tildelt", "Brukt", RATE_IN_PERCENT)
    return write_xlsx([Sheet("Tall", headings, [*rows, (), *((line,) for line in said)])])


def _cells(awarded: int, used: int | None, rate: float | None) -> Sequence[Value]:
    return (
        awarded,
        UNKNOWN if used is None else used,
        TOO_FEW if rate is None else round(rate * 100),
    )


def _breaking(name: str) -> str:
    """May break after a stroke, so that no name is wider than a phone."""
    return plain(name).replace("/", "/\N{ZERO WIDTH SPACE}")
