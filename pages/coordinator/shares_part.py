"""How a scheme's cards are got and used: whether only those who are awarded one use it (R21)."""

import polars as pl
import streamlit as st

from lib import card_issues, published
from lib.card_issues import CHANNEL_NAMES
from lib.disclosure import NOTE, RATE_FROM
from lib.schemes import Scheme
from lib.settings import settings
from pages.desk import today


def shares_part(scheme: Scheme) -> None:
    """Cards out and in use by channel, in the last closed year, as published."""
    year = today().year - 1
    shares = card_issues.shares(settings().data / published.FOLDER, scheme.id, year)
    st.header(f"Kort i bruk i {year}")
    if not shares:
        st.caption("Tallene kommer når et år med kort er avsluttet og publisert.")
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
    st.caption(NOTE)
