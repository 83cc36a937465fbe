"""A batch's terms: its dates, price and funding, as they may be corrected."""

import streamlit as st

from lib import funding, stock
from lib.db import Database
from lib.norwegian import number, to_date_or_none, to_whole_number
from lib.staff import StaffUser
from lib.stock import BatchLine
from pages.coordinator.parts import day_text, money_text, ore_or_none
from pages.desk import done, fresh, refusals_shown


def terms_part(db: Database, user: StaffUser, line: BatchLine) -> None:
    """The fields of a batch that are not the ledger's."""
    sources = {source.id: source.name for source in funding.sources(db)}
    options = [None, *sources]
    with st.form(fresh(f"terms-{line.id}")):
        first, second, third = st.columns(3)
        valid_from = first.text_input("Gyldig fra (valgfritt)", day_text(line.valid_from))
        valid_to = second.text_input("Gyldig til (valgfritt)", day_text(line.valid_to))
        event_date = third.text_input(
            "Dato for arrangementet (valgfritt)", day_text(line.event_date)
        )
        price = first.text_input("Pris per enhet (valgfritt)", money_text(line.unit_price_ore))
        value = second.text_input("Verdi per enhet (valgfritt)", money_text(line.face_value_ore))
        low_at = third.text_input("Varsle ved", number(line.low_at))
        source = st.selectbox(
            "Finansieringskilde (valgfritt)",
            options,
            index=options.index(line.funding_source_id),
            format_func=lambda source_id: sources.get(source_id, "Ingen"),
        )
        if st.form_submit_button("Lagre vilkårene", type="primary"):
            with refusals_shown():
                stock.change(
                    db,
                    line.id,
                    low_at=to_whole_number(low_at, "Varsle ved", at_least=0),
                    valid_from=to_date_or_none(valid_from, "Gyldig fra"),
                    valid_to=to_date_or_none(valid_to, "Gyldig til"),
                    event_date=to_date_or_none(event_date, "Dato for arrangementet"),
                    unit_price_ore=ore_or_none(price, "Pris per enhet"),
                    face_value_ore=ore_or_none(value, "Verdi per enhet"),
                    funding_source_id=source,
                    by=user,
                )
                done("Vilkårene er lagret.")
    st.caption("Kort som alt er laget, beholder datoene de fikk.")
