"""The lines of a paper list, typed as the partner wrote them by hand.

Plain fields for the reason that stocktaking gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from lib import paper_punches
from lib.db import Database
from lib.municipality import Category
from lib.norwegian import counted, listed, to_recent_date, to_whole_number
from lib.paper_punches import LINES, Line, LinesRefused, PunchedThatDay, Sheet
from lib.refusals import BadInput, Refused
from lib.staff import StaffUser
from pages.desk import done, fresh, now, plain, refusals_shown, show_done, today

DONE = "lines-done"
AT_FIRST = 10  # lines; few sheets are full
# In pixels: the three stand side by side on a phone.
CARD_WIDTH, PUNCHES_WIDTH, DATE_WIDTH, WHAT_WIDTH = 126, 72, 92, 180


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a line."""

    number: int
    card: str
    punches: str
    day: str
    category: str | None
    other_visit: bool

    @property
    def is_filled(self) -> bool:
        """Whether the partner wrote anything on it."""
        return bool(self.card.strip() or self.day.strip())


def entry_part(db: Database, user: StaffUser, sheet: Sheet) -> None:
    """The form for a sheet that came back: all the lines are entered, or none."""
    every_line = st.toggle(f"Vis alle {LINES} linjene", key=fresh(f"all-{sheet.id}"))
    refused = st.session_state.get(key := fresh(f"refused-{sheet.id}"), {})
    with st.form(fresh(f"lines-{sheet.id}"), enter_to_submit=False):
        day = st.text_input("Dato for linjene", placeholder="For eksempel 21.11", width=220)
        st.caption(
            "Fyll ut de linjene som er skrevet på. Skriv dato på en linje bare når den er en "
            "annen. Linjer som er ført før, kan stå tomme."
        )
        typed = fields(
            sheet,
            paper_punches.categories(db, sheet),
            refused,
            count=LINES if every_line else AT_FIRST,
        )
        if refused:
            wrong = listed([str(number) for number in refused])
            st.error(f"Ingenting er lagret. Rett linje {wrong}, og trykk på nytt.")
        if st.form_submit_button("Før inn", type="primary"):
            with refusals_shown():
                try:
                    st.session_state.pop(key, None)
                    lines, other_visit = lines_in(typed, day, on=today())
                    if not lines:
                        raise BadInput("Linje", "må fylles ut: ingenting er skrevet inn ennå.")
                    new = paper_punches.enter(
                        db, sheet.id, lines, other_visit=other_visit, by=user, on=today(), now=now()
                    )
                except LinesRefused as refusal:
                    st.session_state[key] = refusal.refusals
                    st.rerun()
                told = f"{counted(new, 'ny linje', 'nye linjer')} er ført inn."
                done(told if new else "Ingen nye linjer: de er ført inn fra før.", at=DONE)
    # Below the button, where the hand is.
    show_done(DONE)


def fields(
    sheet: Sheet, categories: Sequence[Category], refused: Mapping[int, Refused], *, count: int
) -> list[Typed]:
    """A row of fields for each line of the sheet, and under it what was wrong with it."""
    return [_row(sheet, number, categories, refused.get(number)) for number in range(1, count + 1)]


def lines_in(
    typed: Sequence[Typed], every_day: str, *, on: date
) -> tuple[list[Line], frozenset[int]]:
    """The lines that are filled in, and which of them are another visit; raises LinesRefused.

    `every_day` is the date of the lines that have none of their own.
    """
    lines: list[Line] = []
    refused: dict[int, Refused] = {}
    for row in (row for row in typed if row.is_filled):
        try:
            lines.append(_line(row, every_day, on))
        except BadInput as fault:
            refused[row.number] = fault
    if refused:
        raise LinesRefused(refused)
    return lines, frozenset(row.number for row in typed if row.other_visit)


def _line(row: Typed, every_day: str, on: date) -> Line:
    return Line(
        number=row.number,
        card_number=to_whole_number(row.card, "Kortnummer", at_most=10**12),
        used_on=to_recent_date(row.day.strip() or every_day, "Dato", latest=on),
        punches=to_whole_number(row.punches, "Klipp"),
        category=row.category,
    )


def _row(
    sheet: Sheet, number: int, categories: Sequence[Category], refusal: Refused | None
) -> Typed:
    key = fresh(f"line-{sheet.id}-{number}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        card = st.text_input(f"{number}. Kortnummer", key=f"{key}-card", width=CARD_WIDTH)
        punches = st.text_input(f"{number}. Klipp", "1", key=f"{key}-punches", width=PUNCHES_WIDTH)
        day = st.text_input(f"{number}. Dato", key=f"{key}-day", width=DATE_WIDTH)
        what = _what(number, categories, key) if len(categories) > 1 else None
    if refusal:
        st.error(plain(f"Linje {number}: {refusal}"))
    # A box that was ticked stays, also when something else is wrong.
    is_asked = isinstance(refusal, PunchedThatDay) or st.session_state.get(f"{key}-other")
    other = bool(is_asked) and st.checkbox("Dette er et annet besøk", key=f"{key}-other")
    return Typed(number, card, punches, day, what, other)


def _what(number: int, categories: Sequence[Category], key: str) -> str | None:
    names = {category.code: category.name for category in categories}
    return st.selectbox(
        f"{number}. Hva",
        [None, *names],
        format_func=lambda code: names.get(code, "Det kortet gjelder"),
        key=f"{key}-what",
        width=WHAT_WIDTH,
    )
