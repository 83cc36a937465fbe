"""How long this municipality's periods are, and the public rule they follow."""

from datetime import date

import streamlit as st

from lib import uptake
from lib.disclosure import AWARDS_A_CHILD, CHILDREN_FROM, Period
from lib.norwegian import number
from lib.published import Published

NAMES = {
    Period.MONTH: "måned",
    Period.QUARTER: "kvartal",
    Period.HALF_YEAR: "halvår",
}
EACH = {
    Period.MONTH: "for hver måned",
    Period.QUARTER: "for hvert kvartal",
    Period.HALF_YEAR: "for hvert halvår",
    Period.YEAR: "én gang i året",
}


def period_part(published: Published) -> None:
    """The latest period's length, the rule, and the two numbers that anyone can hold it against."""
    st.header("Hvor ofte tallene kommer")
    first_day, months = published["periods"].sort("period").select("period", "months").row(-1)
    st.markdown(f"Kommunens tall kommer **{EACH[Period(months)]}**.")
    limits = ", ".join(
        f"{NAMES[period]} fra {number(least)} barn" for least, period in CHILDREN_FROM
    )
    children = uptake.children(published, first_day.year)
    known = "ikke oppgitt" if children is None else number(children)
    st.markdown(
        f"Regelen er lik for alle kommuner og bestemmes når året begynner: {limits}, ellers hele "
        "året. Det minste av to tall avgjør: barn i lavinntektsfamilier, som kommunen oppgir, og "
        f"billettene og klippekortene som ble tildelt i fjor delt på {AWARDS_A_CHILD}, der det "
        f"finnes tall for hele fjoråret. Barn i lavinntektsfamilier her: {known}. "
        f"{_last_year(published, first_day.year)}"
    )


def _last_year(published: Published, year: int) -> str:
    whole = date(year - 1, 1, 1), date(year - 1, 12, 31)
    if year - 1 not in uptake.years(published) or uptake.span(published, year - 1) != whole:
        return f"For {year - 1} er det ikke tall for hele året."
    return f"Tildelt i {year - 1}: {number(round(uptake.awarded_cards(published, year - 1)))}."
