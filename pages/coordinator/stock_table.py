"""The stock's lines: what is left of each batch, with the three fields that correct it.

Plain fields for the reason that stocktaking gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from lib.norwegian import number, to_date_or_none, to_whole_number
from lib.stock import BatchLine, Correction
from pages.coordinator.parts import COUNTED, day_text, units_text, whole_or_none
from pages.desk import plain

LOW_AT, VALID_TO = "Varsle ved", "Gyldig til"
WORDS_WIDTH, NUMBER_WIDTH, DATE_WIDTH = 460, 90, 120  # pixels


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of a batch."""

    counted: str
    low_at: str
    valid_to: str


def fields(lines: Sequence[BatchLine]) -> list[Typed]:
    """A line for each batch, the fields under the words on a phone."""
    return [_line(line) for line in lines]


def key_of(batch_id: UUID) -> str:
    """Of the field for what was counted; the same before and after it is stored."""
    return f"counted-{batch_id}"


def corrections(lines: Sequence[BatchLine], typed: Sequence[Typed]) -> list[Correction]:
    """The lines that were changed, as they shall be; raises BadInput."""
    found = []
    for line, texts in zip(lines, typed, strict=True):
        whose = f" for {line.name}"
        correction = Correction(
            line.id,
            low_at=to_whole_number(texts.low_at, LOW_AT + whose, at_least=0),
            valid_to=to_date_or_none(texts.valid_to, VALID_TO + whose),
            counted=whole_or_none(texts.counted, COUNTED + whose, at_least=0),
        )
        if correction != Correction(line.id, line.low_at, line.valid_to):
            found.append(correction)
    return found


def _line(line: BatchLine) -> Typed:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(gap=None, width=WORDS_WIDTH):
            st.markdown(f"**{plain(line.offer_name)}**, {plain(line.partner_name)}")
            st.markdown(f":small[{' · '.join(_facts(line))}]")
        # Two keys hold what is stored, so that a field shows it when it is changed elsewhere.
        low_key, until_key = f"low-{line.id}-{line.low_at}", f"until-{line.id}-{line.valid_to}"
        return Typed(
            st.text_input(COUNTED, key=key_of(line.id), width=NUMBER_WIDTH),
            st.text_input(LOW_AT, number(line.low_at), key=low_key, width=NUMBER_WIDTH),
            st.text_input(VALID_TO, day_text(line.valid_to), key=until_key, width=DATE_WIDTH),
        )


def _facts(line: BatchLine) -> tuple[str, ...]:
    return (
        f"Mottatt {day_text(line.received_on)}",
        f"**{units_text(line.store_left)}** på lageret",
        f"**{units_text(line.services_left)}** hos tjenestene",
        f"**{number(line.units_awarded)}** tildelt",
    )
