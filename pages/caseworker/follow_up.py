"""Follow-up: whose tickets have come, and whose right runs out."""

import streamlit as st

from lib import renewals, waiting
from lib.norwegian import date_text, number, today_in_oslo
from lib.staff import Role
from pages.caseworker.parts import open_home_of
from pages.caseworker.renewal_part import renewal_part
from pages.desk import connect, done, now, plain, refusals_shown, signed_in, today

user, db = signed_in(Role.CASEWORKER), connect()
st.title("Oppfølging")

st.header("Venteliste")
on_list = waiting.of_service(db, by=user, on=today())
if not on_list:
    st.caption(
        "Ingen venter. Er det tomt for billetter, setter du barnet på venteliste ved tildeling."
    )
for waits in on_list:
    left, right = st.columns([3, 2], vertical_alignment="center")
    ways = right.container(horizontal=True)
    since = f"venter siden {date_text(today_in_oslo(waits.put_at))}"
    badge = " :green-badge[billetter på lager]" if waits.has_tickets else ""
    offer = plain(f"{waits.offer_name}, {waits.partner_name}")
    left.markdown(f"Sak {waits.person_reference}: {offer}, {since}{badge}")
    if ways.button("Åpne husstand", key=f"open-{waits.id}"):
        open_home_of(db, user, waits.person_id)
    if ways.button("Ta av listen", key=f"end-{waits.id}"):
        with refusals_shown():
            waiting.end(db, waits.id, by=user, now=now())
            done(f"Sak {waits.person_reference} er tatt av ventelisten.")

due = renewals.due(db, by=user, on=today())
st.header(f"Vurderinger som går ut ({number(len(due))})")
st.caption(
    "Spør familien om det samme fortsatt gjelder, før du fornyer."
    if due
    else "Ingen vurderinger går ut de neste 30 dagene."
)
for right_due in due:
    left, right = st.columns([3, 2], vertical_alignment="center")
    ways = right.container(horizontal=True)
    ended = "gikk ut" if right_due.valid_to < today() else "går ut"
    scheme = plain(f"{right_due.scheme_name}, {right_due.criterion_name}")
    left.markdown(
        f"Sak {right_due.person_reference}: {scheme}, {ended} {date_text(right_due.valid_to)}"
    )
    if ways.button("Åpne husstand", key=f"open-{right_due.entitlement_id}"):
        open_home_of(db, user, right_due.person_id)
    with ways.popover("Forny"):
        renewal_part(db, user, right_due)
