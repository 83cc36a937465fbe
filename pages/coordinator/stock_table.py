"""The stock table: its columns, and what was edited in it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.norwegian import number, to_date_or_none, to_whole_number
from lib.stock import BatchLine, Correction
from pages.coordinator.parts import UNKNOWN, day_text, units_text, whole_or_none

COUNTED, LOW_AT, VALID_TO = "Talt nå", "Varsle ved", "Gyldig til"
_STORE, _SERVICES, _AWARDED = "Lageret", "Tjenestene", "Tildelt"
READ_ONLY = ("Tilbud", "Tilbyder", _STORE, _SERVICES, _AWARDED)
# In pixels: all of it is seen beside the menu on a small laptop.
COLUMNS = {
    "Tilbud": st.column_config.TextColumn(pinned=True, width=146),
    "Tilbyder": st.column_config.TextColumn(width=146),
    _STORE: st.column_config.TextColumn(alignment="right", width=68),
    _SERVICES: st.column_config.TextColumn(alignment="right", width=86),
    _AWARDED: st.column_config.TextColumn(alignment="right", width=62),
    COUNTED: st.column_config.TextColumn(
        alignment="right",
        width=88,
        help=f"Det du har talt på lageret. Tomt felt lar tallet stå, også når det er {UNKNOWN}.",
    ),
    LOW_AT: st.column_config.TextColumn(
        alignment="right", width=112, help="Partiet kommer på Min dag når så få er igjen i alt."
    ),
    VALID_TO: st.column_config.TextColumn(width=106, help="Skriv datoen slik: 31.12.2014"),
}
ROW_HEIGHT, MOST_ROWS = 35, 20


def height(lines: Sequence[BatchLine]) -> int:
    """Pixels for the heading and the lines, until there are so many that the table scrolls."""
    return ROW_HEIGHT * (min(len(lines), MOST_ROWS) + 1) + 3


def table(lines: Sequence[BatchLine]) -> dict[str, list[str]]:
    """The batches as columns of text."""
    return {
        "Tilbud": [line.offer_name for line in lines],
        "Tilbyder": [line.partner_name for line in lines],
        _STORE: [units_text(line.store_left) for line in lines],
        _SERVICES: [units_text(line.services_left) for line in lines],
        _AWARDED: [number(line.units_awarded) for line in lines],
        COUNTED: ["" for _ in lines],
        LOW_AT: [number(line.low_at) for line in lines],
        VALID_TO: [day_text(line.valid_to) for line in lines],
    }


def corrections(
    lines: Sequence[BatchLine], edited: Mapping[str, Sequence[str | None]]
) -> list[Correction]:
    """The lines that were changed, as they shall be; raises BadInput."""
    found = []
    for line, counted, low_at, valid_to in zip(
        lines, edited[COUNTED], edited[LOW_AT], edited[VALID_TO], strict=True
    ):
        whose = f" for {line.offer_name}"
        correction = Correction(
            line.id,
            low_at=to_whole_number(low_at or "", LOW_AT + whose, at_least=0),
            valid_to=to_date_or_none(valid_to or "", VALID_TO + whose),
            counted=whole_or_none(counted or "", COUNTED + whose, at_least=0),
        )
        if correction != Correction(line.id, line.low_at, line.valid_to):
            found.append(correction)
    return found
