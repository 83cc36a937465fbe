"""A pair opened: who the two are, and whether they are one."""

from uuid import UUID

import streamlit as st

from lib import duplicates, suspicions
from lib.db import Database
from lib.norwegian import moment
from lib.pair_decisions import Pair
from lib.refusals import Refused
from lib.staff import StaffUser
from lib.suspicions import ANSWER_NAMES, Side
from pages.coordinator.pair_decision_part import (
    ASKED,
    born_text,
    close_pair,
    not_same_part,
    same_part,
)
from pages.coordinator.parts import reached
from pages.desk import now, plain, today


def pair_asked_for() -> Pair | None:
    """The pair that the address names."""
    try:
        one, other = map(UUID, st.query_params.get(ASKED, "").split("_"))
    except ValueError:
        return None
    return one, other


def open_pair(pair: Pair) -> None:
    """Draw the page anew with this pair."""
    st.query_params[ASKED] = "_".join(map(str, pair))
    st.rerun()


def pair_part(db: Database, user: StaffUser, pair: Pair) -> None:
    """Both beside one another, with the two ways to decide."""
    if st.button("Tilbake til listen"):
        close_pair()
        st.rerun()
    try:
        opened = suspicions.opened(db, pair, by=user, now=now())
    except Refused as refusal:
        st.info(str(refusal))
        return
    compared = opened.suspicion.compared
    st.write(f"**{ANSWER_NAMES[compared.answer]}**: {', '.join(compared.reasons)}")
    for column, side in zip(st.columns(2, border=True), opened.sides, strict=True):
        with column:
            _side(db, side)
    one, other = (side.person for side in opened.sides)
    with st.container(horizontal=True):
        with st.popover("Samme person: slå sammen"):
            same_part(db, user, one, other)
        with st.popover("Ikke samme person"):
            not_same_part(db, user, one, other)
    st.caption("At du ser på paret, føres i tilgangsloggen.")


def _side(db: Database, side: Side) -> None:
    person = side.person
    st.subheader(plain(person.name), anchor=False)
    known_to = "; ".join(reached(known.service, known.phone) for known in side.known_to)
    st.write(f"Født {born_text(person)}")
    st.write(f"Registrert {moment(side.registered_at)}")
    st.write(plain(f"Kjent av: {known_to or 'ingen tjeneste lenger'}"))
    st.write(f"Tildelt i år: {plain(duplicates.totals_text(db, person.id, on=today()))}")
    st.caption(f"Referanse {person.reference}")
