"""What the caseworker's pages have in common."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from lib import contact_requests, duplicates, need_to_know
from lib.contact_requests import AskedAlready
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.lookups import Found
from lib.norwegian import date_text
from lib.registration import NewMember
from lib.staff import StaffUser
from pages.desk import now, plain, refusals_shown

HOUSEHOLD_PAGE = "caseworker/household.py"
Typed = tuple[NewMember | None, ...]
_Kept = tuple[UUID | None, Typed, AlreadyRegistered]


def open_household(household_id: UUID, person_id: UUID | None = None) -> None:
    """Go to a household's page; who it is stays out of the address."""
    st.session_state.found = st.session_state.looked_up = None
    st.session_state.household_id = household_id
    st.session_state.person_id = person_id
    st.switch_page(HOUSEHOLD_PAGE)


def open_home_of(db: Database, user: StaffUser, person_id: UUID) -> None:
    """Go to the page of the household that the person first came with; refused if they left."""
    with refusals_shown():
        home, *_ = need_to_know.known(db, person_id, by=user).homes
        open_household(home.household_id, person_id)


def show_found(found: Sequence[Found] | None) -> None:
    """Open the only household found, let the desk choose among several, or say what to do next.

    None is before anybody was looked for.
    """
    if found is None:
        return
    if len(found) == 1 and not found[0].reasons:
        open_household(found[0].household_id, found[0].person.id)
    if not found:
        st.info("Ingen treff hos dere. Er familien ny, registrer husstanden.")
    if found and found[0].reasons:
        st.info("Ingen har akkurat dette navnet og denne datoen. Mente du en av disse?")
    for met in found:
        born = f", født {date_text(met.person.born)}" if met.person.born else ""
        label = f"Åpne {met.person.name}{born} ({met.household_reference})"
        if st.button(label, key=f"found-{met.household_id}-{met.person.id}"):
            open_household(met.household_id, met.person.id)
        if met.reasons:
            st.caption(plain(", ".join(met.reasons)).capitalize())


def keep_warning(stopped: AlreadyRegistered, typed: Typed, home: UUID | None = None) -> None:
    """Draw the page anew with the stopper's warning, kept beside what it was about."""
    st.session_state.stopped = home, typed, stopped
    st.rerun()


def forget_warning() -> None:
    """Whatever is asked next is asked of the stopper anew."""
    st.session_state.pop("stopped", None)


def warning_about(typed: Typed, home: UUID | None = None) -> AlreadyRegistered | None:
    """The stopper's warning about just these people in this household, or None.

    One about others is forgotten: nobody goes on from a warning they have not read.
    """
    kept: _Kept | None = st.session_state.get("stopped")
    if kept is None:
        return None
    about_home, about, stopped = kept
    if (about_home, about) == (home, typed):
        return stopped
    forget_warning()
    if about_home == home and any(typed):
        st.info("Du har endret opplysningene etter advarselen. Send dem på nytt.")
    return None


def goes_on(
    db: Database,
    user: StaffUser,
    stopped: AlreadyRegistered,
    *,
    state: str,
    here_too: str,
    anyway: str,
) -> bool:
    """The warnings with what the desk can do; whether it goes on from them knowingly.

    `state` says that nothing is done yet, `here_too` goes on from what another service may
    have, and `anyway` from one's own service alone. The buttons are the form's own: what is
    on the screen is sent along, so that a warning about something else is not gone on from.
    """
    for place, warned in enumerate(stopped.warnings):
        st.warning(f"**{warned.label}:** {plain(warned.text)}")
        if warned.household_id and st.form_submit_button("Åpne husstanden", key=f"open-{place}"):
            open_household(warned.household_id, warned.person_id)
    others = [warned.person_id for warned in stopped.warnings if not warned.household_id]
    st.write(f"{duplicates.next_step(db)} {state}" if others else state)
    with st.container(horizontal=True):
        asking = others and st.form_submit_button("Be om kontakt")
        going_on = st.form_submit_button(here_too if others else anyway)
    if asking:
        _ask(db, user, others)
    return going_on


def _ask(db: Database, user: StaffUser, persons: Sequence[UUID]) -> None:
    for person_id in persons:
        with refusals_shown():
            try:
                contact_requests.ask(db, person_id, by=user, now=now())
                st.success("Forespørselen er sendt. Svaret kommer på Min dag.")
            except AskedAlready as already:
                st.info(str(already))
