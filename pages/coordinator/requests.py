"""Duplicate cases put before the coordinator: who asks and who knows, not whom it is about."""

import streamlit as st

from lib import contact_requests
from lib.contact_requests import ANSWER_TEXTS, CAN_BE_GIVEN, Route
from lib.norwegian import moment
from lib.staff import Role
from pages.coordinator.parts import reached
from pages.desk import connect, done, now, plain, refusals_shown, signed_in

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Kontaktsaker")
st.write(
    "To tjenester har trolig samme barn. Ring dem, finn ut om barnet kan få mer, og svar den som "
    "spør. Si ikke hvem den andre tjenesten er, uten at begge vil det."
)
st.caption(
    "De første sakene kan bare du svare på. I de andre er tjenestene også spurt, men svar gjerne "
    "selv når det haster. Du ser ikke hvem barnet er. Oppgi saksnummeret. "
    "Svarer du «Vi tar kontakt», ser den som spør, navnet ditt."
)

cases = contact_requests.cases(db, by=user)
if not cases:
    st.info("Ingen saker venter på deg.")
for case in cases:
    with st.container(border=True):
        alone = " :orange-badge[bare du kan svare]" if case.route is Route.COORDINATOR else ""
        st.write(f"**Sak {case.person_reference}**, spurt {moment(case.asked_at)}{alone}")
        asking = reached(case.asking_service, case.asking_phone)
        st.write(plain(f"Spør: {case.asked_by}, {asking}"))
        knowing = "; ".join(reached(known.service, known.phone) for known in case.known_to)
        st.write(plain(f"Kjenner barnet: {knowing or 'ingen tjeneste lenger'}"))
        with st.container(horizontal=True):
            for answer in CAN_BE_GIVEN:
                if st.button(ANSWER_TEXTS[answer], key=f"{case.request_id}-{answer}"):
                    with refusals_shown():
                        contact_requests.answer(db, case.request_id, answer, by=user, now=now())
                        done(
                            plain(f"Svaret «{ANSWER_TEXTS[answer]}» er sendt til {case.asked_by}.")
                        )
