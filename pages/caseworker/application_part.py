"""A person's applications: registered with the family, and what came of each."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from lib import applications, schemes
from lib.applications import OUTCOME_NAMES, REASON_NAMES, Application, Outcome
from lib.db import Database
from lib.norwegian import counted, date_text, to_date
from lib.persons import Person
from lib.refusals import BadInput
from lib.schemes import Scheme
from lib.staff import StaffUser
from pages.caseworker.decision_part import grant_part, letter_part, refuse_part
from pages.desk import done, fresh, now, plain, refusals_shown, today

APPLICATIONS_PAGE = "caseworker/applications.py"


def open_applications(person_id: UUID | None) -> None:
    """Go to a person's applications; who it is stays out of the address."""
    st.session_state.applicant = person_id
    st.switch_page(APPLICATIONS_PAGE)


def applications_button(those: Sequence[Scheme], person: Person) -> None:
    """The way there from the household, where one of the schemes has cards to apply for."""
    if any(scheme.has_own_cards for scheme in those) and st.button(
        "Søknader om kort", key=f"applications-{person.id}"
    ):
        open_applications(person.id)


def register_part(db: Database, user: StaffUser, person: Person) -> None:
    """The family applies: for what, and when it came."""
    applied_for = [scheme for scheme in schemes.all_of(db) if scheme.has_own_cards]
    if not applied_for:
        st.info("Ingen ordning har kort å søke om. Spør koordinator.")
        return
    with st.form(fresh(f"apply-{person.id}")):
        left, right = st.columns(2)
        scheme = left.selectbox(
            "Ordning",
            applied_for,
            format_func=lambda known: f"{known.name} ({known.owner_unit})",
            index=0 if len(applied_for) == 1 else None,
            placeholder="Velg ordning",
        )
        received = right.text_input("Mottatt", value=date_text(today()))
        if st.form_submit_button("Registrer søknaden"):
            with refusals_shown():
                if scheme is None:
                    raise BadInput("Ordning", "må velges.")
                received_on = to_date(received, "Mottatt")
                applications.register(
                    db, person.id, scheme.id, received_on, by=user, on=today(), now=now()
                )
                done(f"Søknaden om {scheme.name} er registrert.")


def application_part(db: Database, user: StaffUser, application: Application) -> None:
    """One application: yes, no or withdrawn, or the letter that tells what it came to."""
    with st.container(border=True):
        st.markdown(f"**{plain(application.scheme_in_full)}**")
        st.write(told(application, today()))
        if application.outcome is None:
            grant_part(db, user, application)
            refuse_part(db, user, application)
        elif application.outcome is not Outcome.WITHDRAWN:
            letter_part(db, user, application)


def told(application: Application, on: date) -> str:
    """«Mottatt 02.05.2024, har ventet i 13 dager», or who decided what."""
    text = f"Mottatt {date_text(application.received_on)}"
    if application.decided_on is None or application.outcome is None:
        waited = counted(days, "dag", "dager") if (days := application.days_waited(on)) else ""
        return f"{text}, har ventet i {waited}." if waited else f"{text} (i dag)."
    outcome = OUTCOME_NAMES[application.outcome]
    reason = f": {REASON_NAMES[application.reason].lower()}" if application.reason else ""
    text += f", {outcome} {date_text(application.decided_on)}"
    return f"{text} av {plain(application.decided_by or 'ukjent')}{reason}."
