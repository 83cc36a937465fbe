"""What is handed to families and is about nobody: the choice of scheme and language, the papers."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib import languages, scheme_papers, schemes
from lib.db import Database
from lib.municipality import Service
from lib.scheme_papers import PAPER_NAMES, PaperKind
from lib.schemes import Scheme
from pages.desk import today

PDF = "application/pdf"


def family_papers_part(db: Database, contacts: Sequence[Service]) -> tuple[Scheme, str]:
    """The letter and the form of a scheme, with these services to ask; returns what was chosen."""
    left, right = st.columns(2)
    scheme = left.selectbox(
        "Ordning",
        schemes.all_of(db),
        format_func=lambda known: f"{known.name} ({known.owner_unit})",
    )
    names = {each.code: each.name for each in languages.all_of()}
    language = right.segmented_control(
        "Språk",
        list(names),
        format_func=names.__getitem__,
        default=languages.FIRST,
        required=True,
    )
    papers = {
        PaperKind.INFORMATION: scheme_papers.information_pdf,
        PaperKind.FORM: scheme_papers.form_pdf,
    }
    with st.container(horizontal=True):
        for kind, made in papers.items():
            if kind in scheme_papers.of_scheme(scheme):
                st.download_button(
                    f"{PAPER_NAMES[kind]} (PDF)",
                    partial(made, db, scheme.id, language, contacts=contacts, on=today()),
                    f"{kind}-{language}.pdf",
                    PDF,
                    on_click="ignore",
                )
    return scheme, language
