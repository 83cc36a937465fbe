"""Nothing left of what the child wants: the waiting list."""

import streamlit as st

from lib import waiting
from lib.db import Database
from lib.persons import Person
from lib.refusals import BadInput
from lib.staff import StaffUser
from pages.desk import done, fresh, now, refusals_shown, show_done, today

DONE = "waiting-done"


def waiting_part(db: Database, user: StaffUser, person: Person) -> None:
    """The offers the service is out of, folded away, and the list to put the child on."""
    show_done(DONE)
    label, key = "Tomt for billetter? Sett på venteliste", f"waiting-{person.id}"
    with st.expander(label, on_change="rerun", key=key) as part:
        if part.open:
            _put(db, user, person)


def _put(db: Database, user: StaffUser, person: Person) -> None:
    gone = {offer.id: offer for offer in waiting.out_of_tickets(db, by=user, on=today())}
    if not gone:
        st.caption("Tjenesten er ikke tom for noe.")
        return
    chosen = st.selectbox(
        "Tilbud tjenesten er tom for",
        list(gone),
        format_func=lambda offer_id: f"{gone[offer_id].name}, {gone[offer_id].partner_name}",
        index=None,
        placeholder="Velg tilbud",
        key=fresh(f"waits-{person.id}"),
    )
    if st.button("Sett på venteliste", key=f"put-{person.id}"):
        with refusals_shown():
            if chosen is None:
                raise BadInput("Tilbud", "må velges.")
            waiting.put(db, person.id, chosen, by=user, now=now())
            told = "Når det kommer billetter, står saken øverst under Oppfølging."
            done(f"Satt på venteliste til {gone[chosen].name}. {told}", at=DONE)
