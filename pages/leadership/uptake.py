"""Leadership's uptake: what is awarded and what is used, from the published figures alone."""

import streamlit as st

from lib import uptake
from lib.norwegian import moment
from lib.settings import settings
from lib.staff import Role
from lib.uptake import Dimension
from pages.desk import signed_in
from pages.leadership import charts, parts

signed_in(Role.LEADERSHIP)
st.title("Bruk og deltakelse")
st.warning(parts.NOT_READY)
published = uptake.latest(settings().data / uptake.FOLDER)
if published is None:
    st.info(parts.NOTHING_YET)
    st.stop()

period = parts.period_chosen(published)
st.caption(parts.HOW_TO_READ)
parts.show_total(uptake.total(period))

st.header("Måned for måned")
offer = st.selectbox(
    "Tilbud",
    [None, *uptake.offers(period)],
    format_func=lambda chosen: chosen.name if chosen else "Alle tilbud",
)
months = uptake.by_month(period, offer)
parts.show_chart(
    charts.month_chart(months),
    charts.month_words(months),
    charts.month_table(months, uptake.total(period, offer=offer)),
)

st.header("Fordeling")
dimension = (
    st.segmented_control(
        "Fordelt på",
        list(Dimension),
        default=Dimension.OFFER,
        required=True,
        format_func=lambda which: parts.NAMES[which],
    )
    or Dimension.OFFER
)
groups = uptake.by_group(period, dimension)
parts.show_chart(
    charts.group_chart(groups),
    charts.group_words(groups),
    charts.group_table(parts.NAMES[dimension], groups, uptake.total(period, dimension)),
)
if dimension is not Dimension.OFFER:
    st.caption(parts.REGISTERED_ONLY)
st.caption(f"{parts.SIGNS} Publisert {moment(published.released_at)}.")
