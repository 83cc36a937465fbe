"""A partner's tills: pairing one by a printed sheet, and letting one go."""

import streamlit as st

from lib import links, printing, tills
from lib.db import Database
from lib.municipality import base_url
from lib.norwegian import date_text, moment, today_in_oslo
from lib.partners import Partner
from lib.staff import StaffUser
from lib.tills import Till
from pages.desk import done, fresh, now, plain, refusals_shown


def tills_part(db: Database, user: StaffUser, partner: Partner) -> None:
    """The devices that may punch for the partner."""
    found = tills.all_of(db, partner.id)
    if not found:
        st.info(
            "Ingen kasser ennå. Lag et ark med QR-kode til tilbyderen. Når en telefon eller et "
            "nettbrett skanner koden, blir det en kasse."
        )
    for till in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(f"{plain(till.name)}: {_state(till)}")
            if not till.revoked_at:
                _letting_go(db, user, till)
    sheet = st.session_state.get("till_sheet")
    if sheet and sheet[0] == partner.id:
        st.success(
            f"Arket til {plain(sheet[1])} er klart. Skriv det ut eller send det nå: "
            "koden på det vises bare denne ene gangen."
        )
        st.download_button(
            "Last ned arket (PDF)",
            sheet[2],
            file_name=tills.sheet_name(partner.name, sheet[1]),
            mime="application/pdf",
            on_click="ignore",
            type="primary",
        )
    with st.form(fresh(f"till-{partner.id}")):
        name = st.text_input("Navn på kassen", placeholder="For eksempel: Billettluka")
        if st.form_submit_button("Lag ark med QR-kode"):
            with refusals_shown():
                address = base_url(db)
                secret = tills.pair_link(db, partner.id, name, by=user, now=now())
                link = links.pairing(address, secret)
                paper = printing.till_pdf(partner.name, name.strip(), link)
                st.session_state.till_sheet = (partner.id, name.strip(), paper)
                done("Arket er laget.")


def _letting_go(db: Database, user: StaffUser, till: Till) -> None:
    with st.popover("Koble fra", key=f"letting-go-{till.id}"):
        st.write(
            f"{plain(till.name)} kan ikke klippe mer når den er koblet fra. "
            "Skal den brukes igjen, må du lage et nytt ark."
            if till.paired_at
            else f"QR-koden på arket til {plain(till.name)} slutter å virke. "
            "Skal noen bruke kassen, må du lage et nytt ark."
        )
        if st.button(f"Koble fra {plain(till.name)}", key=f"revoke-{till.id}", type="primary"):
            with refusals_shown():
                tills.revoke(db, till.id, by=user, now=now())
                done(f"{plain(till.name)} er koblet fra.")


def _state(till: Till) -> str:
    if till.revoked_at:
        return f"koblet fra {moment(till.revoked_at)}"
    if till.paired_at:
        return f"koblet til {moment(till.paired_at)}"
    if now() > till.pairing_until:
        return "koden gikk ut før noen brukte den. Koble fra, og lag et nytt ark"
    return f"venter på at noen skanner koden, senest {date_text(today_in_oslo(till.pairing_until))}"
