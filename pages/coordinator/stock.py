"""The stock: what is left of each batch, corrected in place, or one batch and all about it."""

import streamlit as st

from lib import stock
from lib.norwegian import counted
from lib.staff import Role
from pages.coordinator import stock_table
from pages.coordinator.batch_part import batch_part
from pages.coordinator.parts import (
    NOTHING_CHANGED,
    batch_asked_for,
    blank_what_was_saved,
    saved,
    show_empty_stock,
    some_of,
)
from pages.desk import connect, link, now, refusals_shown, signed_in, today

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
    format_func=lambda batch_id: everything[batch_id].name,
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
    "Skriv i «Talt nå» det du har talt på lageret. Er feltet tomt, blir tallet stående. Når det er "
    "så få igjen som i «Varsle ved», kommer partiet på Min dag. Trykk Lagre til slutt."
)
lines = some_of(lines)
blank_what_was_saved()
with st.form("stock", border=False, enter_to_submit=False):
    typed = stock_table.fields(lines)
    if st.form_submit_button("Lagre endringene", type="primary"):
        with refusals_shown():
            changed = stock_table.corrections(lines, typed)
            stock.correct(db, changed, by=user, now=now())
            if changed:
                told = f"{counted(len(changed), 'parti', 'partier')} er endret."
                saved(told, (stock_table.key_of(edit.batch_id) for edit in changed))
            st.warning(NOTHING_CHANGED)
