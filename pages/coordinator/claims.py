"""Claims and payments: what clubs ask for is approved or refused, gathered on lists, and paid."""

import streamlit as st

from lib import claims
from lib.staff import Role
from pages.coordinator.claim_form import claim_form
from pages.coordinator.claim_queue import decided_part, queue_part
from pages.coordinator.parts import show_tabs
from pages.coordinator.payment_part import payment_part
from pages.desk import connect, link, signed_in

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Krav og utbetaling")
st.caption(
    "Lag og foreninger krever betaling med nummeret på kortet. Hvem som har kortet, vet verken "
    "de eller du, og det trengs ingen vedlegg."
)
if not claims.are_possible(db):
    st.info(
        "Ingen kort med kroner er delt ut ennå. Når en tjeneste har tildelt det første, kan "
        "lagene sende krav."
    )
    link("coordinator/scheme.py", "Se ordningene")
    st.stop()

show_tabs(
    {
        "Til behandling": lambda: queue_part(db, user),
        "Nytt krav": lambda: claim_form(db, user),
        "Behandlet": lambda: decided_part(db, user),
        "Utbetaling": lambda: payment_part(db, user),
    },
    key="claims",
)
