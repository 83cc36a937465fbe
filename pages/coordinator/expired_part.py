"""What was left when its last day had passed, and writing it off."""

from collections.abc import Sequence

import streamlit as st

from lib import ledger
from lib.db import Database
from lib.norwegian import counted
from lib.staff import StaffUser
from lib.stock import BatchLine
from pages.coordinator.parts import batch_line, day_text, units_text
from pages.desk import done, now, refusals_shown, today


def expired_part(db: Database, user: StaffUser, late: Sequence[BatchLine]) -> None:
    """Each batch that is over with its way to be mended, and one act for them all."""
    units = counted(sum(line.units_left or 0 for line in late), "enhet", "enheter")
    batches = counted(len(late), "parti", "partier")
    st.warning(f"{units} i {batches} har gått ut og kan ikke tildeles.")
    for line in late:
        batch_line(
            line, f"{units_text(line.units_left)} igjen, siste dag {day_text(line.last_day)}"
        )
    with st.popover("Skriv av det som er utløpt"):
        st.write(
            f"{units} i {batches} blir tatt ut av beholdningen. "
            "Er en dato feil, åpner du partiet og retter den først."
        )
        if st.button(f"Skriv av {units}", type="primary"):
            with refusals_shown():
                gone = ledger.expire(db, on=today(), by=user, now=now())
                done(f"{counted(gone, 'enhet', 'enheter')} er skrevet av som utløpt.")
