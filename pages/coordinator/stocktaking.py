"""The stocktaking's table: one line for each place that has a part of a batch."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from lib import stock
from lib.db import Database
from lib.stock import BatchLine, Pool
from pages.coordinator.parts import STORE, day_text, units_text, whole_or_none

_KNOWN, _COUNTED = "Igjen", "Talt nå"
_READ_ONLY = ("Tilbud", _KNOWN, "Sted", "Tilbyder", "Mottatt")
# What is counted stands next to its name: the one who counts may hold a phone.
_COLUMNS = {
    "Tilbud": st.column_config.TextColumn(pinned=True, width=130),
    _COUNTED: st.column_config.TextColumn(
        alignment="right",
        width=90,
        help="Skriv tallet du har talt. Tomt felt betyr at du ikke har talt.",
    ),
    _KNOWN: st.column_config.TextColumn(
        alignment="right", width=80, help="Det som skal være igjen ifølge Klipp."
    ),
}


def pools_chosen(db: Database, lines: Mapping[UUID, BatchLine], *, on: date) -> list[Pool]:
    """The pools in use at the place that is picked, or everywhere."""
    pools = [pool for pool in stock.pools(db) if lines[pool.batch_id].is_in_use(on)]
    order = {batch_id: place for place, batch_id in enumerate(lines)}
    pools.sort(key=lambda pool: order[pool.batch_id])
    places = list(dict.fromkeys(pool.service_name or STORE for pool in pools))
    place = st.selectbox("Sted (valgfritt)", places, index=None, placeholder="Alle steder")
    return [pool for pool in pools if place in (None, pool.service_name or STORE)]


def editor(
    pools: Sequence[Pool], lines: Mapping[UUID, BatchLine], *, key: str
) -> Mapping[str, Sequence[str | None]]:
    """The table, with room for what was counted."""
    return st.data_editor(
        {
            "Tilbud": [lines[pool.batch_id].offer_name for pool in pools],
            _COUNTED: ["" for _ in pools],
            _KNOWN: [units_text(pool.units_left) for pool in pools],
            "Sted": [pool.service_name or STORE for pool in pools],
            "Tilbyder": [lines[pool.batch_id].partner_name for pool in pools],
            "Mottatt": [day_text(lines[pool.batch_id].received_on) for pool in pools],
        },
        column_config=_COLUMNS,
        disabled=_READ_ONLY,
        hide_index=True,
        key=key,
        alt="Det som er igjen, ett sted på hver linje",
    )


def counts_in(
    edited: Mapping[str, Sequence[str | None]],
    pools: Sequence[Pool],
    lines: Mapping[UUID, BatchLine],
) -> dict[UUID, int]:
    """Units by pool, of those that were counted; raises BadInput."""
    found = {}
    for pool, text in zip(pools, edited[_COUNTED], strict=True):
        field = f"{_COUNTED} for {lines[pool.batch_id].offer_name}"
        units = whole_or_none(text or "", field, at_least=0)
        if units is not None:
            found[pool.id] = units
    return found
