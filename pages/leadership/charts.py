"""How leadership's figures are drawn, tabled and put into words; what they are, lib.uptake says."""

from collections.abc import Sequence
from datetime import date
from html import escape
from textwrap import wrap

import pandas as pd  # type: ignore[import-untyped]
import plotly.graph_objects as go
import polars as pl
from pandas.io.formats.style import Styler  # type: ignore[import-untyped]

from lib.norwegian import month_name, month_text, number
from lib.uptake import Total
from pages.desk import plain

# The theme's first two: 3:1 against white, and told apart by the colour-blind.
STREAMS = (("Tildelt", "awarded", "#0062BA"), ("Brukt", "used", "#C85200"))
TEXT_COLOUR = "#24272B"
GROUP_HEIGHT = 56  # pixels, room for a name on four lines
NAME_WIDTH = 24  # letters on a line, so that the bars keep room on a phone
UNKNOWN, TOO_FEW = "ukjent", "–"


def month_chart(months: pl.DataFrame) -> go.Figure:
    """Awarded and used side by side, month by month."""
    days: list[date] = months["month"].to_list()
    places = list(range(len(days)))
    names = [month_text(day) for day in days]
    figure = go.Figure()
    for name, column, colour in STREAMS:
        figure.add_bar(
            name=name,
            x=places,
            y=months[column].to_list(),
            marker_color=colour,
            customdata=names,
            hovertemplate="%{customdata}<br>" + name + ": %{y}<extra></extra>",
        )
    figure.update_xaxes(tickvals=places, ticktext=_short_names(days))
    figure.update_yaxes(title="Antall ganger", rangemode="tozero")
    return _framed(figure, height=380)


def group_chart(groups: pl.DataFrame) -> go.Figure:
    """Awarded and used for each group, the first on top."""
    names = groups["name"].to_list()
    places = list(range(len(names)))
    figure = go.Figure()
    for name, column, colour in STREAMS:
        figure.add_bar(
            name=name,
            x=groups[column].to_list(),
            y=places,
            orientation="h",
            marker_color=colour,
            customdata=[escape(group) for group in names],
            hovertemplate="%{customdata}<br>" + name + ": %{x}<extra></extra>",
        )
    figure.update_yaxes(
        tickvals=places,
        ticktext=[_broken(name) for name in names],
        autorange="reversed",
    )
    figure.update_xaxes(title="Antall ganger", rangemode="tozero", nticks=5)
    return _framed(figure, height=120 + GROUP_HEIGHT * len(names))


def month_table(months: pl.DataFrame, total: Total) -> Styler:
    """The months with their sum."""
    return _table("Måned", [month_text(day) for day in months["month"]], months, total)


def group_table(heading: str, groups: pl.DataFrame, total: Total) -> Styler:
    """The groups with their sum."""
    # A break after a stroke, so that no name is wider than a phone.
    names = [plain(name).replace("/", "/\N{ZERO WIDTH SPACE}") for name in groups["name"]]
    return _table(heading, names, groups, total)


def month_words(months: pl.DataFrame) -> str:
    """The month chart in one sentence, for those who do not see it."""
    days: list[date] = months["month"].to_list()
    most = months.sort("awarded", descending=True, maintain_order=True).row(0, named=True)
    return (
        f"Stolper for tildelt og brukt, {month_text(days[0])} til {month_text(days[-1])}. "
        f"Mest tildelt i {month_text(most['month'])}: {number(most['awarded'])} ganger, "
        f"og brukt {shown(most['used'])}."
    )


def group_words(groups: pl.DataFrame) -> str:
    """The group chart in one sentence, for those who do not see it."""
    if groups.is_empty():
        return "Det er ingenting å vise ennå."
    most = groups.sort("awarded", descending=True, maintain_order=True).row(0, named=True)
    return (
        f"Liggende stolper for tildelt og brukt. Mest tildelt: {most['name']}, "
        f"{number(most['awarded'])} ganger, og brukt {shown(most['used'])}."
    )


def shown(count: int | None) -> str:
    """A count as text; use that nobody has counted is unknown, never 0."""
    return UNKNOWN if count is None else number(count)


def percent(rate: float | None) -> str:
    """A rate as text, and a dash where there is too little to say."""
    return TOO_FEW if rate is None else f"{rate:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def _framed(figure: go.Figure, *, height: int) -> go.Figure:
    text = {"color": TEXT_COLOUR}
    figure.update_xaxes(fixedrange=True, tickangle=0, tickfont=text, title_font=text)
    figure.update_yaxes(fixedrange=True, tickfont=text, title_font=text)
    figure.update_layout(
        height=height,
        barmode="group",
        separators=",\N{NO-BREAK SPACE}",
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
    )
    return figure


def _short_names(days: Sequence[date]) -> list[str]:
    """«jan.» to «des.», with the year under the first month and under each January."""
    return [
        month_name(day.month)[:3] + (f"<br>{day.year}" if not place or day.month == 1 else "")
        for place, day in enumerate(days)
    ]


def _broken(name: str) -> str:
    """A long name on several lines."""
    return "<br>".join(wrap(escape(name.replace("/", "/ ")), NAME_WIDTH))


def _table(heading: str, names: Sequence[str], figures: pl.DataFrame, total: Total) -> Styler:
    """As numbers, so that they stand under one another; the words for them are the Styler's."""
    table = pd.DataFrame(
        {
            heading: [*names, "**Sum**"],
            "Tildelt": [*figures["awarded"], total.awarded],
            "Brukt": pd.array([*figures["used"], total.used], dtype="Int64"),
            "Bruksgrad": pd.array([*figures["rate"], total.rate], dtype="Float64"),
        }
    )
    return (
        table.style.format(number, subset=["Tildelt"])
        .format(number, subset=["Brukt"], na_rep=UNKNOWN)
        .format(percent, subset=["Bruksgrad"], na_rep=TOO_FEW)
    )
