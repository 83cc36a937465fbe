"""What waits for the service on its day: applications, the waiting list, rights that run out."""

import streamlit as st

from lib import applications, renewals, waiting
from lib.db import Database
from lib.norwegian import counted
from lib.staff import StaffUser
from pages.desk import link, today


def follow_up_part(db: Database, user: StaffUser) -> None:
    """A line with its way on for each that there is; nothing where nothing waits."""
    applied = len(applications.waiting(db, by=user))
    come = sum(one.has_tickets for one in waiting.of_service(db, by=user, on=today()))
    ending = len(renewals.due(db, by=user, on=today()))
    if not (applied or come or ending):
        return
    st.header("Oppfølging")
    if applied:
        st.write(f"{counted(applied, 'søknad venter', 'søknader venter')} på svar.")
        link("caseworker/applications.py", "Se søknader")
    if come:
        st.write(f"{counted(come, 'barn', 'barn')} på venteliste kan få billetter nå.")
    if ending:
        st.write(f"{counted(ending, 'vurdering går ut', 'vurderinger går ut')} eller er gått ut.")
    if come or ending:
        link("caseworker/follow_up.py", "Se oppfølging")
