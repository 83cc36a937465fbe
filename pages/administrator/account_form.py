"""The form for one account, a new one or one to change."""

import streamlit as st

from lib.accounts import Account, Particulars
from lib.municipality import Service
from lib.staff import ROLE_NAMES, Role
from pages.desk import fresh


def account_form(
    account: Account | None, services: list[Service]
) -> tuple[str, Particulars] | None:
    """Show the form; returns username and the rest when it was sent."""
    open_ids = [service.id for service in services]
    at = open_ids.index(account.service_id) if account and account.service_id in open_ids else None
    with st.form(fresh(f"account-{account.username if account else 'new'}")):
        st.subheader(account.name if account else "Ny ansatt")
        username = account.username if account else st.text_input("Brukernavn")
        name = st.text_input("Navn", account.name if account else "")
        roles = st.pills(
            "Roller",
            list(Role),
            selection_mode="multi",
            default=sorted(account.roles) if account else [],
            format_func=lambda role: ROLE_NAMES[role].capitalize(),
        )
        service = st.selectbox(
            "Tjeneste (må fylles ut for saksbehandlere)",
            services,
            index=at,
            format_func=lambda service: service.name,
            placeholder="Velg",
        )
        sent = st.form_submit_button("Lagre" if account else "Legg til", type="primary")
    if not sent:
        return None
    return username, Particulars(name, service.id if service else None, roles)
