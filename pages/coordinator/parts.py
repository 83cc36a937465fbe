"""What the coordinator's pages have in common: words for numbers, fields, and what was done."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import NoReturn, TypeVar
from uuid import UUID

import streamlit as st

from lib.ledger import MOST_UNITS
from lib.norwegian import date_text, kroner, number, to_ore, to_whole_number
from lib.stock import BatchLine, Pool
from pages.desk import done, link

COUNTED = "Talt nå"
NOTHING_CHANGED = "Ingenting er lagret: ingen tall er endret."
UNKNOWN = "ukjent"
STORE = "Lageret"
MOST_AT_ONCE = 40

_T = TypeVar("_T")


def units_text(units: int | None) -> str:
    """A count as it is read; what nobody has counted is unknown, never nought."""
    return UNKNOWN if units is None else number(units)


def signed(units: int) -> str:
    """A movement's units with their sign, as a book has it."""
    return f"{'+' if units > 0 else '−' if units < 0 else ''}{number(abs(units))}"


def money_text(ore: int | None) -> str:
    """An amount that may be left out."""
    return "" if ore is None else kroner(ore)


def kroner_typed(ore: int | None) -> str:
    """An amount as it is typed into a field that may be left blank."""
    return "" if ore is None else f"{ore / 100:.2f}".replace(".", ",").removesuffix(",00")


def day_text(day: date | None) -> str:
    """A date that may be left out."""
    return "" if day is None else date_text(day)


def place_name(pool: Pool) -> str:
    """A place that has a part of a batch, and how much it is to have left."""
    left = "antall" if pool.units_left is None else "igjen"
    return f"{pool.service_name or STORE} ({units_text(pool.units_left)}\N{NO-BREAK SPACE}{left})"


def reached(service: str, phone: str) -> str:
    """A service and where to ring it."""
    return f"{service}, telefon {phone}" if phone else f"{service}, uten telefonnummer"


def some_of(batches: list[_T]) -> list[_T]:
    """Those that are picked where there are more than a browser draws fields for at once."""
    if len(batches) <= MOST_AT_ONCE:
        return batches

    def name(start: int) -> str:
        last = min(start + MOST_AT_ONCE, len(batches))
        return f"{number(start + 1)} til {number(last)} av {number(len(batches))}"

    starts = range(0, len(batches), MOST_AT_ONCE)
    start = st.selectbox("Partier (lagre før du bytter)", starts, format_func=name)
    return batches[start : start + MOST_AT_ONCE]


def saved(text: str, blanked: Iterable[str]) -> NoReturn:
    """Say what was stored and have its fields stand empty; in all others, what is typed stays.

    Unlike fields with a `fresh` key, these are not drawn anew under the fingers that type on.
    """
    st.session_state["blanked"] = list(blanked)
    done(text)


def blank_what_was_saved() -> None:
    """Empty the fields that `saved` named; to be called before they are drawn."""
    for key in st.session_state.pop("blanked", ()):
        st.session_state[key] = ""


def whole_or_none(
    text: str, field: str, *, at_least: int = 1, at_most: int = MOST_UNITS
) -> int | None:
    """Read a number that may be left blank, or raise BadInput."""
    return to_whole_number(text, field, at_least, at_most) if text.strip() else None


def ore_or_none(text: str, field: str) -> int | None:
    """Read an amount that may be left blank, or raise BadInput."""
    return to_ore(text, field) if text.strip() else None


def show_tabs(parts: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Tabs that stay where they are when the page is drawn anew; only the open one is run."""
    tabs = st.tabs(list(parts), key=key, on_change="rerun")
    for tab, part in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                part()


def show_empty_stock() -> None:
    """What to do first in a new house."""
    st.info("Beholdningen er tom. Legg inn det første partiet, eller importer et regneark.")
    link("coordinator/receive.py", "Legg inn et parti")
    link("coordinator/import_sheet.py", "Importer et regneark")


def batch_line(line: BatchLine, says: str) -> None:
    """A way to the batch in the stock, and what is to be said of it.

    Its id in the address tells nothing of anyone. The day it came stands outside the link,
    which is cut off on a phone.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        name = f"{line.offer_name}, {line.partner_name}"
        link("coordinator/stock.py", name, parti=str(line.id))
        st.caption(f"{says} · mottatt {date_text(line.received_on)}")


def batch_asked_for(known: Collection[UUID]) -> None:
    """Choose the batch that a link names, once; afterwards the field decides."""
    asked = st.query_params.pop("parti", None)
    found = next((batch_id for batch_id in known if str(batch_id) == asked), None)
    if found:
        st.session_state.batch = found
