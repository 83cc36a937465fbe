"""The applications: what waits for the service, one person's own, and papers for families."""

from datetime import timedelta

import streamlit as st

from lib import applications, municipality
from lib.norwegian import date_text
from lib.staff import Role
from pages.caseworker.application_part import (
    application_part,
    open_applications,
    register_part,
    told,
)
from pages.caseworker.decision_part import withdraw
from pages.caseworker.parts import open_home_of
from pages.desk import connect, link, now, plain, refusals_shown, signed_in, today
from pages.papers_part import family_papers_part

ANSWERS_SHOWN_FOR = timedelta(days=30)

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Søknader")

if st.session_state.get("applicant"):
    ways = st.container(horizontal=True)
    if ways.button("Tilbake til alle søknadene"):
        open_applications(None)
    with refusals_shown():
        person = applications.applicant(db, st.session_state.applicant, by=user, now=now())
        if ways.button("Åpne husstanden"):
            open_home_of(db, user, person.id)
        born = f", født {date_text(person.born)}" if person.born else ""
        st.header(person.name)
        st.caption(f"Sak {person.reference}{born}")
        for application in reversed(applications.of_person(db, person.id, by=user)):
            application_part(db, user, application)
        st.subheader("Registrer en søknad")
        register_part(db, user, person)
    st.stop()

waiting = applications.waiting(db, by=user)
st.header(f"Søknader som venter ({len(waiting)})")
if not waiting:
    st.caption("Ingen søknader venter.")
st.caption("En ny søknad registrerer du fra husstanden, med Søknader om kort.")
link("caseworker/day.py", "Finn husstanden på Min dag")
answered = applications.decided_since(db, today() - ANSWERS_SHOWN_FOR, by=user)
for application in waiting + answered:
    if answered and application is answered[0]:
        st.header("Avgjort siste 30 dager")
    left, right = st.columns([4, 1], vertical_alignment="center")
    name = f"{application.reference} · {plain(application.scheme_in_full)}"
    left.write(f"{name}. {told(application, today())}")
    if application.still_known:
        if right.button("Åpne", key=f"open-{application.id}"):
            open_applications(application.person_id)
    elif application.outcome is None:
        left.caption("Personen er ikke lenger i en husstand hos dere.")
        if right.button("Avslutt", key=f"end-{application.id}"):
            withdraw(db, user, application)

st.header("Brev og skjema til familier")
own = [each for each in municipality.open_services(db) if each.id == user.service]
family_papers_part(db, own)
