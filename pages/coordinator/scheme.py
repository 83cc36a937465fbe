"""The schemes: who may have what, how much of it, and the year's cards."""

import streamlit as st

from lib import duplicates, municipality, scheme_templates, schemes
from lib.duplicates import WARNING_TELLS_NAMES, WarningTells
from lib.schemes import SCHEME_KIND_NAMES
from lib.staff import Role
from pages.coordinator.scheme_form import scheme_form
from pages.coordinator.scheme_year_part import year_part
from pages.desk import connect, done, fresh, now, plain, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Ordninger")
st.caption("Endringer gjelder nye tildelinger. Kort og billetter som er delt ut, beholder reglene.")

there = schemes.all_of(db)
for scheme in there:
    label = f"**{plain(scheme.name)}**, {SCHEME_KIND_NAMES[scheme.kind]}, {scheme.owner_unit}"
    opened = len(there) == 1 or scheme.id == st.session_state.get("added_scheme")
    with st.expander(label, expanded=opened, on_change="rerun", key=f"rules-{scheme.id}") as part:
        if part.open:
            if scheme.has_own_cards:
                year_part(db, user, scheme)
            scheme_form(db, user, scheme)

st.header("Legg til en ordning")
templates = {known.title: known for known in scheme_templates.all_of()}
chosen = st.selectbox(
    "Velg en mal og endre den etterpå",
    list(templates),
    index=None,
    placeholder="Velg mal",
    key=fresh("template"),
)
if chosen:
    st.write(templates[chosen].purpose)
    if st.button("Legg til ordningen", type="primary"):
        with refusals_shown():
            st.session_state.added_scheme = scheme_templates.add(
                db, templates[chosen].code, by=user, on=today(), now=now()
            )
            done("Ordningen er lagt til. Se over reglene før dere tar den i bruk.")

st.header("Advarselen om dobbel registrering")
st.caption("Den sier aldri hvem som har registrert, hvorfor, eller hvor familien bor.")
tells = WarningTells(municipality.warning_tells(db))
with st.form("warning"):
    told = st.radio(
        "Advarselen forteller",
        list(WarningTells),
        index=list(WarningTells).index(tells),
        format_func=WARNING_TELLS_NAMES.__getitem__,
    )
    if st.form_submit_button("Lagre valget"):
        with refusals_shown():
            duplicates.let_warning_tell(db, told or tells, by=user)
            done("Valget er lagret.")
