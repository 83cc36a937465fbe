"""A batch's own codes and PDF tickets: how many there are, and adding more."""

import streamlit as st

from lib import partner_codes
from lib.db import Database
from lib.norwegian import counted, number
from lib.staff import StaffUser
from lib.stock import BatchLine
from pages.desk import done, fresh, refusals_shown


def codes_part(db: Database, user: StaffUser, line: BatchLine) -> None:
    """The partner's tickets of a batch; they are never shown here, only counted."""
    counts = partner_codes.counts(db, line.id)
    if counts.entered:
        st.write(
            f"{number(counts.entered)} er lagt inn, og {number(counts.handed_out)} er delt ut. "
            "Bruken er ukjent til tilbyderen har telt."
        )
    else:
        st.info("Ingen koder ennå. Uten koder kan ingen tildele fra partiet.")
    with st.form(fresh(f"codes-{line.id}")):
        pasted = st.text_area("Koder, én på hver linje (valgfritt)")
        text_file = st.file_uploader("Tekstfil med koder (valgfritt)", type=["txt", "csv"])
        pdfs = st.file_uploader(
            "PDF-billetter, én billett i hver fil (valgfritt)",
            type=["pdf"],
            accept_multiple_files=True,
        )
        if st.form_submit_button("Legg inn", type="primary"):
            with refusals_shown():
                content = text_file.getvalue() if text_file else b""
                codes = partner_codes.read_codes(pasted.encode()) + partner_codes.read_codes(
                    content
                )
                files = [file.getvalue() for file in pdfs]
                added = partner_codes.upload(db, line.id, codes=codes, pdfs=files, by=user)
                there = len(codes) + len(files) - added
                done(
                    f"{counted(added, 'billett', 'billetter')} er lagt inn."
                    + (f" {number(there)} lå der fra før." if there else "")
                )
