"""Contact requests: what the service is asked, and what came of its own."""

from datetime import timedelta

import streamlit as st

from lib import contact_requests
from lib.contact_requests import ANSWER_TEXTS, Answer
from lib.norwegian import moment
from lib.staff import Role
from pages.desk import connect, now, refusals_shown, signed_in

SHOWN_FOR = timedelta(days=90)

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Kontaktforespørsler")

if revealed := st.session_state.pop("revealed", None):
    st.success(f"{revealed.asked_by} i {revealed.service} har spurt. Telefon: {revealed.phone}.")

st.header("Venter på svar fra dere")
tasks = contact_requests.tasks(db, by=user, now=now())
if not tasks:
    st.caption("Ingen forespørsler venter.")
for task in tasks:
    with st.container(border=True):
        st.write(
            f"En annen tjeneste vil i kontakt om **{task.person_name}** ({task.person_reference}), "
            f"spurt {moment(task.asked_at)}."
        )
        st.caption("«Ta kontakt» viser dere for hverandre. De andre svarene viser ingen.")
        for column, answer in zip(st.columns(len(Answer)), Answer, strict=True):
            if column.button(ANSWER_TEXTS[answer], key=f"{task.request_id}-{answer}"):
                with refusals_shown():
                    st.session_state.revealed = contact_requests.answer(
                        db, task.request_id, answer, by=user, now=now()
                    )
                    st.rerun()

st.header("Spurt av dere")
sent = contact_requests.sent(db, by=user, since=now() - SHOWN_FOR)
if not sent:
    st.caption("Når dere ber om kontakt i en advarsel, står svaret her.")
for request in sent:
    told = ANSWER_TEXTS[request.answer] if request.answer else "Ikke besvart ennå"
    if request.answered_by:
        told += f": {request.answered_by}, {request.answering_service or 'koordinator'}"
    if request.phone:
        told += f", telefon {request.phone}"
    st.write(f"Sak {request.person_reference}, spurt {moment(request.asked_at)}. {told}.")
