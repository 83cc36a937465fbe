"""The directory «Hvem gjør hva»: services, schemes, partners and organisations."""

import streamlit as st

from lib import directory, organisations, referrals
from lib.organisations import ORGANISATION_KIND_NAMES
from lib.staff import Role
from pages.desk import connect, signed_in, today
from pages.directory.parts import entry, joined
from pages.directory.scheme_guide_part import scheme_guide_part

user, db = signed_in(*Role), connect()
st.title("Hvem gjør hva")
sought = st.text_input("Søk (valgfritt)", placeholder="Navn, tilbud eller hva de gjør")

st.header("Tjenester")
for known in directory.services(db):
    service = known.service
    entry(
        sought,
        service.name,
        ", ".join(known.acts).capitalize(),
        service.does,
        joined(service.contact_name, service.phone, service.email),
    )

st.header("Ordninger")
for scheme_entry in directory.scheme_entries(db):
    scheme = scheme_entry.scheme
    owner = f"Ansvar: {scheme.owner_unit}" if scheme.owner_unit else ""
    contact = referrals.contact_text(scheme_entry.owner) if scheme_entry.owner else ""
    entry(
        sought,
        scheme.name,
        scheme.purpose,
        f"For {scheme_entry.who}",
        f"Slik får man det: {scheme_entry.how_to_get}",
        joined(owner, contact),
    )
if user.may(Role.COORDINATOR) or user.may(Role.ADMINISTRATOR):
    scheme_guide_part(db, user)

if others := [known for known in organisations.all_of(db) if known.closed_at is None]:
    st.header("Organisasjoner, enheter og råd")
for body in others:
    entry(
        sought,
        f"{body.name} ({ORGANISATION_KIND_NAMES[body.kind]})",
        body.does,
        joined(body.contact_name, body.phone, body.email),
        body.link,
    )

st.header("Tilbydere")
partners = directory.partner_entries(db, on=today())
if not partners:
    st.info("Ingen tilbydere ennå.")
for partner_entry in partners:
    partner, offers = partner_entry.partner, partner_entry.offers
    links = list(dict.fromkeys(offer.link for offer in offers if offer.link))
    entry(
        sought,
        partner.name,
        ", ".join(offer.name for offer in offers),
        joined(partner.contact_name, partner.phone, partner.email),
        *links,
    )
