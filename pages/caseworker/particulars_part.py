"""What changes about people: a new number, a correction, a consent, moving in and out."""

import streamlit as st

from lib import consents, households, identity_numbers, registration
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import Household, MemberRole
from lib.municipality import is_demonstration
from lib.norwegian import date_text
from lib.persons import Person, Protection
from lib.staff import StaffUser
from pages.caseworker.parts import show_warnings
from pages.caseworker.person_form import PROTECTION_NAMES, member_fields
from pages.desk import now, refusals_shown, today


def person_part(db: Database, user: StaffUser, household: Household, person: Person) -> None:
    """The child's particulars, folded away: they are seldom needed."""
    with st.expander("Endre opplysninger om barnet", on_change="rerun") as part:
        if not part.open:
            return
        _number(db, user, person)
        _correction(db, user, person)
        _consent(db, user, person)
        if st.button("Barnet har flyttet ut av husstanden", key=f"out-{person.id}"):
            with refusals_shown():
                households.end_membership(
                    db, household.id, person.id, by=user, on=today(), now=now()
                )
                st.rerun()


def household_part(db: Database, user: StaffUser, household: Household) -> None:
    """Somebody more in the household."""
    with st.expander("Legg til barn eller foresatt", on_change="rerun") as part:
        if not part.open:
            return
        names = {"Barn": MemberRole.CHILD, "Foresatt": MemberRole.GUARDIAN}
        label = st.segmented_control("Hvem", list(names), default="Barn", required=True)
        with st.form("add_member", border=False):
            fields = member_fields(label, names[label])
            sent = st.form_submit_button("Legg til")
        warned = st.session_state.get("stopped_member")
        if warned:
            show_warnings(warned)
        going_on = bool(warned) and st.button("Legg til likevel")
        if sent or going_on:
            member = fields.read(db, shown=True, on=today())
            known = warned.warnings if warned and going_on else ()
            with refusals_shown():
                try:
                    if member:
                        registration.add_member(
                            db,
                            household.id,
                            member,
                            knowing=frozenset(w.person_id for w in known),
                            by=user,
                            on=today(),
                            now=now(),
                        )
                        st.session_state.pop("stopped_member", None)
                        st.rerun()
                except AlreadyRegistered as stopped:
                    st.session_state.stopped_member = stopped
                    st.rerun()


def _number(db: Database, user: StaffUser, person: Person) -> None:
    with st.form(f"number-{person.id}", border=False):
        typed = st.text_input("Nytt fødselsnummer, D-nummer eller DUF-nummer")
        if st.form_submit_button("Legg til nummer"):
            with refusals_shown():
                number = identity_numbers.parse(typed, synthetic_only=is_demonstration(db))
                households.add_number(db, person.id, number, by=user, now=now())
                st.success("Nummeret er lagt til.")


def _correction(db: Database, user: StaffUser, person: Person) -> None:
    with st.form(f"correct-{person.id}", border=False):
        name = st.text_input("Navn", value=person.name)
        born = st.text_input("Fødselsdato", value=date_text(person.born) if person.born else "")
        protection = st.selectbox(
            "Adressevern",
            list(Protection),
            index=list(Protection).index(person.protection),
            format_func=PROTECTION_NAMES.__getitem__,
        )
        if st.form_submit_button("Rett opplysningene"):
            with refusals_shown():
                households.correct(
                    db,
                    person.id,
                    name=name,
                    born=born,
                    protection=protection or person.protection,
                    by=user,
                    on=today(),
                    now=now(),
                )
                st.rerun()


def _consent(db: Database, user: StaffUser, person: Person) -> None:
    if consents.given_to(db, person.id, by=user):
        st.write("Foresatt har samtykket til at andre tjenester får vite at dere kjenner barnet.")
        if st.button("Samtykket er trukket", key=f"consent-{person.id}"):
            with refusals_shown():
                consents.withdraw(db, person.id, by=user, now=now())
                st.rerun()
    elif st.button("Foresatt samtykker til at andre tjenester får vite at dere kjenner barnet"):
        with refusals_shown():
            consents.record(db, person.id, by=user, on=today(), now=now())
            st.rerun()
