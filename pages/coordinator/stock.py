"""The stock: what is left of each batch, edited in place, and one batch at a time."""

from uuid import UUID

import streamlit as st

from lib import stock
from lib.staff import Role
from pages.coordinator.batch_part import batch_part
from pages.coordinator.parts import batch_name, done, fresh, show_empty_stock
from pages.coordinator.stock_table import COLUMNS, READ_ONLY, corrections, table
from pages.desk import connect, now, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Beholdning")
everything = stock.overview(db)
if not everything:
    show_empty_stock()
    st.stop()

asked_for = st.query_params.get("parti", "")
past = st.toggle("Vis også partier som er utløpt eller avsluttet", value=False)
lines = [
    line for line in everything if past or line.is_in_use(today()) or str(line.id) == asked_for
]
st.caption(
    "Rett tallene rett i tabellen: det du har talt på lageret, når du vil varsles, "
    "og siste gyldige dag. Kolonnene med blyant kan endres."
)
if not lines:
    st.info("Ingen partier er i bruk nå. Slå på bryteren for å se de gamle.")
with st.form("stock"):
    edited = st.data_editor(
        table(lines),
        column_config=COLUMNS,
        disabled=READ_ONLY,
        hide_index=True,
        key=fresh(f"stock-{past}"),
        alt="Beholdningen, ett parti på hver linje",
    )
    if st.form_submit_button("Lagre endringene i tabellen"):
        with refusals_shown():
            changed = corrections(lines, edited)
            stock.correct(db, changed, by=user, now=now())
            done("Tabellen er lagret." if changed else "Ingenting var endret.")

st.header("Ett parti")
by_id = {line.id: line for line in lines}
places = [str(batch_id) for batch_id in by_id]
chosen = st.selectbox(
    "Parti",
    list(by_id),
    index=places.index(asked_for) if asked_for in places else None,
    format_func=lambda batch_id: batch_name(by_id[batch_id]),
    placeholder="Velg et parti for å fordele, skrive av eller legge inn koder",
)
if isinstance(chosen, UUID):
    batch_part(db, user, by_id[chosen])
