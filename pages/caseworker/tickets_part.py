"""A child's tickets and cards: one sheet for all that is not handed out, on paper or phone."""

import streamlit as st

from lib import handing_out, links, printing, qr
from lib.db import Database
from lib.holdings import Holdings
from lib.municipality import base_url
from lib.partner_codes import Media
from lib.persons import Person
from lib.staff import StaffUser
from pages.caseworker.cards_part import cards_part, sheet_key
from pages.desk import done, fresh, now, refusals_shown, show_done, today

DONE = "tickets-done"


def tickets_part(db: Database, user: StaffUser, person: Person, held: Holdings) -> None:
    """What is to be handed out, what may be printed again, and a look at each card."""
    if not held.cards and not held.tickets:
        return
    st.subheader("Billetter og kort")
    show_done(DONE)
    on_paper = [card.handed_out for card in held.cards if card.usable]
    voids = any(on_paper)
    on_paper += [ticket.printed for ticket in held.tickets if ticket.media is Media.CODE]
    waiting = on_paper.count(False)
    if waiting and st.button(f"Lag billettark ({waiting})", type="primary"):
        _hand_out(db, user, person, "Arket er klart.")
    if sheet_key(person) in st.session_state:
        _sheet(person, is_newest=not waiting)
    if any(on_paper):
        with st.popover("Skriv ut på nytt", key=fresh(f"again-{person.id}")):
            if voids:
                st.write("Arkene familien har fra før, slutter å virke.")
            if held.tickets:
                st.write("Tilbydernes egne koder er de samme som før.")
            if st.button("Lag nytt ark"):
                gone = " Det gamle virker ikke lenger." if voids else ""
                _hand_out(db, user, person, f"Nytt ark er klart.{gone}", again=True)
    cards_part(db, user, person, held.cards, done_at=DONE)


def _hand_out(
    db: Database, user: StaffUser, person: Person, told: str, *, again: bool = False
) -> None:
    with refusals_shown():
        address = base_url(db)
        sheet = handing_out.hand_out(db, person.id, again=again, by=user, on=today(), now=now())
        link = links.holder(address, sheet.handed.holder_secret) if sheet.handed else None
        paper = printing.sheet_pdf(db, sheet, base_url=address)
        st.session_state[sheet_key(person)] = paper, link
        done(told, at=DONE)


def _sheet(person: Person, *, is_newest: bool) -> None:
    paper, link = st.session_state[sheet_key(person)]
    st.download_button(
        "Last ned billettark (PDF)",
        paper,
        "billetter.pdf",
        "application/pdf",
        type="primary" if is_newest else "secondary",
        on_click="ignore",
    )
    if link:
        with st.popover("Vis på telefon", on_change="rerun") as part:
            st.write("Familien skanner koden og har billettene på telefonen.")
            if part.open:
                st.image(qr.png(link), width=240, alt="QR-kode til billettene på telefonen")
