"""The administrator's desk: who may sign in, and as what."""

import streamlit as st

from lib import accounts, municipality
from lib.accounts import Account
from lib.norwegian import moment
from lib.staff import ROLE_NAMES, Role
from pages.desk import connect, now, refusals_shown, signed_in

user, db = signed_in(Role.ADMINISTRATOR), connect()
services = {service.id: service.name for service in municipality.open_services(db)}
everyone = accounts.all_of(db)


def state(account: Account) -> str:
    """What stands in the way of signing in, if anything."""
    if account.closed_at:
        return f"Stengt {moment(account.closed_at)}"
    if account.locked_until and account.locked_until > now():
        return f"Låst til {moment(account.locked_until)}"
    return "Må bytte passord" if account.must_change_password else "Åpen"


def told(text: str) -> None:
    """Say what was done above a page drawn anew."""
    st.session_state["staff_told"] = text
    st.rerun()


st.title("Ansatte")
if "staff_told" in st.session_state:
    st.success(st.session_state.pop("staff_told"))
st.dataframe(
    [
        {
            "Navn": account.name,
            "Brukernavn": account.username,
            "Roller": account.role_names,
            "Tjeneste": account.service_name or "–",
            "Status": state(account),
        }
        for account in everyone
    ]
)

chosen = st.selectbox(
    "Endre en ansatt",
    everyone,
    index=None,
    format_func=lambda account: f"{account.name} ({account.username})",
    placeholder="Velg, eller legg til en ny under",
)
with st.form(f"account-{chosen.id if chosen else 'new'}"):
    st.subheader(chosen.name if chosen else "Ny ansatt")
    username = None if chosen else st.text_input("Brukernavn")
    name = st.text_input("Navn", chosen.name if chosen else "")
    roles = st.pills(
        "Roller",
        list(Role),
        selection_mode="multi",
        default=sorted(chosen.roles) if chosen else [],
        format_func=lambda role: ROLE_NAMES[role].capitalize(),
    )
    service_id = st.selectbox(
        "Tjeneste (må fylles ut for saksbehandlere)",
        list(services),
        index=list(services).index(chosen.service_id) if chosen and chosen.service_id in services else None,
        format_func=services.__getitem__,
        placeholder="Velg",
    )
    saved = st.form_submit_button("Lagre" if chosen else "Legg til", type="primary")
