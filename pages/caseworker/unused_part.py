"""What the service gave and nobody used: whom to ask, while the ticket is still good."""

import streamlit as st

from lib import holdings
from lib.db import Database
from lib.norwegian import date_text
from lib.staff import StaffUser
from pages.caseworker.parts import open_household
from pages.desk import now, plain, refusals_shown, today

SHOWN_AT_ONCE = 10


def unused_part(db: Database, user: StaffUser) -> None:
    """The number for all to see; the names for whoever opens the list, since each is a look."""
    unused = holdings.unused(db, by=user, on=today())
    st.header(f"Ikke brukt ennå ({len(unused)})")
    if not unused:
        st.caption("Alle billetter og kort dere har delt ut, er i bruk eller nye.")
        return
    with (
        st.expander("Se hvem det gjelder", on_change="rerun", key="unused") as part,
        refusals_shown(),
    ):
        if not part.open:
            return
        st.caption("Det som går ut først, står øverst. Navnene du ser, føres i tilgangsloggen.")
        shown = st.session_state.setdefault("unused_shown", SHOWN_AT_ONCE)
        for award in unused[:shown]:
            person, home = holdings.shown_at_home(db, award.person_id, by=user, now=now())
            ends = f", gyldig til {date_text(award.valid_to)}" if award.valid_to else ""
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.write(
                f"**{plain(person.name)}**: {plain(award.offer_name)}, "
                f"{plain(award.partner_name)}, tildelt {date_text(award.awarded_on)}{ends}"
            )
            if right.button("Åpne husstand", key=f"unused-{award.award_id}"):
                open_household(home, person.id)
        if len(unused) > shown and st.button("Vis flere"):
            st.session_state.unused_shown = shown + SHOWN_AT_ONCE
            st.rerun()
