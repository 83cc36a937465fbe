"""The form of one scheme: its rules as a municipality may set them."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import municipality, scheme_criteria, schemes
from lib.ages import OLDEST
from lib.db import Database
from lib.norwegian import to_date_or_none, to_whole_number
from lib.schemes import (
    CARD_CATEGORY,
    MOST_A_YEAR,
    MOST_PEOPLE,
    PERIOD_NAMES,
    Period,
    Scheme,
    SchemeKind,
)
from lib.staff import StaffUser
from pages.coordinator.parts import day_text, kroner_typed, ore_or_none, whole_or_none
from pages.desk import done, fresh, refusals_shown, show_done

Typed = dict[str, str]
NEW_CRITERIA = 2


def scheme_form(db: Database, user: StaffUser, scheme: Scheme) -> None:
    """The rules of a scheme, one save button for all of them."""
    key = f"scheme-{scheme.id}"
    with st.form(key, border=False):
        named = _names(scheme, key)
        ages = _ages(scheme, key)
        criteria, new_criteria = _criteria(db, scheme, key)
        st.subheader("Regler", anchor=False)
        left, middle, right = st.columns(3, vertical_alignment="bottom")
        period = left.selectbox(
            "Kvote og kort gjelder",
            list(Period),
            index=list(Period).index(scheme.period),
            format_func=PERIOD_NAMES.__getitem__,
            key=f"{key}-period",
        )
        people = middle.text_input(
            "Personer per klipp", str(scheme.people_per_visit), key=f"{key}-people"
        )
        companion = right.text_input(
            "Ledsager gratis til og med alder (valgfritt)",
            _text(scheme.companion_to_age),
            help=f"Tomt er ingen ledsager, {OLDEST} er ledsager med alle.",
            key=f"{key}-companion",
        )
        replaces_lost = st.checkbox(
            "Et mistet kort erstattes", scheme.replaces_lost, key=f"{key}-lost"
        )
        price, amount = _money(scheme, key)
        content = _content(db, scheme, key)
        quotas = _quotas(db, scheme, key)
        if st.form_submit_button("Lagre ordningen", type="primary"):
            with refusals_shown():
                changed = replace(
                    scheme,
                    name=named["name"],
                    purpose=named["purpose"],
                    owner_unit=named["owner_unit"],
                    decision=named["decision"],
                    age_from=to_whole_number(ages["from"], "Alder fra", 0, OLDEST),
                    age_to=to_whole_number(ages["to"], "Alder til", 0, OLDEST),
                    ages_change_on=to_date_or_none(ages["on"], "Ny alder gjelder fra"),
                    next_age_from=_age(ages["next_from"], "Ny alder fra"),
                    next_age_to=_age(ages["next_to"], "Ny alder til"),
                    period=period or scheme.period,
                    people_per_visit=to_whole_number(people, "Personer per klipp", 1, MOST_PEOPLE),
                    companion_to_age=_age(companion, "Ledsager"),
                    replaces_lost=replaces_lost,
                    price_ore=ore_or_none(price, "Pris"),
                    amount_ore=ore_or_none(amount, "Beløp"),
                )
                schemes.change(
                    db,
                    changed,
                    quotas=_counts(db, quotas),
                    content=_counts(db, content),
                    criteria=criteria,
                    new_criteria=new_criteria,
                    by=user,
                )
                done(f"{changed.name} er lagret.", at=f"{key}-done")
    # The form is long: what is said on top of the page is not seen from its button.
    show_done(f"{key}-done")


def _names(scheme: Scheme, key: str) -> Typed:
    st.subheader("Om ordningen", anchor=False)
    name = st.text_input("Navn", scheme.name, key=f"{key}-name")
    purpose = st.text_input("Formål (valgfritt)", scheme.purpose, key=f"{key}-purpose")
    left, right = st.columns(2)
    owner = left.text_input("Ansvarlig enhet", scheme.owner_unit, key=f"{key}-owner")
    decision = right.text_input("Vedtak (valgfritt)", scheme.decision, key=f"{key}-decision")
    return {"name": name, "purpose": purpose, "owner_unit": owner, "decision": decision}


def _ages(scheme: Scheme, key: str) -> Typed:
    st.subheader("Alder", anchor=False)
    typed = _side_by_side(
        {
            "from": ("Alder fra", str(scheme.age_from)),
            "to": ("Alder til", str(scheme.age_to)),
        },
        key,
    )
    with st.expander("Alderen endres fra en dato", expanded=scheme.ages_change_on is not None):
        return typed | _side_by_side(
            {
                "on": ("Ny alder gjelder fra (valgfritt)", day_text(scheme.ages_change_on)),
                "next_from": ("Ny alder fra (valgfritt)", _text(scheme.next_age_from)),
                "next_to": ("Ny alder til (valgfritt)", _text(scheme.next_age_to)),
            },
            key,
        )


def _criteria(db: Database, scheme: Scheme, key: str) -> tuple[Typed, list[str]]:
    """The names typed by code, and what was typed for new ones.

    A field for each: lines in one field would not tell which one was renamed.
    """
    st.subheader("Kriterier", anchor=False)
    st.caption(
        "Et nytt navn vises også for dem som alt er vurdert, så meningen må være den samme. "
        "Tøm feltet for å ta et kriterium bort: de som har rett, beholder den, men ingen nye "
        "vurderes etter det. Nye kriterier står på norsk også i engelske brev."
    )
    known = scheme_criteria.in_force(db, scheme.id)
    places = _rows_of(2, len(known) + NEW_CRITERIA)
    named = {
        criterion.code: places.pop(0).text_input(
            f"Kriterium {n}", criterion.name, key=f"{key}-criterion-{criterion.code}"
        )
        for n, criterion in enumerate(known, 1)
    }
    added = [
        places.pop(0).text_input(f"Nytt kriterium {n} (valgfritt)", key=fresh(f"{key}-new-{n}"))
        for n in range(1, NEW_CRITERIA + 1)
    ]
    return named, added


def _side_by_side(fields: Mapping[str, tuple[str, str]], key: str) -> Typed:
    columns = st.columns(len(fields), vertical_alignment="bottom")
    return {
        name: column.text_input(label, known, key=f"{key}-age-{name}")
        for column, (name, (label, known)) in zip(columns, fields.items(), strict=True)
    }


def _money(scheme: Scheme, key: str) -> tuple[str, str]:
    """Price and amount; what the scheme's kind has no use for is blank."""
    price = amount = ""
    if scheme.kind is SchemeKind.CARD:
        label = "Pris når kortet selges, i kroner (valgfritt)"
        price = st.text_input(label, kroner_typed(scheme.price_ore), key=f"{key}-price")
    if scheme.gives_money:
        is_fund = scheme.kind is SchemeKind.FUND
        label = "Mest til én person i perioden, i kroner" if is_fund else "Kroner på kortet"
        amount = st.text_input(label, kroner_typed(scheme.amount_ore), key=f"{key}-amount")
    return price, amount


