"""How a scheme's cards are got and used: whether only those who are awarded one use it (R21)."""

import polars as pl
import streamlit as st

from lib import card_issues
from lib.card_issues import CHANNEL_NAMES
from lib.db import Database
from lib.schemes import Scheme
from lib.uptake import RATE_FROM
from pages.desk import today


def shares_part(db: Database, scheme: Scheme) -> None:
    """Cards out and in use by channel, this year, in fives."""
    year = today().year
    shares = card_issues.shares(db, scheme.id, year)
    st.header(f"Kort i bruk i {year}")
    if not any(share.cards for share in shares):
        st.caption("Tallene kommer når minst tre kort er delt ut.")
        return
    table = {
        "Kort": [CHANNEL_NAMES[share.channel].capitalize() for share in shares],
        "Delt ut": [share.cards for share in shares],
        "I bruk": [share.in_use for share in shares],
        "Andel": [
            f"{share.in_use / share.cards:.0%}" if share.cards >= RATE_FROM else "for få"
            for share in shares
        ],
    }
    st.dataframe(pl.DataFrame(table), hide_index=True, width="stretch")
    st.caption("Tallene er avrundet til nærmeste fem.")
