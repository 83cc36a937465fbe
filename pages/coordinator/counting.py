"""Counting: what is left at each place, and what the partners say was used."""

import streamlit as st

from lib import ledger, stock, use_counts
from lib.ledger import MOST_UNITS
from lib.norwegian import counted, month_text, to_whole_number
from lib.staff import Role
from pages.coordinator import stocktaking
from pages.coordinator.parts import UNKNOWN, batch_name, show_empty_stock, units_text
from pages.desk import connect, done, fresh, now, refusals_shown, signed_in, today

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
    with st.form("pools", border=False):
        key = fresh(f"pools-{len(here)}-{here[0].id}")
        edited = stocktaking.editor(here, lines, key=key)
        if st.form_submit_button("Lagre tellingen", type="primary"):
            with refusals_shown():
                counts = stocktaking.counts_in(edited, here, lines)
                ledger.count_all(db, counts, by=user, now=now())
                done(f"{counted(len(counts), 'telling', 'tellinger')} er lagret.")

st.header("Bruk som tilbyderne har telt")
st.write(
    "Billetter med kommunens QR-kode telles av kassen. Andre billetter teller tilbyderen. "
    "Et klippekort som er brukt to ganger, teller som to."
)
batches = {line.id: line for line in use_counts.countable(db)}
if not batches:
    st.info("Alle partiene har kommunens QR-kode, så det er ingenting å legge inn her.")
    st.stop()
batch = batches[
    st.selectbox("Parti", list(batches), format_func=lambda batch_id: batch_name(batches[batch_id]))
]
months = use_counts.months(batch.received_on, today())
with st.form(fresh(f"use-{batch.id}")):
    left, right = st.columns(2)
    month = left.selectbox("Måned", months, format_func=month_text)
    used = right.text_input("Antall brukt")
    if st.form_submit_button("Lagre bruken", type="primary"):
        with refusals_shown():
            units = to_whole_number(used, "Antall brukt", at_least=0, at_most=MOST_UNITS)
            use_counts.record(db, batch.id, month, units, by=user, now=now())
            done(f"Bruken i {month_text(month)} er lagret.")
standing = {count.month: count.units for count in use_counts.of_batch(db, batch.id)}
st.table(
    {
        "Måned": [month_text(month).capitalize() for month in months],
        "Brukt": [units_text(standing.get(month)) for month in months],
    },
    hide_index=True,
)
st.caption(f"En måned ingen har telt, er {UNKNOWN}. Teller du en måned på nytt, gjelder det siste.")
