"""The organisations of the directory: entered, changed, closed and opened again."""

import streamlit as st

from lib import organisations
from lib.db import Database
from lib.organisations import ORGANISATION_KIND_NAMES, Organisation, OrganisationKind, Told
from lib.staff import StaffUser
from pages.desk import done, fresh, now, refusals_shown


def organisations_part(db: Database, user: StaffUser) -> None:
    """One form, for a new one or the one that is chosen."""
    st.header("Organisasjoner, enheter og råd")
    st.caption("De som ikke tildeler, men som andre trenger å vite om.")
    chosen = st.selectbox(
        "Organisasjon",
        organisations.all_of(db),
        index=None,
        format_func=lambda known: f"{known.name} (avsluttet)" if known.closed_at else known.name,
        placeholder="Velg en for å endre, eller legg til en ny",
    )
    told = _form(chosen)
    with refusals_shown():
        if told and chosen:
            organisations.change(db, chosen.id, told, by=user)
        elif told:
            organisations.add(db, told, by=user)
        if told:
            done(f"{told.name} er lagret.")
        if chosen and chosen.closed_at and st.button("Vis i katalogen igjen"):
            organisations.reopen(db, chosen.id, by=user)
            done(f"{chosen.name} vises igjen.")
        if chosen and not chosen.closed_at and st.button("Ta ut av katalogen"):
            organisations.close(db, chosen.id, by=user, now=now())
            done(f"{chosen.name} er tatt ut.")


def _form(known: Organisation | None) -> Told | None:
    kinds = list(OrganisationKind)
    with st.form(fresh(f"organisation-{known.id if known else 'new'}")):
        told = Told(
            name=st.text_input("Navn på organisasjonen", known.name if known else ""),
            kind=st.selectbox(
                "Type",
                kinds,
                index=kinds.index(known.kind) if known else 0,
                format_func=ORGANISATION_KIND_NAMES.__getitem__,
            ),
            does=st.text_input("Hva de gjør (valgfritt)", known.does if known else ""),
            contact_name=st.text_input(
                "Kontakt i organisasjonen (valgfritt)", known.contact_name if known else ""
            ),
            phone=st.text_input(
                "Telefon til organisasjonen (valgfritt)", known.phone if known else ""
            ),
            email=st.text_input(
                "E-post til organisasjonen (valgfritt)", known.email if known else ""
            ),
            link=st.text_input("Nettadresse (valgfritt)", known.link if known else ""),
        )
        sent = st.form_submit_button(
            "Lagre organisasjonen" if known else "Legg til organisasjon", type="primary"
        )
        return told if sent else None
