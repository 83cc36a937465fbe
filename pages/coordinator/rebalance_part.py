"""Where tickets lie unused: moves to services that ran out, and what children wait for."""

from uuid import UUID

import streamlit as st

from lib import ledger, rebalancing, waiting
from lib.db import Database
from lib.norwegian import counted
from lib.rebalancing import Suggestion
from lib.staff import StaffUser
from pages.coordinator.parts import STORE, day_text
from pages.desk import done, now, plain, refusals_shown, today


def rebalance_part(db: Database, user: StaffUser) -> bool:
    """What lies where, with a button for each service that ran out; then the waiting list.

    Returns whether there was anything to show.
    """
    moves = rebalancing.suggestions(db, by=user, on=today())
    wanted = waiting.wanted(db, by=user, on=today())
    if moves:
        st.header("Skjev fordeling")
        st.caption("Noen tjenester er tomme. Knappen flytter halvparten av det som er igjen.")
    batches: dict[UUID, list[Suggestion]] = {}
    for move in moves:
        batches.setdefault(move.batch_id, []).append(move)
    for of_batch in batches.values():
        _batch(db, user, of_batch)
    if wanted:
        st.header("Venteliste")
        st.caption("Tjenestene har barn som venter på disse tilbudene.")
    for offer in wanted:
        waits = counted(offer.waiting, "barn venter", "barn venter")
        st.write(f"{plain(offer.offer_name)}, {plain(offer.partner_name)}: {waits}")
    return bool(moves or wanted)


def _batch(db: Database, user: StaffUser, moves: list[Suggestion]) -> None:
    """The moves of one batch: all from the one place that has most of it."""
    first = moves[0]
    ends = f", til {day_text(first.last_day)}" if first.last_day else ""
    st.write(
        f"**{plain(first.offer_name)}**, {plain(first.partner_name)}{ends}: "
        f"{plain(first.from_name or STORE)} har {first.from_left}."
    )
    with st.container(horizontal=True):
        for move in moves:
            label = f"Flytt {move.units} til {move.to_name}"
            if st.button(plain(label), key=f"move-{move.batch_id}-{move.to_service}"):
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
