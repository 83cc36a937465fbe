"""How the year of offers is drawn and put into words; what it is, lib.seasons says."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from lib.norwegian import listed, month_name, month_text
from lib.offers import Offer
from lib.seasons import Line, Season

TICKETS, SIGNPOSTS = "#0062BA", "#C85200"  # 3:1 against white, told apart by the colour-blind
HOLIDAY, TEXT = "#E3E8EE", "#24272B"
LINE_HEIGHT = 34  # pixels, room for a name on two lines
NAME_WIDTH = 22  # letters on a line, so that the months keep room on a phone


def chart(season: Season) -> go.Figure:
    """A square where an offer has something to give, an empty place where it has not.

    The school's holidays lie behind as grey bands.
    """
    figure = go.Figure()
    places = {line.offer.id: n for n, line in enumerate(season.lines)}
    for name, colour, symbol, signposts in (
        ("Billetter å dele ut", TICKETS, "square", False),
        ("Henvisning", SIGNPOSTS, "diamond", True),
    ):
        met = [
            (season.months.index(month), places[line.offer.id], _told(line, month))
            for line in season.lines
            if line.is_signpost == signposts
            for month in sorted(line.months)
        ]
        figure.add_scatter(
            name=name,
            x=[x for x, _, _ in met],
            y=[y for _, y, _ in met],
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 13},
            customdata=[told for _, _, told in met],
            hovertemplate="%{customdata}<extra></extra>",
        )
    for holiday in season.holidays:
        figure.add_vrect(
            x0=max(_place(season, holiday.first_day), -0.5),
            x1=min(_place(season, holiday.last_day, ends=True), len(season.months) - 0.5),
            fillcolor=HOLIDAY,
            line_width=0,
            layer="below",
        )
    # Its own name in the legend: a band has none.
    figure.add_scatter(
        name="Skolens ferier",
        x=[None],
        y=[None],
        mode="markers",
        marker={"color": HOLIDAY, "symbol": "square", "size": 13},
    )
    return _framed(figure, season)


def month_lines(season: Season) -> list[str]:
    """The same by month; the signposts of every month are told by `all_year_words`."""
    all_year = season.signposts_all_year
    return [
        _month_line(
            season,
            month,
            tickets=season.giving(month, signposts=False),
            also=[o for o in season.giving(month, signposts=True) if o not in all_year],
        )
        for month in season.months
    ]


def words(season: Season) -> str:
    """The gaps in a sentence or two, for those who do not see the chart."""
    gaps = season.without_tickets
    if not gaps:
        return "Det er billetter å dele ut i alle tolv månedene."
    if len(gaps) == len(season.months):
        return "Ingen billetter å dele ut i noen av de tolv månedene."
    return f"Ingen billetter å dele ut: {listed(_runs(season.months, gaps))}."


def all_year_words(season: Season) -> str:
    """The signposts that are there every month, so that no month repeats them."""
    all_year = season.signposts_all_year
    return f"Henvisninger hele året: {_listed(all_year)}." if all_year else ""


def _place(season: Season, day: date, *, ends: bool = False) -> float:
    """Where a day is on the axis; a month's place is its middle."""
    first = season.months[0]
    months = (day.year - first.year) * 12 + day.month - first.month
    return months - 0.5 + (day.day - (not ends)) / monthrange(day.year, day.month)[1]


def _told(line: Line, month: date) -> str:
    return f"{escape(_name(line.offer))}, {month_text(month)}"


def _name(offer: Offer) -> str:
    """Two partners may have offers of one name; a partner named as its offer is said once."""
    said_already = offer.partner_name.lower() in offer.name.lower()
    return offer.name if said_already else f"{offer.name}, {offer.partner_name}"


def _listed(found: Iterable[Offer]) -> str:
    return "; ".join(_name(offer) for offer in found)


def _month_line(season: Season, month: date, *, tickets: list[Offer], also: list[Offer]) -> str:
    """«Desember 2026 (juleferie). Billetter: … Henvisninger i tillegg: …»."""
    told = f"{_month_and_holidays(season, month).capitalize()}. "
    told += f"Billetter: {_listed(tickets)}." if tickets else "Ingen billetter."
    return f"{told} Henvisninger i tillegg: {_listed(also)}." if also else told


def _month_and_holidays(season: Season, month: date) -> str:
    holidays = ", ".join(holiday.name.lower() for holiday in season.holidays_in(month))
    return f"{month_text(month)} ({holidays})" if holidays else month_text(month)


def _runs(months: Sequence[date], chosen: Collection[date]) -> list[str]:
    """«november 2026» and «april 2027 til oktober 2027»: months in a row are told as one."""
    runs: list[list[date]] = []
    for month, before in zip(months, (None, *months), strict=False):
        if month in chosen:
            if before in chosen:
                runs[-1].append(month)
            else:
                runs.append([month])
    return [
        month_text(run[0]) if len(run) == 1 else f"{month_text(run[0])} til {month_text(run[-1])}"
        for run in runs
    ]


def _framed(figure: go.Figure, season: Season) -> go.Figure:
    text = {"color": TEXT}
    names = [
        "<br>".join(wrap(escape(_name(line.offer)), NAME_WIDTH, max_lines=2, placeholder=" …"))
        for line in season.lines
    ]
    figure.update_xaxes(
        tickvals=list(range(len(season.months))),
        ticktext=[
            month_name(month.month)[0].upper()
            + (f"<br>{month:%y}" if not n or month.month == 1 else "")
            for n, month in enumerate(season.months)
        ],
        range=[-0.5, len(season.months) - 0.5],
        fixedrange=True,
        tickangle=0,
        tickfont=text,
        showgrid=False,
        zeroline=False,
        side="top",
    )
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        range=[len(names) - 0.5, -0.5],
        fixedrange=True,
        tickfont=text,
        zeroline=False,
    )
    figure.update_layout(
        height=130 + LINE_HEIGHT * len(names),
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0},
        margin={"l": 8, "r": 8, "t": 40, "b": 8},
    )
    return figure
