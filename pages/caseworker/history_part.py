"""What the service gave a child this year, and a way to take it back."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from lib import awards, holdings
from lib.awards import CANCEL_REASONS
from lib.db import Database
from lib.holdings import Past
from lib.norwegian import date_text
from lib.partner_codes import Media
from lib.persons import Person
from lib.staff import StaffUser
from lib.stock import TicketForm
from pages.caseworker.cards_part import sheet_key
from pages.desk import done, now, plain, refusals_shown, show_done, today

DONE = "history-done"


def history_part(db: Database, user: StaffUser, person: Person, past: Sequence[Past]) -> None:
    """Each award, newest first."""
    st.subheader(f"Tildelt av dere i {today().year}")
    show_done(DONE)
    if not past:
        st.caption("Ingenting ennå.")
    for award in past:
        given = f"{award.units} × {plain(award.offer_name)}"
        with st.container(horizontal=True, vertical_alignment="center"):
            text = f"{date_text(award.awarded_on)}: {given}, {_use(award)}"
            st.markdown(text, width="stretch")
            if award.can_be_cancelled:
                with st.popover("Angre", on_change="rerun", key=f"undo-{award.award_id}") as part:
                    if part.open:
                        _cancel(db, user, person, award)
        if award.ticket_form is TicketForm.PARTNER_CODE and not award.cancelled:
            _codes(db, user, award.award_id)


def _use(award: Past) -> str:
    if award.cancelled:
        return "angret"
    if not award.punches_given:
        return "bruk ukjent"
    return f"{award.punches_given - award.punches_left} av {award.punches_given} brukt"


def _cancel(db: Database, user: StaffUser, person: Person, award: Past) -> None:
    reason = st.selectbox(
        "Grunn",
        list(CANCEL_REASONS),
        format_func=CANCEL_REASONS.__getitem__,
        key=f"reason-{award.award_id}",
    )
    seen = award.ticket_form is TicketForm.PARTNER_CODE
    if seen:
        st.write(
            "Er koden delt ut til familien? Den er sett, og den kommer ikke tilbake når du angrer."
        )
    if st.button("Angre tildelingen", key=f"cancel-{award.award_id}"):
        with refusals_shown():
            awards.cancel(db, award.award_id, reason, by=user, now=now())
            # What was printed holds a card that no longer works.
            st.session_state.pop(sheet_key(person), None)
            kept = " Koden kommer ikke tilbake." if seen else ""
            done(f"Tildelingen er angret.{kept}", at=DONE)


def _codes(db: Database, user: StaffUser, award_id: UUID) -> None:
    label, key = "Vis tilbyderens billetter", f"codes-{award_id}"
    with st.popover(label, on_change="rerun", key=key) as part:
        codes = holdings.codes_of(db, award_id, by=user) if part.open else []
        for position, handed in enumerate(codes, start=1):
            if handed.media is Media.PDF:
                st.download_button(
                    f"Last ned billett {position} (PDF)",
                    handed.pdf or b"",
                    f"billett-{position}.pdf",
                    "application/pdf",
                    on_click="ignore",
                    key=f"pdf-{award_id}-{position}",
                )
            else:
                st.code(handed.code, language=None)
