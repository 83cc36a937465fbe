"""The coordinator takes in a spreadsheet of deliveries: looked through first, then stored."""

from pathlib import Path

import streamlit as st

from lib import municipality
from lib.delivery_sheets import read_sheet, receive_sheet, template
from lib.norwegian import counted, date_text, to_date
from lib.staff import Role
from pages.coordinator.delivery_part import chosen_scheme
from pages.coordinator.sheet_part import show_preview
from pages.desk import connect, done, fresh, link, now, refusals_shown, signed_in, today

EXAMPLE = Path(__file__).parents[2] / "data" / "larvik-2024" / "deliveries.csv"

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Importer regneark")
if st.session_state.pop("sheet_stored", False):
    link("coordinator/stock.py", "Se beholdningen og del ut til tjenestene")
st.write("Ett parti på hver rad. Ingenting lagres før du har sett gjennom og trykket Importer.")
with st.container(horizontal=True):
    st.download_button(
        "Last ned tom mal", lambda: template(db), "klipp-mal.xlsx", on_click="ignore"
    )
    st.download_button(
        "Last ned eksempel: Larvik 2024", EXAMPLE.read_bytes(), "larvik-2024.csv", on_click="ignore"
    )
file = st.file_uploader(
    "Regneark (.xlsx eller .csv, høyst 5 MB)", type=["xlsx", "csv"], key=fresh("sheet")
)
preview = None
if file:
    with refusals_shown(), st.spinner("Leser filen …"):
        preview = read_sheet(db, file.getvalue(), file.name, on=today())
if preview is None:
    st.stop()
show_preview(preview)
if not preview.to_add:
    st.stop()

st.header("Slik blir partiene lagt inn")
scheme = chosen_scheme(db)
day = st.text_input("Mottatt, for rader uten dato", value=date_text(today()))
services = st.multiselect(
    "Tjenester som kan tildele av partier med ukjent antall (valgfritt)",
    municipality.open_services(db),
    format_func=lambda service: service.name,
    placeholder="Velg tjenester",
)
leave_out = bool(preview.faults) and st.checkbox(
    f"Utelat {counted(preview.faulty_rows, 'rad', 'rader')} med feil"
)
batches = counted(preview.to_add, "parti", "partier")
if st.button(f"Importer {batches}", type="primary"):
    with refusals_shown(), st.spinner(f"Legger inn {batches} …"):
        receive_sheet(
            db,
            preview,
            leave_out_faulty=leave_out,
            scheme_id=scheme.id,
            shares={service.id: None for service in services},
            received_on=to_date(day, "Mottatt", latest=today()),
            by=user,
            now=now(),
        )
        st.session_state.sheet_stored = True
        done(f"{batches} er lagt inn.")
