"""What the municipality types in to hold its figures against."""

import streamlit as st

from lib import schemes, yardsticks
from lib.db import Database
from lib.norwegian import number
from lib.staff import StaffUser
from lib.yardsticks import MOST_CHILDREN, MOST_TIMES
from pages.coordinator.parts import whole_or_none
from pages.desk import done, fresh, plain, refusals_shown


def yardstick_part(db: Database, user: StaffUser, this_year: int) -> None:
    """The year's children in low-income families, and the use that each scheme is planned for."""
    st.header("Mål å holde tallene opp mot")
    year = st.selectbox("År", [this_year + 1, this_year, this_year - 1], index=1)
    typed = yardsticks.children(db).get(year)
    plans = {each.scheme_id: each.times for each in yardsticks.expected(db) if each.year == year}
    every = schemes.all_of(db)
    with st.form(fresh(f"yardsticks-{year}")):
        children = st.text_input(
            "Barn i lavinntektsfamilier (valgfritt)",
            number(typed) if typed else "",
            help="Tallet for kommunen finnes hos Statistisk sentralbyrå. Det avgjør også hvor "
            "ofte tallene kan publiseres: små kommuner får færre og større perioder. Uten tallet "
            "kommer det første årets tall samlet når året er over.",
        )
        expected = {
            scheme.id: st.text_input(
                f"Forventet bruk av {plain(scheme.name)}, ganger (valgfritt)",
                number(plans[scheme.id]) if scheme.id in plans else "",
                key=f"expected-{scheme.id}-{year}",
            )
            for scheme in every
        }
        if st.form_submit_button("Lagre målene", type="primary"):
            with refusals_shown():
                low_income = whole_or_none(
                    children, "Barn i lavinntektsfamilier", at_least=1, at_most=MOST_CHILDREN
                )
                times = {
                    scheme.id: whole_or_none(
                        expected[scheme.id],
                        f"Forventet bruk av {scheme.name}",
                        at_least=1,
                        at_most=MOST_TIMES,
                    )
                    for scheme in every
                }
                yardsticks.set_year(db, year, low_income, times, by=user)
                done(f"Målene for {year} er lagret.")
