"""A claim that came on paper or by mail, entered for the partner that sent it."""

import streamlit as st

from lib import claim_rules, claims, partners
from lib.claim_rules import PURPOSE_NAMES, SEASON_NAMES, Asked, Purpose, Season
from lib.db import Database
from lib.keys import new_secret
from lib.norwegian import date_text, kroner, to_date, to_ore
from lib.refusals import BadInput
from lib.staff import StaffUser
from pages.desk import done, fresh, link, now, refusals_shown, today


def claim_form(db: Database, user: StaffUser) -> None:
    """The fields of a claim; nothing about whose card it is."""
    with st.form(fresh("claim")):
        first, second, third = (st.columns(2) for _ in range(3))
        partner = first[0].selectbox(
            "Tilbyder",
            partners.at_work(db),
            index=None,
            format_func=lambda partner: partner.name,
            placeholder="Velg laget som krever",
        )
        number = first[1].text_input("Kortnummer")
        amount = second[0].text_input("Beløp i kroner")
        purposes, seasons = list(Purpose), list(Season)
        purpose = second[1].selectbox("Gjelder", purposes, format_func=PURPOSE_NAMES.__getitem__)
        season = third[0].selectbox("Periode", seasons, format_func=SEASON_NAMES.__getitem__)
        received = third[1].text_input("Mottatt", date_text(today()))
        # Made with the form: pressed twice, it is one claim.
        key = st.session_state.setdefault(fresh("claim-key"), new_secret())
        if st.form_submit_button("Lagre kravet", type="primary"):
            with refusals_shown():
                if partner is None:
                    raise BadInput("Tilbyder", "må velges først.")
                claim = claims.write_in(
                    db,
                    partner.id,
                    Asked(
                        claim_rules.read_number(number),
                        to_ore(amount, "Beløp"),
                        purpose or purposes[0],
                        season or seasons[0],
                    ),
                    received_on=to_date(received, "Mottatt", latest=today()),
                    key=key,
                    by=user,
                    on=today(),
                    now=now(),
                )
                done(f"Krav {claim.number} på {kroner(claim.amount_ore)} venter på behandling.")
    link("coordinator/partners.py", "Legg inn en tilbyder eller et kontonummer")
