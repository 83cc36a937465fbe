"""The findings: at most three, each with its figure, its rule and where one goes on from it."""

import streamlit as st

from lib import findings, uptake
from lib.findings import RULES, Rule
from lib.published import Published
from pages.desk import link, plain

NONE = (
    "Ingen funn: ingen av reglene våre slår ut. Det betyr ikke at alle barn er nådd, bare at "
    "tallene ikke peker på noe bestemt."
)
# Where one goes on from each, with what is to be chosen there.
FIGURES, DIVIDED_BY = "leadership/figures.py", "etter"
NEXT: dict[Rule, tuple[str, str, dict[str, str]]] = {
    Rule.OFFER: (FIGURES, "Se bruken av hvert tilbud", {DIVIDED_BY: "offer"}),
    Rule.PLAN: (FIGURES, "Se hvilke måneder bruken er lav", {DIVIDED_BY: "period"}),
    Rule.TEENS: (FIGURES, "Se hvilke tilbud ungdom bruker", {DIVIDED_BY: "offer_age_band"}),
    Rule.AREA: (FIGURES, "Se hvilke tilbud som brukes i nærmiljøet", {DIVIDED_BY: "offer_area"}),
    Rule.GAPS: ("directory/season.py", "Se hva som mangler i «Året i tilbud»", {}),
    Rule.CARDS: ("leadership/money.py", "Se kortene etter hvordan de er delt ut", {}),
}
# The same where offers are not divided by age and area.
UNDIVIDED: dict[Rule, tuple[str, str, dict[str, str]]] = {
    Rule.TEENS: (FIGURES, "Se hva hver aldersgruppe får", {DIVIDED_BY: "age_band"}),
    Rule.AREA: (FIGURES, "Se bruken i hvert nærmiljø", {DIVIDED_BY: "area"}),
}
ADVICE = {
    Rule.OFFER: "Spør tilbyderen og tjenestene hva som hindrer bruken, før det kjøpes mer.",
    Rule.PLAN: "Be koordinator se på utvalget og på hvordan tjenestene tildeler.",
    Rule.TEENS: "Spør ungdom hva de vil ha, og be koordinator skaffe det.",
    Rule.AREA: "Se etter reisevei og åpningstider, og om tilbudene ligger for langt unna.",
    Rule.GAPS: "Be koordinator skaffe tilbud til disse månedene i god tid.",
    Rule.CARDS: "Selg eller gi bort flere kort, så det ikke synes hvem som har fått det tildelt.",
}


def findings_part(published: Published, year: int) -> None:
    """What asks for somebody to act, the most severe first."""
    found = findings.of(published, year)
    if not found:
        st.success(NONE)
    for finding in found:
        with st.container(border=True):
            st.markdown(f"**{plain(finding.says)}**")
            st.markdown(f"{plain(finding.figure)} {ADVICE[finding.rule]}")
            whole = finding.rule in UNDIVIDED and not uptake.has_months(published, year)
            page, label, query = (UNDIVIDED if whole else NEXT)[finding.rule]
            link(page, label, **query)
            st.caption(f"Regel: {RULES[finding.rule]}")
