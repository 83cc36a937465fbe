"""What the directory's pages are put together from."""

from collections.abc import Callable

import streamlit as st

from lib import municipality, referrals
from lib.ages import OLDEST
from lib.db import Database
from lib.norwegian import to_whole_number
from lib.offer_guide import Suggestion, Wish
from lib.offers import OfferKind
from lib.refusals import BadInput
from lib.schemes import CARD_CATEGORY
from lib.staff import StaffUser
from pages.desk import plain, today

NOT_NOW = {
    OfferKind.SIGNPOST: "Ikke nå",
    OfferKind.ONE_OFF: "Ingen billetter nå",
}


def wish_part(db: Database) -> tuple[Wish, bool]:
    """What is asked for, and whether it is for today alone."""
    categories = {c.code: c.name for c in municipality.categories(db) if c.code != CARD_CATEGORY}
    areas = {area.id: area.name for area in municipality.neighbourhoods(db)}
    first, second, third = st.columns(3)
    typed = first.text_input("Alder (valgfritt)")
    category = second.selectbox(
        "Kategori", [None, *categories], format_func=lambda code: categories.get(code, "Alle")
    )
    area = third.selectbox(
        "Nærmiljø", [None, *areas], format_func=lambda known: areas.get(known, "Hele kommunen")
    )
    adapted = st.toggle("Bare tilrettelagte tilbud")
    only_now = st.toggle("Bare det som er å få i dag")
    age = None
    try:
        age = to_whole_number(typed, "Alder", 0, OLDEST) if typed.strip() else None
    except BadInput as refusal:
        st.error(str(refusal))
    return Wish(age, area, category, adapted), only_now


def suggestion_part(
    db: Database, user: StaffUser, suggestion: Suggestion, *, may_print: bool
) -> None:
    """One offer: where, when, for whom, whom to ask; a signpost with its slip."""
    offer = suggestion.offer
    with st.container(border=True):
        st.markdown(f"**{plain(offer.name)}**, {plain(offer.partner_name)}")
        if not suggestion.is_on:
            st.badge(NOT_NOW[offer.kind], color="gray")
        told = [
            offer.place,
            referrals.ages_text(offer),
            offer.accessibility,
            suggestion.when,
            referrals.contact_text(suggestion.partner),
        ]
        st.markdown(plain(joined(*told)))
        with st.container(horizontal=True):
            if offer.link:
                st.link_button("Åpne nettsiden", offer.link)
            if may_print and suggestion.is_signpost:
                st.download_button(
                    "Henvisningslapp (PDF)",
                    _slip(db, user, suggestion),
                    file_name="henvisning.pdf",
                    mime="application/pdf",
                    on_click="ignore",
                    key=f"slip-{offer.id}",
                )


def _slip(db: Database, user: StaffUser, suggestion: Suggestion) -> Callable[[], bytes]:
    """Made when somebody asks for it: a page of them would take seconds."""
    on = today()
    return lambda: referrals.slip_pdf(db, suggestion.offer.id, by=user, on=on)


def joined(*known: str) -> str:
    """Whom to ask and how, as much as there is, on one line."""
    return " · ".join(text for text in known if text)


def entry(sought: str, heading: str, *texts: str) -> None:
    """A card of the directory: who, and a line for each thing to know; only if it was sought."""
    if sought.strip().lower() not in " ".join((heading, *texts)).lower():
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(heading)}**")
        for text in texts:
            if text:
                st.markdown(text if text.startswith("https://") else plain(text))
