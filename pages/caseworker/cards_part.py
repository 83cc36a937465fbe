"""A child's tickets and cards one by one: what is left, and what to do when one is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lib import lost_cards
from lib.db import Database
from lib.holdings import HeldCard
from lib.norwegian import counted, date_text, kroner
from lib.persons import Person
from lib.staff import StaffUser
from lib.stock import UnitKind
from pages.desk import done, fresh, now, plain, refusals_shown, today


@dataclass(frozen=True)
class _Words:
    """What a ticket or a card is called in a sentence."""

    the: str
    it: str
    new: str
    is_ready: str
    has: str  # what the child gets with a new one


_TICKET = _Words("billetten", "den", "en ny", "klar", "kan barnet bruke den i stedet")
_CARD = _Words("kortet", "det", "et nytt", "klart", "har det alt som er igjen")


def sheet_key(person: Person) -> str:
    """Where the page keeps the sheet it just made."""
    return f"handed-{person.id}"


def cards_part(
    db: Database, user: StaffUser, person: Person, held: Sequence[HeldCard], *, done_at: str
) -> None:
    """Each ticket and card, newest first; what is done is told where the page shows `done_at`."""
    if not held:
        return
    tickets = sum(card.unit_kind is UnitKind.TICKET for card in held)
    counts = ((tickets, "billett", "billetter"), (len(held) - tickets, "kort", "kort"))
    st.caption(" og ".join(counted(*count) for count in counts if count[0]))
    # Its label stays the same, or it would close when a card is added.
    with st.expander("Se hver enkelt", on_change="rerun", key=f"cards-{person.id}") as part:
        for card in held if part.open else ():
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.write(_described(card))
            if card.usable and card.handed_out:
                words = _TICKET if card.unit_kind is UnitKind.TICKET else _CARD
                key = fresh(f"lost-{card.card_id}")
                with right.popover(f"{words.the.capitalize()} er mistet", key=key):
                    _lost(db, user, person, card, words, done_at)


def _described(card: HeldCard) -> str:
    ends = f", gyldig til {date_text(card.valid_to)}" if card.valid_to else ""
    if card.replaced_by:
        state = f"sperret og erstattet av nr. {card.replaced_by}"
    elif card.blocked:
        state = "sperret"
    else:
        state = f"{_left(card)} igjen"
    return f"{plain(card.offer_name)}, nr. {card.number}: {state}{ends}"


def _left(card: HeldCard) -> str:
    if card.left_ore is not None:
        return kroner(card.left_ore)
    return f"{card.punches_left} av {card.punches_given}"


def _lost(
    db: Database, user: StaffUser, person: Person, card: HeldCard, words: _Words, done_at: str
) -> None:
    the, it = words.the, words.it
    st.write(
        f"Sperrer du {the}, kan {it} aldri brukes, og {it} teller fortsatt i kvoten. "
        "Er bare papiret borte, velger du Skriv ut på nytt."
    )
    anew = False
    if card.replaces_lost:
        st.write(f"Gir du {words.new}, {words.has}. Kvoten endres ikke.")
        anew = st.button(f"Sperr og gi {words.new}", key=f"replace-{card.card_id}")
    else:
        st.write("Ordningen erstatter ikke mistede kort.")
    if anew or st.button(f"Sperr {the}", key=f"block-{card.card_id}"):
        with refusals_shown():
            act = lost_cards.replace if anew else lost_cards.block
            act(db, person.id, card.card_id, by=user, on=today(), now=now())
            # What was printed holds a card that no longer works.
            st.session_state.pop(sheet_key(person), None)
            told = f"{the.capitalize()} nr. {card.number} er sperret"
            if anew:
                told += f", og {words.new} er {words.is_ready}. Lag billettark for å skrive {it} ut"
            done(f"{told}.", at=done_at)
