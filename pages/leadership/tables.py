"""Leadership's figures as tables on the page, and as a workbook to take along."""

from collections.abc import Iterable, Sequence
from html import escape

import polars as pl

from lib.disclosure import NOTE
from lib.figure_words import TOO_FEW, UNKNOWN, rate_text, shown
from lib.norwegian import moment, number
from lib.published import Published
from lib.spreadsheets import Sheet, Value, write_xlsx
from lib.uptake import Total

RATE = "Bruksgrad"
RATE_IN_PERCENT = "Bruksgrad i prosent"
# As Streamlit's own tables look.
STYLE = """<style>
.klipp-figures { border: 1px solid #D2D6DB; border-radius: 4px; overflow: auto; max-width: 100% }
.klipp-figures table {
  width: 100%; margin: 0; border-collapse: separate; border-spacing: 0;
  font-size: 0.875rem; line-height: 1.5;
}
.klipp-figures :is(th, td) {
  padding: 4px 6px; border: 0 solid #D2D6DB; border-width: 0 1px 1px 0;
  font-weight: 400; text-align: left; vertical-align: middle;
}
.klipp-figures thead th { padding-left: 8px; color: #12151BB3 }
.klipp-figures td { text-align: right; white-space: nowrap }
.klipp-figures tr > :last-child { border-right-width: 0 }
.klipp-figures table > :last-child > tr:last-child > * { border-bottom-width: 0 }
</style>"""


def figures_table(
    named: dict[str, str],
    figures: pl.DataFrame,
    total: Total | None = None,
    given: tuple[str, str] = ("awarded", "Tildelt"),
) -> str:
    """The figures under `named` columns (with their headings), and their sum where there is one.

    As HTML, which is made many times as fast as Streamlit's own table: that one asks a Styler
    about each cell, 0.2 s where a hundred offers are divided by 25 areas.
    """
    column, heading = given
    headings = (*named.values(), heading, "Brukt", RATE)
    rows = zip(
        zip(*(map(_breaking, figures[name]) for name in named), strict=True),
        zip(figures[column], figures["used"], figures["rate"], strict=True),
        strict=True,
    )
    return (
        f'{STYLE}<div class="klipp-figures"><table>'
        f"<thead><tr>{_headings('col', map(escape, headings))}</tr></thead>"
        f"<tbody>{''.join(_row(names, counts) for names, counts in rows)}</tbody>"
        f"{_foot(len(named), total) if total else ''}</table></div>"
    )


def _row(names: Sequence[str], counts: tuple[int, int | None, float | None]) -> str:
    given, used, rate = counts
    return (
        f"<tr>{_headings('row', names)}<td>{number(given)}</td>"
        f"<td>{shown(used)}</td><td>{rate_text(rate)}</td></tr>"
    )


def _headings(scope: str, html: Iterable[str]) -> str:
    return "".join(f'<th scope="{scope}">{one}</th>' for one in html)


def _foot(names: int, total: Total) -> str:
    ends = ["<strong>Sum</strong>", *[""] * (names - 1)]
    return f"<tfoot>{_row(ends, (total.awarded, total.used, total.rate))}</tfoot>"


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
    return escape(name).replace("/", "/\N{ZERO WIDTH SPACE}")
