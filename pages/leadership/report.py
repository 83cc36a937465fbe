"""Leadership's report: a year on paper, as a spreadsheet, and for Bufdir's grant."""

from functools import partial

import streamlit as st

from lib import disclosure, grant_figures, published, published_sheets, uptake, yearly_report
from lib.figure_words import SIGNS, reach
from lib.norwegian import moment
from lib.settings import settings
from lib.staff import Role
from pages.desk import plain, signed_in

NOTHING_YET = (
    "Ingen tall er publisert ennå, så det er ingen årsrapport. De første tallene kommer av seg "
    "selv når den første perioden med billetter er over."
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

signed_in(Role.LEADERSHIP)
st.title("Årsrapport")
release = published.latest(settings().data / published.FOLDER)
if release is None:
    st.info(NOTHING_YET)
    st.stop()

year = st.selectbox("År", uptake.years(release))
municipality = next(iter(uptake.names(release, "municipality").values()), "Kommunen")
told = reach(release, year) or ""
st.caption(f"Tallene gjelder {told}. Publisert {moment(release.released_at)}. {disclosure.NOTE}")
st.download_button(
    "Last ned årsrapporten (PDF)",
    partial(yearly_report.pdf, release, year, municipality=municipality),
    f"arsrapport-{year}.pdf",
    "application/pdf",
    on_click="ignore",
    type="primary",
)
st.download_button(
    "Last ned alle tabellene (XLSX)",
    partial(published_sheets.xlsx, release, year, municipality=municipality),
    f"tall-{year}.xlsx",
    XLSX,
    on_click="ignore",
)

st.header("Tall til Bufdir")
st.write(
    "Til søknad eller rapport om tilskudd til kultur- og aktivitetskort (§ 4.5). Kontroller mot "
    "årets utlysning. Pek på ruten: knappen øverst til høyre kopierer alt."
)
st.code(grant_figures.text(release, year), language=None, wrap_lines=True)
st.caption(plain(SIGNS))
st.subheader("Det Klipp ikke vet")
st.markdown("\n".join(f"- {plain(unknown)}" for unknown in grant_figures.NOT_KNOWN))
