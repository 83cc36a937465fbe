"""Ready-made signposts for the coordinator: one click each, to be changed afterwards."""

import streamlit as st

from lib import signposts
from lib.db import Database
from lib.staff import StaffUser
from pages.desk import done, link, plain, refusals_shown


def signposts_part(db: Database, user: StaffUser) -> None:
    """What may still be added, folded up."""
    waiting = signposts.not_added(db)
    if not waiting:
        return
    with st.expander("Legg til henvisninger som kommunen har fra før"):
        st.caption("Sted, tider og kontakt som ingen kilde forteller, legger du inn etterpå.")
        for template in waiting:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(template.title))
                if st.button("Legg til", key=f"signpost-{template.code}"):
                    with refusals_shown():
                        signposts.add(db, template.code, by=user)
                        done(f"{template.title} er lagt til.")
        link("coordinator/partners.py", "Endre henvisninger under «Tilbydere og kasser»")
