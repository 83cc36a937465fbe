"""Letters and posters: what families and points of sale are given, with nobody's name on it."""

import streamlit as st

from lib import municipality, posters, scheme_papers
from lib.scheme_papers import PaperKind
from lib.schemes import SchemeKind
from lib.staff import Role
from pages.desk import connect, link, plain, refusals_shown, signed_in, today
from pages.papers_part import PDF, family_papers_part

user, db = signed_in(Role.COORDINATOR), connect()
st.title("Brev og plakater")
st.caption("Her er det ingen personer. Svarbrev på søknader lager saksbehandlerne under Søknader.")

st.header("Til familier")
scheme, language = family_papers_part(db, municipality.open_services(db))

st.header("Til utsalgssteder og sosiale medier")
if PaperKind.POSTER not in scheme_papers.of_scheme(scheme):
    st.info(f"{plain(scheme.name)} er ikke til salgs, så det er ingen plakat.")
    if scheme.kind is SchemeKind.CARD:
        link("coordinator/scheme.py", "Sett en pris under Ordninger")
    st.stop()
left, right = st.columns(2)
sold_at = left.text_input("Utsalgssteder (valgfritt)", placeholder="Servicetorget, kinoen")
address = right.text_input("Nettadresse (valgfritt)", placeholder="www.kommunen.no/kortet")
st.caption("Uten utsalgssteder står det «Kjøp kortet her». Nettadressen blir en QR-kode.")
with refusals_shown():
    poster = posters.poster_pdf(
        db, scheme.id, language, sold_at=sold_at, address=address, on=today()
    )
    share = posters.share_text(
        db, scheme.id, language, sold_at=sold_at, address=address, on=today()
    )
    st.download_button("Plakat (PDF)", poster, "plakat.pdf", PDF, on_click="ignore")
    st.subheader("Tekst til sosiale medier")
    st.code(share, language=None, wrap_lines=True)
