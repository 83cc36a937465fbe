"""The award: choose among what fits the child, read what stands against it, give."""

from collections.abc import Collection
from uuid import UUID, uuid4

import streamlit as st

from lib import award_rules, awards, contact_requests, eligibility
from lib.award_rules import MOST_AT_ONCE, AwardedElsewhere
from lib.db import Database
from lib.eligibility import Choice
from lib.need_to_know import Known
from lib.norwegian import date_text, to_ore
from lib.persons import Person
from lib.refusals import BadInput
from lib.schemes import Scheme, SchemeKind
from pages.desk import done, fresh, now, plain, refusals_shown, show_done, today

DONE = "award-done"


def award_part(db: Database, known: Known, had: Collection[UUID]) -> None:
    """What the service can give this child today, best suited first."""
    user, person = known.by, known.person
    st.subheader("Tildel billetter og kort")
    show_done(DONE)
    choices = eligibility.choices(db, known, had, on=today())
    if not choices:
        st.info("Tjenesten har ingenting som passer barnet. Spør koordinator.")
        return
    kinds = sorted({choice.category_name for choice in choices})
    interests = st.pills("Interesser (valgfritt)", kinds, selection_mode="multi")
    fitting = [c for c in choices if not interests or c.category_name in interests]
    left, right = st.columns([4, 1])
    choice = left.selectbox(
        "Tilbud",
        fitting,
        format_func=_described,
        index=None,
        placeholder="Velg tilbud",
        key=fresh(f"offer-{person.id}"),
    )
    units = int(
        right.number_input(
            "Antall", min_value=1, max_value=MOST_AT_ONCE, key=fresh(f"units-{person.id}")
        )
    )
    if choice is None:
        return
    case = award_rules.case_of(db, person.id, choice.batch_id, by=user, on=today())
    try:
        amount = _amount(case.scheme, person)
    except BadInput as fault:
        st.error(plain(str(fault)))
        return
    refusal = award_rules.why_not(db, case, units, amount_ore=amount, on=today())
    knowing = isinstance(refusal, AwardedElsewhere)
    if knowing:
        award_rules.warned(db, case, by=user, now=now())
        st.warning(plain(str(refusal)))
        if st.button("Be om kontakt", key="ask-contact"):
            with refusals_shown():
                contact_requests.ask(db, person.id, by=user, now=now())
                st.success("Forespørselen er sendt. Svaret kommer på Min dag.")
    # The act says no in the same place, so that a sentence never stands twice.
    against = st.empty()
    if refusal and not knowing:
        against.info(plain(str(refusal)))
    act = f"award-{person.id}-{choice.batch_id}"
    if st.button("Tildel likevel" if knowing else "Tildel", type="primary"):
        with against, refusals_shown():
            awarded = awards.award(
                db,
                person.id,
                choice.batch_id,
                units,
                # Kept until the award is made: a double click is one award.
                award_id=st.session_state.setdefault(act, uuid4()),
                amount_ore=amount,
                knowing=knowing,
                by=user,
                on=today(),
                now=now(),
            )
            del st.session_state[act]
            done(f"Tildelt: {awarded.units} × {plain(awarded.offer_name)}.", at=DONE)


def _amount(scheme: Scheme, person: Person) -> int | None:
    """What a fund is asked for, in øre, or BadInput; None where the scheme says how much."""
    if scheme.kind is not SchemeKind.FUND:
        return None
    typed = st.text_input("Beløp i kroner", key=fresh(f"amount-{person.id}"))
    return to_ore(typed, "Beløp") if typed.strip() else None


def _described(choice: Choice) -> str:
    left = "ukjent antall" if choice.units_left is None else f"{choice.units_left} igjen"
    parts = [choice.offer_name, choice.partner_name, left]
    if choice.last_day:
        parts.append(f"til {date_text(choice.last_day)}")
    if choice.near:
        parts.append("i nærmiljøet")
    if choice.had_before:
        parts.append("fått før")
    return " · ".join(parts)
