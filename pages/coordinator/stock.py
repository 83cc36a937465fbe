"""The stock: what is left of each batch, edited in place, or one batch and all about it."""

import streamlit as st

from lib import stock
from lib.staff import Role
from pages.coordinator.batch_part import batch_part
from pages.coordinator.parts import batch_asked_for, batch_name, show_empty_stock
from pages.coordinator.stock_table import COLUMNS, READ_ONLY, corrections, height, table
from pages.desk import connect, done, fresh, link, now, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Beholdning")
everything = {line.id: line for line in stock.overview(db)}
if not everything:
    show_empty_stock()
    st.stop()

batch_asked_for(everything)
chosen = st.selectbox(
    "Parti",
    list(everything),
    index=None,
    format_func=lambda batch_id: batch_name(everything[batch_id]),
    placeholder="Alle. Velg ett for å fordele, skrive av eller legge inn koder",
    key="batch",
)
if chosen:
    batch_part(db, user, everything[chosen])
    st.button("Vis hele beholdningen", on_click=lambda: st.session_state.update(batch=None))
    st.stop()

past = st.toggle("Vis også partier som er utløpt eller avsluttet", value=False)
lines = [line for line in everything.values() if past or line.is_in_use(today())]
if not lines:
    st.info("Ingen partier er i bruk nå. Slå på bryteren for å se de gamle.")
    link("coordinator/receive.py", "Legg inn et parti")
    st.stop()
st.caption(
    "Kolonnene med blyant kan du endre i tabellen: det du har talt på lageret, når du vil bli "
    "varslet, og siste gyldige dag. Trykk Lagre til slutt."
)
with st.form("stock", border=False):
    edited = st.data_editor(
        table(lines),
        column_config=COLUMNS,
        disabled=READ_ONLY,
        hide_index=True,
        height=height(lines),
        key=fresh(f"stock-{past}"),
        alt="Beholdningen, ett parti på hver linje",
    )
    if st.form_submit_button("Lagre endringene i tabellen", type="primary"):
        with refusals_shown():
            changed = corrections(lines, edited)
            stock.correct(db, changed, by=user, now=now())
            done("Tabellen er lagret." if changed else "Ingenting var endret.")
