"""The queue of claims, decided several at once, and the decided ones that can be undone."""

from collections.abc import Sequence

import streamlit as st

from lib import claim_decisions, claims
from lib.claim_rules import PURPOSE_NAMES, SEASON_NAMES
from lib.claims import (
    CLAIM_STATE_NAMES,
    REFUSE_REASON_NAMES,
    Claim,
    ClaimState,
    RefuseReason,
)
from lib.db import Database
from lib.norwegian import counted, date_text, kroner
from lib.refusals import BadInput
from lib.staff import StaffUser
from pages.desk import done, fresh, now, refusals_shown

CHOSEN = "Velg"
ROW_HEIGHT, MOST_ROWS = 35, 20
# In pixels: all of it is seen beside the menu on a small laptop, and the first four on a phone.
_COLUMNS = {
    CHOSEN: st.column_config.CheckboxColumn(pinned=True, width=66),
    "Krav": st.column_config.TextColumn(width=52),
    "Beløp": st.column_config.TextColumn(alignment="right", width=80),
    "Tilbyder": st.column_config.TextColumn(width=168),
    "Kort nr.": st.column_config.TextColumn(width=68),
    "Gjelder": st.column_config.TextColumn(width=114),
    "Periode": st.column_config.TextColumn(width=76),
    "Mottatt": st.column_config.TextColumn(width=90),
    "Merknad": st.column_config.TextColumn(width=104),
}


def queue_part(db: Database, user: StaffUser) -> None:
    """The open claims, each with a box to tick, and what to do with those that are ticked."""
    queue = claims.in_states(db, ClaimState.OPEN)
    if not queue:
        st.info("Ingen krav venter på behandling.")
        return
    total = kroner(sum(claim.amount_ore for claim in queue))
    st.write(f"{counted(len(queue), 'krav', 'krav')} venter, til sammen {total}.")
    if repeated := sum(claim.is_repeated for claim in queue):
        st.warning(
            f"{counted(repeated, 'krav', 'krav')} ligner et tidligere krav fra samme lag: samme "
            "kort, formål og periode. Se i kolonnen Merknad."
        )
    everything = st.checkbox("Velg alle kravene")
    with st.form("queue", border=False):
        edited = st.data_editor(
            _table(queue, everything),
            column_config=_COLUMNS,
            disabled=[name for name in _table([], False) if name != CHOSEN],
            hide_index=True,
            height=ROW_HEIGHT * (min(len(queue), MOST_ROWS) + 1) + 3,
            key=fresh(f"queue-{everything}-{_fingerprint(queue)}"),
            alt="Krav som venter, ett på hver linje",
        )
        chosen = [claim.id for claim, box in zip(queue, edited[CHOSEN], strict=True) if box]
        if st.form_submit_button("Godkjenn de valgte", type="primary"):
            with refusals_shown():
                claim_decisions.approve(db, chosen, by=user, now=now())
                done(f"{counted(len(chosen), 'krav', 'krav')} er godkjent.")
        reason = st.selectbox(
            "Grunn til avslag",
            list(RefuseReason),
            index=None,
            format_func=REFUSE_REASON_NAMES.__getitem__,
            placeholder="Velg grunn",
        )
        if st.form_submit_button("Avslå de valgte"):
            with refusals_shown():
                if reason is None:
                    raise BadInput("Grunn til avslag", "må velges.")
                claim_decisions.refuse(db, chosen, reason, by=user, now=now())
                refused = counted(len(chosen), "krav", "krav")
                done(f"{refused} er avslått, og kronene er tilbake på kortene.")


def _fingerprint(queue: Sequence[Claim]) -> int:
    """Another for another queue: a box is remembered by its line, and the lines may have moved."""
    return hash(tuple(claim.number for claim in queue))


def _table(queue: Sequence[Claim], is_chosen: bool) -> dict[str, list[bool] | list[str]]:
    return {
        CHOSEN: [is_chosen for _ in queue],
        "Krav": [str(claim.number) for claim in queue],
        "Beløp": [kroner(claim.amount_ore) for claim in queue],
        "Tilbyder": [claim.partner_name for claim in queue],
        "Kort nr.": [str(claim.card_number) for claim in queue],
        "Gjelder": [PURPOSE_NAMES[claim.purpose] for claim in queue],
        "Periode": [SEASON_NAMES[claim.season] for claim in queue],
        "Mottatt": [date_text(claim.received_on) for claim in queue],
        "Merknad": ["ligner et annet" if claim.is_repeated else "" for claim in queue],
    }


def decided_part(db: Database, user: StaffUser) -> None:
    """What was decided and is on no payment list, with a way back."""
    decided = claims.in_states(db, ClaimState.APPROVED, ClaimState.REFUSED)[::-1]
    if not decided:
        st.info("Ingen behandlede krav, utenom dem som står på en betalingsliste.")
        return
    st.caption("Et krav kan åpnes igjen til det står på en betalingsliste.")
    with st.form(fresh("decided")):
        chosen = st.selectbox(
            "Krav",
            decided,
            index=None,
            format_func=_told,
            placeholder="Skriv nummeret på kravet",
        )
        if st.form_submit_button("Åpne kravet igjen"):
            with refusals_shown():
                if chosen is None:
                    raise BadInput("Krav", "må velges først.")
                claim_decisions.undo(db, chosen.id, by=user, now=now())
                done(f"Krav {chosen.number} venter på behandling igjen.")
    st.dataframe(
        {
            "Krav": [str(claim.number) for claim in decided],
            "Tilbyder": [claim.partner_name for claim in decided],
            "Kort nr.": [str(claim.card_number) for claim in decided],
            "Beløp": [kroner(claim.amount_ore) for claim in decided],
            "Svar": [_answer(claim) for claim in decided],
        },
        column_config={"Beløp": st.column_config.TextColumn(alignment="right")},
        hide_index=True,
    )


def _told(claim: Claim) -> str:
    return f"{claim.number}, {claim.partner_name}, {kroner(claim.amount_ore)}, {_answer(claim)}"


def _answer(claim: Claim) -> str:
    reason = f": {REFUSE_REASON_NAMES[claim.reason]}" if claim.reason else ""
    return f"{CLAIM_STATE_NAMES[claim.state]}{reason}"
