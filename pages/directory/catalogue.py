"""The catalogue: what there is for someone who sits at the desk, and a slip to take along."""

import streamlit as st

from lib import offer_guide, referrals
from lib.norwegian import number
from lib.staff import Role
from pages.coordinator.signposts_part import signposts_part
from pages.desk import connect, link, signed_in, today
from pages.directory.parts import suggestion_part, wish_part

user, db = signed_in(*Role), connect()
st.title("Tilbud og henvisning")
st.caption(
    "Her står tilbudene, og ingen personer. Henvisninger er åpne for alle som passer: skriv ut en "
    "lapp. Billetter får barnet hos en tjeneste som tildeler."
)
link("directory/who.py", "Se hvem som tildeler")
if user.may(Role.COORDINATOR):
    signposts_part(db, user)

wish, only_now = wish_part(db)
found = [
    suggestion
    for suggestion in offer_guide.suggestions(db, wish, on=today())
    if suggestion.is_on or not only_now
]
if not found:
    st.info("Ingen tilbud passer. Ta bort et av valgene over.")
    st.stop()

may_print = any(user.may(role) for role in referrals.PRINTERS)
for heading, signposts in (("Henvisninger, åpne for alle", True), ("Med billett", False)):
    these = [suggestion for suggestion in found if suggestion.is_signpost == signposts]
    if these:
        st.header(f"{heading} ({number(len(these))})")
    for suggestion in these:
        suggestion_part(db, user, suggestion, may_print=may_print)
