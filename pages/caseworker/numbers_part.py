"""The identity numbers a service has registered of a child: which kinds, one more, one less."""

import streamlit as st

from lib import households, identity_numbers
from lib.db import Database
from lib.identity_numbers import IdentityKind
from lib.municipality import is_demonstration
from lib.norwegian import moment
from lib.persons import KnownNumber, Person
from lib.staff import StaffUser
from pages.desk import done, fresh, now, refusals_shown

CHANGED = "particulars-done"  # where the child's part says what was done
NUMBER_NAMES = {
    IdentityKind.FNR: "Fødselsnummer",
    IdentityKind.DNR: "D-nummer",
    IdentityKind.DUF: "DUF-nummer",
}


def numbers_part(db: Database, user: StaffUser, person: Person) -> None:
    """Each number by its kind, for the digits are not kept, and a field for a new one."""
    known_here = households.numbers(db, person.id, by=user)
    if not known_here:
        st.caption("Dere har ikke registrert noe nummer på barnet.")
    for known in known_here:
        _known_number(db, user, person, known)
    _number(db, user, person)


def _known_number(db: Database, user: StaffUser, person: Person, known: KnownNumber) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(f"{NUMBER_NAMES[known.kind]} er registrert av dere {moment(known.registered_at)}.")
        key = f"{person.id}-{known.kind}-{known.registered_at.timestamp()}"
        with st.popover("Fjern", key=f"wrong-{key}", type="tertiary"):
            st.write(
                "Fjern bare et nummer som er lagt på feil barn. Da kan det registreres på den "
                "det tilhører. At du fjerner det, står i tilgangsloggen."
            )
            if st.button("Fjern nummeret", key=f"remove-{key}"):
                with refusals_shown():
                    households.remove_number(db, person.id, known, by=user, now=now())
                    done(f"{NUMBER_NAMES[known.kind]}et er fjernet.", at=CHANGED)


def _number(db: Database, user: StaffUser, person: Person) -> None:
    with st.form(f"number-{person.id}", border=False):
        typed = st.text_input(
            "Nytt fødselsnummer, D-nummer eller DUF-nummer", key=fresh(f"number-{person.id}")
        )
        if st.form_submit_button("Legg til nummer"):
            with refusals_shown():
                number = identity_numbers.parse(typed, synthetic_only=is_demonstration(db))
                households.add_number(db, person.id, number, by=user, now=now())
                done(f"{NUMBER_NAMES[number.kind]}et er lagt til.", at=CHANGED)
