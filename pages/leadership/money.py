"""Money and cards: what a use costs and who pays, what was claimed, how cards are got."""

import streamlit as st

from lib.staff import Role
from pages.desk import signed_in
from pages.leadership import parts
from pages.leadership.cards_part import cards_part
from pages.leadership.money_part import claimed_part, gifts_part, paid_part

signed_in(Role.LEADERSHIP)
st.title("Penger og kort")
published = parts.the_release()
year = parts.year_chosen(published)
paid_part(published, year)
gifts_part(published, year)
claimed_part(published, year)
cards_part(published, year)
parts.show_source(published)
