"""Register a household: guardians and children on one screen, past the stopper."""

import streamlit as st

from lib import municipality, registration
from lib.duplicates import AlreadyRegistered
from lib.memberships import MemberRole
from lib.registration import AlreadyHere
from lib.staff import Role
from pages.caseworker.parts import (
    HOUSEHOLD_PAGE,
    forget_warning,
    goes_on,
    keep_warning,
    open_household,
    warning_about,
)
from pages.caseworker.person_form import member_fields
from pages.desk import connect, link, now, refusals_shown, signed_in, today

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Registrer husstand")
st.caption(
    "Med fødselsnummer, D-nummer eller DUF-nummer trengs ikke fødselsdato når nummeret viser den. "
    "Uten nummer holder navn og fødselsdato."
)

left, right = st.columns([1, 2])
guardians = left.segmented_control("Antall voksne", [1, 2], default=1, required=True)
children = right.segmented_control("Antall barn", range(7), default=1, required=True)
adult = "Foresatt" if children else "Voksen"
areas = {area.name: area.id for area in municipality.neighbourhoods(db)}

with st.form("household"):
    fields = [member_fields(f"{adult} {n + 1}", MemberRole.GUARDIAN) for n in range(guardians)]
    fields += [member_fields(f"Barn {n + 1}", MemberRole.CHILD) for n in range(children)]
    area = st.selectbox(
        "Nærmiljø (valgfritt)", list(areas), index=None, placeholder="Velg nærmiljø"
    )
    sent = st.form_submit_button("Registrer husstand", type="primary")
    if sent:
        forget_warning()
    typed = tuple(one.read(db, shown=sent, on=today()) for one in fields)
    stopped = warning_about(typed)
    going_on = stopped is not None and goes_on(
        db,
        user,
        stopped,
        state="Husstanden er ikke registrert ennå.",
        here_too="Registrer husstanden hos oss også",
        anyway="Registrer likevel",
    )

if (sent or going_on) and all(typed):
    with refusals_shown():
        try:
            household_id = registration.register(
                db,
                [member for member in typed if member],
                areas.get(area) if area else None,
                knowing=frozenset(stopped.persons) if stopped else frozenset(),
                by=user,
                on=today(),
                now=now(),
            )
        except AlreadyRegistered as refusal:
            keep_warning(refusal, typed)
        except AlreadyHere as refusal:
            st.error(str(refusal))
            st.session_state.household_id, st.session_state.person_id = refusal.household_id, None
            link(HOUSEHOLD_PAGE, "Åpne husstanden")
            st.stop()
        forget_warning()
        open_household(household_id)
