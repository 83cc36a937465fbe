"""The administrator's desk: the services that award, and the neighbourhoods."""

import streamlit as st

from lib import municipality
from lib.staff import Role
from pages.administrator.organisations_part import organisations_part
from pages.desk import connect, done, fresh, refusals_shown, signed_in

user, db = signed_in(Role.ADMINISTRATOR), connect()
services = municipality.open_services(db)
neighbourhoods = municipality.neighbourhoods(db)

st.title("Tjenester og nærmiljøer")

st.header("Tjenester")
st.caption("Alle ansatte ser dette under «Hvem gjør hva».")
chosen = st.selectbox(
    "Tjeneste",
    services,
    index=None,
    format_func=lambda service: service.name,
    placeholder="Velg en for å endre, eller legg til en ny",
)
with st.form(fresh(f"service-{chosen.id if chosen else 'new'}")):
    st.subheader(chosen.name if chosen else "Ny tjeneste")
    name = st.text_input("Navn", chosen.name if chosen else "")
    phone = st.text_input("Telefon (valgfritt)", chosen.phone if chosen else "")
    email = st.text_input("E-post (valgfritt)", chosen.email if chosen else "")
    contact = st.text_input(
        "Kontaktperson (valgfritt)",
        chosen.contact_name if chosen else "",
        help="En funksjon, for eksempel «vakttelefonen», eller et navn alle ansatte kan se.",
    )
    does = st.text_input("Hva tjenesten gjør (valgfritt)", chosen.does if chosen else "")
    saved = st.form_submit_button("Lagre" if chosen else "Legg til tjeneste", type="primary")
told = {"name": name, "phone": phone, "email": email, "contact_name": contact, "does": does}
with refusals_shown():
    if saved and chosen:
        municipality.change_service(db, chosen.id, **told, by=user)
        done(f"{name} er lagret.")
    elif saved:
        municipality.add_service(db, **told, by=user)
        done(f"{name} er lagt til.")

organisations_part(db, user)

st.header("Nærmiljøer")
st.write(", ".join(place.name for place in neighbourhoods) or "Ingen nærmiljøer er lagt inn ennå.")
with st.form("neighbourhood", clear_on_submit=True):
    place = st.text_input("Nærmiljø")
    added = st.form_submit_button("Legg til nærmiljø", type="primary")
if added:
    with refusals_shown():
        municipality.add_neighbourhood(db, name=place, by=user)
        done(f"{place} er lagt til.")
