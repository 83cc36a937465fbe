"""The year in offers: which months have something to give, and where the gaps are."""

import streamlit as st

from lib import seasons
from lib.staff import Role
from pages.coordinator.holidays_part import holidays_part
from pages.desk import connect, plain, signed_in, today
from pages.directory import season_chart

user, db = signed_in(*Role), connect()
st.title("Året i tilbud")
st.caption(
    "De neste tolv månedene. Et merke betyr at det er noe å tilby den måneden: billetter som "
    "gjelder da og ikke er delt ut, eller et sted å henvise til."
)
if user.may(Role.COORDINATOR):
    holidays_part(db, user)

season = seasons.ahead(db, on=today())
if not season.lines:
    st.info("Ingen tilbud er lagt inn ennå.")
    st.stop()
if not season.holidays:
    st.info("Skolens ferier er ikke lagt inn, så tilbud i feriene vises ikke i noen måned.")

words = season_chart.words(season)
if season.without_tickets:
    st.warning(plain(words))
else:
    st.success(plain(words))
st.plotly_chart(season_chart.chart(season), config={"displayModeBar": False}, alt=words)

st.header("Måned for måned")
st.markdown(plain(season_chart.all_year_words(season)))
st.markdown("\n".join(f"- {plain(line)}" for line in season_chart.month_lines(season)))
