"""The school's holidays as the coordinator types them in."""

import streamlit as st

from lib import school_holidays
from lib.db import Database
from lib.norwegian import to_date
from lib.staff import StaffUser
from pages.coordinator.parts import day_text
from pages.desk import done, fresh, refusals_shown, today

Holiday = tuple[str, int]


def holidays_part(db: Database, user: StaffUser) -> None:
    """The holidays that are known, and those of this and the next year that are not."""
    known = {(h.name, h.year): h for h in school_holidays.all_of(db)}
    missing = school_holidays.to_type_in(db, on=today())
    with st.expander("Skolens ferier"):
        st.caption("Datoene står i skoleruta. Klipp gjetter dem ikke: skriv dem inn her.")
        chosen = st.selectbox(
            "Ferie",
            [*missing, *known],
            format_func=lambda holiday: _label(holiday, filled=holiday in known),
            key=fresh("holiday"),
        )
        if chosen is None:
            return
        there = known.get(chosen)
        with st.form(fresh(f"days-{chosen}")):
            left, right = st.columns(2)
            first = left.text_input("Første dag", day_text(there.first_day if there else None))
            last = right.text_input("Siste dag", day_text(there.last_day if there else None))
            if st.form_submit_button("Lagre ferien", type="primary"):
                with refusals_shown():
                    days = to_date(first, "Første dag"), to_date(last, "Siste dag")
                    school_holidays.keep(db, *chosen, *days, by=user)
                    done(f"{_name(chosen)} er lagret.")
        if there and st.button("Ta bort ferien"):
            with refusals_shown():
                school_holidays.remove(db, *chosen, by=user)
                done(f"{_name(chosen)} er tatt bort.")


def _name(holiday: Holiday) -> str:
    return f"{holiday[0]} {holiday[1]}"


def _label(holiday: Holiday, *, filled: bool) -> str:
    return _name(holiday) if filled else f"{_name(holiday)} (mangler datoer)"
