"""Partners and tills: whom we have tickets from, what they offer, and who may punch."""

import streamlit as st

from lib import partners
from lib.partners import Partner
from lib.staff import Role
from pages.coordinator.offer_part import offers_part
from pages.coordinator.partner_form import partner_form
from pages.coordinator.parts import show_tabs
from pages.coordinator.till_part import tills_part
from pages.desk import connect, link, signed_in


def _name(partner: Partner) -> str:
    if partner.closed_at:
        return f"{partner.name} (avsluttet)"
    return partner.name if partner in at_work else f"{partner.name} (har bare egen ordning)"


user, db = signed_in(Role.COORDINATOR), connect()
st.title("Tilbydere og kasser")
everyone = {partner.id: partner for partner in partners.all_of(db)}
at_work = partners.at_work(db)
if not everyone:
    st.info("Ingen tilbydere ennå. Legg inn den første her, eller importer et regneark.")
    link("coordinator/import_sheet.py", "Importer et regneark")
with st.expander("Ny tilbyder", expanded=not everyone):
    partner_form(db, user, None)
if not everyone:
    st.stop()

chosen = st.selectbox(
    "Tilbyder",
    list(everyone),
    index=None,
    format_func=lambda partner_id: _name(everyone[partner_id]),
    placeholder="Velg en tilbyder",
    key="partner",
)
if chosen is None:
    st.caption("Velg en tilbyder for å endre den, legge inn tilbud eller koble til en kasse.")
    st.stop()

partner = everyone[chosen]
if not partner.closed_at and partner not in at_work:
    st.info(
        "Enheten har bare kortet i sin egen ordning, så du finner den ikke blant utsalgssteder, "
        "lag som krever betaling, eller tilbydere i katalogen. Legg inn et tilbud hvis den skal "
        "stå der."
    )
show_tabs(
    {
        "Opplysninger": lambda: partner_form(db, user, partner),
        "Tilbud": lambda: offers_part(db, user, partner),
        "Kasser": lambda: tills_part(db, user, partner),
    },
    key=f"partner-{partner.id}",
)
