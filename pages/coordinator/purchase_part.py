"""Purchases that name no source of money, and a way to give each of them one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from lib import funding
from lib.db import Database
from lib.funding import Purchase
from lib.norwegian import counted, date_text, kroner
from lib.staff import StaffUser
from pages.coordinator.parts import UNKNOWN
from pages.desk import done, fresh, plain, refusals_shown

WORDS_WIDTH, SOURCE_WIDTH = 430, 300  # pixels


def purchases_part(db: Database, user: StaffUser, bought: Sequence[Purchase]) -> None:
    """A line for each purchase; those that get a source leave the list."""
    st.header(f"Innkjøp uten finansieringskilde ({len(bought)})")
    sources = {source.id: source.name for source in funding.sources(db)}
    with st.form(fresh("purchases")):
        chosen = {purchase.batch_id: _source_of(purchase, sources) for purchase in bought}
        if not st.form_submit_button("Lagre kildene", type="primary"):
            return
        with refusals_shown():
            named = {batch_id: source for batch_id, source in chosen.items() if source}
            funding.name_sources(db, named, by=user)
            if named:
                done(f"{counted(len(named), 'innkjøp', 'innkjøp')} har fått kilde.")
            st.warning("Ingenting er lagret: ingen kilde er valgt.")


def _source_of(purchase: Purchase, sources: Mapping[UUID, str]) -> UUID | None:
    cost = f"{UNKNOWN} pris" if purchase.cost_ore is None else kroner(purchase.cost_ore)
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None, width=WORDS_WIDTH):
            st.markdown(f"**{plain(purchase.offer_name)}**, {plain(purchase.partner_name)}")
            st.caption(f"Mottatt {date_text(purchase.received_on)} · {cost}")
        return st.selectbox(
            "Finansieringskilde",
            list(sources),
            index=None,
            format_func=sources.__getitem__,
            placeholder="Velg kilde",
            key=fresh(f"source-{purchase.batch_id}"),
            width=SOURCE_WIDTH,
        )
