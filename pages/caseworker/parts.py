"""What the caseworker's pages have in common."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from lib.duplicates import AlreadyRegistered
from lib.lookups import Found
from lib.norwegian import date_text

HOUSEHOLD_PAGE = "caseworker/household.py"


def open_household(household_id: UUID, person_id: UUID | None = None) -> None:
    """Go to a household's page; who it is stays out of the address."""
    st.session_state.found = st.session_state.looked_up = None
    st.session_state.household_id = household_id
    st.session_state.person_id = person_id
    st.switch_page(HOUSEHOLD_PAGE)


def show_found(found: Sequence[Found] | None) -> None:
    """Open the only household found, let the desk choose among several, or say what to do next.

    None is before anybody was looked for.
    """
    if found is None:
        return
    if len(found) == 1:
        open_household(found[0].household_id, found[0].person.id)
    if not found:
        st.info("Ingen treff hos dere. Er familien ny, registrer husstanden.")
    for met in found:
        born = f", født {date_text(met.person.born)}" if met.person.born else ""
        label = f"Åpne {met.person.name}{born} ({met.household_reference})"
        if st.button(label, key=f"found-{met.household_id}-{met.person.id}"):
            open_household(met.household_id, met.person.id)


def show_warnings(stopped: AlreadyRegistered) -> None:
    """The stopper's warnings, each in the same words for everyone."""
    for warned in stopped.warnings:
        st.warning(f"**{warned.label}:** {warned.text}")
