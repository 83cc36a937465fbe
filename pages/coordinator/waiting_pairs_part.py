"""The pairs that wait, surest first and without names, and looking for more in the register."""

import streamlit as st

from lib import suspicions, sweeps
from lib.db import Database
from lib.kept_index import StillReading
from lib.norwegian import counted, moment, number
from lib.staff import StaffUser
from lib.suspicions import ANSWER_NAMES, Suspicion
from pages import faults
from pages.coordinator.pair_part import open_pair
from pages.desk import refusals_shown
from pages.sweeping import SWEEPER

EVERY_NIGHT = "Det skjer av seg selv hver natt."


def waiting_part(db: Database, user: StaffUser) -> None:
    """Each pair with a way to open it."""
    try:
        waiting = suspicions.waiting(db, by=user)
    except StillReading as refusal:
        st.info(str(refusal))
        return
    _sweep_part(db, user)
    if not waiting:
        st.info(
            "Ingen par venter på deg. Hit kommer par som ligner når registeret er gått gjennom, "
            "og barn som en tjeneste registrerer selv om de kan være registrert fra før."
        )
    for suspicion in waiting:
        _pair(suspicion)
    if more := suspicions.further(db, by=user):
        st.write(
            f"Her er de {len(waiting)} sikreste. {number(more)} par til kommer fram etter hvert "
            "som disse blir avgjort."
        )


def _pair(suspicion: Suspicion) -> None:
    with st.container(border=True):
        compared, references = suspicion.compared, " og ".join(suspicion.references)
        st.write(f"**{ANSWER_NAMES[compared.answer]}**: {', '.join(compared.reasons)}")
        st.caption(f"{references}, funnet {moment(suspicion.found_at)}")
        if st.button("Se på paret", key=f"open-{references}"):
            open_pair(suspicion.pair)


def _sweep_part(db: Database, user: StaffUser) -> None:
    latest, begun = sweeps.last(db), sweeps.last(db, finished=False)
    if latest:
        told = f"{counted(latest.persons, 'person', 'personer')}, {number(latest.pairs)} par"
        st.caption(
            f"Registeret ble sist gått gjennom {moment(latest.began_at)}: {told}. {EVERY_NIGHT}"
        )
    else:
        st.caption(f"Registeret er ikke gått gjennom ennå. {EVERY_NIGHT}")
    if SWEEPER.is_under_way(db):
        _under_way(db)
        return
    if SWEEPER.fault:
        st.error(faults.sentence(SWEEPER.fault))
    elif begun and begun.ended_at is None:
        st.caption(f"Gjennomgangen som begynte {moment(begun.began_at)}, ble ikke ferdig.")
    if st.button("Gå gjennom registeret nå"):
        with refusals_shown():
            SWEEPER.begin(db, by=user)
            st.rerun()


@st.fragment(run_every=1)
def _under_way(db: Database) -> None:
    """How far the night's sweep has come, or one that was asked for; afterwards, the page anew."""
    if not SWEEPER.is_under_way(db):
        st.rerun()
    share = sweeps.share_done(db) or 0.0
    st.progress(share, f"Registeret gås gjennom nå: {share * 100:.0f}\N{NO-BREAK SPACE}%")
    st.caption("Du kan gå til andre sider imens. Det som blir funnet, lagres underveis.")
