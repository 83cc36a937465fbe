"""Duplicate cases put before the coordinator: who asks and who knows, not whom it is about."""

import streamlit as st

from lib import contact_requests
from lib.contact_requests import ANSWER_TEXTS, Answer
from lib.norwegian import moment
from lib.staff import Role
from pages.desk import connect, now, refusals_shown, signed_in

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Kontaktsaker")
st.caption(
    "Her står forespørsler som går til deg alene, og de som ingen har svart på i fem dager. "
    "Ring tjenestene, og si hva som ble avklart. Saken gjelder en person du ikke trenger å kjenne."
)

cases = contact_requests.cases(db, by=user, now=now())
if not cases:
    st.info("Ingen saker venter på deg.")
for case in cases:
    with st.container(border=True):
        st.write(f"**Sak {case.person_reference}**, spurt {moment(case.asked_at)}")
        st.write(f"Spør: {case.asked_by}, {case.asking_service}, telefon {case.asking_phone}")
        st.write(f"Kjenner personen: {case.known_to or 'ingen tjeneste lenger'}")
        for column, answer in zip(st.columns(len(Answer)), Answer, strict=True):
            if column.button(ANSWER_TEXTS[answer], key=f"{case.request_id}-{answer}"):
                with refusals_shown():
                    contact_requests.answer(db, case.request_id, answer, by=user, now=now())
                    st.rerun()
