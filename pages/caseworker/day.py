"""The caseworker's day: a look-up field, what is asked of the service, what nobody used."""

from datetime import timedelta

import streamlit as st

from lib import contact_requests, lookups
from lib.norwegian import counted
from lib.staff import Role
from pages.caseworker.follow_up_part import follow_up_part
from pages.caseworker.parts import show_found
from pages.caseworker.unused_part import unused_part
from pages.desk import connect, link, now, refusals_shown, signed_in, today

ANSWERS_SHOWN_FOR = timedelta(days=30)

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Min dag")

number = st.text_input(
    "Fødselsnummer, D-nummer eller DUF-nummer",
    key="under_cursor",
    placeholder="11 eller 12 siffer",
)
with st.expander("Har du ikke nummeret? Søk med navn og fødselsdato"), st.form("by_name"):
    name = st.text_input("Navn")
    born = st.text_input("Fødselsdato", placeholder="05.06.2014")
    by_name = st.form_submit_button("Søk")
with refusals_shown():
    if by_name:
        st.session_state.found = lookups.by_name(db, name, born, by=user, on=today(), now=now())
    elif not number:
        st.session_state.looked_up = None
    elif number != st.session_state.get("looked_up"):
        st.session_state.found = None
        st.session_state.found = lookups.by_number(db, number, by=user, now=now())
        # A rerun of the page is not another look-up.
        st.session_state.looked_up = number
    show_found(st.session_state.get("found"))
link("caseworker/register.py", "Registrer ny husstand")

waiting = contact_requests.waiting(db, by=user)
answered = [
    sent
    for sent in contact_requests.sent(db, by=user, since=now() - ANSWERS_SHOWN_FOR)
    if sent.answer
]
if waiting or answered:
    st.header("Kontakt med andre tjenester")
    if waiting:
        asked = counted(waiting, "forespørsel venter", "forespørsler venter")
        st.warning(f"{asked} på svar fra dere.")
    if answered:
        st.info(f"Dere har fått {counted(len(answered), 'svar', 'svar')}.")
    link("caseworker/requests.py", "Se kontaktforespørsler")

follow_up_part(db, user)
unused_part(db, user)
