"""What the partners say was used of a batch, month by month."""

import streamlit as st

from lib import use_counts
from lib.db import Database
from lib.ledger import MOST_UNITS
from lib.norwegian import month_text, to_whole_number
from lib.refusals import BadInput
from lib.staff import StaffUser
from lib.stock import BatchLine
from pages.coordinator.parts import UNKNOWN, units_text
from pages.desk import done, fresh, now, refusals_shown, today


def use_part(db: Database, user: StaffUser) -> None:
    """Choose a batch that no till counts, and enter a month of it."""
    st.write(
        "Billetter med kommunens QR-kode telles av kassen. Andre billetter teller tilbyderen. "
        "Et klippekort som er brukt to ganger, teller som to."
    )
    batches = {line.id: line for line in use_counts.countable(db)}
    if not batches:
        st.info("Alle partiene har kommunens QR-kode, så det er ingenting å legge inn her.")
        return
    # Nothing is chosen beforehand: it could be stored by mistake.
    chosen = st.selectbox(
        "Parti",
        list(batches),
        index=None,
        format_func=lambda batch_id: batches[batch_id].name,
        placeholder="Velg et parti",
    )
    if chosen:
        _months(db, user, batches[chosen])


def _months(db: Database, user: StaffUser, batch: BatchLine) -> None:
    months = use_counts.months(batch.received_on, today())
    with st.form(fresh(f"use-{batch.id}")):
        left, right = st.columns(2)
        month = left.selectbox(
            "Måned", months, index=None, format_func=month_text, placeholder="Velg en måned"
        )
        used = right.text_input("Antall brukt")
        if st.form_submit_button("Lagre bruken", type="primary"):
            with refusals_shown():
                if month is None:
                    raise BadInput("Måned", "må velges.")
                units = to_whole_number(used, "Antall brukt", at_least=0, at_most=MOST_UNITS)
                use_counts.record(db, batch.id, month, units, by=user, now=now())
                done(f"Bruken i {month_text(month)} er lagret.")
    standing = {count.month: count.units for count in use_counts.of_batch(db, batch.id)}
    st.table(
        {
            "Måned": [month_text(month).capitalize() for month in months],
            "Brukt": [units_text(standing.get(month)) for month in months],
        },
        hide_index=True,
    )
    st.caption(
        f"En måned ingen har telt, er {UNKNOWN}. Teller du en måned på nytt, gjelder det siste."
    )
