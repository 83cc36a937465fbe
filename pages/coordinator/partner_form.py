"""A partner's fields, for a new one and for one that is there."""

from typing import Any

import streamlit as st

from lib import partners
from lib.db import Database
from lib.norwegian import account_number_text, organisation_number_text
from lib.partners import REACH_NAMES, Partner, Reach
from lib.staff import StaffUser
from pages.desk import done, fresh, now, refusals_shown


def partner_form(db: Database, user: StaffUser, partner: Partner | None) -> None:
    """Enter a partner, or correct the one given."""
    known = partner.organisation_number if partner else None
    paid_to = partner.account_number if partner else None
    with st.form(fresh(f"partner-{partner.id if partner else 'new'}")):
        left, right = st.columns(2)
        name = left.text_input("Navn på tilbyder", partner.name if partner else "")
        number = right.text_input(
            "Organisasjonsnummer (valgfritt)", organisation_number_text(known) if known else ""
        )
        contact = left.text_input(
            "Kontaktperson (valgfritt)", partner.contact_name if partner else ""
        )
        phone = right.text_input("Telefon (valgfritt)", partner.phone if partner else "")
        email = left.text_input("E-post (valgfritt)", partner.email if partner else "")
        reach = right.selectbox(
            "Rekkevidde",
            list(Reach),
            index=list(Reach).index(partner.reach) if partner else 0,
            format_func=REACH_NAMES.__getitem__,
        )
        account = left.text_input(
            "Kontonummer (valgfritt)",
            account_number_text(paid_to) if paid_to else "",
            help="Kontoen som krav blir betalt til.",
        )
        if st.form_submit_button("Lagre tilbyder", type="primary"):
            with refusals_shown():
                told: dict[str, Any] = {
                    "name": name,
                    "organisation_number": number,
                    "contact_name": contact,
                    "phone": phone,
                    "email": email,
                    "reach": reach,
                    "account_number": account,
                }
                if partner:
                    partners.change(db, partner.id, **told, by=user)
                else:
                    st.session_state.partner = partners.add(db, **told, by=user)
                done(f"{name.strip()} er lagret.")
    if partner:
        _closing(db, user, partner)


def _closing(db: Database, user: StaffUser, partner: Partner) -> None:
    with refusals_shown():
        if partner.closed_at:
            st.caption("Tilbyderen er avsluttet. Ingen kan tildele eller ta imot noe herfra.")
            if st.button("Åpne tilbyderen igjen"):
                partners.reopen(db, partner.id, by=user)
                done(f"{partner.name} er åpnet. Åpne tilbudene som skal brukes.")
        else:
            st.caption(
                "Avslutter du tilbyderen, avsluttes også tilbudene. Det som er tildelt, "
                "kan fortsatt brukes, og ingenting blir slettet."
            )
            if st.button("Avslutt tilbyderen"):
                partners.close(db, partner.id, by=user, now=now())
                done(f"{partner.name} er avsluttet.")
