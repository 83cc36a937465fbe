"""Funding: each source's budget of a year, what was bought for it, and what is left."""

import streamlit as st

from lib import funding
from lib.funding import FIRST_YEAR, SOURCE_KIND_NAMES, FundingLine, SourceKind
from lib.norwegian import kroner, to_ore
from lib.staff import Role
from pages.coordinator.parts import UNKNOWN
from pages.coordinator.purchase_part import purchases_part
from pages.coordinator.sponsor_part import sponsor_part
from pages.desk import connect, done, fresh, refusals_shown, signed_in, today


def _spent(line: FundingLine) -> str:
    if line.spent_ore is not None:
        return kroner(line.spent_ore)
    return f"{UNKNOWN}, minst {kroner(line.known_ore)}" if line.known_ore else UNKNOWN


def _budget(line: FundingLine) -> str:
    return "ikke satt" if line.budget_ore is None else kroner(line.budget_ore)


def _left(line: FundingLine) -> str:
    return UNKNOWN if line.left_ore is None else kroner(line.left_ore)


user, db = signed_in(Role.COORDINATOR), connect()
st.title("Finansiering")
years = list(range(today().year + 1, FIRST_YEAR - 1, -1))
year = st.selectbox("År", years, index=1)
lines = funding.left(db, year)
if not lines:
    st.info("Ingen finansieringskilder ennå. Legg inn den første under «Ny finansieringskilde».")
else:
    st.table(
        {
            "Kilde": [line.source for line in lines],
            f"Budsjett {year}": [_budget(line) for line in lines],
            "Brukt": [_spent(line) for line in lines],
            "Igjen": [_left(line) for line in lines],
            "Type": [SOURCE_KIND_NAMES[line.kind] for line in lines],
        },
        hide_index=True,
    )
    st.caption(
        "Brukt er antall ganger pris for innkjøpte partier som ble mottatt dette året. "
        "Mangler antall eller pris, er det som er brukt, ukjent."
    )
if bought := funding.without_source(db, year):
    purchases_part(db, user, bought)

if lines:
    st.header("Sett budsjett")
    with st.form(fresh("budget")):
        left, right = st.columns(2)
        line = left.selectbox("Finansieringskilde", lines, format_func=lambda line: line.source)
        budget = right.text_input(
            f"Budsjett i kroner for {year}", placeholder="For eksempel 12 500"
        )
        if st.form_submit_button("Lagre budsjett", type="primary"):
            with refusals_shown():
                ore = to_ore(budget, "Budsjett i kroner")
                funding.set_budget(db, line.source_id, year, ore, by=user)
                done(f"Budsjettet for {year} er lagret.")

    sponsor_part(db, user, lines, year)

with st.expander("Ny finansieringskilde", expanded=not lines), st.form(fresh("source")):
    name = st.text_input("Navn på finansieringskilde", placeholder="For eksempel: Jotron")
    kinds = list(SourceKind)
    kind = st.selectbox("Type", kinds, format_func=SOURCE_KIND_NAMES.__getitem__)
    if st.form_submit_button("Lagre finansieringskilde", type="primary"):
        with refusals_shown():
            funding.add(db, name=name, kind=kind, by=user)
            done(f"{name.strip()} er lagt inn.")
