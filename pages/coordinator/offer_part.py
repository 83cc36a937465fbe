"""A partner's offers: entered, changed, closed and opened again."""

from typing import Any

import streamlit as st

from lib import municipality, offers
from lib.ages import OLDEST
from lib.db import Database
from lib.offers import (
    AVAILABILITY_NAMES,
    CHOSEN_KINDS,
    OFFER_KIND_NAMES,
    Availability,
    Offer,
    OfferKind,
)
from lib.partners import Partner
from lib.staff import StaffUser
from pages.coordinator.parts import whole_or_none
from pages.desk import done, fresh, link, now, refusals_shown


def offers_part(db: Database, user: StaffUser, partner: Partner) -> None:
    """Each offer folded up, and room for a new one."""
    found = offers.all_of(db, partner.id)
    for offer in found:
        with st.expander(f"{offer.name} (avsluttet)" if offer.closed_at else offer.name):
            with refusals_shown():
                if told := _form(db, offer):
                    offers.change(db, offer.id, **told, by=user)
                    done(f"{offer.name} er lagret.")
            _closing(db, user, offer)
    if not found:
        st.info("Ingen tilbud ennå. Legg inn det første, så kan du ta imot billetter.")
    with st.expander("Nytt tilbud", expanded=not found), refusals_shown():
        if told := _form(db, None):
            offers.add(db, partner_id=partner.id, **told, by=user)
            done("Tilbudet er lagret.")
    link("coordinator/receive.py", "Legg inn et parti billetter")


def _kinds(offer: Offer | None) -> list[OfferKind]:
    """A scheme's own card stays what it is; anything else may be changed."""
    is_card = offer is not None and offer.kind is OfferKind.SCHEME_CARD
    return [OfferKind.SCHEME_CARD] if is_card else list(CHOSEN_KINDS)


def _form(db: Database, offer: Offer | None) -> dict[str, Any] | None:
    """What was told of an offer, once it is sent in; raises BadInput."""
    categories = {category.code: category.name for category in municipality.categories(db)}
    areas = {area.id: area.name for area in municipality.neighbourhoods(db)}
    kinds, times, near = _kinds(offer), list(Availability), [None, *areas]
    ages = (offer.age_from, offer.age_to) if offer else (None, None)
    with st.form(fresh(f"offer-{offer.id if offer else 'new'}")):
        left, right = st.columns(2)
        told: dict[str, Any] = {
            "name": left.text_input("Navn på tilbud", offer.name if offer else ""),
            "category": right.selectbox(
                "Kategori",
                list(categories),
                index=list(categories).index(offer.category) if offer else 0,
                format_func=categories.__getitem__,
            ),
            "kind": left.selectbox(
                "Type",
                kinds,
                index=kinds.index(offer.kind) if offer else 0,
                format_func=OFFER_KIND_NAMES.__getitem__,
            ),
            "availability": right.selectbox(
                "Når",
                times,
                index=times.index(offer.availability if offer else Availability.YEAR_ROUND),
                format_func=AVAILABILITY_NAMES.__getitem__,
            ),
            "place": left.text_input("Sted (valgfritt)", offer.place if offer else ""),
            "neighbourhood_id": right.selectbox(
                "Nærmiljø (valgfritt)",
                near,
                index=near.index(offer.neighbourhood_id) if offer else 0,
                format_func=lambda area: areas.get(area, "Hele kommunen"),
            ),
        }
        age_from = left.text_input("Alder fra (valgfritt)", _age(ages[0]))
        age_to = right.text_input("Alder til (valgfritt)", _age(ages[1]))
        told["accessibility"] = st.text_input(
            "Tilrettelegging (valgfritt)",
            offer.accessibility if offer else "",
            placeholder="For eksempel: rullestolplass, teleslynge, rolig time",
        )
        told["when_text"] = st.text_input(
            "Tider (valgfritt)",
            offer.when_text if offer else "",
            placeholder="For eksempel: tirsdag og torsdag kl. 18–21",
        )
        told["link"] = st.text_input("Nettadresse (valgfritt)", offer.link if offer else "")
        if not st.form_submit_button("Lagre tilbud", type="primary"):
            return None
        told["age_from"] = whole_or_none(age_from, "Alder fra", at_least=0, at_most=OLDEST)
        told["age_to"] = whole_or_none(age_to, "Alder til", at_least=0, at_most=OLDEST)
        return told


def _closing(db: Database, user: StaffUser, offer: Offer) -> None:
    with refusals_shown():
        if offer.closed_at:
            if st.button("Åpne tilbudet igjen", key=f"open-{offer.id}"):
                offers.reopen(db, offer.id, by=user)
                done(f"{offer.name} er åpnet igjen.")
        elif st.button("Avslutt tilbudet", key=f"close-{offer.id}"):
            offers.close(db, offer.id, by=user, now=now())
            done(f"{offer.name} er avsluttet.")


def _age(age: int | None) -> str:
    return "" if age is None else str(age)
