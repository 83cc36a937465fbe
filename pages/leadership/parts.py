"""What leadership's pages have in common: the release, the year, a chart with its table."""

import re
import unicodedata

import plotly.graph_objects as go
import streamlit as st

from lib import published as store
from lib import uptake
from lib.disclosure import NOTE
from lib.norwegian import moment
from lib.published import Published
from lib.settings import settings
from pages.desk import plain

NOTHING_YET = (
    "Ingen tall er publisert ennå. De kommer av seg selv når den første perioden med billetter "
    "er over. Koordinator kan også publisere dem, under «Publiser tall»."
)
NOTHING_THIS_YEAR = (
    "For {year} er det for lite til at noe kan vises, eller ingenting er tildelt eller brukt."
)
UNITS = "Et klippekort med to klipp teller som to ganger."
# Plotly speaks English but for what it is told.
IN_NORWEGIAN = {
    "Download plot as a PNG": "Last ned som bilde",
    "Preparing image - this may take a few seconds": "Lager bildet",
    "Image was not generated": "Bildet ble ikke laget",
}


def the_release() -> Published:
    """The published figures; before the first release the page says when they come, and stops."""
    published = store.latest(settings().data / store.FOLDER)
    if published is None:
        st.info(NOTHING_YET)
        st.stop()
    return published


def year_chosen(published: Published) -> int:
    """The year to look at, the latest first."""
    years = uptake.years(published)
    return st.selectbox("År", years, width=160) or years[0]


def show_chart(figure: go.Figure, words: str, title: str) -> None:
    """A chart with its sentence, and a button that saves its picture."""
    st.plotly_chart(
        figure,
        config={
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "png", "filename": file_name(title), "scale": 2},
            "locale": "nb",
            "locales": {"nb": {"dictionary": IN_NORWEGIAN}},
        },
        alt=words,
    )
    st.caption(plain(words))


def file_name(title: str) -> str:
    """A title as the name of a file: «klipp-tildelt-og-brukt-2026»."""
    letters = unicodedata.normalize("NFKD", title.lower().replace("ø", "o").replace("æ", "ae"))
    ascii_only = letters.encode("ascii", "ignore").decode()
    return "klipp-" + re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def show_source(published: Published) -> None:
    """The note of every figure, when these were published, and how they are protected."""
    show_note(published)
    show_way_to_protection()


def show_note(published: Published) -> None:
    st.caption(f"{NOTE} {UNITS} Publisert {moment(published.released_at)}.")


def show_way_to_protection() -> None:
    st.page_link("leadership/protection.py", label=":blue[Slik er tallene beskyttet]")
