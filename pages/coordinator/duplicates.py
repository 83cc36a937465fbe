"""Possible double registrations: pairs that wait for the coordinator, and what was decided."""

from functools import partial

import streamlit as st

from lib.staff import Role
from pages.coordinator.decided_pairs_part import decided_part
from pages.coordinator.pair_part import pair_asked_for, pair_part
from pages.coordinator.parts import show_tabs
from pages.coordinator.waiting_pairs_part import waiting_part
from pages.desk import connect, signed_in

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Mulige dobbeltregistreringer")
if pair := pair_asked_for():
    pair_part(db, user, pair)
    st.stop()
st.write(
    "Samme person kan være registrert to ganger, med navn eller fødselsdato skrevet ulikt. "
    "Se på paret, og avgjør om det er samme person. Ingenting endres før du har avgjort det."
)
show_tabs(
    {"Venter": partial(waiting_part, db, user), "Avgjort": partial(decided_part, db, user)},
    key="pairs",
)
