"""How a delivery sheet is shown before it is stored."""

import streamlit as st

from lib.delivery_columns import UNKNOWN
from lib.delivery_sheets import Preview
from lib.norwegian import counted, number
from lib.stock import ACQUISITION_NAMES, UNIT_NAMES

FAULTS_SHOWN = 50


def show_preview(preview: Preview) -> None:
    """What the sheet would bring, what is wrong with it, and what of it is there."""
    if preview.faults:
        _show_faults(preview)
    if preview.unread:
        st.warning(f"Disse kolonnene blir ikke lest: {', '.join(preview.unread)}.")
    if preview.already_there:
        there = counted(preview.already_there, "parti", "partier")
        st.info(f"{there} i filen er registrert fra før og blir ikke lagt til igjen.")
    if preview.lines:
        st.subheader(f"{counted(len(preview.lines), 'rad', 'rader')} uten feil")
        _show_lines(preview)


def _show_faults(preview: Preview) -> None:
    st.subheader(f"Feil i {counted(preview.faulty_rows, 'rad', 'rader')}")
    st.table(
        {
            "Rad": [str(fault.row) for fault in preview.faults[:FAULTS_SHOWN]],
            "Kolonne": [fault.column for fault in preview.faults[:FAULTS_SHOWN]],
            "Hva som er galt": [fault.says for fault in preview.faults[:FAULTS_SHOWN]],
        }
    )
    if hidden := preview.faults[FAULTS_SHOWN:]:
        st.caption(f"Og {counted(len(hidden), 'feil', 'feil')} til.")


def _show_lines(preview: Preview) -> None:
    st.dataframe(
        {
            "Tilbyder": [line.partner for line in preview.lines],
            "Tilbud": [line.offer for line in preview.lines],
            "Anskaffelse": [ACQUISITION_NAMES[line.acquisition] for line in preview.lines],
            "Enhet": [UNIT_NAMES[line.unit_kind] for line in preview.lines],
            "Antall": [
                UNKNOWN if line.quantity is None else number(line.quantity)
                for line in preview.lines
            ],
        },
        hide_index=True,
    )
