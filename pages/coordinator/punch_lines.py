"""The lines of a paper list, typed as the partner wrote them by hand.

Plain fields for the reason that stocktaking gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib.norwegian import to_date, to_whole_number
from lib.paper_punches import LINES, Line, Sheet
from pages.desk import fresh

CARD_WIDTH, DATE_WIDTH, PUNCHES_WIDTH = 180, 130, 110  # pixels


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a line."""

    number: int
    card: str
    day: str
    punches: str
    other_visit: bool

    @property
    def is_filled(self) -> bool:
        """Whether the partner wrote anything on it."""
        return bool(self.card.strip() or self.day.strip())


def fields(sheet: Sheet) -> list[Typed]:
    """A row of fields for each line of the sheet."""
    return [_row(sheet, number) for number in range(1, LINES + 1)]


def lines_in(typed: Sequence[Typed], *, on: date) -> tuple[list[Line], frozenset[int]]:
    """The lines that are filled in, and which of them are another visit; raises BadInput."""
    filled = [row for row in typed if row.is_filled]
    lines = [
        Line(
            number=row.number,
            card_number=to_whole_number(
                row.card, f"Linje {row.number}: kortnummer", at_most=10**12
            ),
            used_on=to_date(row.day, f"Linje {row.number}: dato", latest=on),
            punches=to_whole_number(row.punches, f"Linje {row.number}: klipp"),
        )
        for row in filled
    ]
    return lines, frozenset(row.number for row in filled if row.other_visit)


def _row(sheet: Sheet, number: int) -> Typed:
    key, line = fresh(f"line-{sheet.id}-{number}"), f"Linje {number}:"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return Typed(
            number,
            st.text_input(f"{line} kortnummer", key=f"{key}-card", width=CARD_WIDTH),
            st.text_input(f"{line} dato", key=f"{key}-day", width=DATE_WIDTH),
            st.text_input(f"{line} klipp", "1", key=f"{key}-punches", width=PUNCHES_WIDTH),
            st.checkbox("Annet besøk enn på kassen", key=f"{key}-other"),
        )
