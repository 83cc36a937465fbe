"""One batch: who has how much of it, moving between them, write-off, its terms and its story."""

from collections.abc import Callable

import streamlit as st

from lib import ledger, municipality, stock
from lib.db import Database
from lib.ledger import MOVEMENT_NAMES, WRITE_OFF_NAMES, WriteOffReason
from lib.norwegian import moment, month_text, number, to_whole_number
from lib.staff import StaffUser
from lib.stock import (
    ACQUISITION_NAMES,
    TICKET_FORM_NAMES,
    UNIT_NAMES,
    BatchLine,
    Pool,
    TicketForm,
    UnitKind,
)
from pages.coordinator.codes_part import codes_part
from pages.coordinator.parts import (
    STORE,
    place_name,
    show_tabs,
    signed,
    units_text,
    whole_or_none,
)
from pages.coordinator.terms_part import terms_part
from pages.desk import done, fresh, link, now, refusals_shown


def batch_part(db: Database, user: StaffUser, line: BatchLine) -> None:
    """Everything that can be done with one batch, a tab for each."""
    facts = (
        f"{units_text(line.quantity)} mottatt".capitalize(),
        # A scheme's own cards are neither given nor bought.
        *(() if line.unit_kind is UnitKind.SCHEME_CARD else (ACQUISITION_NAMES[line.acquisition],)),
        UNIT_NAMES[line.unit_kind],
        TICKET_FORM_NAMES[line.ticket_form],
    )
    st.caption(" · ".join(facts))
    pools = stock.pools(db, line.id)
    parts: dict[str, Callable[[], None]] = {
        "Fordeling": lambda: _sharing(db, user, line, pools),
        "Avskriving": lambda: _write_off(db, user, pools),
        "Vilkår og pris": lambda: terms_part(db, user, line),
        "Historikk": lambda: _story(db, line),
    }
    if line.ticket_form is TicketForm.PARTNER_CODE:
        parts["Koder og PDF-er"] = lambda: codes_part(db, user, line)
    show_tabs(parts, key=f"batch-{line.id}")


def _sharing(db: Database, user: StaffUser, line: BatchLine, pools: list[Pool]) -> None:
    st.table(
        {
            "Sted": [pool.service_name or STORE for pool in pools],
            "Igjen": [units_text(pool.units_left) for pool in pools],
        },
        hide_index=True,
    )
    places = [(STORE, None), *((s.name, s.id) for s in municipality.open_services(db))]
    if len(places) == 1:
        st.info("Kommunen har ingen tjenester ennå. Be administrator om å legge dem inn.")
        return
    with st.form(fresh(f"move-{line.id}")):
        first, second, third = st.columns(3)
        source = first.selectbox("Flytt fra", pools, format_func=place_name)
        target = second.selectbox("Flytt til", places, index=1, format_func=lambda place: place[0])
        units = third.text_input("Antall")
        if line.units_left is None:
            st.caption("Er det ukjent hvor mange det er, kan du la antallet stå tomt.")
        if st.form_submit_button("Flytt", type="primary"):
            with refusals_shown():
                ledger.move(
                    db,
                    line.id,
                    source.service_id,
                    target[1],
                    whole_or_none(units, "Antall"),
                    by=user,
                    now=now(),
                )
                done(f"Flyttet til {target[0]}.")
    link("coordinator/counting.py", "Tell det som er igjen hos en tjeneste")


def _write_off(db: Database, user: StaffUser, pools: list[Pool]) -> None:
    with st.form(fresh(f"write-off-{pools[0].batch_id}")):
        first, second, third = st.columns(3)
        pool = first.selectbox("Fra", pools, format_func=place_name)
        units = second.text_input("Antall")
        reasons = list(WriteOffReason)
        reason = third.selectbox("Årsak", reasons, format_func=WRITE_OFF_NAMES.__getitem__)
        if st.form_submit_button("Skriv av", type="primary"):
            with refusals_shown():
                count = to_whole_number(units, "Antall")
                ledger.write_off(db, pool.id, count, reason, by=user, now=now())
                done("Avskrivingen er lagret.")


def _story(db: Database, line: BatchLine) -> None:
    movements, awarded = ledger.movements(db, line.id), ledger.awarded_by_month(db, line.id)
    if not movements and not awarded:
        st.info("Ingen bevegelser ennå: antallet er ukjent til noen teller eller tildeler.")
    if movements:
        st.table(
            {
                "Når": [moment(m.moved_at) for m in movements],
                "Hva": [_movement_name(m) for m in movements],
                "Antall": [signed(m.units) for m in movements],
                "Sted": [m.service_name or STORE for m in movements],
                "Av": [m.staff_name or "" for m in movements],
            },
            hide_index=True,
        )
    if awarded:
        st.write("Tildelt, måned for måned")
        st.table(
            {
                "Måned": [month_text(month.month).capitalize() for month in awarded],
                "Sted": [month.service_name or STORE for month in awarded],
                "Tildelt": [number(month.units) for month in awarded],
            },
            hide_index=True,
        )


def _movement_name(movement: ledger.Movement) -> str:
    kind = MOVEMENT_NAMES[movement.kind]
    return f"{kind}: {WRITE_OFF_NAMES[movement.reason]}" if movement.reason else kind
