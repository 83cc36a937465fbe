"""The two ways to decide about a pair, each after a question."""

import streamlit as st

from lib import merging, pair_decisions
from lib.db import Database
from lib.norwegian import date_text
from lib.pair_decisions import Verdict
from lib.persons import Person
from lib.staff import StaffUser
from pages.desk import done, now, plain, refusals_shown

ASKED = "par"  # the pair in the address: two ids, which tell nothing of anyone


def close_pair() -> None:
    """Let the address name no pair."""
    st.query_params.pop(ASKED, None)


def born_text(person: Person) -> str:
    """A birth date that may be missing."""
    return date_text(person.born) if person.born else "ukjent dato"


def same_part(db: Database, user: StaffUser, one: Person, other: Person) -> None:
    """Merge them; who was registered first is kept unless the coordinator chooses otherwise."""

    # Streamlit tells what is chosen by its label, and two who are one may be written alike.
    def label(person: Person) -> str:
        return f"{plain(person.name)}, født {born_text(person)} ({person.reference})"

    keep = st.radio("Navn og fødselsdato som skal beholdes", [one, other], format_func=label)
    st.write(
        "Tildelinger, kort, numre og hjem samles på én person, og kvoten teller det begge har "
        "fått. Du kan angre under «Avgjort»."
    )
    gone = other if keep == one else one
    if st.button("Slå sammen", type="primary"):
        with refusals_shown():
            merging.merge(db, keep.id, gone.id, by=user, now=now())
            close_pair()
            done(f"{gone.reference} er slått sammen med {keep.reference}, som er beholdt.")


def not_same_part(db: Database, user: StaffUser, one: Person, other: Person) -> None:
    """Keep that they are two."""
    st.write("Paret kommer ikke fram igjen. Du kan angre under «Avgjort».")
    if st.button("De er to personer", type="primary"):
        with refusals_shown():
            pair_decisions.decide(db, one.id, other.id, Verdict.NOT_SAME, by=user, now=now())
            close_pair()
            done(f"{one.reference} og {other.reference} er lagret som to ulike personer.")
