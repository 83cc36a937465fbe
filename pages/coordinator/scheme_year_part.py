"""The years of a scheme with cards of its own: cap, budget, what is given, closing."""

import streamlit as st

from lib import scheme_years
from lib.db import Database
from lib.norwegian import counted, kroner, number
from lib.scheme_years import SchemeYear
from lib.schemes import Scheme
from lib.staff import StaffUser
from pages.coordinator.parts import kroner_typed, ore_or_none, whole_or_none
from pages.desk import done, fresh, link, now, refusals_shown, today


def year_part(db: Database, user: StaffUser, scheme: Scheme) -> None:
    """Each year that is open, and a way to open the next one."""
    years = scheme_years.of(db, scheme.id)
    for year in years:
        st.subheader(f"Året {year.year}", anchor=False)
        st.write(_told(year, scheme))
        if year.closed_at is None:
            _change(db, user, year, scheme)
    following = max((year.year for year in years), default=today().year - 1) + 1
    with st.popover(f"Åpne {following}"), st.form(fresh(f"open-{scheme.id}"), border=False):
        cards = st.text_input("Antall kort (tomt: ingen grense)")
        budget = st.text_input("Budsjett i kroner (valgfritt)") if scheme.gives_money else ""
        if st.form_submit_button(f"Åpne {following}", type="primary"):
            with refusals_shown():
                scheme_years.open_year(
                    db,
                    scheme.id,
                    following,
                    cards=whole_or_none(cards, "Antall kort"),
                    budget_ore=ore_or_none(budget, "Budsjett"),
                    by=user,
                    on=today(),
                    now=now(),
                )
                done(f"{scheme.name} er åpnet for {following}. Fordel kortene i Beholdning.")


def _told(year: SchemeYear, scheme: Scheme) -> str:
    told = [f"{counted(year.cards_given, 'kort', 'kort')} delt ut"]
    told.append("ingen grense" if year.cards_left is None else f"{number(year.cards_left)} igjen")
    if scheme.gives_money:
        told.append(f"{kroner(year.given_ore)} gitt")
        if year.budget_ore is not None:
            told.append(f"{kroner(year.budget_ore - year.given_ore)} igjen av budsjettet")
    closed = " Året er avsluttet." if year.closed_at else ""
    return f"{', '.join(told)}.{closed}"


def _change(db: Database, user: StaffUser, year: SchemeYear, scheme: Scheme) -> None:
    changed = "tak og budsjett" if scheme.gives_money else "antall kort"
    with st.container(horizontal=True, vertical_alignment="center"):
        link("coordinator/stock.py", "Fordel kort til tjenestene", parti=str(year.batch_id))
        with (
            st.popover(f"Endre {changed}"),
            st.form(fresh(f"year-{year.batch_id}"), border=False),
        ):
            known = "" if year.cards is None else str(year.cards)
            cards = st.text_input("Antall kort", known)
            budget = ""
            if scheme.gives_money:
                budget = st.text_input("Budsjett i kroner", kroner_typed(year.budget_ore))
            if st.form_submit_button("Lagre"):
                with refusals_shown():
                    scheme_years.change(
                        db,
                        year.scheme_id,
                        year.year,
                        cards=whole_or_none(cards, "Antall kort"),
                        budget_ore=ore_or_none(budget, "Budsjett"),
                        by=user,
                        now=now(),
                    )
                    done(f"{changed.capitalize()} for {year.year} er lagret.")
        with st.popover(f"Avslutt {year.year}"):
            _close(db, user, year)


def _close(db: Database, user: StaffUser, year: SchemeYear) -> None:
    st.write("Kort som ingen har fått, skrives av. Kort som er delt ut, gjelder som før.")
    if st.button(f"Avslutt {year.year} nå", key=f"close-{year.batch_id}"):
        with refusals_shown():
            left_over = scheme_years.close(db, year.scheme_id, year.year, by=user, now=now())
            written_off = counted(left_over, "kort", "kort")
            done(f"Året {year.year} er avsluttet, og {written_off} er skrevet av.")
