"""Where tickets lie unused: moves to services that ran out, and what children wait for."""

import streamlit as st

from lib import ledger, rebalancing, waiting
from lib.db import Database
from lib.norwegian import counted
from lib.staff import StaffUser
from pages.coordinator.parts import STORE, day_text
from pages.desk import done, now, plain, refusals_shown, today


def rebalance_part(db: Database, user: StaffUser) -> bool:
    """A line for each move that would help, with its button; then the waiting list in numbers.

    Returns whether there was anything to show.
    """
    moves = rebalancing.suggestions(db, by=user, on=today())
    wanted = waiting.wanted(db, by=user)
    if moves:
        st.header("Skjev fordeling")
    for move in moves:
        left, right = st.columns([4, 1], vertical_alignment="center")
        source = move.from_name or STORE
        ends = f", til {day_text(move.last_day)}" if move.last_day else ""
        left.write(
            f"{plain(move.offer_name)}, {plain(move.partner_name)}{ends}: {plain(move.to_name)} er "
            f"tom, {plain(source)} har {move.from_left}."
        )
        if right.button(f"Flytt {move.units}", key=f"move-{move.batch_id}-{move.to_service}"):
            with refusals_shown():
                ledger.move(
                    db,
                    move.batch_id,
                    move.from_service,
                    move.to_service,
                    move.units,
                    by=user,
                    now=now(),
                )
                done(f"{move.units} av {move.offer_name} er flyttet til {move.to_name}.")
    if wanted:
        st.header("Venteliste")
        st.caption("Tjenestene har barn som venter på disse tilbudene.")
    for offer in wanted:
        waits = counted(offer.waiting, "barn venter", "barn venter")
        st.write(f"{plain(offer.offer_name)}, {plain(offer.partner_name)}: {waits}")
    return bool(moves or wanted)
