"""The stocktaking's fields: one for each place that has a part of a batch.

Plain fields, not Streamlit's grid: that one loses a digit that is typed while it opens its
own field for it, and whatever is saved within 150 milliseconds of Enter.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

import streamlit as st

from lib import stock
from lib.db import Database
from lib.stock import BatchLine, Pool
from pages.coordinator.parts import COUNTED, STORE, place_name, some_of, whole_or_none
from pages.desk import plain

FIELD_WIDTH = 150  # pixels: five beside one another at a desk, two on a phone


def pools_chosen(db: Database, lines: Mapping[UUID, BatchLine], *, on: date) -> list[Pool]:
    """The pools in use at the place that is picked, or everywhere."""
    pools = [pool for pool in stock.pools(db) if lines[pool.batch_id].is_in_use(on)]
    order = {batch_id: place for place, batch_id in enumerate(lines)}
    pools.sort(key=lambda pool: order[pool.batch_id])
    places = list(dict.fromkeys(pool.service_name or STORE for pool in pools))
    place = st.selectbox("Sted (valgfritt)", places, index=None, placeholder="Alle steder")
    here = [pool for pool in pools if place in (None, pool.service_name or STORE)]
    shown = some_of(list(dict.fromkeys(pool.batch_id for pool in here)))
    return [pool for pool in here if pool.batch_id in shown]


def fields(pools: Sequence[Pool], lines: Mapping[UUID, BatchLine]) -> list[str]:
    """What was typed for each pool; those of a batch stand under its name."""
    typed = []
    for batch_id, parts in groupby(pools, key=lambda pool: pool.batch_id):
        st.markdown(f"**{plain(lines[batch_id].name)}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed += [
                st.text_input(plain(place_name(pool)), key=key_of(pool.id), width=FIELD_WIDTH)
                for pool in parts
            ]
    return typed


def key_of(pool_id: UUID) -> str:
    """The same before and after a count is stored."""
    return f"counted-{pool_id}"


def counts_in(
    typed: Sequence[str], pools: Sequence[Pool], lines: Mapping[UUID, BatchLine]
) -> dict[UUID, int]:
    """Units by pool, of those that were counted; raises BadInput."""
    found = {}
    for pool, text in zip(pools, typed, strict=True):
        field = f"{COUNTED} for {lines[pool.batch_id].name}, {pool.service_name or STORE},"
        units = whole_or_none(text, field, at_least=0)
        if units is not None:
            found[pool.id] = units
    return found
