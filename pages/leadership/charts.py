"""How leadership's figures are drawn and put into words; what they are is `lib.uptake`'s."""

import re
from datetime import date

import plotly.graph_objects as go
import polars as pl

from lib.norwegian import month_name, month_text, number
from lib.uptake import Total

# The first two of the theme: told apart in grey and by the colour-blind, 3:1 against white.
AWARDED_COLOUR, USED_COLOUR = "#0062BA", "#C85200"
BAR = 34  # pixels for each group, so that the names never overlap
UNKNOWN = "ukjent"


def month_chart(months: pl.DataFrame) -> go.Figure:
    """Awarded and used side by side, month by month."""
    names = [_short(month, index) for index, month in enumerate(months["month"])]
    figure = _bars(months, list(range(months.height)), months["month"].map_elements(month_text))
    figure.update_xaxes(tickmode="array", tickvals=list(range(months.height)), ticktext=names)
    figure.update_yaxes(rangemode="tozero", title="Antall ganger")
    return figure


def group_chart(groups: pl.DataFrame) -> go.Figure:
    """Awarded and used for each group, the first one on top."""
    figure = _bars(groups, groups["name"], groups["name"], lying=True)
    figure.update_yaxes(autorange="reversed", automargin=True)
    figure.update_xaxes(rangemode="tozero", title="Antall ganger")
    figure.update_layout(height=120 + BAR * groups.height)
    return figure
