"""Changing the key: beginning, going on, how far it has come, and what to do afterwards."""

import streamlit as st

from lib import resealing
from lib.db import Database
from lib.key_rotation import Standing
from lib.norwegian import counted, moment, number
from lib.settings import settings
from lib.staff import StaffUser
from pages import faults
from pages.desk import refusals_shown
from pages.rotating import ROTATOR

COPY = (
    "**Ta en ny kopi av nøkkelfilen nå**, og legg den et annet sted enn sikkerhetskopien av "
    "databasen. En eldre kopi åpner ikke databasen lenger. Slett de eldre kopiene: den nye filen "
    "har de gamle nøklene, og åpner eldre sikkerhetskopier også."
)


def rotation_part(db: Database, user: StaffUser, standing: Standing) -> None:
    """What there is to do while no rotation is under way."""
    if ROTATOR.fault:
        st.error(faults.sentence(ROTATOR.fault))
    if standing.is_unfinished:
        left = counted(resealing.left(db), "rad", "rader")
        st.warning(f"Nøkkelbyttet er ikke ferdig: {left} har fortsatt den gamle nøkkelen.")
        if st.button("Fortsett nøkkelbyttet", type="primary"):
            _begin(db, user)
        _copy_told()
        return
    if standing.all_moved_at:
        st.write(
            f"Nøkkelen er nummer {standing.generation}, byttet {moment(standing.all_moved_at)}."
        )
        if left_alone := ROTATOR.progress.unreadable:
            st.warning(
                f"{counted(left_alone, 'rad', 'rader')} kunne ikke åpnes med noen nøkkel, og er "
                "latt stå. Si fra til den som drifter Klipp."
            )
        if standing.file_is_clean:
            st.write(
                "Kopien av nøkkelfilen må være fra etter byttet. En eldre åpner ikke databasen."
            )
        else:
            st.warning(
                "Start Klipp på nytt før neste sikkerhetskopi. Til det er gjort, ligger rester "
                "av det gamle i databasefilen."
            )
            _copy_told()
    else:
        st.write("Nøkkelen er den som ble laget da databasen var ny.")
    with st.popover("Bytt nøkkel"):
        st.write(
            "Alt blir forseglet på nytt med en ny nøkkel. Det kan ta noen minutter, og alle kan "
            "arbeide som vanlig imens. Et bytte kan ikke angres. Etterpå må den som drifter Klipp, "
            "ta en ny kopi av nøkkelfilen."
        )
        if st.button("Bytt nøkkel nå", type="primary"):
            _begin(db, user)


def _begin(db: Database, user: StaffUser) -> None:
    with refusals_shown():
        ROTATOR.begin(db, by=user)
        st.rerun()


@st.fragment(run_every=1)
def under_way() -> None:
    """How far it has come, drawn anew each second; the whole page when it is over."""
    if not ROTATOR.is_under_way:
        st.rerun()
    progress = ROTATOR.progress
    if progress.total:
        share = progress.done / progress.total
        st.progress(share, f"{number(progress.done)} av {number(progress.total)} rader er byttet.")
    else:
        st.progress(0.0, "Gjør klar.")
    st.caption("Alle kan arbeide som vanlig imens. Du kan lukke siden.")
    _copy_told()
    if st.button("Stopp, og fortsett senere"):
        ROTATOR.stop()
        st.rerun()


def _copy_told() -> None:
    st.info(COPY)
    st.caption("Filen ligger her på tjeneren:")
    st.code(str(settings().secrets), language=None)
