"""The figures in detail: a year, divided by one thing, and what is shown to take along."""

import streamlit as st

from lib.staff import Role
from lib.uptake import BY_NAMES, By
from pages.desk import signed_in
from pages.leadership import parts
from pages.leadership.divided_part import crossed_part, group_part
from pages.leadership.findings_part import DIVIDED_BY

CROSSED = {"offer_area": By.AREA, "offer_age_band": By.AGE_BAND}
NAMES = {
    **{str(by): name for by, name in BY_NAMES.items()},
    "offer_area": "Tilbud og nærmiljø",
    "offer_age_band": "Tilbud og alder",
}


@st.fragment
def chosen_part() -> None:
    """What is chosen, and its figures: another choice draws these anew, and not the menu."""
    # Asked at each choice, since the page around it is not.
    signed_in(Role.LEADERSHIP)
    published = parts.the_release()
    choices = list(NAMES)
    asked = st.query_params.get(DIVIDED_BY)
    with st.container(horizontal=True):
        year = parts.year_chosen(published)
        by = st.selectbox(
            "Fordelt på",
            choices,
            index=choices.index(asked) if asked in choices else 0,
            format_func=NAMES.__getitem__,
        )
    if by in CROSSED:
        crossed_part(published, CROSSED[by], year, NAMES[by])
    else:
        group_part(published, By(by), year, NAMES[by])
    parts.show_note(published)


signed_in(Role.LEADERSHIP)
st.title("Tall i detalj")
chosen_part()
parts.show_way_to_protection()
