"""What changes about people: a new number, a correction, a consent, moving in and out."""

import streamlit as st

from lib import consents, households, registration
from lib.db import Database
from lib.duplicates import AlreadyRegistered
from lib.households import Household
from lib.memberships import MemberRole
from lib.norwegian import date_text
from lib.persons import Person, Protection
from lib.staff import StaffUser
from pages.caseworker.numbers_part import CHANGED, numbers_part
from pages.caseworker.parts import forget_warning, goes_on, keep_warning, warning_about
from pages.caseworker.person_form import PROTECTION_NAMES, member_fields
from pages.desk import done, fresh, now, plain, refusals_shown, show_done, today

MEMBERS = "members-done"  # where the household's part says who came and went


def person_part(db: Database, user: StaffUser, household: Household, person: Person) -> None:
    """The child's particulars, folded away: they are seldom needed."""
    label, key = f"Endre opplysninger om {plain(person.name)}", f"particulars-{person.id}"
    with st.expander(label, key=key, on_change="rerun") as part:
        if not part.open:
            return
        show_done(CHANGED)
        numbers_part(db, user, person)
        _correction(db, user, person)
        _consent(db, user, person)
        _moving_out(db, user, household, person)


def household_part(db: Database, user: StaffUser, household: Household) -> None:
    """Somebody more in the household."""
    show_done(MEMBERS)
    label, key = "Legg til barn eller foresatt", f"more-{household.id}"
    with st.expander(label, key=key, on_change="rerun") as part:
        if not part.open:
            return
        names = {"Barn": MemberRole.CHILD, "Foresatt": MemberRole.GUARDIAN}
        who = st.segmented_control("Hvem", list(names), default="Barn", required=True)
        with st.form("add_member", border=False):
            fields = member_fields(who, names[who], form=fresh(f"{household.id}-"))
            sent = st.form_submit_button("Legg til")
            if sent:
                forget_warning()
            member = fields.read(db, shown=sent, on=today())
            stopped = warning_about((member,), household.id)
            going_on = stopped is not None and goes_on(
                db,
                user,
                stopped,
                state="Ingen er lagt til ennå.",
                here_too="Legg til hos oss også",
                anyway="Legg til likevel",
            )
        if member and (sent or going_on):
            with refusals_shown():
                try:
                    registration.add_member(
                        db,
                        household.id,
                        member,
                        knowing=frozenset(stopped.persons) if stopped else frozenset(),
                        by=user,
                        on=today(),
                        now=now(),
                    )
                except AlreadyRegistered as refusal:
                    keep_warning(refusal, (member,), household.id)
                forget_warning()
                done(f"{plain(member.name)} er lagt til i husstanden.", at=MEMBERS)


def _correction(db: Database, user: StaffUser, person: Person) -> None:
    with st.form(f"correct-{person.id}", border=False):
        name = st.text_input("Navn", value=person.name)
        born = st.text_input("Fødselsdato", value=date_text(person.born) if person.born else "")
        protection = st.selectbox(
            "Adressevern",
            list(Protection),
            index=list(Protection).index(person.protection_from(user.service)),
            format_func=PROTECTION_NAMES.__getitem__,
        )
        if st.form_submit_button("Rett opplysningene"):
            with refusals_shown():
                households.correct(
                    db,
                    person.id,
                    name=name,
                    born=born,
                    protection=protection or Protection.NONE,
                    by=user,
                    on=today(),
                    now=now(),
                )
                done("Opplysningene er rettet.", at=CHANGED)


def _consent(db: Database, user: StaffUser, person: Person) -> None:
    if consents.given_to(db, person.id, by=user):
        st.write("Foresatt har samtykket til at andre tjenester får vite at dere kjenner barnet.")
        if st.button("Samtykket er trukket", key=f"consent-{person.id}"):
            with refusals_shown():
                consents.withdraw(db, person.id, by=user, now=now())
                done("Samtykket er trukket.", at=CHANGED)
    elif st.button("Foresatt samtykker til at andre tjenester får vite at dere kjenner barnet"):
        with refusals_shown():
            consents.record(db, person.id, by=user, on=today(), now=now())
            done("Samtykket er registrert.", at=CHANGED)


def _moving_out(db: Database, user: StaffUser, household: Household, person: Person) -> None:
    with st.popover("Barnet har flyttet ut av husstanden", key=f"out-{person.id}"):
        st.write(
            "Barnet forsvinner fra denne husstandens liste. Det som er tildelt, gjelder fortsatt. "
            "Står barnet ikke i en annen husstand hos dere, finner dere det ikke lenger ved søk."
        )
        if st.button("Flytt barnet ut", key=f"moved-{person.id}"):
            with refusals_shown():
                households.end_membership(db, household.id, person.id, by=user, now=now())
                done(f"{plain(person.name)} står ikke lenger i husstanden.", at=MEMBERS)
