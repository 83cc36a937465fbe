"""Register a household: guardians and children on one screen, past the stopper."""

import streamlit as st

from lib import contact_requests, municipality, registration
from lib.duplicates import AlreadyRegistered
from lib.households import MemberRole
from lib.staff import Role
from pages.caseworker.parts import open_household, show_warnings
from pages.caseworker.person_form import member_fields
from pages.desk import connect, now, refusals_shown, signed_in, today

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Registrer husstand")
st.caption(
    "Med fødselsnummer, D-nummer eller DUF-nummer trengs ikke fødselsdato når nummeret viser den. "
    "Uten nummer holder navn og fødselsdato."
)

left, right = st.columns([1, 2])
guardians = left.segmented_control("Antall foresatte", [1, 2], default=1, required=True)
children = right.segmented_control("Antall barn", range(1, 7), default=1, required=True)
areas = {area.name: area.id for area in municipality.neighbourhoods(db)}

with st.form("household"):
    typed = [member_fields(f"Foresatt {n + 1}", MemberRole.GUARDIAN) for n in range(guardians)]
    typed += [member_fields(f"Barn {n + 1}", MemberRole.CHILD) for n in range(children)]
    area = st.selectbox(
        "Nærmiljø (valgfritt)", list(areas), index=None, placeholder="Velg nærmiljø"
    )
    sent = st.form_submit_button("Registrer husstand", type="primary")

if sent or not any(fields.name for fields in typed):
    # Sent anew, or another family: the warning was about the last one.
    st.session_state.pop("stopped", None)
members = [fields.read(db, shown=sent, on=today()) for fields in typed]
stopped: AlreadyRegistered | None = st.session_state.get("stopped")
going_on = False
if stopped:
    show_warnings(stopped)
    st.write("Er det samme barn, avklar først. Da får ingen dobbelt.")
    if st.button("Be om kontakt"):
        with refusals_shown():
            for warned in stopped.warnings:
                contact_requests.ask(db, warned.person_id, by=user, now=now())
            st.success("Forespørselen er sendt. Svaret kommer på Min dag.")
    going_on = st.button("Registrer husstanden hos oss også")

if (sent or going_on) and all(members):
    knowing = frozenset(warned.person_id for warned in stopped.warnings) if stopped else frozenset()
    with refusals_shown():
        try:
            household_id = registration.register(
                db,
                [member for member in members if member],
                areas.get(area) if area else None,
                knowing=knowing if going_on else frozenset(),
                by=user,
                on=today(),
                now=now(),
            )
        except AlreadyRegistered as refusal:
            st.session_state.stopped = refusal
            st.rerun()
        st.session_state.pop("stopped", None)
        open_household(household_id)
