"""How leadership's figures are drawn, tabled and put into words; what they are, lib.uptake says."""

import re
from collections.abc import Sequence
from datetime import date
from html import escape

import plotly.graph_objects as go
import polars as pl

from lib.norwegian import month_name, month_text, number
from lib.uptake import Total

# The theme's first two: 3:1 against white, and told apart by the colour-blind.
STREAMS = (("Tildelt", "awarded", "#0062BA"), ("Brukt", "used", "#C85200"))
GROUP_HEIGHT = 44  # pixels, so that the names never overlap
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~:])")


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
    figure.update_xaxes(tickvals=places, ticktext=_short_names(days), fixedrange=True)
    figure.update_yaxes(title="Antall ganger", rangemode="tozero", fixedrange=True)
    return _framed(figure, height=380)


def group_chart(groups: pl.DataFrame) -> go.Figure:
    """Awarded and used for each group, the first on top."""
    names = [escape(name) for name in groups["name"]]
    places = list(range(len(names)))
    figure = go.Figure()
    for name, column, colour in STREAMS:
        figure.add_bar(
            name=name,
            x=groups[column].to_list(),
            y=places,
            orientation="h",
            marker_color=colour,
            customdata=names,
            hovertemplate="%{customdata}<br>" + name + ": %{x}<extra></extra>",
        )
    figure.update_yaxes(
        tickvals=places,
        ticktext=[_broken(name) for name in names],
        autorange="reversed",
        fixedrange=True,
    )
    figure.update_xaxes(title="Antall ganger", rangemode="tozero", fixedrange=True)
    return _framed(figure, height=120 + GROUP_HEIGHT * len(names))


def month_table(months: pl.DataFrame, total: Total) -> pl.DataFrame:
    """The months as text, with their sum."""
    return _table("Måned", [month_text(day) for day in months["month"]], months, total)


def group_table(heading: str, groups: pl.DataFrame, total: Total) -> pl.DataFrame:
    """The groups as text, with their sum."""
    return _table(heading, [plain(name) for name in groups["name"]], groups, total)


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
    most = groups.sort("awarded", descending=True, maintain_order=True).row(0, named=True)
    return (
        f"Liggende stolper for tildelt og brukt. Mest tildelt: {most['name']}, "
        f"{number(most['awarded'])} ganger, og brukt {shown(most['used'])}."
    )


def plain(text: str) -> str:
    """The text as it is, where Streamlit would read it as Markdown."""
    return MARKDOWN.sub(r"\\\1", text)


def shown(count: int | None) -> str:
    """A count as text; use that nobody has counted is unknown, never 0."""
    return "ukjent" if count is None else number(count)


def percent(rate: float | None) -> str:
    """A rate as text, and a dash where there is too little to say."""
    return "–" if rate is None else f"{rate:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def _framed(figure: go.Figure, *, height: int) -> go.Figure:
    figure.update_layout(
        height=height,
        barmode="group",
        separators=",\N{NO-BREAK SPACE}",
        legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
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
    """A partner's offer on two lines, so that the bars keep room on a phone."""
    return name.replace(": ", ":<br>", 1)


def _table(heading: str, names: Sequence[str], figures: pl.DataFrame, total: Total) -> pl.DataFrame:
    return pl.DataFrame(
        {
            heading: [*names, "**Sum**"],
            "Tildelt": [*map(number, figures["awarded"]), number(total.awarded)],
            "Brukt": [*map(shown, figures["used"]), number(total.used)],
            "Bruksgrad": [*map(percent, figures["rate"]), percent(total.rate)],
        }
    )
