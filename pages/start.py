"""Streamlit's main script: who is at the desk, and which rooms are theirs."""

import streamlit as st

from lib import municipality
from pages.desk import connect, one_run, show_done, sign_out
from pages.entrances import entrance
from pages.rooms import rooms_of, sections_of, title

with one_run() as user:
    house, lands_in = municipality.the(connect()), rooms_of(user)[0]
    page = st.navigation(
        {
            section: [
                entrance(room, title(room, user), is_default=room == lands_in) for room in rooms
            ]
            for section, rooms in sections_of(user).items()
        },
        expanded=True,
    )
    st.set_page_config(page_title=f"{page.title} – Klipp", layout="wide")

    with st.sidebar:
        st.caption(f"{house.name}: {user.name}" if house else user.name)
        st.button("Logg ut", on_click=sign_out)

    if house and house.is_demonstration:
        st.warning("Demonstrasjon: alle personer er oppdiktet.")

    show_done()
    page.run()
