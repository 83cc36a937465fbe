"""Paper fallback: a sheet for a partner whose till is out, and the punches written on it."""

import streamlit as st

from lib import paper_punches, partners, punch_sheet
from lib.norwegian import counted, date_text
from lib.paper_punches import Sheet
from lib.refusals import BadInput
from lib.staff import Role
from pages.coordinator import punch_lines
from pages.desk import connect, done, fresh, now, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Papirlister")
st.caption("Når kassen ikke virker, skriver tilbyderen klippene på et ark. Her fører du dem inn.")

st.header("Skriv ut en liste")
if printed := st.session_state.get("punch_sheet"):
    number, pdf = printed
    st.download_button(
        f"Last ned papirliste {number} (PDF)",
        pdf,
        f"papirliste-{number}.pdf",
        "application/pdf",
        type="primary",
        on_click="ignore",
    )
shops = {shop.name: shop.id for shop in partners.at_work(db)}
with st.form(fresh("sheet"), border=False):
    shop = st.selectbox("Tilbyder", list(shops), index=None, placeholder="Velg tilbyder")
    if st.form_submit_button("Lag papirliste"):
        with refusals_shown():
            if shop is None:
                raise BadInput("Tilbyder", "må velges.")
            made = paper_punches.make_sheet(db, shops[shop], by=user, on=today(), now=now())
            st.session_state.punch_sheet = (made.number, punch_sheet.pdf(made))
            done(f"Papirliste {made.number} til {shop} er klar.")

st.header("Før inn klippene")
sheets = {sheet.id: sheet for sheet in paper_punches.sheets(db)}
if not sheets:
    st.caption("Ingen lister er skrevet ut ennå.")
    st.stop()


def _named(sheet: Sheet) -> str:
    entered = counted(sheet.lines_entered, "linje ført", "linjer ført")
    return f"Nr. {sheet.number}, {sheet.partner_name}, {date_text(sheet.made_on)}, {entered}"


sheet_id = st.selectbox("Papirliste", list(sheets), format_func=lambda known: _named(sheets[known]))
punch_lines.entry_part(db, user, sheets[sheet_id])
