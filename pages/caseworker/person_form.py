"""The fields that ask for one person."""

from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib import registration
from lib.db import Reader
from lib.memberships import MemberRole
from lib.persons import Protection
from lib.refusals import BadInput
from lib.registration import NewMember

PROTECTION_NAMES = {
    Protection.NONE: "Ingen",
    Protection.CONFIDENTIAL: "Fortrolig adresse (kode 7)",
    Protection.STRICTLY_CONFIDENTIAL: "Strengt fortrolig adresse (kode 6)",
    Protection.SHIELDED: "Skjermet person",
}


@dataclass(frozen=True)
class MemberFields:
    """What was typed of one person, and where its fault is shown."""

    label: str
    role: MemberRole
    name: str
    number: str
    born: str
    protection: Protection
    fault: DeltaGenerator

    def read(self, db: Reader, *, shown: bool, on: date) -> NewMember | None:
        """The person, or None with the fault beside the fields once the form was sent."""
        try:
            return registration.read_member(
                db,
                self.label,
                self.role,
                name=self.name,
                number=self.number,
                born=self.born,
                protection=self.protection,
                on=on,
            )
        except BadInput as fault:
            if shown:
                self.fault.error(str(fault))
            return None


def member_fields(label: str, role: MemberRole, *, form: str = "") -> MemberFields:
    """A row of fields for one person, under a heading of its own; blank in each new `form`."""
    st.markdown(f"**{label}**")
    left, middle, right, last = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    key = f"{form}{label}".replace(" ", "_")
    return MemberFields(
        label=label,
        role=role,
        name=left.text_input("Navn", key=f"{key}_name"),
        number=middle.text_input("Fødselsnummer (valgfritt)", key=f"{key}_number"),
        born=right.text_input("Fødselsdato", key=f"{key}_born", placeholder="05.06.2014"),
        protection=last.selectbox(
            "Adressevern",
            list(PROTECTION_NAMES),
            format_func=PROTECTION_NAMES.__getitem__,
            key=f"{key}_protection",
        ),
        fault=st.empty(),
    )
