"""What leadership's page is put together from."""

import plotly.graph_objects as go
import streamlit as st

from lib import uptake
from lib.norwegian import month_text
from lib.uptake import Dimension, Published, Total
from pages.desk import plain
from pages.leadership import charts

NOT_READY = (
    "Tallene er ikke klare for ekte data ennå: avrunding alene hindrer ikke at noen kan regne "
    "seg fram til hvem det gjelder. Bruk bare oppdiktede personer til vernet er på plass."
)
NOTHING_YET = (
    "Ingen måned er publisert ennå. Tallene kommer av seg selv når den første måneden med "
    "billetter er over. Koordinator kan også publisere dem, under «Publiser tall»."
)
HOW_TO_READ = (
    "Hvert tall er rundet av til nærmeste femmer, så ingen skal kjenne igjen et barn. Der det "
    "står 0, kan det være ingen, én eller to. Summene er regnet av de avrundede tallene. Ikke "
    "legg vekt på forskjeller under 10. Et klippekort med to klipp teller som to ganger."
)
SIGNS = (
    "«ukjent»: tilbyderen har egne billetter, og bruken er ikke telt. "
    "«–»: for få er tildelt til at bruksgraden sier noe."
)
REGISTERED_ONLY = (
    "Her er bare bruk som kassene har registrert. Det tilbyderne selv har telt, står bare under "
    "Tilbud. Bruksgraden er derfor minst så høy som tallet viser."
)
USUAL_MONTHS = 12

NAMES = {
    Dimension.OFFER: "Tilbud",
    Dimension.SERVICE: "Tjeneste",
    Dimension.AREA: "Område",
    Dimension.AGE_BAND: "Alder",
}


def period_chosen(published: Published) -> Published:
    """The release within the months that are picked, the last year to begin with."""
    left, right = st.columns(2)
    months = published.months
    usual = max(0, len(months) - USUAL_MONTHS)
    first = left.selectbox("Fra og med", months, index=usual, format_func=month_text)
    later = [month for month in months if month >= first]
    last = right.selectbox("Til og med", later, index=len(later) - 1, format_func=month_text)
    return uptake.within(published, first, last)


def show_total(total: Total) -> None:
    """The three numbers that answer first."""
    awarded, used, rate = st.columns(3)
    awarded.metric("Tildelt", charts.shown(total.awarded), border=True)
    used.metric("Brukt", charts.shown(total.used), border=True)
    rate.metric("Bruksgrad", charts.percent(total.rate), border=True)


def show_chart(figure: go.Figure, words: str, table: object) -> None:
    """A chart with its sentence, and the same numbers in a table beside it."""
    left, right = st.columns(2)
    left.plotly_chart(figure, config={"displayModeBar": False}, alt=words)
    left.caption(plain(words))
    right.table(table, hide_index=True)
