"""Contact requests: what the service is asked, and what came of its own."""

from datetime import timedelta

import streamlit as st

from lib import contact_requests
from lib.contact_requests import ANSWER_TEXTS, CAN_BE_GIVEN
from lib.norwegian import moment
from lib.staff import Role
from pages.caseworker.parts import open_household
from pages.desk import connect, done, now, plain, refusals_shown, signed_in

SHOWN_FOR = timedelta(days=90)

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Kontaktforespørsler")

st.header("Venter på svar fra dere")
tasks = contact_requests.tasks(db, by=user, now=now())
if not tasks:
    st.caption("Ingen forespørsler venter.")
else:
    st.caption(
        "Svarer dere «Vi tar kontakt», får dere og den som spør, se hvem den andre er. "
        "De to andre svarene sier ikke hvem dere er."
    )
for task in tasks:
    with st.container(border=True):
        st.write(
            f"En annen tjeneste vil i kontakt om **{plain(task.person_name)}** "
            f"({task.person_reference}), spurt {moment(task.asked_at)}."
        )
        with st.container(horizontal=True):
            for answer in CAN_BE_GIVEN:
                if st.button(ANSWER_TEXTS[answer], key=f"{task.request_id}-{answer}"):
                    with refusals_shown():
                        asker = contact_requests.answer(
                            db, task.request_id, answer, by=user, now=now()
                        )
                        told = f"Svaret «{ANSWER_TEXTS[answer]}» er sendt."
                        if asker:
                            told += f" {asker.asked_by} i {asker.service} har spurt."
                            told += f" Telefon: {asker.phone}." if asker.phone else ""
                        done(plain(told))

st.header("Spurt av dere")
sent = contact_requests.sent(db, by=user, since=now() - SHOWN_FOR)
if not sent:
    st.caption("Når dere ber om kontakt i en advarsel, står svaret her.")
for request in sent:
    told = f"«{ANSWER_TEXTS[request.answer]}»" if request.answer else "Ikke besvart ennå"
    if request.answered_by:
        told += f": {request.answered_by}, {request.answering_service or 'koordinator'}"
    if request.phone:
        told += f", telefon {request.phone}"
    met = contact_requests.met_here(db, request.person_id, by=user, now=now())
    with st.container(horizontal=True, vertical_alignment="center"):
        child = f"**{plain(met[0].name)}**, sak" if met else "Sak"
        asked = f"{request.person_reference}, spurt {moment(request.asked_at)}. {told}."
        st.write(f"{child} {plain(asked)}")
        if met and st.button("Åpne husstand", key=f"open-{request.request_id}"):
            open_household(met[1], request.person_id)
