"""The coordinator's day: what ran low, ends soon, waits to be shared, or nobody uses."""

import streamlit as st

from lib import claims, contact_requests, stock, stock_watch, suspicions
from lib.claims import ClaimState
from lib.norwegian import counted, date_text, number
from lib.staff import Role
from pages.coordinator.expired_part import expired_part
from pages.coordinator.parts import batch_line, show_empty_stock, units_text
from pages.coordinator.rebalance_part import rebalance_part
from pages.desk import connect, link, signed_in, today

SHOWN = 5

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Min dag")

cases = contact_requests.cases(db, by=user)
if cases:
    st.warning(f"{counted(len(cases), 'kontaktsak', 'kontaktsaker')} venter på deg.")
    link("coordinator/requests.py", "Se kontaktsaker")

if pairs := suspicions.how_many(db, by=user):
    told = counted(pairs, "mulig dobbeltregistrering", "mulige dobbeltregistreringer")
    st.warning(f"{told} venter på deg.")
    link("coordinator/duplicates.py", "Se parene")

open_claims = len(claims.in_states(db, ClaimState.OPEN))
if open_claims:
    st.warning(f"{counted(open_claims, 'krav', 'krav')} fra lag og foreninger venter på svar.")
    link("coordinator/claims.py", "Se krav")

if not stock.overview(db):
    show_empty_stock()
    st.stop()

if late := stock_watch.too_late(db, on=today()):
    expired_part(db, user, late)

lists = {
    "Snart tomt": [
        (line, f"{units_text(line.units_left)} igjen, varsler ved {number(line.low_at)}")
        for line in stock_watch.low(db, on=today())
    ],
    "Går ut innen 30 dager": [
        (line, f"{units_text(line.units_left)} igjen, siste dag {date_text(line.last_day)}")
        for line in stock_watch.expiring(db, on=today())
        if line.last_day
    ],
    "Ikke fordelt til noen tjeneste": [
        (line, f"{units_text(line.units_left)} på lageret")
        for line in stock_watch.unshared(db, on=today())
    ],
    "Ingen har tildelt herfra": [
        (line, f"{units_text(line.units_left)} igjen")
        for line in stock_watch.untouched(db, on=today())
    ],
}
has_moves = rebalance_part(db, user)
if not (cases or pairs or open_claims or late or has_moves or any(lists.values())):
    st.success("Ingenting haster. Alt i beholdningen er fordelt, i bruk og gyldig en stund til.")
for heading, found in lists.items():
    if found:
        st.header(f"{heading} ({number(len(found))})")
    for line, says in found[:SHOWN]:
        batch_line(line, says)
    if len(found) > SHOWN:
        link("coordinator/stock.py", "Se resten i beholdningen")