def _content(db: Database, scheme: Scheme, key: str) -> Typed:
    """The punches on the scheme's own card, typed by category name."""
    if scheme.kind is not SchemeKind.CARD:
        return {}
    st.subheader("Klipp på kortet", anchor=False)
    st.caption("Tomt felt betyr at kortet ikke gjelder der.")
    return _per_category(_categories(db), schemes.content(db, scheme.id), f"{key}-card")


def _quotas(db: Database, scheme: Scheme, key: str) -> Typed:
    """The most one person may have in a period, typed by category name."""
    if scheme.kind is SchemeKind.FUND:
        return {}
    st.subheader("Hvor mye én person kan få i perioden", anchor=False)
    st.caption("Tomt felt betyr ingen grense.")
    known = {quota.category: quota.units_a_year for quota in schemes.quotas(db, scheme.id)}
    codes = {"Kort": CARD_CATEGORY} if scheme.has_own_cards else _categories(db)
    return _per_category(codes, known, f"{key}-quota")


def _categories(db: Database) -> dict[str, str]:
    return {category.name: category.code for category in municipality.categories(db)}


def _per_category(codes: Mapping[str, str], known: Mapping[str, int], key: str) -> Typed:
    return {
        name: place.text_input(f"{name} (valgfritt)", _text(known.get(code)), key=f"{key}-{code}")
        for place, (name, code) in zip(_rows_of(3, len(codes)), codes.items(), strict=False)
    }


def _rows_of(width: int, fields: int) -> list[DeltaGenerator]:
    """Places beside one another, and in the same order under one another on a phone."""
    return [place for _ in range(0, fields, width) for place in st.columns(width)]


def _counts(db: Database, typed: Typed) -> dict[str, int]:
    codes = _categories(db) | {"Kort": CARD_CATEGORY}
    return {
        codes[name]: to_whole_number(text, name, at_most=MOST_A_YEAR)
        for name, text in typed.items()
        if text.strip()
    }


def _age(text: str, field: str) -> int | None:
    return whole_or_none(text, field, at_least=0, at_most=OLDEST)


def _text(known: int | None) -> str:
    return "" if known is None else str(known)
