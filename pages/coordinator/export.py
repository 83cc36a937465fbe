"""The coordinator takes everything out: one workbook, or a CSV file for each sheet."""

import streamlit as st

from lib import exports
from lib.staff import Role
from pages.desk import asked_again, connect, now, signed_in, today

signed_in(Role.COORDINATOR)
# The file is made when it is fetched: by then the session may be over, or the role gone.
db, who = connect(), asked_again()
st.title("Eksport")
st.write(
    "Her får du ut alt som gjelder tilbydere, tilbud, partier, beholdning og finansiering. "
    "Ingen barn, foresatte eller enkelttildelinger er med."
)
with st.container(horizontal=True):
    st.download_button(
        "Last ned som Excel",
        lambda: exports.workbook(db, by=who(), now=now()),
        f"klipp-{today()}.xlsx",
        on_click="ignore",
        type="primary",
    )
    st.download_button(
        "Last ned som CSV-filer",
        lambda: exports.csv_files(db, by=who(), now=now()),
        f"klipp-{today()}.zip",
        on_click="ignore",
    )
st.caption("Hver nedlasting blir ført i tilgangsloggen.")

st.header("Hva filene inneholder")
for table in exports.TABLES:
    st.write(f"**{table.name}.** {table.explains}")
    st.caption(f"Kolonner: {', '.join(table.columns)}.")
