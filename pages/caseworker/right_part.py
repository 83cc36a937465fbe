"""A line for each scheme, and the assessment where one is missing."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from lib import eligibility, entitlements, scheme_criteria
from lib.db import Database
from lib.eligibility import Standing, Verdict
from lib.entitlements import a_year_from
from lib.holdings import Counted
from lib.need_to_know import Known
from lib.norwegian import date_text, to_date
from lib.persons import Person
from lib.schemes import PERIOD_TOLD, Scheme
from lib.staff import StaffUser
from pages.desk import now, plain, refusals_shown, today

COLOURS = {Verdict.HAS_RIGHT: "green", Verdict.NO_RIGHT: "gray", Verdict.MISSING: "orange"}


def right_part(
    db: Database, known: Known, counted: Sequence[Counted], every: Sequence[Scheme]
) -> None:
    """At a glance: «har rett», «har ikke rett, fordi …» or «mangler opplysning»."""
    standings = eligibility.at_a_glance(db, known, counted, every, on=today())
    names = Counter(standing.scheme.name for standing in standings)
    for standing in standings:
        with st.container(border=True):
            badge = f":{COLOURS[standing.verdict]}-badge[{standing.verdict}]"
            name = _title(standing.scheme, has_namesake=names[standing.scheme.name] > 1)
            paragraphs = [f"{name} {badge}", standing.because]
            if standing.left:
                paragraphs.append(f"Igjen {PERIOD_TOLD[standing.scheme.period]}: {standing.left}.")
            st.markdown("\n\n".join(paragraphs))
            if standing.criterion:
                st.caption(f"Kriterium: {standing.criterion}")
            if standing.can_be_assessed:
                _assess(db, known.by, known.person, standing)
            elif standing.entitlement_id:
                _withdraw(db, known.by, standing)


def _title(scheme: Scheme, *, has_namesake: bool) -> str:
    """The scheme's name, and whose it is where another has the same name."""
    owner = f", {plain(scheme.owner_unit)}" if has_namesake and scheme.owner_unit else ""
    return f"**{plain(scheme.name)}**{owner}"


def _assess(db: Database, user: StaffUser, person: Person, standing: Standing) -> None:
    known = scheme_criteria.in_force(db, standing.scheme.id)
    names = {criterion.code: criterion.name for criterion in known}
    with st.form(f"assess-{standing.scheme.id}", border=False):
        left, right = st.columns(2)
        criterion = left.selectbox(
            "Kriterium",
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder="Velg kriterium",
        )
        until = right.text_input("Gjelder til", value=date_text(a_year_from(today())))
        if st.form_submit_button("Vilkårene er oppfylt"):
            with refusals_shown():
                entitlements.assess(
                    db,
                    person.id,
                    standing.scheme.id,
                    criterion or "",
                    valid_to=to_date(until, "Gjelder til"),
                    by=user,
                    on=today(),
                    now=now(),
                )
                st.rerun()


def _withdraw(db: Database, user: StaffUser, standing: Standing) -> None:
    label, key = "Trekk vurderingen", f"withdrawing-{standing.entitlement_id}"
    with st.popover(label, type="tertiary", on_change="rerun", key=key) as part:
        if not part.open:
            return
        st.write("Det som er tildelt, blir stående. Nye tildelinger krever ny vurdering.")
        if st.button("Trekk vurderingen", key=f"withdraw-{standing.entitlement_id}"):
            with refusals_shown():
                assert standing.entitlement_id
                entitlements.withdraw(db, standing.entitlement_id, by=user, now=now())
                st.rerun()
