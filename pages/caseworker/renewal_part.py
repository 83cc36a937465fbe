"""A right that runs out, assessed for another year."""

import streamlit as st

from lib import entitlements, scheme_criteria
from lib.db import Database
from lib.entitlements import a_year_from
from lib.norwegian import date_text
from lib.renewals import Renewal
from lib.staff import StaffUser
from pages.desk import done, now, plain, refusals_shown, today


def renewal_part(db: Database, user: StaffUser, right_due: Renewal) -> None:
    """By the same criterion, or by another where the scheme has retired that one."""
    until = a_year_from(today())
    if right_due.criterion_retired:
        st.write(
            f"Kriteriet «{plain(right_due.criterion_name)}» er tatt bort fra ordningen. "
            f"Er et annet oppfylt, varer retten til {date_text(until)}."
        )
        criterion = _another(db, right_due)
    else:
        st.write(f"Samme kriterium gjelder fortsatt. Retten varer til {date_text(until)}.")
        criterion = right_due.criterion
    if st.button("Forny vurderingen", key=f"renew-{right_due.entitlement_id}"):
        with refusals_shown():
            entitlements.assess(
                db,
                right_due.person_id,
                right_due.scheme_id,
                criterion,
                valid_to=until,
                by=user,
                on=today(),
                now=now(),
            )
            done(f"Vurderingen i sak {right_due.person_reference} er fornyet.")


def _another(db: Database, right_due: Renewal) -> str:
    known = scheme_criteria.in_force(db, right_due.scheme_id)
    names = {criterion.code: criterion.name for criterion in known}
    chosen = st.selectbox(
        "Kriterium",
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder="Velg kriterium",
        key=f"criterion-{right_due.entitlement_id}",
    )
    return chosen or ""
