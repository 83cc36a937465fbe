"""The sponsor's report at a button: what the money bought, and nobody who got it."""

import streamlit as st

from lib import published, sponsor_reports
from lib.db import Database
from lib.funding import FundingLine
from lib.settings import settings
from lib.staff import StaffUser
from pages.desk import plain, refusals_shown


def sponsor_part(db: Database, user: StaffUser, lines: list[FundingLine], year: int) -> None:
    """Choose a source, read what the report says, download it."""
    st.header("Rapport til giveren")
    st.caption(
        "Rapporten viser hva pengene gikk til, og ingenting om hvem som fikk. "
        f"{sponsor_reports.NOTE}"
    )
    line = st.selectbox(
        "Rapport for", lines, format_func=lambda known: known.source, key="report-source"
    )
    with refusals_shown():
        folder = settings().data / published.FOLDER
        report = sponsor_reports.of(db, folder, line.source_id, year, by=user)
        for bought in report.lines:
            offer = f"{bought.bought.offer_name}, {bought.bought.partner_name}"
            st.write(f"**{plain(offer)}.** {sponsor_reports.told(bought)}")
        if not report.lines:
            st.caption(f"Ingenting er kjøpt for midlene i {year}.")
        st.download_button(
            "Last ned rapporten (PDF)",
            sponsor_reports.pdf(report),
            f"rapport-{year}.pdf",
            "application/pdf",
            on_click="ignore",
        )
