"""A household: each child's right, what is left, and the award itself."""

import streamlit as st

from lib import eligibility, holdings, households, need_to_know, schemes
from lib.norwegian import date_text
from lib.staff import Role
from pages.caseworker.application_part import applications_button
from pages.caseworker.award_part import award_part
from pages.caseworker.history_part import history_part
from pages.caseworker.particulars_part import household_part, person_part
from pages.caseworker.right_part import right_part
from pages.caseworker.tickets_part import tickets_part
from pages.caseworker.waiting_part import waiting_part
from pages.desk import connect, link, now, plain, refusals_shown, signed_in, today

user, db = signed_in(Role.CASEWORKER), connect()

if not st.session_state.get("household_id"):
    st.title("Husstand")
    st.info("Ingen husstand er valgt. Søk opp eller registrer en.")
    link("caseworker/day.py", "Søk på Min dag")
    link("caseworker/register.py", "Registrer husstand")
    st.stop()

with refusals_shown():
    household = households.opened(db, st.session_state.household_id, by=user, now=now())
    st.title(f"Husstand {household.reference}")
    adults = ", ".join(plain(member.person.name) for member in household.guardians)
    label = "Foresatte" if household.children else "Voksne"
    st.caption(f"{label}: {adults or 'ingen'}. Nærmiljø: {household.neighbourhood or 'ukjent'}.")

    every = schemes.all_of(db)
    may_have = eligibility.recipients(household, every, on=today())
    people = {member.person.id: member for member in may_have}
    if st.session_state.get("person_id") not in people:
        st.session_state.person_id = next(iter(people), None)
    if len(people) > 1:
        st.segmented_control(
            "Hvem",
            list(people),
            format_func=lambda person_id: people[person_id].person.name,
            key="person_id",
            required=True,
        )
    if child := people.get(st.session_state.person_id):
        born = (
            f"født {date_text(child.person.born)}" if child.person.born else "fødselsdato mangler"
        )
        known = need_to_know.known_again(db, child.person, by=user)
        held, counted = holdings.of_known(db, known, on=today())
        two_homes = " Har to hjem hos dere." if len(known.homes) > 1 else ""
        st.header(plain(child.person.name))
        st.caption(f"{born}, sak {child.person.reference}.{two_homes}")
        right_part(db, known, counted, every)
        applications_button(every, child.person)
        award_part(db, known, held.had)
        waiting_part(db, user, child.person)
        tickets_part(db, user, child.person, held)
        history_part(db, user, child.person, held.past)
        person_part(db, user, household, child.person)
    household_part(db, user, household)
