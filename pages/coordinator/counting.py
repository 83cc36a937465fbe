"""Counting: what is left at each place, and what the partners say was used."""

import streamlit as st

from lib import ledger, stock
from lib.norwegian import counted
from lib.staff import Role
from pages.coordinator import stocktaking
from pages.coordinator.parts import NOTHING_CHANGED, blank_what_was_saved, saved, show_empty_stock
from pages.coordinator.use_part import use_part
from pages.desk import connect, now, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Telling og bruk")
lines = {line.id: line for line in stock.overview(db)}
if not lines:
    show_empty_stock()
    st.stop()

st.header("Tell det som er igjen")
here = stocktaking.pools_chosen(db, lines, on=today())
if not here:
    st.info("Ingen partier er i bruk nå, så det er ingenting å telle.")
else:
    st.caption("Skriv tallet du har talt. Steder du ikke har talt, lar du stå tomme.")
    blank_what_was_saved()
    # Enter is for the hand that counts on, not for sending in half a stocktaking.
    with st.form("pools", border=False, enter_to_submit=False):
        typed = stocktaking.fields(here, lines)
        if st.form_submit_button("Lagre tellingen", type="primary"):
            with refusals_shown():
                counts = stocktaking.counts_in(typed, here, lines)
                ledger.count_all(db, counts, by=user, now=now())
                if counts:
                    told = f"{counted(len(counts), 'telling', 'tellinger')} er lagret."
                    saved(told, map(stocktaking.key_of, counts))
                st.warning(NOTHING_CHANGED)

st.header("Bruk som tilbyderne har talt")
use_part(db, user)
