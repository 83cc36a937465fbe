"""A child's tickets: on paper or phone, blocked when lost, and the awards behind them."""

from uuid import UUID

import streamlit as st

from lib import awards, holdings, links, printing, qr
from lib.awards import CANCEL_REASONS
from lib.db import Database
from lib.holdings import HeldCard, Past
from lib.municipality import base_url
from lib.norwegian import counted, date_text
from lib.partner_codes import Media
from lib.persons import Person
from lib.staff import StaffUser
from lib.stock import TicketForm
from pages.desk import now, plain, refusals_shown, today


def tickets_part(db: Database, user: StaffUser, person: Person) -> None:
    """One sheet for all that is not handed out, and a look at each card."""
    held = holdings.cards_of(db, person.id, by=user, on=today())
    usable = [card for card in held if card.usable]
    if not held:
        return
    st.subheader("Billetter")
    waiting = [card for card in usable if not card.handed_out]
    if waiting and st.button(f"Lag billettark ({len(waiting)})", type="primary"):
        _hand_out(db, user, person, again=False)
    if handed := st.session_state.get(f"handed-{person.id}"):
        paper, link = handed
        st.download_button(
            "Last ned billettark (PDF)",
            paper,
            "billetter.pdf",
            "application/pdf",
            on_click="ignore",
        )
        with st.popover("Vis på telefon", on_change="rerun") as part:
            st.write("Familien skanner koden og har billettene på telefonen.")
            if part.open:
                st.image(qr.png(link), width=240, alt="QR-kode til billettene på telefonen")
    if usable and not waiting:
        with st.popover("Skriv ut på nytt"):
            st.write("Arkene familien har fra før, slutter å virke.")
            if st.button("Skriv ut alle på nytt"):
                _hand_out(db, user, person, again=True)
    with st.expander(counted(len(held), "billett", "billetter"), on_change="rerun") as part:
        for card in held if part.open else ():
            _card(db, user, person, card)


def _hand_out(db: Database, user: StaffUser, person: Person, *, again: bool) -> None:
    with refusals_shown():
        address = base_url(db)
        handed = holdings.hand_out(db, person.id, again=again, by=user, on=today(), now=now())
        paper = printing.sheet_pdf(db, handed, base_url=address)
        link = links.holder(address, handed.holder_secret)
        st.session_state[f"handed-{person.id}"] = paper, link
        st.rerun()


def _card(db: Database, user: StaffUser, person: Person, card: HeldCard) -> None:
    left, right = st.columns([4, 1], vertical_alignment="center")
    ends = f", gyldig til {date_text(card.valid_to)}" if card.valid_to else ""
    state = "sperret" if card.blocked else f"{card.punches_left} av {card.punches_given} igjen"
    left.write(f"{plain(card.offer_name)}, nr. {card.number}: {state}{ends}")
    if card.usable and right.button(
        "Sperr", key=f"block-{card.card_id}", help="Billetten er mistet"
    ):
        with refusals_shown():
            holdings.block_lost(db, person.id, card.card_id, by=user, on=today(), now=now())
            st.rerun()


def history_part(db: Database, user: StaffUser, person: Person) -> None:
    """What this service gave the child this year, and a way to take it back."""
    past = holdings.history(db, person.id, by=user, year=today().year)
    st.subheader(f"Tildelt av dere i {today().year}")
    if not past:
        st.caption("Ingenting ennå.")
    for award in past:
        left, right = st.columns([4, 1], vertical_alignment="center")
        given = f"{award.units} × {plain(award.offer_name)}"
        left.write(f"{date_text(award.awarded_on)}: {given}, {_use(award)}")
        if award.ticket_form is TicketForm.PARTNER_CODE and not award.cancelled:
            _codes(db, user, award.award_id)
        if award.can_be_cancelled:
            with right.popover("Angre", on_change="rerun", key=f"undo-{award.award_id}") as part:
                if part.open:
                    _cancel(db, user, award)


def _use(award: Past) -> str:
    if award.cancelled:
        return "angret"
    if not award.punches_given:
        return "bruk ukjent"
    return f"{award.punches_given - award.punches_left} av {award.punches_given} brukt"


def _cancel(db: Database, user: StaffUser, award: Past) -> None:
    reason = st.selectbox(
        "Grunn",
        list(CANCEL_REASONS),
        format_func=CANCEL_REASONS.__getitem__,
        key=f"reason-{award.award_id}",
    )
    if st.button("Angre tildelingen", key=f"cancel-{award.award_id}"):
        with refusals_shown():
            awards.cancel(db, award.award_id, reason, by=user, now=now())
            st.rerun()


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
