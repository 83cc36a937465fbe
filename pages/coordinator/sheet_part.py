"""How a delivery sheet is shown before it is stored."""

import streamlit as st

from lib.delivery_sheets import Preview
from lib.norwegian import counted
from lib.stock import ACQUISITION_NAMES, UNIT_NAMES
from pages.coordinator.parts import day_text, units_text
from pages.desk import plain

ROWS_SHOWN = 50


def show_preview(preview: Preview) -> None:
    """What the sheet would bring, what is wrong with it, and what of it is there."""
    if preview.faults:
        _show_faults(preview)
    if preview.unread:
        st.warning(f"Disse kolonnene blir ikke lest: {plain(', '.join(preview.unread))}.")
    if preview.already_there:
        there = counted(preview.already_there, "parti", "partier")
        st.info(f"{there} i filen er registrert fra før og blir ikke lagt til igjen.")
    if preview.lines:
        _show_lines(preview)


def _show_faults(preview: Preview) -> None:
    st.header(f"Feil i {counted(preview.faulty_rows, 'rad', 'rader')}")
    shown = preview.faults[:ROWS_SHOWN]
    st.table(
        {
            "Rad": [str(fault.row) for fault in shown],
            "Kolonne": [plain(fault.column) for fault in shown],
            "Hva som er galt": [plain(fault.says) for fault in shown],
        }
    )
    _tell_of_more(len(preview.faults), "feil", "feil")


def _show_lines(preview: Preview) -> None:
    st.header(f"{counted(len(preview.lines), 'rad', 'rader')} uten feil")
    shown = preview.lines[:ROWS_SHOWN]
    if new := preview.new_partners:
        st.write(
            f"{counted(len(new), 'ny tilbyder', 'nye tilbydere')} blir lagt inn. Finnes tilbyderen "
            "fra før under et annet navn, må du rette navnet i filen først."
        )
    st.table(
        {
            "Tilbyder": [plain(line.partner) for line in shown],
            "Tilbud": [plain(line.offer) for line in shown],
            "Antall": [units_text(line.quantity) for line in shown],
            "Enhet": [UNIT_NAMES[line.unit_kind] for line in shown],
            "Anskaffelse": [ACQUISITION_NAMES[line.acquisition] for line in shown],
            "Gyldig til": [day_text(line.valid_to) for line in shown],
            "Nytt": ["ny tilbyder" if preview.is_new_partner(line) else "" for line in shown],
        }
    )
    _tell_of_more(len(preview.lines), "rad", "rader")


def _tell_of_more(there: int, one: str, many: str) -> None:
    if there > ROWS_SHOWN:
        st.caption(f"Og {counted(there - ROWS_SHOWN, one, many)} til.")
