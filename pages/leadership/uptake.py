"""Leadership's first screen: does it reach the children, and what should be done next."""

import streamlit as st

from lib import uptake
from lib.staff import Role
from lib.uptake import By
from pages.desk import signed_in
from pages.leadership import charts, parts, tables
from pages.leadership.findings_part import findings_part
from pages.leadership.reach_part import reach_part

signed_in(Role.LEADERSHIP)
st.title("Bruk og deltakelse")
published = parts.the_release()
year = parts.year_chosen(published)
total = uptake.total(published, By.OFFER, year)
reach_part(published, year, total)

st.header("Dette bør dere se på")
findings_part(published, year)

if total.awarded or total.used:
    st.header("Gjennom året")
    periods = uptake.by_group(published, By.PERIOD, year)
    title = f"Tildelt og brukt, {year}"
    left, right = st.columns(2)
    with left:
        parts.show_chart(charts.period_chart(title, periods), charts.words(periods), title)
    right.html(tables.figures_table({"name": "Periode"}, periods, total))
parts.show_source(published)
