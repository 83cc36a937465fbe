"""How leadership's figures are drawn and put into words; what they are, lib.uptake says."""

from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
import polars as pl

from lib.disclosure import NOTE
from lib.figure_words import shown
from lib.norwegian import number

# The theme's first two: 3:1 against white, and told apart by the colour-blind.
COLOURS = ("#0062BA", "#C85200")
STREAMS = {"awarded": "Tildelt", "used": "Brukt"}
CARDS = {"issued": "Delt ut", "used": "Brukt"}
TEXT_COLOUR = "#24272B"
GROUP_HEIGHT = 56  # pixels, room for a name on four lines
NAME_WIDTH = 24  # letters on a line, so that the bars keep room on a phone
NOTE_WIDTH = 52
LINE_HEIGHT = 16
NOTE_LINES = wrap(NOTE, NOTE_WIDTH)
NOTE_HEIGHT = LINE_HEIGHT * len(NOTE_LINES) + 12

Drawn = dict[str, Any]  # a part of a chart in Plotly's words


def period_chart(title: str, periods: pl.DataFrame) -> go.Figure:
    """Awarded and used side by side, from period to period."""
    names = periods["name"].to_list()
    places = list(range(len(names)))
    bars: list[Drawn] = [
        {
            "type": "bar",
            "name": stream,
            "x": places,
            "y": periods[column].to_list(),
            "marker": {"color": colour},
            "customdata": names,
            "hovertemplate": "%{customdata}<br>" + stream + ": %{y}<extra></extra>",
        }
        for (column, stream), colour in zip(STREAMS.items(), COLOURS, strict=True)
    ]
    # Twelve names in full do not stand beside one another on a phone.
    short = [name.replace("–", "–<br>") if len(names) <= 4 else name[:3] for name in names]
    x_axis: Drawn = {"tickvals": places, "ticktext": short}
    y_axis: Drawn = {"title": {"text": "Antall ganger"}, "rangemode": "tozero"}
    return _framed(title, bars, x_axis, y_axis, height=440)


def group_chart(
    title: str, groups: pl.DataFrame, streams: dict[str, str] = STREAMS, unit: str = "Antall ganger"
) -> go.Figure:
    """Two bars for each group, the first on top."""
    names = groups["name"].to_list()
    places = list(range(len(names)))
    bars: list[Drawn] = [
        {
            "type": "bar",
            "name": stream,
            "x": groups[column].to_list(),
            "y": places,
            "orientation": "h",
            "marker": {"color": colour},
            "customdata": [escape(group) for group in names],
            "hovertemplate": "%{customdata}<br>" + stream + ": %{x}<extra></extra>",
        }
        for (column, stream), colour in zip(streams.items(), COLOURS, strict=True)
    ]
    x_axis: Drawn = {"title": {"text": unit}, "rangemode": "tozero", "nticks": 5}
    y_axis: Drawn = {
        "tickvals": places,
        "ticktext": [_broken(name) for name in names],
        "autorange": "reversed",
    }
    height = 140 + NOTE_HEIGHT + GROUP_HEIGHT * len(names)
    return _framed(title, bars, x_axis, y_axis, height=height)


def words(groups: pl.DataFrame, streams: dict[str, str] = STREAMS) -> str:
    """A chart in one sentence, for those who do not see it."""
    (first, given), (_, used) = streams.items()
    # Python's own, since a sort by Polars waits for a thread, longer than the whole sentence takes.
    most = max(groups.iter_rows(named=True), key=lambda group: group[first], default=None)
    if most is None:
        return "Det er ingenting å vise."
    return (
        f"Stolper for {given.lower()} og {used.lower()}. Mest {given.lower()}: {most['name']}, "
        f"{number(most[first])}, og brukt {shown(most['used'])}. Alle tallene står i tabellen."
    )


def _framed(
    title: str, bars: list[Drawn], x_axis: Drawn, y_axis: Drawn, *, height: int
) -> go.Figure:
    """What a picture must say for itself stands in it: the title on top, the note below.

    Made in one go, and not gone through by Plotly, which a test does instead: a figure that is
    updated part by part takes thirty times as long, one that is gone through four times.
    """
    text = {"color": TEXT_COLOUR}
    headed = wrap(escape(title), NOTE_WIDTH)
    layout = {
        "height": height,
        "barmode": "group",
        "separators": ",\N{NO-BREAK SPACE}",
        "paper_bgcolor": "#FFFFFF",
        "xaxis": {**_axis(x_axis), "tickangle": 0},
        "yaxis": _axis(y_axis),
        "legend": {
            "orientation": "h",
            "title": {"text": f"<b>{'<br>'.join(headed)}</b>", "side": "top", "font": text},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
        },
        "title": {
            "text": "<br>".join(NOTE_LINES),
            "font": {"size": 12, **text},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": NOTE_HEIGHT / height,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 4},
        },
        "modebar": {"color": TEXT_COLOUR, "bgcolor": "#FFFFFF"},
        "margin": {"l": 8, "r": 8, "t": 48 + LINE_HEIGHT * len(headed), "b": NOTE_HEIGHT + 64},
    }
    return go.Figure(data=bars, layout=layout, _validate=False)


def _axis(axis: Drawn) -> Drawn:
    text = {"color": TEXT_COLOUR}
    title = {**axis.get("title", {}), "font": text}
    return {**axis, "fixedrange": True, "tickfont": text, "title": title}


def _broken(name: str) -> str:
    """A long name on several lines."""
    return "<br>".join(wrap(escape(name.replace("/", "/ ")), NAME_WIDTH))
