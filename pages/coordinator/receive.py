"""The guided flow: partner, offer, batch and shares on one page, in under two minutes."""

import streamlit as st

from lib import deliveries, funding
from lib.deliveries import AlreadyReceived
from lib.delivery_columns import read_cells, says_unknown, words_of
from lib.norwegian import number
from lib.staff import Role
from pages.coordinator.delivery_part import batch_fields, chosen_scheme, share_fields
from pages.desk import connect, done, fresh, link, now, plain, refusals_shown, signed_in, today

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Nytt parti")
if entered := st.session_state.pop("batch_entered", None):
    link("coordinator/stock.py", "Se partiet i beholdningen", parti=str(entered))

scheme = chosen_scheme(db)
fields = batch_fields(db, on=today())
line, faults = read_cells(words_of(db), fields.cells)

st.header("Del ut til tjenestene (valgfritt)")
shares = share_fields(db, unknown=says_unknown(fields.cells["Antall"]))
left = deliveries.left_in_store(line, shares) if line else None
if left is not None and left < 0:
    st.warning(f"Du har delt ut {number(-left)} mer enn partiet har.")
elif left is not None:
    st.caption(f"Blir igjen på lageret: {number(left)}")

refusal = deliveries.why_not(db, line, on=today()) if line else None
if line and isinstance(refusal, AlreadyReceived):
    st.warning(str(refusal))
    if st.checkbox("Dette er en ny levering", key=fresh("another")):
        line = deliveries.another(db, line)
if line and line.funding_source_id:
    year = (line.received_on or today()).year
    if dear := funding.why_not(
        db,
        line.funding_source_id,
        quantity=line.quantity,
        unit_price_ore=line.unit_price_ore,
        year=year,
    ):
        st.warning(plain(str(dear)))

if st.button("Registrer partiet", type="primary"):
    for fault in faults:
        fields.show(fault)
    if line and refusal and not isinstance(refusal, AlreadyReceived):
        fields.show(refusal)
    elif line:
        with refusals_shown():
            receipt = deliveries.receive(
                db,
                [line],
                scheme_id=scheme.id,
                shares=shares,
                received_on=today(),
                by=user,
                now=now(),
            )
            if not receipt.added:
                raise AlreadyReceived
            st.session_state.batch_entered = receipt.batch_ids[0]
            done(
                plain(
                    f"{line.offer} fra {line.partner} er registrert. Skjemaet er klart for neste."
                )
            )
