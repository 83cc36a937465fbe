"""Whether it reaches the children: the year in a sentence, three numbers and two yardsticks."""

import streamlit as st

from lib import coverage, figure_words, uptake
from lib.coverage import Coverage
from lib.norwegian import month_name, month_text, number, one_decimal, percent
from lib.published import Published
from lib.uptake import Total
from pages.desk import plain
from pages.leadership.parts import NOTHING_THIS_YEAR

NO_CHILDREN = (
    "Koordinator kan legge inn hvor mange barn i kommunen som lever i lavinntektsfamilier, under "
    "«Publiser tall». Da ser dere her hvor mye det er blitt til hvert av dem."
)


def reach_part(published: Published, year: int, total: Total) -> None:
    """The answer, or that the year has too little to give one."""
    if not (total.awarded or total.used):
        st.info(NOTHING_THIS_YEAR.format(year=year))
        return
    covered = coverage.of(published, year)
    st.subheader(_sentence(published, year, total, covered), anchor=False)
    awarded, used, rate = st.columns(3)
    awarded.metric("Tildelt", figure_words.shown(total.awarded), border=True)
    used.metric("Brukt", figure_words.shown(total.used), border=True)
    rate.metric("Bruksgrad", figure_words.rate_text(total.rate), border=True)
    lines = [*_coverage_lines(covered), *_plan_lines(published, year)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _sentence(published: Published, year: int, total: Total, covered: Coverage | None) -> str:
    first_day, last_day = uptake.span(published, year)
    last = month_text(last_day)
    first = last if first_day.month == last_day.month else month_name(first_day.month)
    when = f"I {last}" if first == last else f"Fra {first} til {last}"
    given = f"{when} er det tildelt {number(total.awarded)} billetter og klipp"
    if covered:
        given += f", {one_decimal(covered.per_child)} for hvert barn i lavinntektsfamilier"
    return f"{given}. {percent(total.rate)} er brukt." if total.rate is not None else f"{given}."


def _coverage_lines(covered: Coverage | None) -> list[str]:
    if covered is None:
        return [NO_CHILDREN]
    return [
        f"Dekning: {one_decimal(covered.per_child)} per barn, regnet av {number(covered.children)} "
        "barn i lavinntektsfamilier, som kommunen har oppgitt. Det som er solgt, er ikke med.",
        *(
            f"{plain(scheme)}: {one_decimal(cards)} tildelte kort per barn."
            for scheme, cards in covered.cards_per_child.items()
        ),
    ]


def _plan_lines(published: Published, year: int) -> list[str]:
    plans = uptake.expected(published, year)
    return [
        f"Forventet bruk av {plain(row['scheme'])}: planen sier {number(row['so_far'])} så langt "
        f"og {number(row['times'])} i hele året. Brukt er {figure_words.shown(row['used'])}."
        for row in plans.iter_rows(named=True)
    ]
