"""One table of the release: filtered, drawn, tabled, and to be downloaded."""

from collections.abc import Callable

import streamlit as st

from lib import crossed_uptake, uptake
from lib.disclosure import DIVIDED_FROM, OTHER_OFFERS, RATE_FROM
from lib.figure_words import FEW_TOGETHER
from lib.norwegian import listed, month_name
from lib.published import Published
from lib.uptake import BY_NAMES, By
from pages.leadership import charts, parts, tables

UNKNOWN_USE = "«ukjent»: tilbyderen har egne billetter, og bruken er ikke telt."
COUNTED_ELSEWHERE = (
    "«ukjent»: kassene har ikke registrert noe, men tilbyderen kan ha talt bruken, eller den er "
    "blant øvrige tilbud. Er noe av den der, vises ingen bruksgrad."
)
TOO_FEW = (
    f"«–»: under {RATE_FROM} billetter eller klippekort er tildelt, så bruksgraden sier mer om "
    "avrundingen enn om bruken."
)
REGISTERED_ONLY = (
    "Kun registrert bruk: her er bare det kassene har registrert. Det tilbyderne selv har telt, "
    "er bare med der tallene er fordelt på tilbud, tilbyder, ordning eller tid. Bruksgraden er "
    "derfor minst så høy som den som står her."
)
OTHERS = (
    f"«{OTHER_OFFERS}»: tilbud med under {DIVIDED_FROM} billetter eller klippekort per gruppe er "
    "slått sammen. Tallene kommer når et kvartal er over."
)
NEVER = (
    "Tilbud er ikke delt etter nærmiljø eller alder i kommuner med så få barn at tallene kommer "
    "sjeldnere enn hver måned."
)
ONLY = " (kun registrert bruk)"
MANY = 4  # offers, too many to be named in a title
# Rows that are listed unasked. A hundred offers in 25 areas were 2 500, which nobody reads and
# everybody waits for.
LISTED = 100
MOST_AWARDED = (
    "Her er de {listed} mest tildelte av {offers} tilbud. Velg tilbud ovenfor for å se andre. "
    "Excel-filen har alle."
)
NOTHING = "Det er ingenting å vise for {year} etter {name} ennå."
REGISTERED_IN = (By.AREA, By.AGE_BAND, By.SERVICE)


def group_part(published: Published, by: By, year: int, heading: str) -> None:
    """A year divided by one thing."""
    known = uptake.by_group(published, by, year)
    if known.is_empty():
        st.info(NOTHING.format(year=year, name=heading.lower()))
        return
    names = dict(zip(known["key"], known["name"], strict=True))
    only = st.multiselect(
        "Vis bare (valgfritt)", list(names), format_func=names.__getitem__, placeholder="Alle"
    )
    groups = uptake.by_group(published, by, year, only)
    total = uptake.total(published, by, year, only)
    after = "" if by is By.PERIOD else f" etter {heading.lower()}"
    registered = by in REGISTERED_IN
    title = f"Tildelt og brukt{after}, {year}{ONLY if registered else ''}"
    draw = charts.period_chart if by is By.PERIOD else charts.group_chart
    column = {"name": "Periode" if by is By.PERIOD else heading}
    left, right = st.columns(2)
    with left:
        parts.show_chart(draw(title, groups), charts.words(groups), title)
    right.html(tables.figures_table(column, groups, total))
    _download(title, lambda: tables.workbook(published, title, column, groups, total))
    others = f" {FEW_TOGETHER}" if uptake.has_others(published, by, year) else ""
    st.caption(f"{REGISTERED_ONLY if registered else UNKNOWN_USE} {TOO_FEW}{others}")


def crossed_part(published: Published, by: By, year: int, heading: str) -> None:
    """A year's offers, each divided by area or age; told when a quarter has closed."""
    names = crossed_uptake.offers(published, by, year)
    if not names and not uptake.has_months(published, year):
        st.info(NEVER)
        return
    if not names:
        st.info(NOTHING.format(year=year, name=heading.lower()))
        st.caption(OTHERS)
        return
    only = st.multiselect(
        "Vis bare disse tilbudene (valgfritt)",
        list(names),
        format_func=names.__getitem__,
        placeholder="Alle",
    )
    groups = crossed_uptake.by_group(published, by, year, only)
    until = month_name(crossed_uptake.until(published, by, year).month)
    title = f"Tildelt og brukt etter {BY_NAMES[by].lower()}, {year} til og med {until}{ONLY}"
    if only:
        few = len(only) < MANY
        title += f": {listed([names[key] for key in only]) if few else f'{len(only)} tilbud'}"
    left, right = st.columns(2)
    with left:
        parts.show_chart(charts.group_chart(title, groups), charts.words(groups), title)
    right.html(tables.figures_table({"name": BY_NAMES[by]}, groups))
    st.subheader("Hvert tilbud")
    how_many = max(LISTED // max(groups.height, 1), 1)
    shown = only or crossed_uptake.most_awarded(published, by, year, how_many)
    columns = {"offer": "Tilbud", "name": BY_NAMES[by]}
    st.html(tables.figures_table(columns, crossed_uptake.rows(published, by, year, shown)))
    if len(shown) < len(names) and not only:
        st.caption(MOST_AWARDED.format(listed=len(shown), offers=len(names)))
    _download(
        title,
        lambda: tables.workbook(
            published, title, columns, crossed_uptake.rows(published, by, year, only), None
        ),
    )
    st.caption(f"{REGISTERED_ONLY} {COUNTED_ELSEWHERE} {TOO_FEW} {OTHERS}")


def _download(title: str, content: Callable[[], bytes]) -> None:
    """The file is made when it is fetched."""
    file = parts.file_name(title)
    st.download_button("Last ned som Excel", content, f"{file}.xlsx", on_click="ignore")
