"""The administrator's desk: who did what with which case."""

import streamlit as st

from lib import access_log
from lib.access_log import SHORTEST_JUSTIFICATION, in_words
from lib.norwegian import date_text, end_of_day, moment, to_date_or_none
from lib.staff import Role
from pages.desk import connect, now, refusals_shown, signed_in

user, db = signed_in(Role.ADMINISTRATOR), connect()
st.title("Tilgangslogg")

left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
reference = left.text_input("Saksreferanse (valgfritt)", placeholder="For eksempel P-7F3K2M9Q")
before = middle.text_input("Til og med dato (valgfritt)", placeholder="05.06.2014")
with right:
    strict_only = st.checkbox("Bare strengt logget")
    sign_ins = st.checkbox("Vis innlogginger også")
entries = []
with refusals_shown():
    last = to_date_or_none(before, "Til og med dato")
    entries = access_log.latest(
        db,
        by=user,
        reference=reference,
        strict_only=strict_only,
        without_sign_ins=not sign_ins,
        before=end_of_day(last) if last else None,
    )
if not entries:
    st.info("Ingen linjer i loggen svarer til søket.")
    st.stop()

st.dataframe(
    {
        "Tidspunkt": [moment(entry.noted_at) for entry in entries],
        "Handling": [in_words(entry.act) for entry in entries],
        "Ansatt": [entry.staff_name or "–" for entry in entries],
        "Tjeneste": [entry.service_name or "–" for entry in entries],
        "Referanse": [entry.reference or "–" for entry in entries],
        "Utfall": [in_words(entry.outcome) or "–" for entry in entries],
        "Begrunnelse": [entry.justification or "–" for entry in entries],
    }
)

st.header("Se hvem en linje gjelder")
st.caption("Innsynet føres i loggen med begrunnelsen din. Skriv saken det gjelder, ikke navn.")
with st.form("inspect", clear_on_submit=True):
    chosen = st.selectbox(
        "Linje",
        [entry for entry in entries if entry.has_subject],
        index=None,
        format_func=lambda e: f"{moment(e.noted_at)}: {in_words(e.act)}, {e.reference or '–'}",
        placeholder="Velg linje",
    )
    justification = st.text_input(f"Begrunnelse (minst {SHORTEST_JUSTIFICATION} tegn)")
    asked = st.form_submit_button("Vis navn", type="primary")
if asked and chosen:
    with refusals_shown():
        for person in access_log.inspect(
            db, chosen.id, justification=justification, by=user, now=now()
        ):
            born = f", født {date_text(person.born)}" if person.born else ""
            st.write(f"{person.reference}: {person.name}{born}")
elif asked:
    st.error("Linje må fylles ut.")
