"""The schemes' own cards by how they are got: a card that others carry, too, tells nothing."""

import polars as pl
import streamlit as st

from lib import uptake
from lib.findings import OTHERS_CARDS
from lib.norwegian import percent
from lib.published import Published
from pages.desk import plain
from pages.leadership import charts, parts, tables

WHY = (
    "Når også andre bruker kortet, røper det ikke hvem som har fått det tildelt. Vi sier fra når "
    f"under {percent(OTHERS_CARDS)} av kortene i bruk er solgt eller gitt bort."
)


def cards_part(published: Published, year: int) -> None:
    """A closed year's cards, scheme by scheme."""
    st.header("Kort: tildelt, solgt og gitt bort")
    st.caption(WHY)
    every = uptake.cards(published, year)
    if every.is_empty():
        st.info(
            f"Ingenting å vise for {year}. Kortene telles når året er over, i ordninger som har "
            "egne kort."
        )
        return
    channels = uptake.names(published, "channel")
    named = every.with_columns(name=pl.col("channel").replace(channels))
    for scheme in named["scheme"].unique(maintain_order=True):
        cards = named.filter(pl.col("scheme") == scheme)
        title = f"Kort i {scheme}, {year}"
        st.subheader(plain(scheme))
        left, right = st.columns(2)
        figure = charts.group_chart(title, cards, charts.CARDS, "Antall kort")
        with left:
            parts.show_chart(figure, charts.words(cards, charts.CARDS), title)
        table = tables.figures_table({"name": "Fått ved"}, cards, None, ("issued", "Delt ut"))
        right.html(table)
