"""The municipality's own words on how a family gets what a scheme gives."""

import streamlit as st

from lib import directory
from lib.db import Database
from lib.staff import StaffUser
from pages.desk import done, fresh, refusals_shown


def scheme_guide_part(db: Database, user: StaffUser) -> None:
    """One field for the scheme that is chosen, folded up."""
    with st.expander("Endre hvordan man får det"):
        chosen = st.selectbox(
            "Ordning",
            directory.scheme_entries(db),
            index=None,
            format_func=lambda known: f"{known.scheme.name}, {known.scheme.owner_unit}",
            placeholder="Velg ordning",
        )
        if chosen is None:
            return
        with st.form(fresh(f"guide-{chosen.scheme.id}")):
            told = st.text_input("Slik får man det", chosen.how_to_get)
            st.caption("Står feltet tomt, vises den vanlige teksten.")
            if st.form_submit_button("Lagre teksten", type="primary"):
                with refusals_shown():
                    directory.tell_how_to_get(db, chosen.scheme.id, told, by=user)
                    done(f"Teksten om {chosen.scheme.name} er lagret.")
