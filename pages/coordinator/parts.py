"""What the coordinator's pages have in common: words for numbers, fields, and what was done."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from uuid import UUID

import streamlit as st

from lib.ledger import MOST_UNITS
from lib.norwegian import date_text, kroner, number, to_ore, to_whole_number
from lib.stock import BatchLine
from pages.desk import link

UNKNOWN = "ukjent"
STORE = "Lageret"


def units_text(units: int | None) -> str:
    """A count as it is read; what nobody has counted is unknown, never nought."""
    return UNKNOWN if units is None else number(units)


def signed(units: int) -> str:
    """A movement's units with their sign, as a book has it."""
    return f"{'+' if units > 0 else '−' if units < 0 else ''}{number(abs(units))}"


def money_text(ore: int | None) -> str:
    """An amount that may be left out."""
    return "" if ore is None else kroner(ore)


def day_text(day: date | None) -> str:
    """A date that may be left out."""
    return "" if day is None else date_text(day)


def batch_name(line: BatchLine) -> str:
    """A batch as it is told from others of the same offer."""
    return f"{line.offer_name}, {line.partner_name} (mottatt {date_text(line.received_on)})"


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


def link_to_batch(line: BatchLine) -> None:
    """A way to the batch in the stock; its id in the address tells nothing of anyone."""
    link("coordinator/stock.py", f"{line.offer_name}, {line.partner_name}", parti=str(line.id))


def batch_asked_for(known: Collection[UUID]) -> None:
    """Choose the batch that a link names, once; afterwards the field decides."""
    asked = st.query_params.pop("parti", None)
    found = next((batch_id for batch_id in known if str(batch_id) == asked), None)
    if found:
        st.session_state.batch = found
